"""Amounts as people type them, units, and the one rounding of the house: half up, once, at the end.

A field has one unit (mostly 万元) and says so; a unit typed into it is refused, never converted in silence.
"""

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext

from portal.kit.folding import fold_width

WAN_PER_YI = Decimal(10000)
YUAN_PER_WAN = Decimal(10000)
LARGEST = Decimal("9999999999.99")

_LONGEST_TEXT = 60
_UNITS = re.compile(r"[元万亿千百%¥￥$]|RMB|CNY|USD", re.IGNORECASE)
_PLAIN = re.compile(r"(?P<whole>\d+)(?:\.(?P<places>\d*))?|\.(?P<bare>\d+)", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?P<mark>[, ])\d{3}(?:(?P=mark)\d{3})*(?:\.\d*)?", re.ASCII)
_SENTENCES = {
    "empty": "A number is expected.",
    "number": "This is not a number; write for example 15735.28.",
    "unit": "Write the number only; the unit stands beside the field.",
    "separator": "Thousands separators do not stand every three digits; write for example 15,735.28.",
    "negative": "The number must not be negative.",
    "too_large": "The number is too large; check the unit.",
    "decimals": "The number has too many decimal places.",
}


class InvalidAmount(ValueError):
    """Not an amount. `reason` is one of empty, number, unit, separator, negative, too_large, decimals."""

    def __init__(self, reason: str) -> None:
        super().__init__(_SENTENCES[reason])
        self.reason = reason


def parse_amount(
    typed: object, *, places: int = 2, largest: Decimal = LARGEST, allow_negative: bool = False
) -> Decimal:
    """The number that was typed, in the field's own unit, exact.

    typed    text with full-width digits, spaces or thousands separators; or a number
    places   most decimal places, zeros at the end not counted
    Raises   InvalidAmount

    >>> parse_amount("１５，７３５．２８")
    Decimal('15735.28')
    """
    number = _read_text(typed) if isinstance(typed, str) else _read_number(typed)
    if number < 0 and not allow_negative:
        raise InvalidAmount("negative")
    if abs(number) > largest:
        raise InvalidAmount("too_large")
    if number != round_half_up(number, places):
        raise InvalidAmount("decimals")
    return number.copy_abs() if number == 0 else number


def round_half_up(value: Decimal | int | float | str, places: int = 2) -> Decimal:
    """Rounded to `places` decimals, a half away from zero; exact for any length of number."""
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    if not number.is_finite():
        raise ValueError(f"A finite number is expected, not {value!r}.")
    with localcontext() as context:
        context.prec = max(28, abs(number.adjusted()) + places + 3)
        rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return rounded.copy_abs() if rounded == 0 else rounded


def yi_from_wan(wan: Decimal) -> Decimal:
    """100 million CNY from 10,000 CNY, exact."""
    return _scale(wan, -4)


def wan_from_yi(yi: Decimal) -> Decimal:
    """10,000 CNY from 100 million CNY, exact."""
    return _scale(yi, 4)


def wan_from_yuan(yuan: Decimal) -> Decimal:
    """10,000 CNY from CNY, exact."""
    return _scale(yuan, -4)


def group_thousands(value: Decimal) -> str:
    """For reading: 1234567.80 -> 1,234,567.80."""
    return f"{value:,f}"


def _scale(value: Decimal, power: int) -> Decimal:
    """Times 10**power by moving the exponent, so that nothing is rounded."""
    number = Decimal(value)
    sign, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError(f"A finite number is expected, not {value!r}.")
    moved = Decimal((sign, digits, exponent + power))
    return Decimal(f"{moved:f}")


def _read_text(typed: str) -> Decimal:
    text = fold_width(typed).replace("。", ".").replace("、", ",").strip()
    if not text:
        raise InvalidAmount("empty")
    if len(text) > _LONGEST_TEXT:
        raise InvalidAmount("number")
    if _UNITS.search(text):
        raise InvalidAmount("unit")
    sign, digits = ("-", text[1:].lstrip()) if text.startswith("-") else ("", text.removeprefix("+").lstrip())
    if _GROUPED.fullmatch(digits):
        digits = digits.replace(",", "").replace(" ", "")
    elif re.fullmatch(r"[\d., ]*\d[\d., ]*", digits, re.ASCII) and re.search("[, ]", digits):
        raise InvalidAmount("separator")
    if not _PLAIN.fullmatch(digits):
        raise InvalidAmount("number")
    return Decimal(sign + digits)


def _read_number(typed: object) -> Decimal:
    if typed is None:
        raise InvalidAmount("empty")
    if isinstance(typed, bool) or not isinstance(typed, int | float | Decimal):
        raise InvalidAmount("number")
    number = Decimal(str(typed))
    if not number.is_finite():
        raise InvalidAmount("number")
    return number
