"""A complete, eligible product for tests and demonstration: every firm, product and number in it is invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from programmes.contract import CheckKind
from programmes.wuhu_zhizao.form_fields import HIGHER, LOWER
from programmes.wuhu_zhizao.judging import CLAUSES

FAR_OFF = date(2049, 12, 31)
FOUND = tuple(clause.key for clause in CLAUSES if clause.check is CheckKind.OFFICIAL)
"""Clauses that officials decide."""
FILES = ("c1", "standard_file", "c4", "c3", "c6", "c7", "c5")
"""What a filing cannot do without."""

D = Decimal


def complete_answers(**over: Any) -> dict[str, Any]:
    """Typed answers of every question but the files. Indicators earn 84, 100 and 70 points, rights 70."""
    return {**_basics(), **_product(), **_standard(), **_rights_and_market(), **over}


def complete_findings() -> dict[str, bool]:
    """Everything looked up and found in the firm's favour."""
    return dict.fromkeys(FOUND, True)


def example_profile(code: str, *, region: str = "340207") -> Mapping[str, Any]:
    """The particulars that are frozen beside the answers."""
    return {"uscc": code, "legal_form": "company", "reg_region": region}


def point(name: str, unit: str | None, direction: str, *values: str) -> dict[str, Any]:
    """A row of the comparison. values: own, at home, best abroad."""
    own, national, best = map(D, values)
    return {
        "indicator": name,
        "unit": unit,
        "direction": direction,
        "own_value": own,
        "national_value": national,
        "best_value": best,
        "report_no": "示例检字2024-001",
        "lab": "cma_cnas",
    }


def right(kind: str, number: str, valid_to: date = FAR_OFF) -> dict[str, Any]:
    return {"kind": kind, "number": number, "valid_to": valid_to}


def _basics() -> dict[str, Any]:
    return {
        "mgmt_region": "340207",
        "industry_gbt4754": ["C3491"],
        "employees": 320,
        "revenue_y0": D("28000"),
        "revenue_y1": D("24500"),
        "revenue_y2": D("21000"),
        "total_assets_y0": D("30000"),
        "honours": [],
    }


def _product() -> dict[str, Any]:
    return {
        "product_name": "示例六轴工业机器人",
        "product_models": [{"model": "EX-R20", "note": None}, {"model": "EX-R50", "note": "负载 50 千克"}],
        "cert_scope_sites": [{"region": "WH-JK", "address": "示例开发区示例路1号"}],
        "product_revenue_y0": D("9000"),
        "product_revenue_y1": D("7600"),
        "product_revenue_y2": D("6100"),
    }


def _standard() -> dict[str, Any]:
    return {
        "standard_no": "T/EXAMPLE 001-2024",
        "standard_title": "芜湖智造 示例六轴工业机器人",
        "standard_role": "lead",
        "advanced_points": [
            point("重复定位精度", "毫米", LOWER, "0.07", "0.10", "0.05"),
            point("平均无故障时间", "小时", HIGHER, "80000", "50000", "80000"),
            point("额定负载自重比", None, HIGHER, "0.325", "0.30", "0.40"),
        ],
    }


def _rights_and_market() -> dict[str, Any]:
    return {
        "ip_list": [right("invention", "EX 2021 0001"), right("utility_model", "EX 2022 0002")],
        "tm_reg_no": "30000001",
        "qms_cert_no": "EX-QMS-0001",
        "qms_valid_to": FAR_OFF,
        "market_share": D("18.5"),
        "market_rank": "2-3",
        "share_source": "示例行业协会《示例产品市场报告》，2024 年",
        "cert_body": "示例认证有限公司",
        "declare_c8": True,
        "declare_truth": True,
    }
