"""Adjustments as experts type them: per cent with a sign, read into a ratio. Plain Python."""

from __future__ import annotations

from decimal import Decimal

from portal.kit.folding import fold_width
from portal.kit.money import InvalidAmount, parse_amount

PLACES = 2
HUNDRED = Decimal(100)


class InvalidRatio(ValueError):
    """Not an adjustment. `reason` is one of empty, number, decimals, zero, beyond."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_ratio(typed: str, most: Decimal) -> Decimal:
    """A ratio out of per cent: at most two decimals, not 0, and no more than `most` on either side.

    Raises  InvalidRatio

    >>> read_ratio("－５％", Decimal("0.10"))
    Decimal('-0.05')
    """
    text = "".join(fold_width(typed).split()).removesuffix("%")
    is_minus = text.startswith("-")
    if not text:
        raise InvalidRatio("empty")
    try:
        number = parse_amount(text[1:] if text[0] in "+-" else text, places=PLACES, largest=HUNDRED * 100)
    except InvalidAmount as error:
        raise InvalidRatio("decimals" if error.reason == "decimals" else "number") from error
    return check_ratio((-number if is_minus else number) / HUNDRED, most)


def check_ratio(ratio: Decimal, most: Decimal) -> Decimal:
    """The ratio, if it is one. Raises InvalidRatio."""
    if not ratio:
        raise InvalidRatio("zero")
    if abs(ratio) > most:
        raise InvalidRatio("beyond")
    return ratio


def in_per_cent(ratio: Decimal) -> str:
    """+5%, -2.5%; 0% for none."""
    number = (ratio * HUNDRED).normalize()
    return "0%" if not number else f"{number:+f}%"
