"""Read the answers of one firm and its items: typed from the form or frozen as JSON, both read the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from portal.kit.folding import fold_code, fold_width

Answers = Mapping[str, Any]
ITEMS, POINTS = "items", "advanced_points"
TRADEMARK_NUMBER = re.compile(r"\d{5,9}[A-Z]?", re.ASCII)


def figure_in(answers: Answers, key: str) -> Decimal | None:
    """A figure of either sign; None where there is none, or nothing that is one."""
    value = answers.get(key)
    if value is None or isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return None
    try:
        number = Decimal(fold_width(str(value)).replace(",", "").strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= 20 else None


def day_in(value: Any) -> date | None:
    """A day, or its ISO text; None for anything else."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def rows_in(answers: Answers, key: str) -> list[Mapping[str, Any]]:
    """The rows of a table in order; [] where it is not filled in."""
    value = answers.get(key)
    rows = value if isinstance(value, list | tuple) else ()
    return [row if isinstance(row, Mapping) else {} for row in rows]


def word_in(answers: Answers, key: str) -> str:
    """A text or the key of a choice, without blanks around; "" where there is none."""
    value = answers.get(key)
    return str(value).strip() if isinstance(value, str) else ""


def fold(text: str) -> str:
    """However it is written: width, case, blanks and punctuation left out."""
    return "".join(character for character in fold_code(text) if character.isalnum())


def is_trademark_number(text: str) -> bool:
    """5 to 9 digits, a letter may follow."""
    return TRADEMARK_NUMBER.fullmatch(fold_code(text)) is not None


def points_of(answers: Answers, position: int) -> list[Mapping[str, Any]]:
    """The advanced indicators that name an item by its number, from 1."""
    return [row for row in rows_in(answers, POINTS) if figure_in(row, "item") == position]


def title_of(answers: Answers) -> str:
    """The first item, and how many there are; "" while none is named."""
    names = [name for row in rows_in(answers, ITEMS) if (name := word_in(row, "name"))]
    return "" if not names else names[0] if len(names) == 1 else f"{names[0]}等{len(names)}项"


def identity_of(unit: Answers) -> str:
    """Trademark and name, however written: the same product of the same firm in another year. unit: own row on top."""
    number, name = fold(word_in(unit, "tm_reg_no")), fold(word_in(unit, "name"))
    return f"{number}/{name}" if number and name else ""
