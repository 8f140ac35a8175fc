"""Workbooks that people download: an empty template of a table, and its rows as they stand."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from programmes.contract import Field, FieldKind

from .controls import choices_of
from .figures import example_of
from .values import table_rows
from .words import listed, said

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A text that begins with = + - or @ stays a text: it must not become a formula on somebody's desk.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LONGEST_LIST = 255
WIDEST = 40


def template_workbook(field: Field) -> bytes:
    """A sheet with the heads alone, choices as lists to pick from; a second sheet explains and shows one row."""
    return _write(field, [])


def rows_workbook(field: Field, rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The rows under the same heads, so that the file can be changed and sent back."""
    return _write(field, table_rows(field, rows))


def _write(field: Field, lines: list[list[str]]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    head = book.add_format({"bold": True, "bg_color": "#F0EEE6", "bottom": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(said(field.label)[:31].translate(str.maketrans("[]:*?/\\", "_______")))
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(field.columns):
        sheet.set_column(place, place, min(max(12, 2 * len(said(column.label)) + 2), WIDEST), text)
        sheet.write_string(0, place, head_of(column), head)
        _offer_choices(sheet, place, column=column, most=field.max_rows)
    for number, line in enumerate(lines, start=1):
        for place, cell in enumerate(line):
            sheet.write_string(number, place, cell, text)
    _explain(book, field, head=head, text=text)
    book.close()
    return buffer.getvalue()


def head_of(column: Field) -> str:
    return f"{said(column.label)}（{said(column.unit)}）" if column.unit else said(column.label)


def _offer_choices(sheet: Any, place: int, *, column: Field, most: int) -> None:
    """A list longer than the format allows is only explained."""
    labels = [label for _key, label in choices_of(column, ())]
    if column.kind in (FieldKind.CHOICE, FieldKind.BOOLEAN) and 0 < len(",".join(labels)) <= LONGEST_LIST:
        sheet.data_validation(1, place, most, place, {"validate": "list", "source": labels})


def _explain(book: Any, field: Field, *, head: Any, text: Any) -> None:
    sheet = book.add_worksheet(_("填写说明"))
    sheet.set_column(0, 0, 24, text)
    sheet.set_column(1, 1, 12, text)
    sheet.set_column(2, 3, 44, text)
    for place, word in enumerate((_("列"), _("是否必填"), _("填写要求"), _("示例"))):
        sheet.write_string(0, place, word, head)
    for number, column in enumerate(field.columns, start=1):
        cells = (
            head_of(column),
            _("必填") if column.required else _("选填"),
            _requirement(column),
            example_cell(column),
        )
        for place, cell in enumerate(cells):
            sheet.write_string(number, place, cell, text)


def _requirement(column: Field) -> str:
    labels = [label for _key, label in choices_of(column, ())]
    parts = [said(column.help), _("从下列各项中选：%(names)s。") % {"names": listed(labels)} if labels else ""]
    return "".join(part for part in parts if part)


def example_cell(column: Field) -> str:
    """One right value; the credit code is well formed and of no real body."""
    if column.kind in (FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.BOOLEAN):
        return choices_of(column, ())[0][1]
    if column.kind in (FieldKind.INTEGER, FieldKind.DECIMAL):
        return example_of(column)
    fixed = {FieldKind.USCC: EXAMPLE_USCC, FieldKind.DATE: "2026-12-31", FieldKind.CODE_LIST: "C3983"}
    return fixed.get(column.kind) or _("示例%(label)s") % {"label": said(column.label)}


EXAMPLE_USCC = "91000000DEMA000013"
