"""Read the facts of one firm: numbers however they were stored, rows that are valid on a day, levels and ranks."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from portal.kit.folding import fold_code, fold_width
from programmes.brand_value.words import mark as _

NOT_SUPPLIED = _("未提供，按 0 分计")
UNREADABLE = _("填报内容无法识别为有效数值，按 0 分计")
NEGATIVE = _("数值不应为负，按 0 分计")
ZERO_REVENUE = _("营业收入为零或为负，无法计算，按 0 分计")
ZERO_BASE = _("两年前营业收入为零，无法计算增速，按 0 分计")
ZERO_STAFF = _("从业人员为零，无法计算，按 0 分计")
ZERO_ASSETS = _("资产总额为零，无法计算，按 0 分计")


class Gap(ValueError):
    """There is nothing to score; note says why, in the catalogue."""

    def __init__(self, note: str) -> None:
        super().__init__(note)
        self.note = note


def read_number(facts: Mapping[str, Any], key: str, *, may_be_negative: bool = False) -> Decimal:
    """The figure under a key: int, Decimal, float or text such as '1,234.5'. Raises Gap."""
    value = facts.get(key)
    if value is None or (isinstance(value, str) and not value.strip()):
        raise Gap(NOT_SUPPLIED)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise Gap(UNREADABLE)
    text = fold_width(str(value)).replace(",", "").replace(" ", "")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise Gap(UNREADABLE) from None
    if not number.is_finite() or "_" in text or abs(number.adjusted()) > 20:
        raise Gap(UNREADABLE)
    if number < 0 and not may_be_negative:
        raise Gap(NEGATIVE)
    return number


def read_above_zero(facts: Mapping[str, Any], key: str, note: str) -> Decimal:
    """A figure that something is divided by. Raises Gap with the note where it is nothing or less."""
    number = read_number(facts, key, may_be_negative=True)
    if number <= 0:
        raise Gap(note)
    return number


def read_word(facts: Mapping[str, Any], key: str) -> str:
    """The key of a choice, width and case folded. Raises Gap."""
    value = facts.get(key)
    text = "" if value is None else fold_code(str(value))
    if not text:
        raise Gap(NOT_SUPPLIED)
    return text


def read_rows(facts: Mapping[str, Any], key: str, *, number: str, valid_on: date | None) -> list[Mapping[str, Any]]:
    """The rows of a table that are valid on a day; rows with the same number in the column count once. Raises Gap.

    valid_on   None = ends are not looked at; a row without valid_to has no end, one with an unreadable end is out
    """
    value = facts.get(key)
    if value is None:
        raise Gap(NOT_SUPPLIED)
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise Gap(UNREADABLE)
    seen: set[str] = set()
    kept: list[Mapping[str, Any]] = []
    for row in value:
        if not isinstance(row, Mapping) or not _is_valid(row, valid_on):
            continue
        name = fold_code(str(row.get(number) or ""))
        if name and name in seen:
            continue
        seen.add(name)
        kept.append(row)
    return kept


def _is_valid(row: Mapping[str, Any], day: date | None) -> bool:
    """Also on its last day."""
    ends = row.get("valid_to")
    if day is None or ends is None or ends == "":
        return True
    if isinstance(ends, datetime):
        return day <= ends.date()
    if isinstance(ends, date):
        return day <= ends
    try:
        return day <= date.fromisoformat(str(ends).strip())
    except ValueError:
        return False
