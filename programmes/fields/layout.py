"""What a page of the form draws, in order: questions, year tables, row tables, files, and what is not open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from programmes.contract import Field, FieldKind

from .controls import NUMBERS, Proof
from .figures import grouped
from .values import display, table_rows
from .words import said

if TYPE_CHECKING:
    from .forms import SectionForm

ROWS_SHOWN = 10
"""Of a table that is too long for the page."""


@dataclass(frozen=True, slots=True)
class Block:
    """kind: field, years, table, long_table, file, locked, locked_table, locked_file. content: a component's inputs."""

    kind: str
    content: dict[str, Any]


def lay_out(form: SectionForm) -> list[Block]:
    """Consecutive year rows of the same years become one table; consecutive closed questions one list."""
    blocks: list[Block] = []
    for (kind, _years), group in groupby(form.section.fields, key=lambda f: (_kind(form, f), _years_of(form, f))):
        blocks += _draw(form, kind, list(group))
    proofs = {e.indicator: said(e.label) for e in form.setting.evidence if e.indicator in form.section.indicators}
    blocks += [_file(form, key) if key in form.fields else _closed_file(form, key, proofs[key]) for key in proofs]
    return blocks


def _kind(form: SectionForm, question: Field) -> str:
    is_open = form.is_open(question.key)
    if question.row:
        return "years"
    if question.kind is FieldKind.TABLE:
        return "locked_table" if not is_open else "table" if question.key in form.tables else "long_table"
    if question.kind is FieldKind.FILE:
        return "file" if is_open else "locked_file"
    return "field" if is_open else "locked"


def _years_of(form: SectionForm, question: Field) -> tuple[int | None, ...]:
    return tuple(sorted(f.year or 0 for f in form.section.fields if question.row and f.row == question.row))


def _draw(form: SectionForm, kind: str, questions: list[Field]) -> Iterator[Block]:
    if kind == "years":
        yield _year_table(form, questions)
    elif kind == "locked":
        yield Block("locked", {"lines": [_line(form, question) for question in questions]})
    else:
        for question in questions:
            yield _single(form, kind, question)


def _single(form: SectionForm, kind: str, question: Field) -> Block:
    if kind == "field":
        return Block("field", {"bound": form[question.key]})
    if kind == "file":
        return _file(form, question.key)
    if kind == "locked_file":
        return _closed_file(form, question.key, said(question.label))
    content = {"key": question.key, "caption": said(question.label), "hint": said(question.help)}
    if kind == "table":
        return Block(kind, {**content, "rows": form.tables[question.key], "noun": ""})
    return Block(kind, {**content, **_cells(form, question, None if kind == "locked_table" else ROWS_SHOWN)})


def _cells(form: SectionForm, question: Field, most: int | None) -> dict[str, Any]:
    rows = form.known.get(question.key) or []
    columns = [{"label": said(c.label), "unit": said(c.unit), "is_num": c.kind in NUMBERS} for c in question.columns]
    cells = [{"cells": row} for row in table_rows(question, rows[:most])]
    return {"columns": columns, "cells": cells, "count": len(rows), "errors": form.errors.get(question.key, [])}


def _line(form: SectionForm, question: Field) -> dict[str, Any]:
    value = form.known.get(question.key)
    text = display(question, value, districts=form.setting.districts)
    return {"label": said(question.label), "value": text, "is_missing": value in (None, "", [])}


def _file(form: SectionForm, key: str) -> Block:
    bound = form[key]
    assert isinstance(bound.field, Proof)
    attachments = form.setting.attachments.get(key, ())
    return Block("file", {"bound": bound, "attachments": attachments, "allowed": bound.field.allowed})


def _closed_file(form: SectionForm, key: str, label: str) -> Block:
    return Block("locked_file", {"label": label, "attachments": form.setting.attachments.get(key, ())})


def _year_table(form: SectionForm, questions: Sequence[Field]) -> Block:
    """Oldest year first, as statistics are read."""
    years = sorted({f.year or 0 for f in questions}, reverse=True)
    by_row = {row: {f.year or 0: f for f in group} for row, group in groupby(questions, key=lambda f: f.row)}
    rows = [_year_row(form, years, asked) for asked in by_row.values()]
    is_summed = len(rows) > 1 and all(question.is_summed for question in questions)
    content = {
        "table_id": f"{questions[0].row}_by_year",
        "years": [
            year_word(form.setting.latest_year, back, is_optional=_is_optional(questions, back)) for back in years
        ],
        "rows": rows,
        "sum_label": _("合计"),
        "sums": [_sum(form, [asked[back] for asked in by_row.values()]) for back in years] if is_summed else [],
    }
    return Block("years", content)


def _year_row(form: SectionForm, years: Sequence[int], asked: dict[int, Field]) -> dict[str, Any]:
    first = asked[min(asked)]
    cells = [
        form[asked[back].key]
        if asked[back].key in form.fields
        else display(asked[back], form.known.get(asked[back].key), has_unit=False)
        for back in years
    ]
    return {"label": said(first.label), "unit": said(first.unit), "hint": said(first.help), "cells": cells}


def _is_optional(questions: Sequence[Field], back: int) -> bool:
    return not any(question.required for question in questions if question.year == back)


def year_word(latest_year: int | None, back: int, *, is_optional: bool = False) -> str:
    """2023年; without an edition's year in words."""
    if latest_year is not None:
        word = _("%(year)s年") % {"year": latest_year - back}
    else:
        word = [_("最近一年"), _("上一年"), _("上两年"), _("上三年")][min(back, 3)]
    return _("%(year)s（选填）") % {"year": word} if is_optional else word


def _sum(form: SectionForm, questions: Sequence[Field]) -> str:
    """Of what is known; "" while nothing is."""
    values = form.answers() if form.is_bound else form.known
    known = [Decimal(values[f.key]) for f in questions if values.get(f.key) is not None]
    return grouped(sum(known, Decimal(0))) if known else ""


def list_problems(form: SectionForm) -> list[tuple[str, str]]:
    """(id of the control, sentence), in page order."""
    found: list[tuple[str, str]] = []
    for question in form.open_fields():
        errors = [str(error) for error in form.errors.get(question.key, [])]
        if question.key in form.tables and form.tables[question.key].is_bound:
            # A page may have several tables: the line alone would not say where.
            problems = form.tables[question.key].problems()
            found += [(control, name_of(form, question) + text) for control, text in problems]
        elif question.kind is FieldKind.TABLE:
            found += [(question.key, name_of(form, question) + text) for text in errors]
        else:
            found += [(_control_id(form, question.key), name_of(form, question) + text) for text in errors]
    return found


def name_of(form: SectionForm, question: Field) -> str:
    """Which question a sentence is about; of a figure by year also which year."""
    year = "" if question.year is None else year_word(form.setting.latest_year, question.year)
    return _("%(label)s：") % {"label": f"{said(question.label)} {year}".strip()}


def _control_id(form: SectionForm, key: str) -> str:
    bound = form[key]
    is_group = isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    return f"{bound.auto_id}_0" if is_group else bound.auto_id
