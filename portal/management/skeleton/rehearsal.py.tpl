"""An edition of as many invented projects as wanted, of every fate, for `manage.py rehearse`."""

from __future__ import annotations

from datetime import date
from random import Random

from programmes.demonstration import DemoEdition, DemoFiling, ProgrammeDemo

from .demo import LOGIN, ORGANISER, RETURNS, SLUG, at, make_filing

# What happens to the first whatever the seed says, so that even a small rehearsal shows it.
ALWAYS = ("listed", "not_proposed", "corrected", "not_accepted", "not_recommended", "returned_for_correction")
# How the others fare, in hundredths.
SHARES = {"listed": 62, "corrected": 12, "not_proposed": 12, "not_accepted": 6, "not_recommended": 6, "draft": 2}


def make_rehearsal(count: int, seed: int) -> ProgrammeDemo:
    """count projects drawn from a seed; the same two numbers give the same edition on any day."""
    edition = make_edition(seed)
    random = Random(seed)  # noqa: S311  (repeatable sample figures, no secret)
    fates = list(ALWAYS[:count])
    fates += random.choices(list(SHARES), weights=list(SHARES.values()), k=count - len(fates))
    random.shuffle(fates)
    filings = tuple(play_one(number, fate, edition.key) for number, fate in enumerate(fates, start=1))
    return ProgrammeDemo(SLUG, ORGANISER, (edition,), filings, login=LOGIN)


def play_one(number: int, fate: str, edition: str) -> DemoFiling:
    """fate: a target, or "corrected": sent back once, answered, and listed in the end."""
    if fate != "corrected":
        return make_filing(number, edition, fate)
    answer = "（演示文字）质量管理措施已补充：过程检验、出厂检验和投诉处理均有记录。"
    return make_filing(number, edition, "listed", returns=RETURNS, corrected={"summary": answer})


def make_edition(seed: int) -> DemoEdition:
    """The calendar of a year whose working days are decreed, so that no rehearsal hangs on the day it is played."""
    return DemoEdition(
        key=f"rehearsal {seed}",
        year=2025,
        title="2025年度示例项目（演练）",
        document_number="演练〔2025〕9号",
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
            "decided": at(date(2025, 6, 25)),
            "noticed": at(date(2025, 7, 7), 9),
            "released": at(date(2025, 7, 16)),
        },
        switched_stages=("certificate",),
    )
