"""From the marks of a panel to what it says of one unit: each expert's total, or each criterion on its own.

Which of the two a programme declares (Programme.combines_by); the spread rule looks at what is aggregated (domain
rule 5). Plain Python; the same marks in any order give the same aggregate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from programmes.contract import Criterion

from .rules import ReviewRules
from .scoring import NoScores, PanelScore, weighted

BY_CRITERION = "criterion"


@dataclass(frozen=True, slots=True)
class Marks:
    """What one expert gave: the weighted total, and points 0-100 by criterion."""

    total: Decimal
    points: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Aggregate:
    """What a panel says of one unit.

    value         points 0-100, two decimals; by criterion: the criteria's values, weighted
    spread        the widest there is among what was aggregated
    by_criterion  criterion key -> its score; empty where totals were aggregated
    ask           codes of the experts who would have to justify themselves, sorted
    """

    value: Decimal
    spread: Decimal
    needs_second_look: bool
    ask: tuple[str, ...]
    by_criterion: Mapping[str, PanelScore] = field(default_factory=dict)


def aggregate(
    marks: Mapping[str, Marks], *, criteria: Sequence[Criterion], combines_by: str, rules: ReviewRules
) -> Aggregate:
    """marks: expert code -> marks. Raises NoScores when there are none, KeyError for a criterion that one left out."""
    if not marks:
        raise NoScores("A panel without marks has nothing to aggregate.")
    if combines_by != BY_CRITERION:
        totals = {code: one.total for code, one in marks.items()}
        score = rules.score(list(totals.values()))
        return Aggregate(score.value, score.spread, score.needs_second_look, tuple(rules.ask(totals)))
    scores = aggregate_criteria(list(marks.values()), criteria=criteria, rules=rules)
    asked = {code for one in criteria for code in rules.ask({code: own.points[one.key] for code, own in marks.items()})}
    return Aggregate(
        value=combined(scores, criteria),
        spread=max(score.spread for score in scores.values()),
        needs_second_look=any(score.needs_second_look for score in scores.values()),
        ask=tuple(sorted(asked)),
        by_criterion=scores,
    )


def aggregate_criteria(
    marks: Sequence[Marks], *, criteria: Sequence[Criterion], rules: ReviewRules
) -> dict[str, PanelScore]:
    """Each criterion by itself. Raises NoScores, KeyError as aggregate."""
    return {one.key: rules.score([own.points[one.key] for own in marks]) for one in criteria}


def combined(scores: Mapping[str, PanelScore], criteria: Sequence[Criterion]) -> Decimal:
    """The criteria's values weighted into one number, 0-100, two decimals: for boards, never for ranking."""
    return weighted([(one.weight_ratio, scores[one.key].value) for one in criteria])
