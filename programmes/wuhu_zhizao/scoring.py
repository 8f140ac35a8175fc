"""The quantitative part of the score, 0-100: indicators compared, place in the market, rights of its own.

Worked by the defaults: indicators of 84, 100 and 48 points → mean 77.33 × 0.50; place 2 to 3 → 85 × 0.30; one patent
for an invention and one for a utility model → 50 + 20 = 70 × 0.20; together 38.67 + 25.50 + 14 = 78.17.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from portal.kit.money import round_half_up
from programmes.contract import Facts, QuantScore, ScoreLine
from programmes.wuhu_zhizao.advancing import points_for, read_points
from programmes.wuhu_zhizao.reading import is_in_force, known_of, rows_in
from programmes.wuhu_zhizao.words import mark as _

HUNDRED = Fraction(100)
LABELS = {
    "advanced": _("先进性指标对比（各项平均）"),
    "market": _("国内细分市场排名"),
    "rights": _("有效自主知识产权"),
}
"""The parts, in the order in which equal totals are told apart."""

Part = tuple[Fraction | None, str]
"""Points 0-100, exact, None while something is missing; and what they come from."""


def quantify(facts: Facts, parameters: Mapping[str, Any]) -> QuantScore:
    """The weighted parts, rounded half up once at the end; None while a part is missing."""
    known = known_of(facts)
    parts: dict[str, Part] = {
        "advanced": _advanced(known, Decimal(str(parameters["points_at_national"]))),
        "market": _market(known, parameters["rank_points"]),
        "rights": _rights(known, facts, parameters["right_points"]),
    }
    weights = {key: Decimal(str(parameters["part_weights"][key])) for key in parts}
    exact = [points for points, _value in parts.values() if points is not None]
    total = None
    if len(exact) == len(parts):
        total = sum((Fraction(weights[key]) * (points or 0) for key, (points, _value) in parts.items()), Fraction(0))
    lines = tuple(
        ScoreLine(key, LABELS[key], value, "", None if points is None else shown(points), weights[key])
        for key, (points, value) in parts.items()
    )
    return QuantScore(None if total is None else shown(total), lines)


def shown(points: Fraction) -> Decimal:
    """Two decimals, half up."""
    with localcontext() as context:
        context.prec = 50
        return round_half_up(Decimal(points.numerator) / Decimal(points.denominator), 2)


def _advanced(known: Mapping[str, Any], at_national: Decimal) -> Part:
    """The mean of the indicators' points; every one of them must be whole."""
    rows = rows_in(known, "advanced_points") or []
    found = read_points(rows)
    if not found or len(found) < len(rows):
        return None, ""
    points = [points_for(point, at_national=at_national) for point in found]
    return sum(points, Fraction(0)) / len(points), "、".join(_plain(one) for one in points)


def _market(known: Mapping[str, Any], rank_points: Mapping[str, Any]) -> Part:
    rank = known.get("market_rank")
    if not rank or rank not in rank_points:
        return None, ""
    return _capped(Fraction(Decimal(str(rank_points[rank])))), str(rank) if str(rank)[0].isdigit() else ""


def _rights(known: Mapping[str, Any], facts: Facts, right_points: Mapping[str, Any]) -> Part:
    """Points of the rights in force on the closing day, added up to 100 at most."""
    rows = rows_in(known, "ip_list")
    if not rows:
        return None, ""
    valid = [row for row in rows if is_in_force(row, facts.closing_on)]
    points = sum((Fraction(Decimal(str(right_points.get(str(row.get("kind")), 0)))) for row in valid), Fraction(0))
    return _capped(points), str(len(valid))


def _capped(points: Fraction) -> Fraction:
    return min(max(points, Fraction(0)), HUNDRED)


def _plain(points: Fraction) -> str:
    text = f"{shown(points):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
