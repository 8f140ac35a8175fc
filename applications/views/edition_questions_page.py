"""The list of an edition's own questions, page by page, in words. No queries here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from applications.forms_edition_parts import KIND_WORDS
from programmes.contract import FieldKind, Programme
from programmes.fields.words import said
from programmes.models import Edition
from programmes.questions import Row
from programmes.registry import programme


def question_rows(edition: Edition) -> list[dict[str, Any]]:
    """Every page of the form with the number of the programme's questions and the edition's own."""
    bare, of = programme(edition.programme_slug), edition.programme
    pages = []
    for page in bare.sections:
        rows = [row for row in edition.questions if row["section"] == page.key]
        lines = [
            told_question(of, row) | {"is_first": place == 0, "is_last": place == len(rows) - 1}
            for place, row in enumerate(rows)
        ]
        pages.append({"key": page.key, "title": said(page.title), "count": len(page.fields), "rows": lines})
    return pages


def told_question(of: Programme, row: Row) -> dict[str, Any]:
    """One question in words: kind, duty, condition, bounds, choices, columns."""
    return {
        "key": row["key"],
        "label": row["label"],
        "kind": KIND_WORDS[FieldKind(row["kind"])],
        "facts": [fact for fact in _facts(of, row) if fact],
        "help": row.get("help", ""),
    }


def _facts(of: Programme, row: Row) -> list[str]:
    switch = of.field_named(row["requires"]) if row.get("requires") else None
    columns = [_column(column) for column in row.get("columns", ())]
    return [
        _("必填") if row.get("required") else _("选填"),
        _("“%(switch)s”为是时填") % {"switch": said(switch.label)} if switch else "",
        _("单位 %(unit)s") % {"unit": row["unit"]} if row.get("unit") else "",
        _bounds(row),
        "、".join(str(label) for _key, label in row.get("choices", ())),
        _("列：%(columns)s") % {"columns": "、".join(columns)} if columns else "",
    ]


def _column(column: Mapping[str, Any]) -> str:
    word = str(KIND_WORDS[FieldKind(column["kind"])])
    return f"{column['label']}（{word}{'，' + str(column['unit']) if column.get('unit') else ''}）"


def _bounds(row: Row) -> str:
    low, high = row.get("minimum", row.get("min_rows")), row.get("maximum", row.get("max_rows"))
    if low is None and high is None:
        return ""
    if high is None:
        return _("不小于 %(low)s") % {"low": low}
    return _("不大于 %(high)s") % {"high": high} if low is None else f"{low}—{high}"
