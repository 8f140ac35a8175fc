"""The strength of a brand, 0-100: twenty-four lines in five elements, 80 points from figures and 20 from experts (4.3).

What was not supplied earns nothing and says so; the rest is never scaled up, or leaving a field blank would pay.
Worked: revenue 10,000 万元 → lg 4 → 100 × (4 − 3) ÷ (5 − 3) = 50 points × weight 5 = 2.5 of the whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from portal.kit.money import round_half_up
from programmes.brand_value.arithmetic import HUNDRED, ZERO, exact_sums
from programmes.brand_value.measures import MEASURES, Case, Found
from programmes.brand_value.reading import Gap
from programmes.brand_value.scales import DEFAULTS, ELEMENTS, SPECS, LineSpec, StrengthScale


@dataclass(frozen=True, slots=True)
class StrengthLine:
    """One line, unrounded.

    element        T, Q, N, S or I; its name is in ELEMENTS
    value          what was found, in `unit`; the key of a choice; None where there is nothing
    source         where it comes from; working the sum with its numbers
    score          0-100; weight its points of 100; contribution score × weight ÷ 100
    note           why there is nothing to score; both texts are in the catalogue
    """

    key: str
    label: str
    element: str
    value: Decimal | str | None
    unit: str
    source: str
    working: str
    score: Decimal
    weight: Decimal
    contribution: Decimal
    note: str


@dataclass(frozen=True, slots=True)
class Strength:
    """total has two places, half up; exact is the sum of the contributions and is what the value is computed with."""

    total: Decimal
    exact: Decimal
    lines: tuple[StrengthLine, ...]

    def line(self, key: str) -> StrengthLine:
        """Raises KeyError."""
        for line in self.lines:
            if line.key == key:
                return line
        raise KeyError(key)

    def elements(self) -> dict[str, tuple[Decimal, Decimal]]:
        """Element -> (points, points that it could have), unrounded, in the order of the rules."""
        with exact_sums():
            return {
                element: (
                    sum((line.contribution for line in self.lines if line.element == element), ZERO),
                    sum((line.weight for line in self.lines if line.element == element), ZERO),
                )
                for element in ELEMENTS
            }


def strength(facts: Mapping[str, Any], *, scale: StrengthScale = DEFAULTS, closing_on: date | None = None) -> Strength:
    """Score one firm; see the module's head.

    facts        form keys as filed or as replaced by an official, Q5, N5, S4 and I6 (the experts' aggregates, 0-100)
                 and credit_grade; a missing key is "not supplied", other keys are ignored
    closing_on   certificates and trademarks must be valid on it; None = their ends are not looked at
    Raises ValueError for an expert's aggregate outside 0-100; filed figures never raise.
    """
    lines = tuple(_score_line(spec, facts, scale, closing_on) for spec in SPECS)
    with exact_sums():
        exact = sum((line.contribution for line in lines), ZERO)
    return Strength(round_half_up(exact, 2), exact, lines)


def _score_line(
    spec: LineSpec, facts: Mapping[str, Any], scale: StrengthScale, closing_on: date | None
) -> StrengthLine:
    found: Found | None = None
    note = ""
    try:
        found = MEASURES[spec.measure](Case(spec, facts, scale, closing_on))
    except Gap as gap:
        note = gap.note
    score, weight = found.points if found else ZERO, scale.weights[spec.key]
    with exact_sums():
        contribution = score * weight / HUNDRED
    return StrengthLine(
        key=spec.key,
        label=spec.label,
        element=spec.element,
        value=found.value if found else None,
        unit=spec.unit,
        source=spec.source,
        working=found.working if found else "",
        score=score,
        weight=weight,
        contribution=contribution,
        note=note,
    )
