"""How each line of the strength score finds its value: rules by name, as the table of scales.py calls them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from programmes.brand_value.arithmetic import HUNDRED, exact_sums, plain, points_between, yearly_growth_ratio
from programmes.brand_value.reading import (
    UNREADABLE,
    ZERO_ASSETS,
    ZERO_BASE,
    ZERO_REVENUE,
    ZERO_STAFF,
    Gap,
    read_above_zero,
    read_number,
    read_rows,
    read_word,
)
from programmes.brand_value.scales import OTHER, LineSpec, StrengthScale

STANDARD_LEVELS = {"INTL": "international", "NAT": "national"}
"""Short spellings of a standard's level."""


@dataclass(frozen=True, slots=True)
class Found:
    """A value and its points 0-100, unrounded; working is the sum with its numbers, without words."""

    value: Decimal | str
    points: Decimal
    working: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One line of one firm."""

    spec: LineSpec
    facts: Mapping[str, Any]
    scale: StrengthScale
    closing_on: date | None

    def along(self, value: Decimal, working: str = "") -> Found:
        """Points in a straight line between the two ends of the line's range."""
        return Found(value, points_between(value, *self.scale.ranges[self.spec.key]), working)

    def step(self, name: str, value: Decimal | str, working: str = "") -> Found:
        """Points of a step; whatever is not named earns those of `other`."""
        steps = self.scale.steps[self.spec.key]
        return Found(value, steps.get(name, steps[OTHER]), working)


Measure = Callable[[Case], Found]


def logarithm(case: Case) -> Found:
    """lg of the revenue in 万元: 10000 → 4."""
    revenue = read_above_zero(case.facts, case.spec.keys[0], ZERO_REVENUE)
    with exact_sums():
        found = revenue.log10()
    return case.along(found, f"lg {plain(revenue)} = {plain(found)}")


def revenue_growth(case: Case) -> Found:
    """Compound growth over two years in per cent; without a base there is nothing to grow from."""
    growth, working = growth_pct(case.facts, *case.spec.keys)
    return case.along(growth, working)


def growth_pct(facts: Mapping[str, Any], latest_key: str, base_key: str) -> tuple[Decimal, str]:
    """Growth in per cent with its working. Raises Gap."""
    latest, base = read_number(facts, latest_key), read_above_zero(facts, base_key, ZERO_BASE)
    with exact_sums():
        growth = yearly_growth_ratio(latest, base) * HUNDRED
    return growth, f"√({plain(latest)} ÷ {plain(base)}) − 1 = {plain(growth)} %"


def share_pct(
    facts: Mapping[str, Any], part_key: str, whole_key: str, zero_note: str, *, may_be_negative: bool = False
) -> tuple[Decimal, str]:
    """part ÷ whole × 100 with its working. Raises Gap."""
    part = read_number(facts, part_key, may_be_negative=may_be_negative)
    whole = read_above_zero(facts, whole_key, zero_note)
    with exact_sums():
        share = part * HUNDRED / whole
    return share, f"{plain(part)} ÷ {plain(whole)} × 100 = {plain(share)}"


def _share(zero_note: str, *, may_be_negative: bool = False) -> Measure:
    def measure(case: Case) -> Found:
        part, whole = case.spec.keys
        return case.along(*share_pct(case.facts, part, whole, zero_note, may_be_negative=may_be_negative))

    return measure


def number(case: Case) -> Found:
    """A figure as it was filed."""
    return case.along(read_number(case.facts, case.spec.keys[0]))


def _rows(column: str) -> Measure:
    """How many rows are valid on the closing day."""

    def measure(case: Case) -> Found:
        rows = read_rows(case.facts, case.spec.keys[0], number=column, valid_on=case.closing_on)
        return case.along(Decimal(len(rows)))

    return measure


def standards(case: Case) -> Found:
    """Each standard counts what its level is worth; an unknown level counts nothing."""
    worth = case.scale.standard_points
    counted: dict[Decimal, int] = {}
    for row in read_rows(case.facts, case.spec.keys[0], number="number", valid_on=None):
        name = str(row.get("level") or "").strip()
        points = worth.get(STANDARD_LEVELS.get(name.upper(), name.lower()), Decimal(0))
        counted[points] = counted.get(points, 0) + 1
    total = sum((points * times for points, times in counted.items()), Decimal(0))
    parts = [f"{times} × {plain(points)}" for points, times in sorted(counted.items(), reverse=True)]
    return case.along(total, f"{' + '.join(parts)} = {plain(total)}" if parts else "")


def failures(case: Case) -> Found:
    """Failed samplings: a whole number of times."""
    times = read_number(case.facts, case.spec.keys[0])
    if times != times.to_integral_value():
        raise Gap(UNREADABLE)
    return case.step(str(int(times)), times)


def level(case: Case) -> Found:
    """A choice, or a grade such as AAA."""
    word = read_word(case.facts, case.spec.keys[0])
    steps = case.scale.steps[case.spec.key]
    name = next((step for step in steps if step.upper() == word), OTHER)
    return case.step(name, name if name != OTHER else word)


def market_rank(case: Case) -> Found:
    """A rank (3) or a band (2-3): the band that holds it."""
    word = read_word(case.facts, case.spec.keys[0])
    if not (word.isascii() and word.isdigit()):
        return case.step(word, word.lower())
    rank = Decimal(word)
    for name in case.scale.steps[case.spec.key]:
        ends = name.split("-")
        if name != OTHER and Decimal(ends[0]) <= rank <= Decimal(ends[-1]):
            return case.step(name, name)
    return case.step(OTHER, word)


def expert(case: Case) -> Found:
    """The panel's aggregate for the criterion, 0-100; anything else is a fault of the caller: ValueError."""
    points = read_number(case.facts, case.spec.keys[0], may_be_negative=True)
    if not 0 <= points <= HUNDRED:
        raise ValueError(f"{case.spec.key} must lie between 0 and 100, not {points}")
    return Found(points, points)


MEASURES: dict[str, Measure] = {
    "logarithm": logarithm,
    "revenue_growth": revenue_growth,
    "margin": _share(ZERO_REVENUE, may_be_negative=True),
    "debt_share": _share(ZERO_ASSETS),
    "revenue_share": _share(ZERO_REVENUE),
    "staff_share": _share(ZERO_STAFF),
    "number": number,
    "certificates": _rows("number"),
    "trademarks": _rows("reg_no"),
    "standards": standards,
    "failures": failures,
    "level": level,
    "market_rank": market_rank,
    "expert": expert,
}
