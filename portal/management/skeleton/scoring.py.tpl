"""The quantitative score, 0-100: 60 at the line, 100 at twice the line, straight between and below."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from portal.kit.money import round_half_up
from programmes.contract import Facts, QuantScore, ScoreLine

from .words import mark as _

AT_THE_LINE, FULL = Decimal(60), Decimal(100)


def quantify(facts: Facts, parameters: Mapping[str, Any]) -> QuantScore:
    """One line with the whole weight; no value while the figure is missing."""
    revenue_wan: Decimal | None = facts.merged().get("revenue_wan")
    least_wan = Decimal(str(parameters["revenue_min_wan"]))
    score = None if revenue_wan is None else round_half_up(points_for(revenue_wan, least_wan), 2)
    line = ScoreLine(
        key="revenue",
        label=_("最近一年营业收入"),
        value="" if revenue_wan is None else f"{revenue_wan.normalize():f} 万元",
        threshold=f"≥ {least_wan.normalize():f} 万元",
        score=score,
        weight_ratio=Decimal(1),
    )
    return QuantScore(score, (line,))


def points_for(revenue_wan: Decimal, least_wan: Decimal) -> Decimal:
    """Both in 10,000 CNY, the line above zero. Not rounded.

    >>> points_for(Decimal(3000), Decimal(2000))
    Decimal('80.0')
    """
    ratio = revenue_wan / least_wan
    if ratio <= 1:
        return AT_THE_LINE * ratio
    return min(FULL, AT_THE_LINE + (FULL - AT_THE_LINE) * (ratio - 1))
