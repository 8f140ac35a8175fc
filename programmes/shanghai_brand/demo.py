"""Invented firms in every state: a finished edition, one with the city and the public, one open today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from portal.kit import workdays
from portal.kit.clock import SHANGHAI
from programmes.demonstration import DemoDistrict, DemoEdition, DemoFiling, DemoHonour, ProgrammeDemo
from programmes.shanghai_brand.examples import FILES, account
from programmes.shanghai_brand.firms import LICENSED, STRONG, WEAK, Firm, make_answers

SLUG, ORGANISER, LOGIN = "shanghai_brand", "shamr", "item"
SEED = 2024
FIRST_SERIAL = 44_000
"""Serials are those of organisations: apart from the other programmes' demonstration."""
MINHANG, SONGJIANG, JIADING, LINGANG, AIRPORT = "310112", "310117", "310114", "SH-LG", "SH-AP"
STAFFED = (MINHANG, SONGJIANG, JIADING, LINGANG)
"""Bodies whose offices have people in the demonstration."""
OF_THE_WHOLE = frozenset(
    ("draft", "submitted", "consulting", "awaiting_leader", "withdrawn", "not_recommended", "returned_for_correction")
)
"""Stations of a filing that no office behind the district has seen."""
RETURNED, BY_AGENCY = "returned_for_correction", "returned_by_agency"
"""Stays with the applicant, sent back in the screening."""

HQ_UNCLEAR = {"hq_note": "请补充研发和销售部门的所在地，并与组织架构图一致。"}
BETTER_HQ = {"hq_note": "（示例文字）决策、研发、质量和销售部门均设在本市，外省仅有一处仓库，见更新的组织架构图。"}
PLAN_TOO_THIN = {"plan_text": "请写明今后三年的量化目标、责任部门和完成时间。"}
BETTER_PLAN = {"plan_text": account("三年量化目标、责任部门与完成时间", 260)}
ACTIVITIES = (
    ("training", Decimal("6.0"), "公益培训：品牌战略与商标保护（示例）"),
    ("tutoring", Decimal("3.5"), "入企辅导：先进性标准比对与检测方案（示例）"),
    ("plan", Decimal("2.0"), "一企一策培育方案会商（示例）"),
)
ISSUERS = {
    "gov_quality_award": "示例市人民政府",
    "brand_leading_benchmark": "示例市经济信息化部门",
    "shanghai_fashion": "示例时尚产业组织",
    "little_giant": "示例国家主管部门",
    "srdi_sme": "示例市经济信息化部门",
}


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a filing. items: the station of each of its items; a station before the items is of the whole.

    honours   what the firm claims; is_priority: the register holds them, and the district makes use of it
    returned  "district" or "agency": who sent it back once
    """

    items: tuple[str, ...]
    points: int = 84
    consultation: str = ""
    honours: tuple[str, ...] = ()
    is_priority: bool = False
    returned: str = ""
    is_large: bool = False
    mark_downloads: int = 0
    district: str = ""


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=SHANGHAI)


def make_demo(today: date) -> ProgrammeDemo:
    """The demonstration as of a day: 52 firms in a finished, a running and an open edition."""
    editions = (finished_edition(), running_edition(today), open_edition(today))
    filings: list[DemoFiling] = []
    for edition, fates in zip(editions, (FINISHED, RUNNING, OPEN), strict=True):
        for fate in fates:
            number = len(filings) + 1
            place = fate.district or STAFFED[number % len(STAFFED)]
            filings.append(make_filing(number, fate, edition, district=place, seed=SEED))
    return ProgrammeDemo(SLUG, ORGANISER, editions, tuple(filings), login=LOGIN)


def finished_edition() -> DemoEdition:
    """Every step from the application to the mark lies in 2025."""
    return DemoEdition(
        key="2025",
        year=2025,
        title="2025年“上海品牌”培育试点（示例）",
        document_number="示例〔2025〕3号",
        opens_at=at(date(2025, 3, 3), 9),
        closes_at=at(date(2025, 4, 11), 17),
        district_due_at=at(date(2025, 4, 30), 17),
        review_due_at=at(date(2025, 7, 4), 17),
        steps=STEPS_2025,
        districts=(
            DemoDistrict(LINGANG, closes_at=at(date(2025, 4, 9), 17), paper_copies=2, note="本区择优推荐（示例）"),
        ),
    )


STEPS_2025 = {
    "filed": at(date(2025, 4, 8)),
    "returned": at(date(2025, 4, 10)),
    "corrected": at(date(2025, 4, 14)),
    "consulted": at(date(2025, 4, 15)),
    "consult_answered": at(date(2025, 4, 18)),
    "district": at(date(2025, 4, 24)),
    "incubated": at(date(2025, 5, 29)),
    "screened": at(date(2025, 6, 10)),
    "rescreened": at(date(2025, 6, 17)),
    "drawn": at(date(2025, 6, 20)),
    "scored": at(date(2025, 7, 2)),
    "decided": at(date(2025, 7, 8)),
    "noticed": at(date(2025, 7, 14), 9),
    "released": at(date(2025, 7, 24)),
    "marked": at(date(2025, 7, 30)),
}
"""Who does not answer by 22 April, five working days after 15 April, has let the time run out."""


def running_edition(today: date) -> DemoEdition:
    """Closed for applications; its items lie with districts, the agency, experts, the city and the public."""
    days = {"filed": 90, "returned": 88, "corrected": 85, "consulted": 84, "consult_answered": 81, "district": 68}
    days |= {"incubated": 45, "screened": 36, "rescreened": 27, "drawn": 22, "scored": 10, "decided": 4}
    notice_on = today if workdays.is_workday(today) else last_workday_before(today)
    return DemoEdition(
        key="running",
        year=today.year,
        title=f"{today.year}年“上海品牌”培育试点（第一批，示例）",
        document_number=f"示例〔{today.year}〕3号",
        opens_at=at(today - timedelta(days=130), 9),
        closes_at=at(today - timedelta(days=86), 17),
        district_due_at=at(today - timedelta(days=60), 17),
        review_due_at=at(today + timedelta(days=6), 17),
        steps={
            **{step: at(today - timedelta(days=count)) for step, count in days.items()},
            "noticed": at(notice_on, 0, 30),
            "released": at(today + timedelta(days=20)),
        },
    )


def last_workday_before(day: date) -> date:
    before = day - timedelta(days=1)
    return before if workdays.is_workday(before) else last_workday_before(before)


def open_edition(today: date) -> DemoEdition:
    """Open to apply to today; one body closes earlier."""
    closes = today + timedelta(days=24)
    days = {"filed": 12, "returned": 9, "corrected": 7, "consulted": 4, "consult_answered": 3, "district": 2}
    return DemoEdition(
        key="open",
        year=today.year,
        title=f"{today.year}年“上海品牌”培育试点（第二批，示例）",
        document_number=f"示例〔{today.year}〕9号",
        opens_at=at(today - timedelta(days=20), 9),
        closes_at=at(closes, 17),
        district_due_at=at(closes + timedelta(days=15), 17),
        review_due_at=at(closes + timedelta(days=75), 17),
        steps={step: at(today - timedelta(days=count)) for step, count in days.items()},
        districts=(DemoDistrict(LINGANG, closes_at=at(closes - timedelta(days=5), 17), paper_copies=2, quota=4),),
    )


LITTLE, SRDI, AWARD, FASHION = ("little_giant",), ("srdi_sme",), ("gov_quality_award",), ("shanghai_fashion",)
BENCHMARK = ("brand_leading_benchmark", "srdi_sme")
LISTED = ("listed",)
FINISHED: tuple[Fate, ...] = (
    Fate(LISTED, 88, honours=AWARD, is_priority=True, is_large=True, mark_downloads=3),
    Fate(("listed", "not_proposed"), 82, consultation="no_objection", mark_downloads=1),
    Fate(("listed", "listed"), 86, honours=BENCHMARK, is_priority=True, mark_downloads=2),
    Fate(LISTED, 85, consultation="no_answer", honours=SRDI),
    Fate(("listed", "screened_out"), 84, mark_downloads=1),
    Fate(LISTED, 90, honours=LITTLE, is_priority=True, consultation="no_objection", district=LINGANG),
    Fate(("listed", "listed", "not_proposed"), 85, returned="agency"),
    Fate(LISTED, 83, returned="district"),
    Fate(("not_proposed",), 62),
    Fate(("screened_out",)),
    Fate(("not_recommended",), consultation="objection"),
    Fate(LISTED, 87, consultation="no_answer", mark_downloads=1),
    Fate(("listed", "not_proposed"), 81, honours=FASHION, is_priority=True),
    Fate(LISTED, 84, district=LINGANG),
    Fate(("withdrawn",)),
    Fate(("revoked",), 83, mark_downloads=1),
    Fate(("listed", "listed"), 88, honours=LITTLE, is_priority=True, is_large=True),
    Fate(("not_proposed", "not_proposed"), 60),
)
RUNNING: tuple[Fate, ...] = (
    Fate(("public_notice", "screened_out"), 86, honours=LITTLE, is_priority=True),
    Fate(("public_notice",), 84, consultation="no_objection"),
    Fate(("public_notice", "not_proposed"), 82),
    Fate(("objection_hold",), 88),
    Fate(("reviewed", "incubation"), 83, honours=SRDI, is_priority=True),
    Fate(("reviewed",), 79, consultation="no_answer"),
    Fate(("reviewed",), 86, district=LINGANG),
    Fate(("expert_review", "screening"), 82, honours=AWARD, is_priority=True),
    Fate(("expert_review",), 85),
    Fate(("expert_review",), 80, returned="agency"),
    Fate(("accepted", "accepted"), honours=FASHION),
    Fate(("accepted",), is_large=True),
    Fate(("screening", "incubation")),
    Fate(("screening",), consultation="no_objection"),
    Fate(("screening", "screening"), honours=BENCHMARK, is_priority=True),
    Fate((BY_AGENCY,), returned="agency"),
    Fate(("incubation",), returned="district"),
    Fate(("incubation", "incubation"), honours=LITTLE, is_priority=True, district=LINGANG),
    Fate(("not_recommended",)),
)
OPEN: tuple[Fate, ...] = (
    *(Fate(("draft",), district=place) for place in (MINHANG, SONGJIANG, AIRPORT)),
    Fate(("returned_for_correction",), returned="district"),
    Fate(("returned_for_correction", "returned_for_correction"), returned="district"),
    Fate(("submitted",), honours=LITTLE),
    Fate(("submitted", "submitted"), honours=SRDI),
    Fate(("submitted",), district=LINGANG),
    Fate(("submitted",), district=MINHANG, is_large=True),
    Fate(("consulting",), consultation="no_answer", district=MINHANG),
    Fate(("consulting", "consulting"), consultation="no_answer"),
    Fate(("awaiting_leader",), honours=AWARD, is_priority=True),
    Fate(("awaiting_leader",), consultation="no_objection"),
    Fate(("incubation", "incubation"), honours=BENCHMARK, is_priority=True, consultation="objection"),
    Fate(("withdrawn",)),
)
QUALITIES = {"not_proposed": WEAK, "screened_out": LICENSED}
"""What an item must be like to fare so; every other one is strong."""


def make_filing(number: int, fate: Fate, edition: DemoEdition, *, district: str, seed: int) -> DemoFiling:
    """One firm with its form, drawn from its number and the seed alone: another fate for a neighbour leaves it."""
    random = Random(f"{seed} {number}")  # noqa: S311  (repeatable sample figures, no secret)
    closing_on = (edition.closes_at - timedelta(seconds=1)).astimezone(SHANGHAI).date()
    qualities = tuple(QUALITIES.get(station, STRONG) for station in fate.items)
    firm = Firm(number, district, qualities, fate.honours, is_large=fate.is_large)
    stations = tuple(RETURNED if one == BY_AGENCY else one for one in fate.items)
    return DemoFiling(
        edition=edition.key,
        enterprise=firm.name,
        serial=FIRST_SERIAL + number,
        district=district,
        target=stations[0],
        answers=make_answers(firm, random=random, closing_on=closing_on),
        files=(*FILES, *(("honours_file",) if fate.honours else ())),
        points=fate.points,
        refused_clauses=("b4",) if "screened_out" in stations else (),
        items={place: one for place, one in enumerate(stations, start=1) if one != stations[0]},
        consultation=fate.consultation,
        is_priority=fate.is_priority,
        honours=registered(firm, closing_on) if fate.is_priority else (),
        activities=() if fate.items[0] in OF_THE_WHOLE else ACTIVITIES[: 1 + number % 3],
        mark_downloads=fate.mark_downloads,
        **sent_back(fate, stations[0]),
    )


def sent_back(fate: Fate, station: str) -> dict[str, Any]:
    """Who asked for what, and the answer; there is none while the filing lies with the applicant."""
    if fate.returned == "district":
        return {"returns": HQ_UNCLEAR, "corrected": {} if station == RETURNED else BETTER_HQ}
    if fate.returned == "agency":
        return {"screening_returns": PLAN_TOO_THIN, "corrected": {} if station == RETURNED else BETTER_PLAN}
    return {}


def registered(firm: Firm, closing_on: date) -> tuple[DemoHonour, ...]:
    """The firm's claims as the organiser's register holds them."""
    return tuple(
        DemoHonour(
            honour=honour,
            issuer=ISSUERS[honour],
            number=f"示例〔{closing_on.year - 2}〕{firm.number:03d}-{place}号",
            issued_on=date(closing_on.year - 2, 9, 1),
            valid_to=date(closing_on.year + 1, 8, 31),
        )
        for place, honour in enumerate(firm.honours, start=1)
    )
