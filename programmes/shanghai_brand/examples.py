"""A complete, eligible application for tests and demonstration: every firm, brand and number in it is invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from programmes.contract import CheckKind
from programmes.shanghai_brand.judging import CLAUSES

FAR_OFF = date(2049, 12, 31)
FIRM = "示例精密轴承有限公司"
FOUND = tuple(clause.key for clause in CLAUSES if clause.check is not CheckKind.MACHINE)
"""Clauses that people decide."""
FILES = ("b1", "b3", "b4", "b5", "standard_file", "test_reports_file", "declare_file")

D = Decimal


def complete_answers(**over: Any) -> dict[str, Any]:
    """Typed answers of every question but the files: two items, of which the first is that of the worked example."""
    return {**_firm(), **_money(), **_items(), **_team(), **_words(), **over}


def complete_findings() -> dict[str, bool]:
    """Everything looked up and found in the firm's favour."""
    return dict.fromkeys(FOUND, True)


def example_profile(code: str, *, name: str = FIRM, region: str = "310112") -> Mapping[str, Any]:
    """The particulars that are frozen beside the answers."""
    return {"uscc": code, "org_name": name, "legal_form": "company", "reg_region": region}


def item_row(name: str = "示例高速轴承", *, owner: str = FIRM, number: int = 30_000_001, **over: Any) -> dict[str, Any]:
    """One item: a product of a registered trademark and a national standard that was evaluated."""
    return {
        "name": name,
        "kind": "product",
        "brand": "示例恒转",
        "sector": "advantage_industry",
        "tm_reg_no": str(number),
        "tm_class": 7,
        "tm_owner": owner,
        "tm_valid_to": FAR_OFF,
        "standard_no": f"EX/T {number % 100_000:05d}-2022",
        "standard_level": "national",
        "standard_status": "evaluated",
        "revenue_y0": D("1440"),
        "revenue_y1": D("1200"),
        "revenue_y2": D("1000"),
        "market_rank": "2-3",
        "share": D("12"),
        **over,
    }


def point_rows(item: int) -> list[dict[str, Any]]:
    """Three indicators of an item: at the best abroad, above the national standard, equal to it."""
    measured = (
        ("极限转速", "r/min", "higher", "24000", "18000", "24000"),
        ("径向跳动", "μm", "lower", "2.5", "4", "2"),
        ("额定寿命", "h", "higher", "20000", "20000", "26000"),
    )
    return [
        {
            "item": item,
            "indicator": indicator,
            "unit": unit,
            "direction": direction,
            "own": D(own),
            "national": D(national),
            "best_abroad": D(best),
            "report_no": f"示例检字〔2025〕{item}{place:02d}号",
        }
        for place, (indicator, unit, direction, own, national, best) in enumerate(measured, start=1)
    ]


def honour_rows(*honours: str, issued_on: date = date(2023, 9, 1), valid_to: date = FAR_OFF) -> list[dict[str, Any]]:
    return [
        {
            "honour": honour,
            "number": f"示例〔{issued_on.year}〕{place}号",
            "issuer": "示例授予单位",
            "issued_on": issued_on,
            "valid_to": valid_to,
        }
        for place, honour in enumerate(honours, start=1)
    ]


def account(subject: str, least: int) -> str:
    """Some sentences on a subject, at least so many characters."""
    sentence = (
        f"（示例文字）本企业围绕{subject}制定了年度目标，明确了责任部门、预算和完成时间，按季检查并向管理层报告。"
    )
    return sentence * (least // len(sentence) + 1)


def _firm() -> dict[str, Any]:
    return {
        "mgmt_region": "310112",
        "industry_gbt4754": ["C3451"],
        "sme_industry": "industry",
        "employees": 260,
        "hq_in_sh": "hq",
        "sh_revenue_share": D("80"),
        "sh_staff_share": D("75.5"),
        "hq_note": "（示例文字）决策、研发和销售均在本市，一处生产基地在外省。",
    }


def _money() -> dict[str, Any]:
    return {
        **{f"revenue_y{year}": D(wan) for year, wan in enumerate(("28000", "24500", "21000"))},
        **{f"net_profit_y{year}": D(wan) for year, wan in enumerate(("3300", "2800", "-50.25"))},
        "total_assets_y0": D("30000"),
        "liabilities_y0": D("13500"),
    }


def _items() -> dict[str, Any]:
    second = item_row("示例轴承远程诊断", number=30_000_002, kind="service", sector="digital", standard_level="group")
    return {
        "tm_owner_same": True,
        "items": [item_row(), second],
        "advanced_points": [*point_rows(1), *point_rows(2)],
    }


def _team() -> dict[str, Any]:
    return {
        "roles_cbo": True,
        "roles_cbo_name": "示例首席品牌官",
        "roles_cqo": True,
        "roles_cqo_name": "示例首席质量官",
        "roles_cso": False,
        "roles_cso_name": None,
        "priority_honours": [],
    }


def _words() -> dict[str, Any]:
    return {
        "needs": ["standards", "testing", "promotion"],
        "plan_text": account("品牌培育", 200),
        **{f"declare_b{number}": True for number in (6, 7, 8, 9)},
        "declare_truth": True,
    }
