"""Invented firms in every state: the 2024 edition with the dates of its notice, one in review, one open today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from portal.kit.clock import SHANGHAI
from programmes.brand_value.examples import account
from programmes.brand_value.firms import NO_TIER, Firm, kind_of, make_answers, register_of
from programmes.brand_value.form_fields import LITTLE_GIANT, SRDI_SME
from programmes.demonstration import DemoEdition, DemoFiling, ProgrammeDemo

SLUG, ORGANISER = "brand_value", "smesc"
SEED = 2024
FIRST_SERIAL = 42_000
"""Serials are those of organisations: apart from the other programmes' demonstration."""
STAFFED = ("310112", "310117", "310114")
"""Districts whose offices have people in the demonstration."""
DISTRICTS = (*STAFFED, "310115", "310104", "310107", "310110", "310113", "310105", "310118", "310120", "310101")
TIERS = (LITTLE_GIANT, SRDI_SME, NO_TIER)

PLAN_TOO_THIN = {"brand_plan_text": "请写明今后三年的量化目标和责任部门。"}
BETTER_PLAN = {"brand_plan_text": account("三年量化目标与责任部门", 150)}
REVENUE_DIFFERS = {"revenue_y1": "与所附审计报告不一致，请核对该年营业收入。"}
EXCLUDED = "校验评审发现主要商标存在权属争议，申报材料未披露，暂不入榜。"
RAISED = "海外渠道收入未计入品牌投入口径，专家组一致认为可上调。"
LOWERED = "主要客户为关联企业，品牌对收益的贡献应下调。"


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a firm, beside its station."""

    target: str
    tier: str = NO_TIER
    points: int = 80
    refused: tuple[str, ...] = ()
    paper: str = "matched"
    is_returned: bool = False
    is_queried: bool = False
    is_loss: bool = False
    is_exact: bool = False
    size_ratio: float | None = None
    verification: tuple[str, Decimal | None, str] | None = None


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=SHANGHAI)


def make_demo(today: date) -> ProgrammeDemo:
    """The demonstration as of a day: 120 firms in a closed, a running and an open edition."""
    editions = (edition_2024(), running_edition(today), open_edition(today))
    filings: list[DemoFiling] = []
    for edition, fates in zip(editions, (FATES_2024, FATES_RUNNING, FATES_OPEN), strict=True):
        is_open = edition is editions[-1]
        for fate in fates:
            number = len(filings) + 1
            places = STAFFED if is_open else DISTRICTS
            filings.append(make_filing(number, fate, edition, district=places[number % len(places)], seed=SEED))
    return ProgrammeDemo(SLUG, ORGANISER, editions, tuple(filings))


def edition_2024() -> DemoEdition:
    """Days of the notice: 12 March to 12 April, released on China Brand Day. No district, no public notice."""
    closes = at(date(2024, 4, 13), 0)
    return DemoEdition(
        key="2024",
        year=2024,
        title="2024年上海市中小企业品牌价值评价（示例）",
        document_number="",
        opens_at=at(date(2024, 3, 12), 9),
        closes_at=closes,
        district_due_at=closes,
        review_due_at=at(date(2024, 5, 7), 0),
        steps={
            "filed": at(date(2024, 4, 8)),
            "returned": at(date(2024, 4, 9)),
            "corrected": at(date(2024, 4, 11)),
            "district": at(date(2024, 4, 12), 9),
            "checked": at(date(2024, 4, 15)),
            "received": at(date(2024, 4, 16)),
            "queried": at(date(2024, 4, 17)),
            "answered": at(date(2024, 4, 18)),
            "data_checked": at(date(2024, 4, 19)),
            "drawn": at(date(2024, 4, 22)),
            "scored": at(date(2024, 4, 26)),
            "verified": at(date(2024, 4, 29)),
            "decided": at(date(2024, 5, 7)),
            "noticed": at(date(2024, 5, 7), 15),
            "released": at(date(2024, 5, 10), 10),
        },
        parameters={"list_lengths": {"L1": 15, "L2": 22, "L3": 12}},
    )


def running_edition(today: date) -> DemoEdition:
    """Closed for applications: its firms lie with the city and the experts, some are decided and not yet published."""
    days = {"filed": 60, "returned": 58, "corrected": 55, "district": 50, "checked": 42, "received": 40}
    days |= {"queried": 36, "answered": 33, "data_checked": 30, "drawn": 24, "scored": 12, "verified": 8, "decided": 4}
    return DemoEdition(
        key="2025",
        year=today.year - 1,
        title=f"{today.year - 1}年上海市中小企业品牌价值评价（示例）",
        document_number="",
        opens_at=at(today - timedelta(days=90), 9),
        closes_at=at(today - timedelta(days=48), 0),
        district_due_at=at(today - timedelta(days=48), 0),
        review_due_at=at(today + timedelta(days=10), 17),
        steps={
            **{step: at(today - timedelta(days=count)) for step, count in days.items()},
            "released": at(today + timedelta(days=20)),
        },
    )


def open_edition(today: date) -> DemoEdition:
    """Open to apply to today; this one asks the districts first and gives public notice."""
    closes = today + timedelta(days=24)
    days = {"filed": 12, "returned": 9, "corrected": 7, "district": 6, "checked": 4, "received": 3, "data_checked": 1}
    return DemoEdition(
        key="2026",
        year=today.year,
        title=f"{today.year}年上海市中小企业品牌价值评价（示例）",
        document_number="示例〔2026〕2号",
        opens_at=at(today - timedelta(days=20), 9),
        closes_at=at(closes, 17),
        district_due_at=at(closes + timedelta(days=10), 17),
        review_due_at=at(closes + timedelta(days=40), 17),
        steps={
            **{step: at(today - timedelta(days=count)) for step, count in days.items()},
            "queried": at(today - timedelta(days=2)),
            "answered": at(today - timedelta(days=1)),
        },
        switched_stages=("district_review", "public_notice"),
    )


def _each(count: int, fates: Sequence[Fate]) -> Iterator[Fate]:
    for number in range(count):
        yield fates[number % len(fates)]


def _listed(tier: str, *points: int) -> tuple[Fate, ...]:
    return tuple(Fate("listed", tier, one) for one in points)


FATES_2024: tuple[Fate, ...] = (
    *_each(16, _listed(LITTLE_GIANT, 90, 86, 82, 78)),
    *_each(18, _listed(SRDI_SME, 86, 82, 78, 74)),
    *_each(12, _listed(NO_TIER, 84, 79, 74, 70)),
    Fate("listed", LITTLE_GIANT, 84, verification=("adjust", Decimal("0.05"), RAISED)),
    Fate("listed", SRDI_SME, 80, verification=("adjust", Decimal("-0.08"), LOWERED)),
    Fate("not_proposed", LITTLE_GIANT, 82, verification=("exclude", None, EXCLUDED)),
    Fate("listed", SRDI_SME, 81, is_returned=True),
    Fate("listed", NO_TIER, 77, is_queried=True),
    Fate("listed", SRDI_SME, 72, is_loss=True),
    Fate("not_accepted", SRDI_SME, refused=("a3",)),
    Fate("not_accepted", NO_TIER, refused=("a8",)),
    Fate("not_accepted", NO_TIER, paper="mismatch"),
    Fate("not_accepted", SRDI_SME, paper="missing"),
    Fate("withdrawn", NO_TIER),
    Fate("listed", SRDI_SME, 78, is_exact=True, size_ratio=0.7),
    Fate("listed", SRDI_SME, 78, is_exact=True, size_ratio=0.7),
    Fate("revoked", SRDI_SME, 83, size_ratio=0.95),
)
FATES_RUNNING: tuple[Fate, ...] = (
    *_each(6, tuple(Fate("proposed", tier, points) for tier, points in zip(TIERS, (86, 80, 76), strict=True))),
    Fate("not_proposed", SRDI_SME, 79, verification=("exclude", None, EXCLUDED)),
    *_each(5, tuple(Fate("reviewed", tier, 79) for tier in TIERS)),
    *_each(6, tuple(Fate("expert_review", tier, 80) for tier in TIERS)),
    *_each(5, tuple(Fate("data_checked", tier) for tier in TIERS)),
    *_each(3, tuple(Fate("accepted", tier) for tier in TIERS)),
    *_each(2, (Fate("accepted", SRDI_SME, paper="mismatch"), Fate("accepted", NO_TIER, paper=""))),
    Fate("not_accepted", NO_TIER, paper="missing"),
    Fate("not_accepted", SRDI_SME, refused=("a9",)),
)
FATES_OPEN: tuple[Fate, ...] = (
    *_each(5, tuple(Fate("draft", tier) for tier in TIERS)),
    *_each(3, tuple(Fate("returned_for_correction", tier, is_returned=True) for tier in TIERS)),
    *_each(5, tuple(Fate("submitted", tier) for tier in TIERS)),
    *_each(4, tuple(Fate("awaiting_leader", tier) for tier in TIERS)),
    *_each(5, tuple(Fate("formal_check", tier) for tier in TIERS)),
    *_each(3, tuple(Fate("accepted", tier, paper="") for tier in TIERS)),
    *_each(2, tuple(Fate("data_checked", tier) for tier in TIERS)),
    Fate("withdrawn", NO_TIER),
    Fate("not_recommended", NO_TIER),
    Fate("not_accepted", SRDI_SME, refused=("a3",)),
)


def make_filing(number: int, fate: Fate, edition: DemoEdition, *, district: str, seed: int) -> DemoFiling:
    """One firm with its form. It is drawn from its number and the seed alone: another fate for a neighbour, or
    another neighbour, leaves it as it is. Firms that are to tie share their kind and their figures.
    """
    drawn = TIED if fate.is_exact else number
    random = Random(f"{seed} {drawn}")  # noqa: S311  (repeatable sample figures, no secret)
    closing_on = (edition.closes_at - timedelta(seconds=1)).astimezone(SHANGHAI).date()
    firm = Firm(number, kind_of(drawn, fate.tier), fate.tier, district, fate.is_loss, fate.size_ratio)
    right = make_answers(firm, random=random, closing_on=closing_on)
    corrected = {"revenue_y1": right["revenue_y1"]} if fate.is_queried else BETTER_PLAN if fate.is_returned else {}
    filed = right | slips_of(fate, right, closing_on)
    return DemoFiling(
        edition=edition.key,
        enterprise=firm.name,
        serial=FIRST_SERIAL + number,
        district=district,
        target=fate.target,
        answers=filed,
        files=files_for(filed),
        points=fate.points,
        is_exact=fate.is_exact,
        returns=PLAN_TOO_THIN if fate.is_returned else {},
        query=REVENUE_DIFFERS if fate.is_queried else {},
        corrected={} if fate.target == "returned_for_correction" else corrected,
        refused_clauses=fate.refused,
        paper=fate.paper,
        register=register_of(fate.tier, random),
        verification=fate.verification,
    )


TIED = 9000
"""The number that firms with equal figures are drawn from."""


def slips_of(fate: Fate, right: Mapping[str, Any], closing_on: date) -> dict[str, Any]:
    """What a firm filed wrongly: a figure that is asked about, trademarks that a refusal is for."""
    if fate.is_queried:
        return {"revenue_y1": right["revenue_y1"] + 300}
    return {"tm_list": lapsed(right["tm_list"], closing_on)} if "a3" in fate.refused else {}


def lapsed(rows: Sequence[Mapping[str, Any]], closing_on: date) -> list[dict[str, Any]]:
    """Trademarks that ran out before the closing day."""
    return [{**row, "valid_to": closing_on - timedelta(days=30)} for row in rows]


def files_for(answers: Mapping[str, Any]) -> tuple[str, ...]:
    """What the form demands, and the files of switched-on questions."""
    switched = {
        "tm_licence_file": "tm_licensed",
        "market_rank_file": "market_rank_proven",
        "csat_file": "has_csat_survey",
    }
    tiers = {row["honour"] for row in answers["honours"]}
    return (
        "a1",
        "a3",
        *(f"tier_{tier}" for tier in (LITTLE_GIANT, SRDI_SME) if tier in tiers),
        *(key for key, switch in switched.items() if answers.get(switch)),
        "finance_file",
    )
