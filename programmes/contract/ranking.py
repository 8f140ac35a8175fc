"""How a programme ranks whose units are judged by a model first and by experts second."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .judging import Facts


@dataclass(frozen=True, slots=True)
class ModelLine:
    """One line of a model's sum, for the page that shows how a number came about.

    group           the heading that it stands under
    value, unit     what was found, as it is shown; source where it comes from
    working         the sum with its numbers
    score, weight   0-100 and the points of 100 that it counts for; None where the line is a step and not scored
    result          what the line adds, or the value of the step; unrounded
    note            why there is nothing to score, or what bound took hold
    """

    key: str
    group: str
    label: str
    value: str = ""
    unit: str = ""
    source: str = ""
    working: str = ""
    score: Decimal | None = None
    weight: Decimal | None = None
    result: Decimal | None = None
    result_unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What a model says of one unit.

    list_code   the one list in which the unit competes
    figure      what that list is ranked by: two decimals, half up; None = it cannot be ranked, and flags say why
    ties        what parts equal figures, in order, unrounded; None is below every number
    parts       the named results of a board: key -> Decimal or text, in the order of Model.parts
    flags       what a person must look at, in words
    """

    list_code: str
    figure: Decimal | None
    ties: tuple[Decimal | None, ...]
    parts: Mapping[str, Decimal | str | None]
    lines: tuple[ModelLine, ...]
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """How a programme ranks whose units are judged by a model first and by experts second.

    appraise     facts, the experts' aggregate by criterion (0-100; a criterion may be missing), parameters; pure
    reads        form keys that appraise looks at: a run freezes these, and with them nothing personal
    figures      list code -> (label, unit) of what is ranked there
    parts        key -> (label, unit) of Appraisal.parts
    tie_labels   what Appraisal.ties stand for, in order
    adjust       (figure, ratio) -> the figure that a panel's verification leaves; raises ValueError beyond the limit
    most_adjustment_ratio   the limit on either side
    """

    appraise: Callable[[Facts, Mapping[str, Decimal], Mapping[str, Any]], Appraisal]
    reads: tuple[str, ...]
    figures: Mapping[str, tuple[str, str]]
    parts: Mapping[str, tuple[str, str]]
    tie_labels: tuple[str, ...]
    adjust: Callable[[Decimal, Decimal], Decimal]
    most_adjustment_ratio: Decimal
