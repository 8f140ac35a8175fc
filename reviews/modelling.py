"""A run of a programme ranked by a model first and by experts second. Plain Python; the same input, the same bytes.

frozen facts -> the experts' aggregates -> the model -> verification -> list -> rank in the list -> cut -> results

inputs   one mapping per unit: code, name, facts_digest, facts (see freeze_facts), quantitative, experts (list of {code,
         field, total, points}), panel, passed, failed, clauses, inspection, verification: None, or {decision, ratio,
         of_figure, signers, reason}
results  one mapping per unit, list by list, ranked units first: what _appraised and _placed put together
         figure        what the model says; final_figure what the verification leaves of it
         rank_before   place in the list before verification; rank the place after it; None for who holds none
         decided_by    1 figure, 2 and on the ties of the model; 0 the first of its list, None below a shared rank
         verification  none, stale (given for another figure), or the panel's decision
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from programmes.contract import Appraisal, Facts, Field, FieldKind, Model, ModelLine, Programme
from programmes.fields import from_json, to_json

from . import causes
from .aggregating import Marks, aggregate_criteria
from .frozen import in_order, number, plain
from .ranking import Ranked, rank
from .rules import ReviewRules, rules_from
from .scoring import PanelScore

CONFIRM, ADJUST, EXCLUDE = "confirm", "adjust", "exclude"
NOT_VERIFIED, STALE = "none", "stale"
NUMBERS = (FieldKind.INTEGER, FieldKind.DECIMAL)
IN_THE_RUNNING = frozenset({causes.PASSED, causes.EXCLUDED, causes.BELOW_CUT})


def freeze_facts(programme: Programme, facts: Facts) -> dict[str, Any]:
    """What the model may look at, as JSON: answers of Model.reads, verified figures of these and of the register, and
    what officials found of each clause (a tier that is not held moves a firm to another list).
    """
    model = model_of(programme)
    asked = [one for one in programme.fields() if one.key in model.reads]
    keys = {one.key for one in (*asked, *programme.register)}
    frozen: dict[str, Any] = plain(
        {
            "answers": to_json(asked, facts.answers),
            "verified": {key: value for key, value in facts.verified.items() if key in keys},
            "findings": dict(facts.findings),
            "honours": [dict(row) for row in facts.honours],
            "closing_on": facts.closing_on,
        }
    )
    return frozen


def thaw_facts(programme: Programme, frozen: Mapping[str, Any]) -> Facts:
    """The facts again, typed. Raises ValueError for what no run has frozen."""
    asked = {one.key: one for one in programme.fields()}
    answers = from_json([asked[key] for key in frozen["answers"]], frozen["answers"])
    known = {**asked, **{one.key: one for one in programme.register}}
    closing_on = frozen["closing_on"]
    return Facts(
        answers=answers,
        verified={key: _thaw_verified(known[key], value) for key, value in frozen["verified"].items()},
        findings=dict(frozen["findings"]),
        honours=tuple(_thaw_honour(row) for row in frozen["honours"]),
        closing_on=date.fromisoformat(closing_on) if closing_on else None,
    )


def compute(
    programme: Programme, inputs: Iterable[Mapping[str, Any]], parameters: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Results in the order of the programme's lists, and in each by rank. parameters: {"settings": an edition's}."""
    settings = parameters["settings"]
    rules = rules_from(settings)
    appraised = [_appraised(programme, unit, settings, rules) for unit in in_order(inputs)]
    results: list[dict[str, Any]] = []
    for one in programme.lists:
        own = [unit for unit in appraised if unit["list_code"] == one.code]
        results += _placed(own, int(settings.get("list_lengths", {}).get(one.code, 0)))
    if len(results) != len(appraised):
        raise ValueError("The model put a unit into a list that the programme does not have.")
    return results


def appraise(
    programme: Programme, unit: Mapping[str, Any], settings: Mapping[str, Any], rules: ReviewRules
) -> tuple[Appraisal, dict[str, PanelScore]]:
    """What the model says of one frozen unit, and the experts' aggregate by criterion that it was told."""
    scores = criteria_of(programme, unit, rules)
    facts = thaw_facts(programme, unit["facts"])
    points = {key: one.value for key, one in scores.items()}
    return model_of(programme).appraise(facts, points, settings), scores


def criteria_of(programme: Programme, unit: Mapping[str, Any], rules: ReviewRules) -> dict[str, PanelScore]:
    """Criterion -> the panel's score on it; empty while no expert has signed."""
    marks = [
        Marks(Decimal(one["total"]), {key: Decimal(text) for key, text in one["points"].items()})
        for one in unit["experts"]
    ]
    return aggregate_criteria(marks, criteria=programme.criteria, rules=rules) if marks else {}


def model_of(programme: Programme) -> Model:
    if programme.model is None:
        raise ValueError(f"{programme.slug} is not ranked by a model.")
    return programme.model


def needs_verification(result: Mapping[str, Any]) -> bool:
    """Whether a panel has to verify this unit: it competes for a place."""
    return result["cause"] in IN_THE_RUNNING


def waits_for_verification(result: Mapping[str, Any]) -> bool:
    return needs_verification(result) and result["verification"] in {NOT_VERIFIED, STALE}


def _appraised(
    programme: Programme, unit: Mapping[str, Any], settings: Mapping[str, Any], rules: ReviewRules
) -> dict[str, Any]:
    found, scores = appraise(programme, unit, settings, rules)
    cause = _entry_cause(unit, found)
    given = _verification(unit, found)
    decision = given["decision"] if given else None
    ratio = Decimal(given["ratio"]) if given and decision == ADJUST else Decimal(0)
    final = found.figure
    if final is not None and ratio:
        final = model_of(programme).adjust(final, ratio)
    if cause == causes.PASSED and decision == EXCLUDE:
        cause = causes.EXCLUDED
    result: dict[str, Any] = plain(
        {
            "code": unit["code"],
            "name": unit["name"],
            "list_code": found.list_code,
            "figure": found.figure,
            "ratio": ratio,
            "final_figure": final,
            "ties": list(found.ties),
            "parts": dict(found.parts),
            "criteria": {key: _criterion(one) for key, one in scores.items()},
            "flags": list(found.flags),
            "lines": [_line(one) for one in found.lines],
            "verification": decision or (STALE if unit["verification"] else NOT_VERIFIED),
            "verification_reason": given["reason"] if given else "",
            "quantitative": unit["quantitative"],
            "panel": unit["panel"],
            "total": None,
            "all_clauses_met": unit["passed"],
            "failed": list(unit["failed"]),
            "cause": cause,
        }
    )
    return result


def _entry_cause(unit: Mapping[str, Any], found: Appraisal) -> str:
    """What keeps a unit out of the ranking, whatever its figure; PASSED where nothing does."""
    if unit["inspection"] == causes.REFUSED_ENTRY:
        return causes.REFUSED_ENTRY
    if unit["passed"] is not True:
        return causes.OPEN if unit["passed"] is None else causes.UNMET
    return causes.UNRANKED if found.figure is None else causes.PASSED


def _verification(unit: Mapping[str, Any], found: Appraisal) -> Mapping[str, Any] | None:
    """The verification, unless it was given for another figure than this one."""
    given: Mapping[str, Any] | None = unit["verification"]
    return given if given and found.figure is not None and Decimal(given["of_figure"]) == found.figure else None


def _placed(units: Sequence[Mapping[str, Any]], length: int) -> list[dict[str, Any]]:
    """One list: ranks before and after verification, the cut; then those who hold no rank, by code."""
    running = [unit for unit in units if unit["cause"] in IN_THE_RUNNING]
    before = {line.entry["code"]: line.rank for line in _ranked(running, "figure")}
    ranked = _ranked([unit for unit in running if unit["cause"] == causes.PASSED], "final_figure")
    last = _last_within(ranked, length)
    placed = [_result(line.entry, before, line, last) for line in ranked]
    others = sorted((unit for unit in units if unit["cause"] != causes.PASSED), key=lambda unit: str(unit["code"]))
    return placed + [_result(unit, before) for unit in others]


def _ranked(units: Sequence[Mapping[str, Any]], by: str) -> list[Ranked[Mapping[str, Any]]]:
    depth = max((len(unit["ties"]) for unit in units), default=0)
    ties = [lambda unit, place=place: number(unit["ties"][place]) for place in range(depth)]
    return rank(units, by=lambda unit: number(unit[by]), ties=ties, listed_by=lambda unit: unit["code"])


def _last_within(ranked: Sequence[Ranked[Mapping[str, Any]]], length: int) -> Decimal | None:
    """The lowest figure that still enters: who has the same figure as the last within the length enters, too."""
    return number(ranked[length - 1].entry["final_figure"]) if 0 < length < len(ranked) else None


def _result(
    unit: Mapping[str, Any],
    before: Mapping[str, int],
    line: Ranked[Mapping[str, Any]] | None = None,
    last: Decimal | None = None,
) -> dict[str, Any]:
    is_below = line is not None and last is not None and Decimal(unit["final_figure"]) < last
    cause = causes.BELOW_CUT if is_below else unit["cause"]
    return {
        **unit,
        "cause": cause,
        "is_proposed": cause == causes.PASSED,
        "rank_before": before.get(unit["code"]),
        "rank": line.rank if line else None,
        "is_shared": line.is_shared if line else False,
        "decided_by": line.decided_by if line else None,
    }


def _criterion(score: PanelScore) -> dict[str, Any]:
    return {
        "value": score.value,
        "spread": score.spread,
        "dropped": list(score.dropped),
        "is_wide": score.needs_second_look,
    }


def _line(line: ModelLine) -> dict[str, Any]:
    """Only what the line has; numbers as text, unrounded."""
    found = {one.name: getattr(line, one.name) for one in fields(line)}
    return {name: value for name, value in found.items() if value not in (None, "")}


def _thaw_verified(field: Field, value: Any) -> Any:
    return Decimal(value) if field.kind in NUMBERS and value is not None else value


def _thaw_honour(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "valid_to": date.fromisoformat(row["valid_to"]) if row.get("valid_to") else None}
