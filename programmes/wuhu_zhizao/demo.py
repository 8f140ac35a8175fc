"""Invented products in every state: the edition that ended with 2025, its certificates and claims, and a successor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from portal.kit.clock import SHANGHAI
from programmes.demonstration import DemoEdition, DemoFiling, DemoHonour, ProgrammeDemo
from programmes.wuhu_zhizao.examples import FILES
from programmes.wuhu_zhizao.products import behind, firm_name, kind_of, make_answers

SLUG, ORGANISER, LOGIN = "wuhu_zhizao", "wuhu", "maker"
SEED = 2025
FIRST_SERIAL = 46_000
"""Serials are those of organisations: apart from the other programmes' demonstration."""
DISTRICTS = ("340207", "WH-JK", "340202")
"""Two districts and a development zone whose offices have people in the demonstration."""
CLOSED, RUNNING = "2025", "next"

SOURCE_TOO_THIN = {"share_source": "请写明出具机构、报告名称和统计口径。"}
BETTER_SOURCE = {"share_source": "示例行业协会《示例产品市场报告》，按国内销售额统计，第三方出具"}
NONCONFORMITY = "（演示）进货检验记录缺少两批关键材料的复验数据，须在期限内补做并完善规程。"


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a product, beside its station. firm: whose it is, 0 = of a firm of its own.

    renews: a product of the closed edition is filed again, its name written another way
    """

    target: str
    points: int = 84
    firm: int = 0
    number: int = 1
    is_returned: bool = False
    is_reworked: bool = False
    has_nonconformity: bool = False
    reward: str = ""
    surveillance: str = ""
    renews: bool = False


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=SHANGHAI)


def make_demo(today: date) -> ProgrammeDemo:
    """The demonstration as of a day."""
    editions = (closed_edition(), running_edition(today))
    filings = [
        make_filing(fate, edition, firm=firm, kind=kind, seed=SEED)
        for edition, rows in zip(editions, (FATES_CLOSED, FATES_RUNNING), strict=True)
        for fate, firm, kind in numbered(rows, first=1 if edition is editions[0] else 1 + len(FATES_CLOSED))
    ]
    return ProgrammeDemo(SLUG, ORGANISER, editions, tuple(filings), login=LOGIN)


def numbered(fates: tuple[Fate, ...], *, first: int) -> Iterator[tuple[Fate, int, int]]:
    """(fate, firm, kind of product). The second product of a firm is of the next kind; one filed again, of its own."""
    for number, fate in enumerate(fates, start=first):
        firm = fate.firm or number
        yield fate, firm, firm if fate.renews or not fate.firm else firm + fate.number - 1


def closed_edition() -> DemoEdition:
    """The plan's own window, open until the end of 2025; what is shown of it was filed in its last year."""
    closes = at(date(2026, 1, 1), 0)
    return DemoEdition(
        key=CLOSED,
        year=2025,
        title="“芜湖智造”品牌认证（2021—2025年）（示例）",
        document_number="",
        opens_at=at(date(2022, 1, 10), 9),
        closes_at=closes,
        district_due_at=closes,
        review_due_at=closes,
        steps={
            "filed": at(date(2025, 3, 11)),
            "returned": at(date(2025, 3, 13)),
            "corrected": at(date(2025, 3, 17)),
            "district": at(date(2025, 3, 25)),
            "checked": at(date(2025, 4, 1)),
            "drawn": at(date(2025, 4, 8)),
            "scored": at(date(2025, 4, 22)),
            "decided": at(date(2025, 4, 29)),
            "reworked": at(date(2025, 5, 7)),
            "certified": at(date(2025, 8, 20)),
            "released": at(date(2025, 9, 10)),
            "rewarded": at(date(2025, 10, 15)),
            "surveilled": at(date(2026, 1, 20)),
        },
    )


def running_edition(today: date) -> DemoEdition:
    """A successor that is open to apply to, while what came first is with districts, experts and certifiers.

    A standard takes weeks to be worked on, so this organiser gives more days to put things right than the default.
    """
    days = {"filed": 70, "returned": 66, "corrected": 64, "district": 60, "checked": 57, "drawn": 55, "scored": 45}
    days |= {"decided": 40, "reworked": 30, "certified": 6}
    closes = today + timedelta(days=40)
    year = max(today.year, 2026)
    return DemoEdition(
        key=RUNNING,
        year=year,
        title=f"{year}年“芜湖智造”品牌认证（接续方案，示例）",
        document_number="",
        opens_at=at(today - timedelta(days=110), 9),
        closes_at=at(closes, 17),
        district_due_at=at(closes + timedelta(days=15), 17),
        review_due_at=at(closes + timedelta(days=60), 17),
        steps={
            **{step: at(today - timedelta(days=count)) for step, count in days.items()},
            "released": at(today + timedelta(days=30)),
            "rewarded": at(today + timedelta(days=40)),
            "surveilled": at(today + timedelta(days=50)),
        },
        parameters={"correction_days": 60},
    )


PAID_FIRM, SECOND_FIRM = 1, 3
"""Firms of the closed edition: one that was paid and files the same product again, one with a second product."""
FATES_CLOSED: tuple[Fate, ...] = (
    Fate("listed", 88, reward="paid"),
    Fate("listed", 86, reward="paid", has_nonconformity=True),
    Fate("listed", 84, reward="paid"),
    Fate("listed", 85, firm=SECOND_FIRM, number=2, reward="approved"),
    Fate("listed", 83, reward="approved"),
    Fate("listed", 87, reward="checked"),
    Fate("listed", 82, reward="checked", is_returned=True),
    Fate("listed", 85, reward="applied"),
    Fate("listed", 84, reward="applied", has_nonconformity=True),
    Fate("listed", 86, reward="refused"),
    Fate("listed", 83),
    Fate("listed", 85),
    Fate("listed", 82, is_reworked=True),
    Fate("listed", 84, reward="applied", is_reworked=True),
    Fate("listed", 86, reward="paid", surveillance="suspended"),
    Fate("listed", 84, surveillance="suspended"),
    Fate("listed", 83, reward="paid", surveillance="resumed"),
    Fate("listed", 82, reward="paid", surveillance="withdrawn"),
    Fate("listed", 81, surveillance="withdrawn"),
    Fate("not_certified", 83),
    Fate("not_certified", 80, has_nonconformity=True),
    Fate("not_proposed", 36),
    Fate("not_proposed", 34),
    Fate("not_recommended"),
    Fate("withdrawn"),
)
FATES_RUNNING: tuple[Fate, ...] = (
    Fate("proposed", 86),
    Fate("proposed", 84, has_nonconformity=True),
    Fate("cert_decision", 85),
    Fate("cert_decision", 87, firm=PAID_FIRM, renews=True),
    Fate("cert_testing", 83),
    Fate("cert_testing", 86),
    Fate("cert_application", 85),
    Fate("cert_application", 84),
    Fate("not_certified", 82),
    Fate("not_proposed", 36),
    Fate("returned_for_correction", is_reworked=True),
    Fate("accepted"),
    Fate("accepted"),
    Fate("accepted"),
    Fate("expert_review", 83),
    Fate("expert_review", 81),
    Fate("expert_review", 85),
    Fate("reviewed", 85),
    Fate("reviewed", 84, is_returned=True),
    Fate("reviewed", 82),
    Fate("awaiting_leader"),
    Fate("awaiting_leader"),
    Fate("awaiting_leader"),
    Fate("submitted"),
    Fate("submitted", is_returned=True),
    Fate("submitted"),
    Fate("returned_for_correction", is_returned=True),
    Fate("returned_for_correction", is_returned=True),
    Fate("draft"),
    Fate("draft"),
    Fate("draft", firm=PAID_FIRM, number=2),
    Fate("not_recommended"),
    Fate("withdrawn"),
)


def make_filing(fate: Fate, edition: DemoEdition, *, firm: int, kind: int, seed: int) -> DemoFiling:
    """One product with its form, drawn from its firm, its kind and the seed alone, not from its neighbours."""
    random = Random(f"{seed} {firm} {kind} {edition.key}")  # noqa: S311  (repeatable sample figures, no secret)
    closing_on = (edition.closes_at - timedelta(seconds=1)).astimezone(SHANGHAI).date()
    district = DISTRICTS[firm % len(DISTRICTS)]
    right = make_answers(firm, kind_of(kind), district=district, random=random, closing_on=closing_on)
    if fate.renews:
        right["product_name"] = respelt(right["product_name"])
    filed, corrected = slips_of(fate, right)
    return DemoFiling(
        edition=edition.key,
        enterprise=firm_name(firm),
        serial=FIRST_SERIAL + firm,
        district=district,
        target=fate.target,
        answers=filed,
        files=FILES,
        points=fate.points,
        returns=SOURCE_TOO_THIN if fate.is_returned else {},
        corrected={} if fate.target == "returned_for_correction" else corrected,
        number=fate.number,
        honours=tuple(registered(row) for row in right["honours"]),
        is_reworked=fate.is_reworked,
        nonconformity=NONCONFORMITY if fate.has_nonconformity else "",
        reward=fate.reward,
        surveillance=fate.surveillance,
    )


def slips_of(fate: Fate, right: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(what was filed first, what is put right): a source that says too little, a standard to be worked on."""
    if fate.is_reworked:
        return right | {"advanced_points": behind(right["advanced_points"])}, {
            "advanced_points": right["advanced_points"],
            "standard_no": f"{right['standard_no']}（修订）",
        }
    return (right, BETTER_SOURCE) if fate.is_returned else (right, {})


def respelt(name: str) -> str:
    """The same product, as somebody else would type it."""
    return f"{name[:2]} {name[2:]}　"


def registered(row: Mapping[str, Any]) -> DemoHonour:
    """The row of the organiser's register for an honour that is claimed."""
    return DemoHonour(row["honour"], row["issuer"], row["number"], row["issued_on"], row["valid_to"])
