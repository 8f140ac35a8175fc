"""What an organiser asks beyond a programme's form: rows of Edition.questions, and the form with them in place.

One row: {"key": "q_…", "section": key of a page, "label", "kind", "required", "help", "unit", "requires", "minimum",
"maximum", "places", "choices": [[key, label], …], "columns": [rows like these], "min_rows", "max_rows"}. What is left
out has the default of programmes.contract.Field. Answers live in Dossier.extra, files with the other attachments.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from .contract import Field, FieldKind, Programme

PREFIX = "q_"
Row = Mapping[str, Any]
KINDS = (
    FieldKind.TEXT,
    FieldKind.LONG_TEXT,
    FieldKind.INTEGER,
    FieldKind.DECIMAL,
    FieldKind.DATE,
    FieldKind.BOOLEAN,
    FieldKind.CHOICE,
    FieldKind.CHOICES,
    FieldKind.TABLE,
    FieldKind.FILE,
)
"""What an organiser may ask for; a table's columns are of the kinds before the last three."""
LONGEST = {FieldKind.TEXT: Decimal(200), FieldKind.LONG_TEXT: Decimal(5000)}
AS_THEY_ARE = ("help", "unit", "requires", "places", "min_rows", "max_rows")
USUAL_PLACES = 2  # of a number with decimals, where the organiser says nothing
LARGEST = Decimal("9999999999.99")


def is_own(key: str) -> bool:
    """Whether a key is of an organiser's question: a programme's own keys never begin so."""
    return key.startswith(PREFIX)


def asked_too(of: Programme, questions: Sequence[Row]) -> Programme:
    """The programme with an edition's questions at the end of their pages. Raises KeyError for a broken row."""
    return _asked_too(of.slug, json.dumps(questions, sort_keys=True), _Hold(of)) if questions else of


class _Hold:
    """Lets a programme, which holds dicts, pass a cache; its slug is in the key."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Hold) and other.programme is self.programme


@lru_cache(maxsize=64)
def _asked_too(_slug: str, questions: str, held: _Hold) -> Programme:
    fields: dict[str, list[Field]] = {}
    for row in json.loads(questions):
        fields.setdefault(row["section"], []).append(field_of(row))
    of = held.programme
    sections = tuple(replace(page, fields=(*page.fields, *fields.get(page.key, ()))) for page in of.sections)
    return replace(of, sections=sections)


def field_of(row: Row) -> Field:
    """One question as a form asks it. Raises KeyError, ValueError for a broken row."""
    kind = FieldKind(row["kind"])
    given: dict[str, Any] = {name: row[name] for name in AS_THEY_ARE if name in row}
    bounds: dict[str, Any] = {
        name: Decimal(str(row[name])) for name in ("minimum", "maximum") if row.get(name) is not None
    }
    if kind is FieldKind.DECIMAL:
        given.setdefault("places", USUAL_PLACES)
    if kind in LONGEST:
        bounds.setdefault("maximum", LONGEST[kind])
    elif kind in (FieldKind.INTEGER, FieldKind.DECIMAL):
        bounds.setdefault("maximum", LARGEST.to_integral_value() if kind is FieldKind.INTEGER else LARGEST)
    return Field(
        key=row["key"],
        label=row["label"],
        kind=kind,
        required=bool(row.get("required", False)),
        choices=tuple((str(key), str(label)) for key, label in row.get("choices", ())),
        columns=tuple(field_of(column) for column in row.get("columns", ())),
        **given,
        **bounds,
    )
