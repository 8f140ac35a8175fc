"""Workbooks that an organiser takes in as a whole: what they must look like, and everything that is wrong in one."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from programmes.contract import Field
from programmes.fields import read_table
from programmes.fields.formulas import formula_cells
from programmes.fields.words import said
from programmes.fields.xlsxguard import BrokenWorkbook, demand_workbook

MOST_ROWS = 5000
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong and what a right value looks like. line: 0 = the file as a whole; column: "" = the line."""

    line: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What a workbook holds, read and checked without a change. Only one without flaws may be taken in.

    lines   the line in the file of each row
    digest  SHA-256 of the file
    """

    rows: tuple[Row, ...]
    lines: tuple[int, ...]
    flaws: tuple[Flaw, ...]
    digest: str

    @property
    def is_sound(self) -> bool:
        return not self.flaws

    @property
    def flawed_lines(self) -> int:
        return len({flaw.line for flaw in self.flaws if flaw.line})


RowCheck = Callable[[Sequence[Row], Sequence[int]], Iterable[Flaw]]


def try_workbook(table: Field, content: bytes, check: RowCheck) -> Trial:
    """Read every cell, then ask `check` about the rows that could be read; nothing is raised for what is in it."""
    digest = hashlib.sha256(content).hexdigest()
    try:
        demand_workbook(io.BytesIO(content))
    except BrokenWorkbook as wrong:
        return Trial((), (), (Flaw(0, "", str(wrong)),), digest)
    read = read_table(table, io.BytesIO(content))
    flaws = [Flaw(line, column, text) for line, column, text in read.problems]
    if read.rows:
        flaws += [*_formulas(content), *check(read.rows, read.lines)]
    return Trial(read.rows, read.lines, tuple(sorted(flaws, key=lambda flaw: flaw.line)), digest)


def _formulas(content: bytes) -> Iterable[Flaw]:
    """A register takes what a file says, not what it would compute somewhere else."""
    for cell in formula_cells(content):
        line = int(re.sub("[^0-9]", "", cell))
        text = _("单元格 %(cell)s 是公式；请复制后“选择性粘贴为数值”，再重新上传。") % {"cell": cell}
        yield Flaw(line, re.sub("[0-9]", "", cell), text)


def repeated(rows: Sequence[Row], lines: Sequence[int], *, keys: Sequence[str], column: str) -> Iterable[Flaw]:
    """Rows that say the same of the same thing as an earlier one; rows that lack one of the keys are left out."""
    first: dict[tuple[Any, ...], int] = {}
    for row, line in zip(rows, lines, strict=True):
        if not all(key in row for key in keys):
            continue
        same = tuple(row[key] for key in keys)
        if same in first:
            yield Flaw(line, column, _("与第 %(line)s 行重复，请删去其中一行。") % {"line": first[same]})
        first.setdefault(same, line)


def label_in(table: Field, key: str) -> str:
    """The head of a column."""
    return next(said(column.label) for column in table.columns if column.key == key)
