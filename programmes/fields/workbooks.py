"""Rows of a table out of an .xlsx file: read cell by cell, refused line by line, taken only as a whole."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from operator import itemgetter
from typing import Any, BinaryIO

import python_calamine
from django.utils.translation import gettext as _

from portal.kit.folding import fold_code
from programmes.contract import Field, FieldKind

from .controls import missing_word
from .problems import Problem
from .reading import read_value
from .rows import line_word, repeated_word
from .words import clean_line, is_blank, listed, said
from .xlsxguard import BrokenWorkbook, demand_workbook

MOST_LINES = 5000
MOST_TOLD = 20
UNREADABLE = (python_calamine.CalamineError, python_calamine.ZipError, python_calamine.XmlError)


@dataclass(frozen=True, slots=True)
class TableImport:
    """rows: typed rows, empty when anything is wrong. problems: (line in the file, column or "", what is wrong)."""

    key: str
    rows: tuple[dict[str, Any], ...] = ()
    problems: tuple[tuple[int, str, str], ...] = ()

    def sentences(self) -> list[str]:
        """For the page: the first problems, then how many more."""
        told = [line_word(line, column, text) if line else text for line, column, text in self.problems[:MOST_TOLD]]
        more = len(self.problems) - len(told)
        return [*told, _("另有 %(count)s 处问题，请改好后重新导入。") % {"count": more}] if more > 0 else told


@dataclass(frozen=True, slots=True)
class ReadTable:
    """Every row as far as it can be read, with the line on which it stands, and what is wrong, line by line."""

    rows: tuple[dict[str, Any], ...] = ()
    lines: tuple[int, ...] = ()
    problems: tuple[tuple[int, str, str], ...] = ()


def import_table(field: Field, upload: BinaryIO) -> TableImport:
    """Read the first sheet: line 1 holds the labels of the columns in any order, every further line one row.

    upload  a file open for reading bytes, e.g. an UploadedFile. Nothing is raised for what the file holds.
    """
    read = read_table(field, upload)
    return TableImport(field.key, problems=read.problems) if read.problems else TableImport(field.key, read.rows)


def read_table(field: Field, upload: BinaryIO) -> ReadTable:
    """As import_table, for whoever has more to say of the rows: a cell that cannot be read is left out of its row."""
    try:
        lines = _lines_of(upload)
        places = _place_columns(field, lines[0] if lines else [])
    except BrokenWorkbook as wrong:
        return ReadTable(problems=((0, "", str(wrong)),))
    rows: list[dict[str, Any]] = []
    problems: list[tuple[int, str, str]] = []
    numbers: list[int] = []
    for number, line in enumerate(lines[1:], start=2):
        cells = {key: line[place] if place < len(line) else "" for key, place in places.items()}
        if all(is_blank(cell) for cell in cells.values()):
            continue
        row, wrong_cells = _read_line(field, cells)
        problems += [(number, label, text) for label, text in wrong_cells]
        rows.append(row)
        numbers.append(number)
    problems += _repetitions(field, rows, numbers)
    problems += _count_problems(field, len(rows))
    return ReadTable(tuple(rows), tuple(numbers), tuple(sorted(problems, key=itemgetter(0))))


def _lines_of(upload: BinaryIO) -> list[list[Any]]:
    """Cells of the first sheet, line 1 first; formulas are the values they had. Raises BrokenWorkbook."""
    content = demand_workbook(upload)
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        sheet = book.get_sheet_by_index(0)
        lines = sheet.to_python(skip_empty_area=False, nrows=MOST_LINES + 2)
        merged = sheet.merged_cell_ranges or []
    except python_calamine.PasswordError:
        raise BrokenWorkbook(_("文件设有密码，无法读取；请取消密码后重新上传。")) from None
    except (*UNREADABLE, OSError, ValueError, IndexError):
        raise BrokenWorkbook(_("文件已损坏，无法读取；请用表格软件打开后另存为 .xlsx，再重新上传。")) from None
    filled = [number for number, line in enumerate(lines, start=1) if any(not is_blank(cell) for cell in line)]
    if filled and filled[-1] > MOST_LINES + 1:
        raise BrokenWorkbook(_("文件超过 %(most)s 行，请分开填报或者删去多余的行。") % {"most": f"{MOST_LINES:,}"})
    _demand_single_cells(merged, last_line=filled[-1] if filled else 0)
    return lines[: filled[-1]] if filled else []


def _demand_single_cells(merged: Sequence[Any], *, last_line: int) -> None:
    """Only the first of merged cells holds what is read in all of them. Raises BrokenWorkbook naming where they are.

    merged  ((first row, first column), (last row, last column)), counted from 0
    """
    found = [area for area in merged if area[0] != area[1] and area[0][0] < last_line]
    if found:
        named = listed(f"{_place_of(*first)}:{_place_of(*last)}" for first, last in sorted(found)[:10])
        words = {"cells": named, "count": len(found)}
        raise BrokenWorkbook(
            _("有 %(count)s 处合并单元格（%(cells)s）；请取消合并，并在每一行分别填写后重新上传。") % words
        )


def _place_of(row: int, column: int) -> str:
    """A1 for (0, 0)."""
    letters, column = "", column + 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(65 + digit) + letters
    return f"{letters}{row + 1}"


def _place_columns(field: Field, head: Sequence[Any]) -> dict[str, int]:
    """Where each column stands. Raises BrokenWorkbook naming what is missing and what is unknown."""
    wanted = {
        _bare(name): column for column in field.columns for name in (said(column.label), column.label, column.key)
    }
    places: dict[str, int] = {}
    unknown: list[str] = []
    for place, cell in enumerate(head):
        column = wanted.get(_bare(clean_line(cell)))
        if column and column.key not in places:
            places[column.key] = place
        elif not is_blank(cell):
            unknown.append(clean_line(cell)[:30])
    missing = [said(column.label) for column in field.columns if column.key not in places]
    if missing or unknown:
        parts = [_("第一行应为表头：%(names)s。") % {"names": listed(said(column.label) for column in field.columns)}]
        parts += [_("缺少：%(names)s。") % {"names": listed(missing)}] if missing else []
        parts += [_("无法识别：%(names)s。") % {"names": listed(unknown[:10])}] if unknown else []
        raise BrokenWorkbook("".join(parts))
    return places


def _bare(text: str) -> str:
    """A head without its unit in brackets, in any width or case."""
    return fold_code(text).partition("(")[0]


def _read_line(field: Field, cells: dict[str, Any]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    row: dict[str, Any] = {}
    wrong: list[tuple[str, str]] = []
    for column in field.columns:
        try:
            row[column.key] = read_value(column, _as_typed(column, cells[column.key]))
        except Problem as problem:
            wrong.append((said(column.label), str(problem)))
            continue
        if column.required and is_blank(row[column.key]):
            wrong.append((said(column.label), missing_word(column)))
    return row, wrong


def _as_typed(column: Field, cell: Any) -> Any:
    """What a cell means for a question: a number cell may hold a code, a date cell may hold a number."""
    if column.kind in (FieldKind.INTEGER, FieldKind.DECIMAL):
        return _number_cell(cell)
    if isinstance(cell, bool):
        return cell if column.kind is FieldKind.BOOLEAN else str(cell)
    if column.kind is FieldKind.DATE:
        return _day_cell(cell)
    if isinstance(cell, int | float):
        return cell if column.kind is FieldKind.USCC else f"{cell:.15g}"
    return cell.isoformat() if isinstance(cell, date | time) else str(cell) if isinstance(cell, timedelta) else cell


def _number_cell(cell: Any) -> Any:
    if isinstance(cell, date | time | timedelta | bool):
        raise Problem(_("单元格是日期或者其他格式，应为数字；请把单元格设为“常规”格式后重新填写。"))
    return cell


def _day_cell(cell: Any) -> Any:
    if isinstance(cell, float) and cell.is_integer() and 19000101 <= cell <= 20991231:
        return str(int(cell))
    if isinstance(cell, int | float | time | timedelta) and not isinstance(cell, datetime):
        raise Problem(_("单元格是数字，应为日期，例如 2026-12-31；请把单元格设为“日期”或者“文本”格式后重新填写。"))
    return cell


def _repetitions(field: Field, rows: Sequence[dict[str, Any]], numbers: Sequence[int]) -> list[tuple[int, str, str]]:
    found = []
    for column in field.columns:
        seen: dict[str, int] = {}
        for row, number in zip(rows, numbers, strict=True):
            key = fold_code(str(row.get(column.key) or "")) if column.is_unique else ""
            if key and key in seen:
                found.append((number, said(column.label), repeated_word(seen[key])))
            seen.setdefault(key, number)
    return found


def _count_problems(field: Field, count: int) -> list[tuple[int, str, str]]:
    if count == 0:
        return [(0, "", _("文件里没有填写任何一行；请从第二行起填写，每行一条。"))]
    if count > field.max_rows:
        words = {"most": f"{field.max_rows:,}", "count": f"{count:,}"}
        return [(0, "", _("最多 %(most)s 行，文件里有 %(count)s 行。") % words)]
    return []
