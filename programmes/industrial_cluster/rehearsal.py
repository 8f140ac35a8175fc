"""An edition of as many invented clusters as wanted, of every quality, for `manage.py rehearse`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

from programmes.demonstration import DemoEdition, DemoFiling, ProgrammeDemo
from programmes.industrial_cluster.demo import (
    FILES,
    JIADING,
    MINHANG,
    REFUSED_CLAUSES,
    RETURNS,
    SONGJIANG,
    answers_for,
    at,
)

FIELDS = (
    "传感器",
    "智能装备",
    "生物试剂",
    "车用芯片",
    "工业软件",
    "新型显示",
    "数控刀具",
    "节能风机",
    "医用影像",
    "激光器",
)
DISTRICTS = (MINHANG, SONGJIANG, JIADING)
FIRST_SERIAL = 40001

# What happens to the first filings whatever the seed says, so that even a small rehearsal shows it.
ALWAYS = ("listed", "not_accepted", "corrected", "not_recommended", "returned_for_correction", "not_proposed")
# How the others fare, in hundredths.
SHARES = {
    "listed": 52,
    "corrected": 10,
    "not_proposed": 12,
    "not_accepted": 8,
    "not_recommended": 10,
    "returned_for_correction": 3,
    "withdrawn": 2,
    "draft": 3,
}


def make_rehearsal(count: int, seed: int) -> ProgrammeDemo:
    """count clusters drawn from a seed; the same two numbers give the same edition on any day."""
    edition = make_edition(seed)
    random = Random(seed)  # noqa: S311  (repeatable sample figures, no secret)
    fates = list(ALWAYS[:count])
    fates += random.choices(list(SHARES), weights=list(SHARES.values()), k=count - len(fates))
    random.shuffle(fates)
    filings = tuple(make_filing(number, fate, edition.key, random) for number, fate in enumerate(fates, start=1))
    return ProgrammeDemo("industrial_cluster", "sheitc", (edition,), filings, login="cluster")


def make_edition(seed: int) -> DemoEdition:
    """The calendar of a year whose working days are decreed, so that no rehearsal hangs on the day it is played."""
    return DemoEdition(
        key=f"rehearsal {seed}",
        year=2025,
        title="2025年度市级中小企业特色产业集群（演练）",
        document_number="演练〔2025〕1号",
        opens_at=at(date(2025, 3, 3), 9),
        closes_at=at(date(2025, 4, 11), 17),
        district_due_at=at(date(2025, 4, 30), 17),
        review_due_at=at(date(2025, 6, 13), 17),
        steps={
            "filed": at(date(2025, 4, 8)),
            "returned": at(date(2025, 4, 14)),
            "corrected": at(date(2025, 4, 17)),
            "district": at(date(2025, 4, 24)),
            "checked": at(date(2025, 5, 8)),
            "drawn": at(date(2025, 5, 15)),
            "scored": at(date(2025, 6, 5)),
            "inspected": at(date(2025, 6, 16)),
            "decided": at(date(2025, 6, 25)),
            "noticed": at(date(2025, 7, 7), 9),
            "released": at(date(2025, 7, 16)),
        },
        switched_stages=("certificate",),
    )


def make_filing(number: int, fate: str, edition: str, random: Random) -> DemoFiling:
    """fate: a target, or "corrected": sent back once, answered, and listed in the end."""
    field = f"示例{random.choice(FIELDS)}{number:03d}"
    district = random.choice(DISTRICTS)
    factor = Decimal(random.randint(100, 160)) / 100
    answers = answers_for(field, district=district, number=number, factor=factor)
    is_returned = fate in ("corrected", "returned_for_correction")
    return DemoFiling(
        edition=edition,
        enterprise=f"{field}产业园运营有限公司",
        serial=FIRST_SERIAL + number - 1,
        district=district,
        target="listed" if fate == "corrected" else fate,
        answers=answers,
        files=FILES,
        points=random.randint(40, 52) if fate == "not_proposed" else random.randint(78, 94),
        returns=RETURNS if is_returned else {},
        corrected={"g2_text": f"{answers['g2_text']}（补正：主导产业在本市细分领域排名前三。）"}
        if fate == "corrected"
        else {},
        refused_clauses=REFUSED_CLAUSES,
    )
