"""Growth and shares without floating roots: what is compared is exact, what is shown is rounded once."""

from decimal import Decimal, localcontext
from fractions import Fraction


def grew_at_least(latest: Decimal, base: Decimal, *, rate_pct: Decimal, steps: int) -> bool:
    """Did the figure grow by rate_pct a year over the steps? ≥ 10 % over two ⇔ latest ≥ base × 1.21, exactly.

    base must be above zero; 30.00 → 36.30 grew by 10 %, 30.00 → 36.29 did not.
    """
    return Fraction(latest) >= Fraction(base) * (1 + Fraction(rate_pct) / 100) ** steps


def yearly_growth_pct(latest: Decimal, base: Decimal, *, steps: int) -> Decimal:
    """((latest ÷ base)^(1/steps) − 1) × 100, unrounded, for display and score only; base above zero.

    31.2 → 38.9 over two steps is 11.66 %.
    """
    with localcontext() as context:
        context.prec = 40
        ratio = latest / base
        root = ratio.sqrt() if steps == 2 else ratio ** (Decimal(1) / steps)
        return (root - 1) * 100


def reaches_share(part: Decimal, whole: Decimal, *, per: int, limit: Decimal) -> bool:
    """part ÷ whole × per ≥ limit, exactly; whole above zero."""
    return Fraction(part) * per >= Fraction(limit) * Fraction(whole)


def share_of(part: Decimal, whole: Decimal, *, per: int) -> Decimal:
    """part ÷ whole × per, unrounded; 186 patents per 95,000 staff, per 10,000, is 19.58."""
    with localcontext() as context:
        context.prec = 40
        return part * per / whole


def plain(number: Decimal) -> str:
    """A number as people write it: thousands separators, no exponent, no trailing zeros."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
