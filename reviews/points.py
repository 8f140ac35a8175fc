"""Points and opinions as experts type them: what is kept, what is wrong with them, and the total. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.kit.money import InvalidAmount, parse_amount
from programmes.contract import Criterion

from .rules import ReviewRules
from .scoring import weighted

HIGHEST = Decimal(100)
PLACES = 1
LONGEST_OPINION = 2000
LONGEST_TYPED = {"points": 60, "opinion": 4000}


@dataclass(frozen=True, slots=True)
class Reading:
    """points: {criterion: number} of those that are right; faults: {field: key of reviews.wording.FAULTS}."""

    points: Mapping[str, Decimal]
    opinion: str
    total: Decimal | None
    faults: Mapping[str, str]


def keep_typed(criteria: Sequence[Criterion], sent: Mapping[str, str]) -> dict[str, str]:
    """What is kept of a form as it was typed, right or wrong, cut only where nobody types that much."""
    kept = {f"points_{one.key}": sent.get(f"points_{one.key}", "")[: LONGEST_TYPED["points"]] for one in criteria}
    return {**kept, "opinion": sent.get("opinion", "")[: LONGEST_TYPED["opinion"]]}


def read_points(criteria: Sequence[Criterion], typed: Mapping[str, str], rules: ReviewRules) -> Reading:
    """Points 0-100 with at most one decimal for each criterion, and an opinion where the total is very low or high."""
    points: dict[str, Decimal] = {}
    faults: dict[str, str] = {}
    for one in criteria:
        name = f"points_{one.key}"
        try:
            points[one.key] = parse_amount(typed.get(name, ""), places=PLACES, largest=HIGHEST)
        except InvalidAmount as error:
            faults[name] = error.reason
    total = None if faults else total_of(criteria, points)
    opinion = typed.get("opinion", "").strip()
    if len(opinion) > LONGEST_OPINION:
        faults["opinion"] = "opinion_long"
    elif total is not None and rules.needs_opinion(total) and count_signs(opinion) < rules.opinion_length:
        faults["opinion"] = "opinion_short"
    return Reading(points, opinion, total, faults)


def total_of(criteria: Sequence[Criterion], points: Mapping[str, Decimal]) -> Decimal:
    """An expert's weighted total, 0-100, two decimals."""
    return weighted([(one.weight_ratio, points[one.key]) for one in criteria])


def count_signs(text: str) -> int:
    """Characters that say something: blanks do not count."""
    return sum(not sign.isspace() for sign in text)
