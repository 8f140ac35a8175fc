"""Figures that may be right but are more often a slip: told beside the form, never refused."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from programmes.industrial_cluster.words import mark as _

LARGEST_STEP = 4
"""More than four times the year before is growth of over 300 %."""

WAN_PER_YI = 10_000
ROWS_BY_YEAR = ("output_total", "rd_sme", "patents_sme")

STEP = _("与上一年相比增长超过 300%，请核对数字和单位。")
RD_ABOVE_OUTPUT = _("研发经费超过中小企业产值，请核对单位：研发经费填万元，产值填亿元。")
SME_STAFF = _("中小企业平均从业人员超过 1,000 人，请核对企业数和从业人员数。")
RATE_AS_SHARE = _("应用率不足 1%，请核对：百分之四十六填 46，不填 0.46。")


def warn_answers(answers: Mapping[str, Any]) -> dict[str, str]:
    """Field key -> what to look at again. Figures not given are passed over."""
    found: dict[str, str] = {}
    for row in ROWS_BY_YEAR:
        for year in (0, 1):
            latest, before = f"{row}_y{year}", f"{row}_y{year + 1}"
            if _known(answers, latest, before) and answers[latest] > answers[before] * LARGEST_STEP > 0:
                found[latest] = STEP
    if _known(answers, "rd_sme_y0", "output_sme_y0") and answers["rd_sme_y0"] > answers["output_sme_y0"] * WAN_PER_YI:
        found["rd_sme_y0"] = RD_ABOVE_OUTPUT
    if _known(answers, "staff_sme", "firms_sme") and answers["staff_sme"] > answers["firms_sme"] * 1000:
        found["staff_sme"] = SME_STAFF
    rates = [f"software_rate_y{year}" for year in (0, 1, 2)]
    found |= {key: RATE_AS_SHARE for key in rates if _known(answers, key) and 0 < answers[key] < Decimal(1)}
    return found


def _known(answers: Mapping[str, Any], *keys: str) -> bool:
    return all(answers.get(key) is not None for key in keys)
