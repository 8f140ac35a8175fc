"""What may be right but is more often a slip, or will be a question: told beside the form, never refused."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from programmes.shanghai_brand.form_fields import LOWER
from programmes.shanghai_brand.reading import ITEMS, POINTS, figure_in, rows_in, word_in
from programmes.shanghai_brand.words import mark as _

LARGEST_STEP = 4
"""More than four times the year before is growth of over 300 %."""
HALF = Decimal(50)

STEP = _("与上一年相比增长超过 300%，请核对数字和单位。")
ITEM_STEP = _("有项目的收入与上一年相比增长超过 300%，请核对数字和单位。")
ITEMS_ABOVE_FIRM = _("各项目最近一年收入合计超过企业营业收入，请核对是否重复计算。")
PROFIT_ABOVE_REVENUE = _("净利润超过营业收入，请核对数字和单位。")
OVER_INDEBTED = _("负债总额超过资产总额，请核对；审核人员会询问持续经营情况。")
SHARE_AS_RATIO = _("百分数不足 1，请核对：百分之八十填 80，不填 0.8。")
LESS_THAN_HALF = _("占比不足一半，请在情况说明中写明为何本市是总部或者主要运营主体所在地。")
NOT_OWNED = _("商标（品牌）权属须归于本企业，权属他人的项目不符合条件，仅获许可使用也不符合。")
BEST_IS_WORSE = _("有指标的国际最好水平劣于国家标准数值，请核对数值和比较方向。")
SHARES = ("sh_revenue_share", "sh_staff_share")
YEARS_BEFORE = (("revenue_y0", "revenue_y1"), ("revenue_y1", "revenue_y2"))


def warn_answers(answers: Mapping[str, Any]) -> dict[str, str]:
    """Field key -> what to look at again. What is not given is passed over; numbers may be text (frozen facts)."""
    found = {latest: STEP for latest, before in YEARS_BEFORE if _is_above(answers, latest, before, LARGEST_STEP)}
    for year in range(3):
        if _is_above(answers, f"net_profit_y{year}", f"revenue_y{year}"):
            found[f"net_profit_y{year}"] = PROFIT_ABOVE_REVENUE
    if _is_above(answers, "liabilities_y0", "total_assets_y0"):
        found["liabilities_y0"] = OVER_INDEBTED
    for key in SHARES:
        share = figure_in(answers, key)
        if share is not None and share < HALF:
            found[key] = SHARE_AS_RATIO if 0 < share < 1 else LESS_THAN_HALF
    if answers.get("tm_owner_same") is False:
        found["tm_owner_same"] = NOT_OWNED
    return found | _warn_items(answers) | _warn_points(answers)


def _warn_items(answers: Mapping[str, Any]) -> dict[str, str]:
    rows = rows_in(answers, ITEMS)
    shares = [figure_in(row, "share") for row in rows]
    if any(share is not None and 0 < share < 1 for share in shares):
        return {ITEMS: SHARE_AS_RATIO}
    if any(_is_above(row, latest, before, LARGEST_STEP) for row in rows for latest, before in YEARS_BEFORE):
        return {ITEMS: ITEM_STEP}
    total = sum((figure_in(row, "revenue_y0") or Decimal(0) for row in rows), Decimal(0))
    firm = figure_in(answers, "revenue_y0")
    return {ITEMS: ITEMS_ABOVE_FIRM} if firm is not None and total > firm else {}


def _warn_points(answers: Mapping[str, Any]) -> dict[str, str]:
    return {POINTS: BEST_IS_WORSE} if any(map(_is_best_worse, rows_in(answers, POINTS))) else {}


def _is_best_worse(row: Mapping[str, Any]) -> bool:
    national, best = figure_in(row, "national"), figure_in(row, "best_abroad")
    if national is None or best is None:
        return False
    return best > national if word_in(row, "direction") == LOWER else best < national


def _is_above(answers: Mapping[str, Any], part: str, whole: str, times: int = 1) -> bool:
    """part > times × whole, where whole is above zero."""
    upper, lower = figure_in(answers, part), figure_in(answers, whole)
    return upper is not None and lower is not None and lower > 0 and upper > lower * times
