"""What an enterprise is told of how its result came about: inputs, method, figure, place. Plain Python.

Nothing of anybody else, no expert's name or code, no single expert's points; what officials look at (flags) stays out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from programmes.contract import Model, Programme

from . import frozen
from .modelling import model_of, needs_verification
from .wording import cause_in_words


def explanation_of(
    programme: Programme,
    result: Mapping[str, Any],
    results: Sequence[Mapping[str, Any]],
    parameters: Mapping[str, Any],
) -> dict[str, Any]:
    """Content of an Explanation. results: all of the run; of these only how many hold a place in the list is said."""
    model = model_of(programme)
    code = result["list_code"]
    label, unit = model.figures[code]
    form = programme.list_named(code)
    content: dict[str, Any] = frozen.plain(
        {
            "source": programme.source,
            "list_code": code,
            "list_title": form.title if form else "",
            "figure_label": label,
            "figure_unit": unit,
            "figure": result["figure"],
            "ratio": result["ratio"],
            "final_figure": result["final_figure"],
            "rank": result["rank"],
            "ranked": sum(one["list_code"] == code and one["rank"] is not None for one in results),
            "is_proposed": result["is_proposed"],
            "cause": result["cause"],
            "words": cause_in_words(result, parameters),
            "was_verified": needs_verification(result) and result["verification"] in {"confirm", "adjust", "exclude"},
            "parts": _parts(model, result),
            "lines": result["lines"],
            "criteria": _criteria(programme, result),
            "tie_labels": list(model.tie_labels),
        }
    )
    return content


def _parts(model: Model, result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """In the order of the model: what comes out of the base has lost its own."""
    return [{"label": label, "unit": unit, "value": result["parts"].get(k)} for k, (label, unit) in model.parts.items()]


def _criteria(programme: Programme, result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The panel's aggregate on each criterion."""
    return [
        {"label": one.label, "weight_ratio": one.weight_ratio, "value": result["criteria"][one.key]["value"]}
        for one in programme.criteria
        if one.key in result["criteria"]
    ]
