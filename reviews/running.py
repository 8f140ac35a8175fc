"""A run: out of frozen inputs and parameters, the results and one digest. Plain Python; the same input, the same bytes.

inputs      one mapping per unit: code, name, facts_digest, quantitative (text or None), lines (list of
            {key, label, value, threshold, score, weight}), experts (list of {field, total, points}), panel, passed
            (True, False, None), failed (labels of clauses not met or still open), inspection; where units may go back
            may_rework
parameters  pass_line, quantitative_weight, expert_weight, where units may go back rework_line, and whatever else the
            edition had set; the programme's slug
results     one mapping per unit in ranked order, see _result
A programme with a model has inputs and results of its own kind: reviews.modelling says which.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from programmes.registry import programme as programme_of

from . import modelling
from .causes import BELOW_LINE, NO_QUANTITATIVE, OPEN, PASSED, REFUSED_ENTRY, REWORK, UNMET
from .frozen import canonical, digest_of, facts_digest, first_difference, in_order, number, plain
from .ranking import Ranked, rank
from .scoring import median, weighted

__all__ = ["canonical", "compute", "digest_of", "facts_digest", "first_difference", "in_order", "plain"]


def compute(inputs: Iterable[Mapping[str, Any]], parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Results in ranked order: by the programme's model where it has one, else by total and pass line."""
    slug = parameters.get("programme")
    of = programme_of(slug) if slug else None
    if of is not None and of.model is not None:
        return modelling.compute(of, inputs, parameters)
    return compute_totals(inputs, parameters)


def compute_totals(inputs: Iterable[Mapping[str, Any]], parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Results in ranked order. Ties: total, quantitative, median of the experts, decisive indicators, shared rank."""
    scored = [_score(unit, parameters) for unit in in_order(inputs)]
    depth = max((len(unit["ties"]) for unit in scored), default=0)
    ties = [lambda unit, place=place: _tie(unit, place) for place in range(depth)]
    ranked = rank(scored, by=lambda unit: number(unit["total"]), ties=ties, listed_by=lambda unit: unit["code"])
    return [_result(line) for line in ranked]


def _score(unit: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
    quantitative, panel = number(unit["quantitative"]), number(unit["panel"])
    total = None
    if quantitative is not None and panel is not None:
        weights = Decimal(parameters["quantitative_weight"]), Decimal(parameters["expert_weight"])
        total = weighted([(weights[0], quantitative), (weights[1], panel)])
    totals = [Decimal(sheet["total"]) for sheet in unit["experts"]]
    middle = median(totals) if totals else None
    cause = _cause(unit, total, parameters)
    return {
        "code": unit["code"],
        "name": unit["name"],
        "quantitative": unit["quantitative"],
        "panel": unit["panel"],
        "total": None if total is None else format(total, "f"),
        "all_clauses_met": unit["passed"],
        "failed": list(unit["failed"]),
        "is_proposed": cause == PASSED,
        "cause": cause,
        "ties": [unit["quantitative"], None if middle is None else format(middle, "f")]
        + [line["score"] for line in unit["lines"]],
    }


def _cause(unit: Mapping[str, Any], total: Decimal | None, parameters: Mapping[str, Any]) -> str:
    """Why a unit is proposed or not: a refused inspection first, then the clauses, then the points.

    From the rework line up, a unit that has not been returned too often goes back to be judged again.
    """
    if unit["inspection"] == REFUSED_ENTRY:
        return REFUSED_ENTRY
    if unit["passed"] is False:
        return UNMET
    if unit["passed"] is None:
        return OPEN
    if total is None:
        return NO_QUANTITATIVE
    if total >= Decimal(parameters["pass_line"]):
        return PASSED
    rework_line = number(parameters.get("rework_line"))
    is_near = rework_line is not None and total >= rework_line
    return REWORK if is_near and unit.get("may_rework") else BELOW_LINE


def _tie(unit: Mapping[str, Any], place: int) -> Decimal | None:
    return number(unit["ties"][place]) if place < len(unit["ties"]) else None


def _result(line: Ranked[dict[str, Any]]) -> dict[str, Any]:
    """decided_by: 1 total, 2 quantitative, 3 median of the experts, 4 and on the indicators; see reviews.ranking."""
    result = {key: value for key, value in line.entry.items() if key != "ties"}
    return {**result, "rank": line.rank, "is_shared": line.is_shared, "decided_by": line.decided_by}
