"""What a form asks: questions, pages, and the files that prove something."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class FieldKind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    CHOICES = "choices"
    CODE_LIST = "code_list"
    USCC = "uscc"
    DISTRICT = "district"
    FILE = "file"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Field:
    """One question. minimum and maximum bound numbers (inclusive) or the length of a text in characters.

    choices          (key, Chinese label)
    row, year        keys of one figure by year are one row of a year table: row="output_total", year=0 is the latest
    columns          the fields of a TABLE's rows
    requires         key of a BOOLEAN that switches the question on
    is_declaration   a BOOLEAN that can only be agreed to: a box to tick instead of yes and no
    is_past          a DATE that may not lie in the future
    is_unique        a column whose value may stand in one row of its table only
    is_summed        a year row that is added up with the other summed rows of its table
    is_year          an INTEGER that names a year: written without separators
    """

    key: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    unit: str = ""
    required: bool = True
    help: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    places: int = 0
    choices: tuple[tuple[str, str], ...] = ()
    columns: tuple[Field, ...] = ()
    row: str = ""
    year: int | None = None
    requires: str = ""
    min_rows: int = 0
    max_rows: int = 200
    is_declaration: bool = False
    is_past: bool = False
    is_unique: bool = False
    is_summed: bool = False
    is_year: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the form. indicators: keys whose evidence is uploaded here."""

    key: str
    title: str
    fields: tuple[Field, ...]
    intro: str = ""
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves an indicator. needed_at_submission: a submission without the file is refused."""

    indicator: str
    label: str
    needed_at_submission: bool = True
    max_megabytes: int = 20
    extensions: tuple[str, ...] = ("pdf",)
