"""What an edition settles about reviewing, read out of its settings into one frozen value. Plain Python."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .scoring import DEVIATION_LIMIT, RANGE_LIMIT, TRIM_FROM, PanelScore, experts_to_ask, panel_score


@dataclass(frozen=True, slots=True)
class ReviewRules:
    """Domain rule 5 with an edition's figures. The two weights are parts of 1; points are 0-100.

    seats, reserves  {field: how many}
    pass_line        with the two weights: None where a model ranks and no line decides
    low, high        a total below or above needs an opinion of at least opinion_length characters
    """

    seats: Mapping[str, int]
    reserves: Mapping[str, int]
    pass_line: Decimal | None = None
    quantitative_weight: Decimal | None = None
    expert_weight: Decimal | None = None
    range_limit: Decimal = RANGE_LIMIT
    deviation_limit: Decimal = DEVIATION_LIMIT
    trim_from: int = TRIM_FROM
    low: Decimal = Decimal(60)
    high: Decimal = Decimal(95)
    opinion_length: int = 30
    extra_experts: int = 2
    least_experts: int = 3

    def score(self, totals: list[Decimal]) -> PanelScore:
        return panel_score(
            totals, range_limit=self.range_limit, deviation_limit=self.deviation_limit, trim_from=self.trim_from
        )

    def ask(self, totals: Mapping[str, Decimal]) -> list[str]:
        return experts_to_ask(totals, range_limit=self.range_limit, deviation_limit=self.deviation_limit)

    def needs_opinion(self, total: Decimal) -> bool:
        return total < self.low or total > self.high


def rules_from(settings: Mapping[str, Any]) -> ReviewRules:
    """settings: Edition.settings(). Raises KeyError for a programme without panel seats."""
    seats = {str(field): int(count) for field, count in settings["panel_seats"].items() if int(count)}
    ratio = Decimal(str(settings.get("reserve_ratio", 1)))
    return ReviewRules(
        seats=seats,
        reserves={field: math.ceil(count * ratio) for field, count in seats.items()},
        pass_line=_points(settings, "pass_line"),
        quantitative_weight=_points(settings, "quantitative_weight"),
        expert_weight=_points(settings, "expert_weight"),
        range_limit=_limit(settings, "spread_range_limit", RANGE_LIMIT),
        deviation_limit=_limit(settings, "spread_deviation_limit", DEVIATION_LIMIT),
        trim_from=int(settings.get("trim_from", TRIM_FROM)),
    )


def _points(settings: Mapping[str, Any], key: str) -> Decimal | None:
    """A float means what it prints; None where an edition has no such setting."""
    return Decimal(str(settings[key])) if key in settings else None


def _limit(settings: Mapping[str, Any], key: str, default: Decimal) -> Decimal:
    """A limit of nought is a limit."""
    found = _points(settings, key)
    return default if found is None else found
