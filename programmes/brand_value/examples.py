"""A complete, eligible firm for tests and demonstration: every firm, brand and number in it is invented."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from programmes.brand_value.form_fields import LITTLE_GIANT, SRDI_SME
from programmes.brand_value.judging import CLAUSES
from programmes.contract import CheckKind

FAR_OFF = date(2049, 12, 31)
FOUND = tuple(clause.key for clause in CLAUSES if clause.check is not CheckKind.MACHINE)
"""Clauses that people decide."""
FILES = (
    "a1",
    "a3",
    "finance_file",
    "mgmt_certs_file",
    "csat_file",
    "market_rank_file",
    "tm_licence_file",
    "patents_file",
    "stamped_form",
)
PROFILE = {"legal_form": "company", "reg_region": "310112"}
"""What the clauses read of an organisation's profile, beside its code."""

D = Decimal


def complete_answers(**over: Any) -> dict[str, Any]:
    """Typed answers of every question but the files: firm A of the domain's worked examples, a little giant."""
    return {**_basics(), **_brand(), **_finance(), **_quality(), **_innovation(), **_words(), **over}


def complete_findings() -> dict[str, bool]:
    """Everything looked up and found in the firm's favour."""
    return dict.fromkeys(FOUND, True)


def tier_rows(honour: str, *, issued_on: date = date(2022, 9, 1), valid_to: date = FAR_OFF) -> list[dict[str, Any]]:
    """The honour table of a firm of a tier; "" is no tier at all. A little giant holds the lower tier too."""
    held = {LITTLE_GIANT: (LITTLE_GIANT, SRDI_SME), SRDI_SME: (SRDI_SME,)}.get(honour, ())
    return [
        {
            "honour": one,
            "number": f"示例〔{issued_on.year}〕{position}号",
            "issuer": "示例认定单位",
            "issued_on": issued_on,
            "valid_to": valid_to,
        }
        for position, one in enumerate(held, start=1)
    ]


def trademark_rows(count: int, *, owner: str = "示例企业", first: int = 30_000_001) -> list[dict[str, Any]]:
    return [
        {
            "reg_no": str(first + position),
            "nice_class": 1 + position % 45,
            "owner": owner,
            "valid_from": date(2019, 6, 7),
            "valid_to": FAR_OFF,
        }
        for position in range(count)
    ]


def certificate_rows(count: int) -> list[dict[str, Any]]:
    standards = ("GB/T 19001-2016", "GB/T 24001-2016", "GB/T 45001-2020", "GB/T 27922-2011", "GB/T 29490-2023")
    return [
        {"standard": standards[position % 5], "number": f"EX-MS-{position + 1:04d}", "valid_to": FAR_OFF}
        for position in range(count)
    ]


def standard_rows(*levels: str) -> list[dict[str, Any]]:
    return [
        {"number": f"EX/T {position:05d}-2021", "level": level, "role": "lead" if position == 1 else "part"}
        for position, level in enumerate(levels, start=1)
    ]


def account(subject: str, least: int) -> str:
    """Some sentences on a subject, at least so many characters."""
    sentence = (
        f"（示例文字）本企业在{subject}方面建立了制度，明确了责任部门和年度预算，按季检查并持续改进，成效见所附材料。"
    )
    return sentence * (least // len(sentence) + 1)


def _basics() -> dict[str, Any]:
    return {
        "mgmt_region": "310112",
        "industry_gbt4754": ["C3983"],
        "sme_industry": "industry",
        "sme_industry_reason": None,
        "employees": 260,
        "honours": tier_rows(LITTLE_GIANT),
    }


def _brand() -> dict[str, Any]:
    return {
        "brand_name_zh": "示例恒测",
        "brand_name_en": "EXAMPLE HENGCE",
        "brand_type": "corporate",
        "brand_first_use_year": 2006,
        "tm_list": trademark_rows(10),
        "tm_owner_same": True,
        "tm_licensed": False,
        "tm_overseas_regions": 5,
        "main_product": "示例精密传感器",
        "main_product_share": D("82.5"),
        "market_rank": "2-3",
        "market_rank_proven": True,
        "market_share_cn": D("12"),
    }


def _finance() -> dict[str, Any]:
    return {
        "revenue_y0": D("28000"),
        "revenue_y1": D("24500"),
        "revenue_y2": D("21000"),
        "net_profit_y0": D("3300"),
        "net_profit_y1": D("2800"),
        "net_profit_y2": D("2350"),
        "nonrecurring_y0": D("100"),
        "nonrecurring_y1": None,
        "nonrecurring_y2": D("-50"),
        "rd_expense_y0": D("1960"),
        "rd_expense_y1": D("1700"),
        "rd_expense_y2": D("1400"),
        "total_assets_y0": D("30000"),
        "current_tangible_assets": D("9000"),
        "noncurrent_tangible_assets": D("12000"),
        "liabilities_y0": D("13500"),
        "tax_paid_y0": D("1650"),
        "export_y0": D("4200"),
        "brand_spend_y0": D("700"),
    }


def _quality() -> dict[str, Any]:
    return {
        "mgmt_certs": certificate_rows(3),
        "sampling_failures_3y": 0,
        "standards": standard_rows("national", "industry", "group"),
        "quality_award": "city",
        "has_csat_survey": True,
        "csat": D("91"),
        "complaint_close_rate": D("98"),
        "repeat_revenue_share": D("62"),
    }


def _innovation() -> dict[str, Any]:
    return {"rd_staff": 58, "patents_invention_valid": 21, "innovation_platform": "city"}


def _words() -> dict[str, Any]:
    return {
        "brand_basis_text": account("品牌建设基础", 200),
        "brand_influence_text": account("品牌影响力", 200),
        "brand_plan_text": account("品牌提升计划", 100),
        **{f"declare_a{number}": True for number in range(7, 12)},
        "declare_truth": True,
    }


def example_profile(code: str, *, region: str = "310112") -> Mapping[str, Any]:
    """The particulars that are frozen beside the answers."""
    return {"uscc": code, **PROFILE, "reg_region": region}
