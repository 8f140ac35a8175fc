"""Exact sums for numbers that decide ranks: fifty digits, no floating point, the same on every machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext

PRECISION = 50
ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)


@contextmanager
def exact_sums() -> Iterator[None]:
    """Fifty digits whatever context the caller works in, so that a recomputed run gives the same digits."""
    traps = [InvalidOperation, DivisionByZero, Overflow]
    with localcontext(Context(prec=PRECISION, rounding=ROUND_HALF_EVEN, Emin=-999999, Emax=999999, traps=traps)):
        yield


def clamp(number: Decimal, low: Decimal, high: Decimal) -> Decimal:
    """The number, or the bound that it exceeds."""
    return min(max(number, low), high)


def points_between(number: Decimal, low: Decimal, high: Decimal) -> Decimal:
    """100 · clamp((x − lo) ÷ (hi − lo), 0, 1), unrounded (4.3); lo above hi where less is better.

    4.5 between 3 and 5 earns 75; a debt ratio of 65 % between 90 % and 40 % earns 50.
    """
    with exact_sums():
        return HUNDRED * clamp((number - low) / (high - low), ZERO, ONE)


def yearly_growth_ratio(latest: Decimal, base: Decimal) -> Decimal:
    """(latest ÷ base)^(1/2) − 1 over two years, unrounded; base above zero, a negative latest counts as nothing.

    21000 → 28000 grows by 0.154701 a year.
    """
    with exact_sums():
        return (max(latest, ZERO) / base).sqrt() - ONE


def plain(number: Decimal, places: int = 4) -> str:
    """A number for reading: thousands separators, at most `places` decimals, no trailing zeros, no exponent."""
    with exact_sums():
        text = f"{number:,.{places}f}"
    shown = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if shown == "-0" else shown
