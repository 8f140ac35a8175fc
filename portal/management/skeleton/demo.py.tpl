"""What `manage.py demo` plays: an edition that is over and one that is open, with plainly invented applicants."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from portal.kit.clock import SHANGHAI
from programmes.demonstration import DemoEdition, DemoFiling, ProgrammeDemo

SLUG, ORGANISER, LOGIN = "$slug", "sheitc", "$login"
FIRST_SERIAL = $first_serial
DISTRICTS = ("310112", "310117", "310114")
FILES = ("revenue",)
RETURNS = {"summary": "请补充项目说明中的质量管理措施。"}
REFUSED_CLAUSES = ("revenue",)
PAST = ("listed", "listed", "not_proposed", "not_accepted")
OPEN = ("formal_check", "awaiting_leader", "submitted", "returned_for_correction", "draft")


def at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=SHANGHAI)


def make_demo(today: date) -> ProgrammeDemo:
    """The demonstration as of a day."""
    past, running = past_edition(today), open_edition(today)
    fates = [(past.key, target) for target in PAST] + [(running.key, target) for target in OPEN]
    filings = tuple(make_filing(number, edition, target) for number, (edition, target) in enumerate(fates, start=1))
    return ProgrammeDemo(SLUG, ORGANISER, (past, running), filings, login=LOGIN)


def past_edition(today: date) -> DemoEdition:
    """Released a month ago."""

    def days_ago(days: int) -> datetime:
        return at(today - timedelta(days=days))

    year = today.year - 1
    return DemoEdition(
        key="past",
        year=year,
        title=f"{year}年度示例项目 $slug（示例）",
        document_number=f"示例文件〔{year}〕1号",
        opens_at=days_ago(200),
        closes_at=days_ago(170),
        district_due_at=days_ago(160),
        review_due_at=days_ago(80),
        steps={
            "filed": days_ago(180),
            "district": days_ago(165),
            "checked": days_ago(150),
            "drawn": days_ago(140),
            "scored": days_ago(120),
            "decided": days_ago(100),
            "noticed": days_ago(60),
            "released": days_ago(30),
        },
        switched_stages=("certificate",),
    )


def open_edition(today: date) -> DemoEdition:
    """Taking filings for three more weeks."""

    def in_days(days: int) -> datetime:
        return at(today + timedelta(days=days))

    return DemoEdition(
        key="open",
        year=today.year,
        title=f"{today.year}年度示例项目 $slug（示例）",
        document_number=f"示例文件〔{today.year}〕1号",
        opens_at=in_days(-20),
        closes_at=in_days(21),
        district_due_at=in_days(35),
        review_due_at=in_days(90),
        steps={"filed": in_days(-6), "returned": in_days(-4), "district": in_days(-2)},
    )


def make_filing(number: int, edition: str, target: str, **over: Any) -> DemoFiling:
    """target: a station of the workflow. over: other fields of DemoFiling."""
    district = DISTRICTS[number % len(DISTRICTS)]
    told: dict[str, Any] = {
        "points": 45 if target == "not_proposed" else 86,
        "returns": RETURNS if target == "returned_for_correction" else {},
        "refused_clauses": REFUSED_CLAUSES if target == "not_accepted" else (),
    }
    return DemoFiling(
        edition=edition,
        enterprise=f"示例单位{number:03d}有限公司",
        serial=FIRST_SERIAL + number,
        district=district,
        target=target,
        answers=answers_for(number, district),
        files=FILES,
        **{**told, **over},
    )


def answers_for(number: int, district: str) -> Mapping[str, Any]:
    """A whole form that passes by the defaults."""
    return {
        "project_name": f"示例精密传感器{number:03d}",
        "district": district,
        "revenue_wan": Decimal(3000 + 10 * number),
        "summary": "（演示文字）已建立质量管理制度，持续改进，目标和措施见所附材料。",
        "declare_truth": True,
    }
