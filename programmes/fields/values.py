"""Typed values as text: for the canonical JSON of a version, for reading, for the controls of a form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from programmes.contract import Field, FieldKind, Section

from .figures import figure_in_words, plain
from .reading import Choices
from .words import listed, said

LISTS = (FieldKind.CHOICES, FieldKind.CODE_LIST, FieldKind.TABLE)


def fields_of(asked: Section | Iterable[Field]) -> list[Field]:
    """The questions that have an answer; files are attachments, not answers."""
    fields = asked.fields if isinstance(asked, Section) else asked
    return [field for field in fields if field.kind is not FieldKind.FILE]


def is_stored_as_json(field: Field) -> bool:
    """Whether the answer is a list; every other answer has a typed column."""
    return field.kind in LISTS


def to_json(asked: Section | Iterable[Field], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Every key of the questions: numbers with decimals as plain text, days ISO, nothing as null, no lists as []."""
    return {field.key: _to_json(field, answers.get(field.key)) for field in fields_of(asked)}


def from_json(asked: Section | Iterable[Field], stored: Mapping[str, Any]) -> dict[str, Any]:
    """The typed values again: from_json(s, to_json(s, answers)) == answers. Raises ValueError for what is no value."""
    return {field.key: _from_json(field, stored.get(field.key)) for field in fields_of(asked)}


def _to_json(field: Field, value: Any) -> Any:
    if field.kind is FieldKind.TABLE:
        return [to_json(field.columns, row) for row in value or ()]
    if is_stored_as_json(field):
        return list(value or ())
    if value is None or value == "":
        return None
    if field.kind is FieldKind.DECIMAL:
        return plain(value)
    if field.kind is FieldKind.INTEGER:
        return int(value)
    return value.isoformat() if isinstance(value, date) else value


def _from_json(field: Field, value: Any) -> Any:
    if field.kind is FieldKind.TABLE:
        return [from_json(field.columns, row) for row in value or ()]
    if is_stored_as_json(field):
        return list(value or ())
    if value is None or value == "":
        return None
    if field.kind is FieldKind.DECIMAL:
        return Decimal(str(value))
    return date.fromisoformat(value) if field.kind is FieldKind.DATE else value


def display(field: Field, value: Any, *, districts: Choices = (), has_unit: bool = True) -> str:
    """An answer in words: 12,345.6 万元, 是, the label of a choice, 未填写. A table is told by its number of rows."""
    if value is None or value == "" or value == []:
        return _("未填写")
    text = _show(field, value, districts)
    return f"{text} {said(field.unit)}" if field.unit and has_unit else text


def _show(field: Field, value: Any, districts: Choices) -> str:
    if field.kind is FieldKind.TABLE:
        return _("共 %(count)s 行") % {"count": len(value)}
    if field.kind is FieldKind.BOOLEAN:
        return _("是") if value else _("否")
    if field.kind in (FieldKind.INTEGER, FieldKind.DECIMAL):
        return figure_in_words(field, value)
    if field.kind in (FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.DISTRICT):
        labels = dict(districts if field.kind is FieldKind.DISTRICT else field.choices)
        return listed(said(labels.get(key, key)) for key in ([value] if isinstance(value, str) else value))
    if field.kind is FieldKind.CODE_LIST:
        return listed(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def as_typed(field: Field, value: Any) -> Any:
    """An answer as a control holds it: text, a list of keys for CHOICES, a list of {column: text} for TABLE."""
    if field.kind is FieldKind.TABLE:
        return [{column.key: as_typed(column, row.get(column.key)) for column in field.columns} for row in value or ()]
    if field.kind is FieldKind.CHOICES:
        return list(value or ())
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if field.kind in (FieldKind.INTEGER, FieldKind.DECIMAL):
        return plain(value)
    if field.kind is FieldKind.CODE_LIST:
        return listed(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def table_rows(field: Field, rows: Iterable[Mapping[str, Any]]) -> list[list[str]]:
    """The cells of a table in words, for pages and prints; an empty cell is empty."""
    return [
        ["" if row.get(c.key) in (None, "", []) else display(c, row[c.key], has_unit=False) for c in field.columns]
        for row in rows
    ]
