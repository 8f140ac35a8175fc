"""A model's frozen results as pages show them: numbers in reading form, labels in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import Any

from portal.kit.money import group_thousands, round_half_up
from programmes.contract import Model
from programmes.fields.words import said

MOST_PLACES = 4
BOARD_PARTS = 2
"""How many of a model's named results a board has room for: its first ones."""


def shown_number(value: object) -> str:
    """12,323.73: at most four decimals, no zeros at the end beyond two; "" for what is no number."""
    try:
        rounded = round_half_up(Decimal(str(value)), MOST_PLACES)
    except (InvalidOperation, ValueError):
        return ""
    short = rounded.normalize()
    places = max(0, -int(short.as_tuple().exponent))
    return group_thousands(round_half_up(rounded, places if places != 1 else 2))


def shown_value(value: object, unit: str = "") -> str:
    """A number with its unit, or a word; "" for nothing."""
    if value is None:
        return ""
    text = shown_number(value) or said(str(value))
    return f"{text} {said(unit)}" if unit else text


def shown_parts(parts: Sequence[tuple[str, str, object]]) -> list[dict[str, str]]:
    """(label, unit, value) of each named result, without those that there are not."""
    return [
        {"label": said(label), "value": shown_value(value, unit)} for label, unit, value in parts if value is not None
    ]


def parts_of(model: Model, result: Mapping[str, Any]) -> list[dict[str, str]]:
    """In the order of Model.parts: what comes out of the base has lost its own."""
    return shown_parts([(*words, result["parts"].get(key)) for key, words in model.parts.items()])


def board_parts(model: Model, code: str) -> list[str]:
    """Keys of the named results that have a column on the board of a list: the first ones that are not its figure."""
    label = model.figures[code][0]
    return [key for key, (own, _unit) in model.parts.items() if own != label][:BOARD_PARTS]


def shown_lines(lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Lines under their headings, in the model's order; is_scored: whether any line of the group has a score."""
    found = []
    for group, rows in groupby(lines, key=lambda line: line["group"]):
        own = [_line(line) for line in rows]
        found.append({"title": said(group), "rows": own, "is_scored": any(row["is_scored"] for row in own)})
    return found


def _line(line: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "label": said(line["label"]),
        "value": shown_value(line.get("value"), line.get("unit", "")),
        "source": said(line.get("source", "")),
        "working": line.get("working", ""),
        "is_scored": "score" in line or "weight" in line,
        "score": shown_number(line.get("score")),
        "weight": shown_number(line.get("weight")),
        "result": shown_value(line.get("result"), line.get("result_unit", "")),
        "note": said(line.get("note", "")),
    }
