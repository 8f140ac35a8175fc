"""A run: out of frozen inputs and parameters, the results and one digest. Plain Python; the same input, the same bytes.

inputs      one mapping per unit: code, name, version_digest, facts_digest, quantitative (text or None), lines (list of
            {key, label, value, threshold, score, weight}), experts (list of {field, total, points}), panel, passed
            (True, False, None), failed (labels of clauses not met or still open), inspection
parameters  pass_line, quantitative_weight, expert_weight and whatever else the edition had set
results     one mapping per unit in ranked order, see _result
Numbers stand as text, so that JSON gives them back as they were. No row ids, no times: only codes, figures, order.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from .ranking import Ranked, rank
from .scoring import median, weighted

UNMET, OPEN, NO_QUANTITATIVE, BELOW_LINE, PASSED = "unmet", "open", "no_quantitative", "below_line", "passed"
REFUSED_ENTRY = "refused_entry"  # also the outcome of such an inspection


def in_order(inputs: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Inputs by code, and within each the experts' sheets in an order of their own: that of what they say."""
    ordered = sorted(inputs, key=lambda unit: str(unit["code"]))
    if len({unit["code"] for unit in ordered}) != len(ordered):
        raise ValueError("Two units of a run have the same code.")
    return [{**unit, "experts": sorted(unit["experts"], key=canonical)} for unit in ordered]


def compute(inputs: Iterable[Mapping[str, Any]], parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Results in ranked order. Ties: total, quantitative, median of the experts, decisive indicators, shared rank."""
    scored = [_score(unit, parameters) for unit in in_order(inputs)]
    depth = max((len(unit["ties"]) for unit in scored), default=0)
    ties = [lambda unit, place=place: _tie(unit, place) for place in range(depth)]
    ranked = rank(scored, by=lambda unit: _number(unit["total"]), ties=ties, listed_by=lambda unit: unit["code"])
    return [_result(line) for line in ranked]


def digest_of(
    inputs: Sequence[Mapping[str, Any]], parameters: Mapping[str, Any], results: Sequence[Mapping[str, Any]]
) -> str:
    """SHA-256, hex, over parameters, inputs and results in canonical JSON."""
    content = {"parameters": parameters, "inputs": in_order(inputs), "results": list(results)}
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def facts_digest(facts: Any) -> str:
    """SHA-256, hex, over what rules and scoring saw."""
    return hashlib.sha256(canonical(asdict(facts) if is_dataclass(facts) else facts).encode()).hexdigest()  # type: ignore[arg-type]


def first_difference(one: Any, other: Any, where: str = "") -> str | None:
    """Where two JSON values part, as a path, with both values; None when they are the same."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        for key in sorted({*one, *other}, key=str):
            if key not in one or key not in other:
                return f"{where}.{key}: {'missing' if key not in one else 'was there'}".lstrip(".")
            if found := first_difference(one[key], other[key], f"{where}.{key}"):
                return found
        return None
    if isinstance(one, list) and isinstance(other, list):
        for place, (left, right) in enumerate(zip(one, other, strict=False)):
            name = left.get("code", place) if isinstance(left, Mapping) else place
            if found := first_difference(left, right, f"{where}[{name}]"):
                return found
        return None if len(one) == len(other) else f"{where}: {len(one)} entries, now {len(other)}".lstrip(".")
    return None if one == other else f"{where}: {one!r}, now {other!r}".lstrip(".")


def canonical(value: Any) -> str:
    """Sorted keys, no spaces, decimals as plain text, dates as ISO text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def plain(value: Any) -> Any:
    """The value as JSON gives it back."""
    return json.loads(canonical(value))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)


def _score(unit: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
    quantitative, panel = _number(unit["quantitative"]), _number(unit["panel"])
    total = None
    if quantitative is not None and panel is not None:
        weights = Decimal(parameters["quantitative_weight"]), Decimal(parameters["expert_weight"])
        total = weighted([(weights[0], quantitative), (weights[1], panel)])
    totals = [Decimal(sheet["total"]) for sheet in unit["experts"]]
    middle = median(totals) if totals else None
    cause = _cause(unit, total, Decimal(parameters["pass_line"]))
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


def _cause(unit: Mapping[str, Any], total: Decimal | None, pass_line: Decimal) -> str:
    """Why a unit is proposed or not: a refused inspection first, then the clauses, then the points."""
    if unit["inspection"] == REFUSED_ENTRY:
        return REFUSED_ENTRY
    if unit["passed"] is False:
        return UNMET
    if unit["passed"] is None:
        return OPEN
    if total is None:
        return NO_QUANTITATIVE
    return PASSED if total >= pass_line else BELOW_LINE


def _tie(unit: Mapping[str, Any], place: int) -> Decimal | None:
    return _number(unit["ties"][place]) if place < len(unit["ties"]) else None


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _result(line: Ranked[dict[str, Any]]) -> dict[str, Any]:
    """decided_by: 1 total, 2 quantitative, 3 median of the experts, 4 and on the indicators; see reviews.ranking."""
    result = {key: value for key, value in line.entry.items() if key != "ties"}
    return {**result, "rank": line.rank, "is_shared": line.is_shared, "decided_by": line.decided_by}
