"""Read the facts of one product: typed from the form, or frozen as JSON (numbers as text, days in ISO) alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from portal.kit.folding import fold_width
from programmes.contract import Facts


def known_of(facts: Facts) -> dict[str, Any]:
    """Form keys -> what was filed, replaced by what an official has verified."""
    return {**facts.answers, **facts.verified}


def figure_in(known: Mapping[str, Any], key: str) -> Decimal | None:
    """A figure of either sign: int, Decimal, float or text such as '1,234.5'; None where there is none."""
    value = known.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return None
    text = fold_width(str(value)).replace(",", "").replace(" ", "")
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or "_" in text or abs(number.adjusted()) > 20:
        return None
    return number


def day_in(value: Any) -> date | None:
    """A day, the day of a datetime, or ISO text; None for anything else."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        return None


def rows_in(known: Mapping[str, Any], key: str) -> list[Mapping[str, Any]] | None:
    """The rows of a table; None where it was not answered."""
    value = known.get(key)
    if not isinstance(value, list | tuple):
        return None
    return [row for row in value if isinstance(row, Mapping)]


def is_in_force(row: Mapping[str, Any], on: date | None) -> bool:
    """Whether a row with valid_to still holds on a day, its last one included; an end that cannot be read does not."""
    last = day_in(row.get("valid_to"))
    return last is not None and (on is None or on <= last)
