"""Figures that may be right but are more often a slip: told beside the form, never refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from portal.kit import clock
from programmes.wuhu_zhizao.advancing import read_point
from programmes.wuhu_zhizao.reading import day_in, figure_in, rows_in
from programmes.wuhu_zhizao.words import mark as _

LARGEST_STEP = 4
"""More than four times the year before is growth of over 300 %."""
SOON_DAYS = 180
"""Review, tests and audit take about half a year."""

STEP = _("比上一年增长超过 300%，请核对数字和单位。")
SHARE_AS_RATIO = _("市场占有率不足 1%，请核对：百分之三十五填 35，不填 0.35。")
NOT_MADE = _("该代码不属于制造业（C 门类），请核对。")
ENDS_SOON = _("证书将在半年内到期，认证期间须保持有效，请及时换证。")
REVERSED = _("第 %(row)d 行的国际先进水平值不如国家、行业标准要求值，请核对指标方向和两个数值。")


def warn_answers(answers: Mapping[str, Any]) -> dict[str, str]:
    """Field key -> what to look at again. Figures not given are passed over."""
    found: dict[str, str] = {}
    for row in ("revenue", "product_revenue"):
        for year in (0, 1):
            latest, before = figure_in(answers, f"{row}_y{year}"), figure_in(answers, f"{row}_y{year + 1}")
            if latest is not None and before is not None and latest > before * LARGEST_STEP > 0:
                found[f"{row}_y{year}"] = STEP
    share = figure_in(answers, "market_share")
    if share is not None and 0 < share < 1:
        found["market_share"] = SHARE_AS_RATIO
    codes = answers.get("industry_gbt4754") or ()
    if codes and not str(codes[0]).startswith("C"):
        found["industry_gbt4754"] = NOT_MADE
    ends = day_in(answers.get("qms_valid_to"))
    if ends is not None and clock.today() <= ends < clock.today() + timedelta(days=SOON_DAYS):
        found["qms_valid_to"] = ENDS_SOON
    number = _first_reversed(answers)
    if number:
        found["advanced_points"] = REVERSED % {"row": number}
    return found


def _first_reversed(answers: Mapping[str, Any]) -> int | None:
    """Number, from 1, of the first indicator whose best level abroad does not reach the standard at home."""
    points = (read_point(row) for row in rows_in(answers, "advanced_points") or ())
    return next((number for number, point in enumerate(points, 1) if point and point.best < point.national), None)
