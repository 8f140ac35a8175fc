"""Figures that may be right but are more often a slip: told beside the form, flagged on the board, never refused."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from programmes.brand_value.arithmetic import exact_sums
from programmes.brand_value.knowing import figure_in
from programmes.brand_value.words import mark as _

LARGEST_STEP = 4
"""More than four times the year before is growth of over 300 %."""
MOST_RESEARCH = 3
MOST_PER_HEAD_WAN = 5_000

REVENUE_STEP = _("营业收入比上一年增长超过 300%，请核对数字和单位。")
RESEARCH_ABOVE_REVENUE = _("研发费用超过营业收入的 3 倍，请核对数字和单位。")
PROFIT_ABOVE_REVENUE = _("净利润超过营业收入，请核对数字和单位。")
ONE_OFF_ABOVE_PROFIT = _("非经常性损益超过净利润，扣除后为亏损，请核对。")
OVER_INDEBTED = _("负债总额超过资产总额，请核对。")
PER_HEAD = _("人均营业收入超过 5,000 万元，请核对单位是否为万元。")
PATENTS_ABOVE_STAFF = _("有效发明专利超过从业人员数，请核对。")
HALF_ON_BRAND = _("品牌建设投入超过营业收入的一半，请核对。")
SHARE_AS_RATIO = _("百分数不足 1，请核对：百分之九十五填 95，不填 0.95。")
SHARES = ("main_product_share", "csat", "complaint_close_rate", "repeat_revenue_share")


def warn_answers(answers: Mapping[str, Any]) -> dict[str, str]:
    """Field key -> what to look at again. Figures not given are passed over; numbers may be text (frozen facts)."""
    found: dict[str, str] = {}
    with exact_sums():
        for year in (0, 1):
            if _is_above(answers, f"revenue_y{year}", f"revenue_y{year + 1}", LARGEST_STEP):
                found[f"revenue_y{year}"] = REVENUE_STEP
        for year in (0, 1, 2):
            if _is_above(answers, f"rd_expense_y{year}", f"revenue_y{year}", MOST_RESEARCH):
                found[f"rd_expense_y{year}"] = RESEARCH_ABOVE_REVENUE
            if _is_above(answers, f"net_profit_y{year}", f"revenue_y{year}", 1):
                found[f"net_profit_y{year}"] = PROFIT_ABOVE_REVENUE
            if _is_above(answers, f"nonrecurring_y{year}", f"net_profit_y{year}", 1):
                found[f"nonrecurring_y{year}"] = ONE_OFF_ABOVE_PROFIT
        found |= _compare(answers)
    found |= {key: SHARE_AS_RATIO for key in SHARES if 0 < (figure_in(answers, key) or 0) < 1}
    return found


COMPARED: tuple[tuple[str, str, Decimal, str], ...] = (
    ("liabilities_y0", "total_assets_y0", Decimal(1), OVER_INDEBTED),
    ("revenue_y0", "employees", Decimal(MOST_PER_HEAD_WAN), PER_HEAD),
    ("patents_invention_valid", "employees", Decimal(1), PATENTS_ABOVE_STAFF),
    ("brand_spend_y0", "revenue_y0", Decimal("0.5"), HALF_ON_BRAND),
)


def _compare(answers: Mapping[str, Any]) -> dict[str, str]:
    return {part: message for part, whole, times, message in COMPARED if _is_above(answers, part, whole, times)}


def _is_above(answers: Mapping[str, Any], part: str, whole: str, times: Decimal | int) -> bool:
    """part > times × whole, where whole is above zero."""
    upper, lower = figure_in(answers, part), figure_in(answers, whole)
    return upper is not None and lower is not None and lower > 0 and upper > lower * times
