"""How far a product's indicators are ahead: of the standard at home, and towards the best level abroad.

Worked, 60 points at the standard: 7 against 10 at home and 5 abroad, less is better → 60 + 40 × 3/5 = 84; 5 or less
→ 100; 8 of 10 where more is better → 60 × 0.8 = 48.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from programmes.wuhu_zhizao.form_fields import HIGHER, LOWER
from programmes.wuhu_zhizao.reading import figure_in

FULL = Fraction(100)


@dataclass(frozen=True, slots=True)
class Point:
    """One indicator, turned so that more is better. is_turned: what people typed was the other way round."""

    own: Fraction
    national: Fraction
    best: Fraction
    is_turned: bool

    @property
    def is_leading(self) -> bool:
        """Strictly better than the standard at home asks."""
        return self.own > self.national


def read_point(row: Mapping[str, Any]) -> Point | None:
    """An indicator with all three values and its direction; None for one that is not whole."""
    values = [figure_in(row, key) for key in ("own_value", "national_value", "best_value")]
    own, national, best = (None if value is None else Fraction(value) for value in values)
    if own is None or national is None or best is None or row.get("direction") not in (HIGHER, LOWER):
        return None
    if row["direction"] == LOWER:
        return Point(-own, -national, -best, True)
    return Point(own, national, best, False)


def read_points(rows: Iterable[Mapping[str, Any]]) -> tuple[Point, ...]:
    """The indicators that are whole."""
    return tuple(point for point in map(read_point, rows) if point is not None)


def points_for(point: Point, *, at_national: Decimal) -> Fraction:
    """0-100, exact: at_national at the standard at home, 100 at the best level abroad, straight between them.

    Where the best level abroad is not above the standard at home, reaching the standard is 100. Below the standard in
    proportion to it; 0 where there is no proportion, because a value is zero or negative.
    """
    base = Fraction(at_national)
    if point.own >= point.national:
        if point.best <= point.national:
            return FULL
        return min(FULL, base + (FULL - base) * (point.own - point.national) / (point.best - point.national))
    return base * _proportion(point)


def _proportion(point: Point) -> Fraction:
    """How much of the standard a value below it reaches, 0-1."""
    own, national = (-point.national, -point.own) if point.is_turned else (point.own, point.national)
    return own / national if own > 0 and national > 0 else Fraction(0)
