"""Brand value: excess earnings over several periods with a royalty floor (domain rules 4.2 and 4.4).

The method is that of GB/T 29188; the figures are proposals and belong to the edition. Full precision inside, one
rounding at the end. Worked: profits 2400, 2800, 3200, strength 78, return 10 % → K 0.908, R 9.08 %, 12323.73 万元.
"""

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Literal

from portal.kit.money import round_half_up
from programmes.brand_value.arithmetic import HUNDRED, ONE, ZERO, clamp, exact_sums, yearly_growth_ratio

YEAR_WEIGHTS = (Decimal(1), Decimal(2), Decimal(3))
"""Oldest to newest: the newest of three years has weight 3."""
K_AT_NOTHING, K_PER_POINT = Decimal("2.0"), Decimal("0.014")
LEAST_SPREAD_RATIO = Decimal("0.03")
LARGEST_ADJUSTMENT_RATIO = Decimal("0.10")

REVENUE_BASE_NOT_POSITIVE = "revenue_base_not_positive"

ALLOWED: dict[str, tuple[Decimal, Decimal]] = {
    "r_ct": (ZERO, Decimal("0.15")),
    "r_nct": (ZERO, Decimal("0.15")),
    "industry_return": (Decimal("0.03"), Decimal("0.20")),
    "beta": (Decimal("0.05"), Decimal("0.60")),
    "rho": (Decimal("0.005"), Decimal("0.05")),
    "tax": (ZERO, Decimal("0.25")),
    "g_inf": (ZERO, Decimal("0.03")),
    "phi": (ZERO, ONE),
    "growth_floor": (Decimal("-0.50"), ZERO),
    "growth_cap": (ZERO, Decimal("0.50")),
}
"""Ranges of the ratios, both ends included."""
ALLOWED_YEARS = (3, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuationParameters:
    """The figures of a round and an industry; ratios are parts of one (3.45 % = 0.0345), years whole.

    r_ct, r_nct              required returns of current and non-current tangible assets
    industry_return          Z, the industry's average return on assets
    beta, rho                the brand's share of the excess; the royalty rate on revenue
    tax, g_inf               income tax; growth after the last year
    years                    T, length of the explicit period
    phi                      part of the royalty value that holds as a floor
    growth_floor, growth_cap the first year's growth lies between them
    Raises ValueError naming the parameter and its range.
    """

    r_ct: Decimal = Decimal("0.0345")
    r_nct: Decimal = Decimal("0.0395")
    industry_return: Decimal = Decimal("0.10")
    beta: Decimal = Decimal("0.30")
    rho: Decimal = Decimal("0.02")
    tax: Decimal = Decimal("0.15")
    g_inf: Decimal = Decimal("0.02")
    years: int = 5
    phi: Decimal = Decimal("0.5")
    growth_floor: Decimal = Decimal("-0.10")
    growth_cap: Decimal = Decimal("0.15")

    def __post_init__(self) -> None:
        for name, (low, high) in ALLOWED.items():
            ratio = _as_decimal(name, getattr(self, name))
            if not low <= ratio <= high:
                raise ValueError(f"{name} must lie between {low} and {high}, not {ratio}")
            object.__setattr__(self, name, ratio)
        first, last = ALLOWED_YEARS
        if not isinstance(self.years, int) or isinstance(self.years, bool) or not first <= self.years <= last:
            raise ValueError(f"years must be a whole number between {first} and {last}, not {self.years!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuationInputs:
    """One firm's figures in 万元; the two tuples hold three years, oldest first. strength 0-100.

    profit_wan is adjusted net profit (net minus non-recurring) and may be negative; assets may not.
    Raises ValueError naming the figure.
    """

    profit_wan: tuple[Decimal, Decimal, Decimal]
    revenue_wan: tuple[Decimal, Decimal, Decimal]
    current_tangible_wan: Decimal
    noncurrent_tangible_wan: Decimal
    strength: Decimal

    def __post_init__(self) -> None:
        for name in ("profit_wan", "revenue_wan"):
            years = tuple(_as_decimal(name, figure) for figure in getattr(self, name))
            if len(years) != len(YEAR_WEIGHTS):
                raise ValueError(f"{name} holds three years, oldest first, not {len(years)}")
            object.__setattr__(self, name, years)
        for name in ("current_tangible_wan", "noncurrent_tangible_wan", "strength"):
            figure = _as_decimal(name, getattr(self, name))
            if figure < 0:
                raise ValueError(f"{name} must not be negative, but is {figure}")
            object.__setattr__(self, name, figure)
        if self.strength > HUNDRED:
            raise ValueError(f"strength must lie between 0 and 100, not {self.strength}")


@dataclass(frozen=True, slots=True)
class PresentValue:
    """A yearly sum of today, F0, carried forward and discounted; 万元, unrounded.

    flows_wan       F1 … FT
    discounted_wan  each of them in today's money
    explicit_wan    their sum; terminal_wan all that comes after year T; total_wan both
    """

    base_wan: Decimal
    flows_wan: tuple[Decimal, ...]
    discounted_wan: tuple[Decimal, ...]
    explicit_wan: Decimal
    terminal_wan: Decimal
    total_wan: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Valuation:
    """The value and every step to it. value_wan, excess_wan, royalty_wan and floor_wan have two places, the rest is
    unrounded.

    method              which branch won: excess (also when both are equal) or royalty
    floor_wan           phi × the royalty value
    value_exact_wan     the value before its rounding
    k, r                strength coefficient and discount rate
    mean_profit_wan     weighted profit; breaks ties after strength. mean_revenue_wan likewise
    tangible_wan        what the tangible assets must earn
    excess_profit_wan   profit above that, at least nothing
    cagr                yearly growth of revenue before the bounds; None without a base
    growth_start        the same within the bounds; growth_by_year fades from it to g_inf
    excess, royalty     the two streams; excess.base_wan is F0
    flags               what a person must look at (REVENUE_BASE_NOT_POSITIVE)
    bounds              limits that took hold: growth_floor, growth_cap, rate_floor, no_excess
    """

    value_wan: Decimal
    excess_wan: Decimal
    royalty_wan: Decimal
    floor_wan: Decimal
    method: Literal["excess", "royalty"]
    value_exact_wan: Decimal
    k: Decimal
    r: Decimal
    mean_profit_wan: Decimal
    mean_revenue_wan: Decimal
    tangible_wan: Decimal
    excess_profit_wan: Decimal
    cagr: Decimal | None
    growth_start: Decimal
    growth_by_year: tuple[Decimal, ...]
    excess: PresentValue
    royalty: PresentValue
    flags: tuple[str, ...]
    bounds: tuple[str, ...]
    inputs: ValuationInputs
    parameters: ValuationParameters


def brand_value(inputs: ValuationInputs, parameters: ValuationParameters | None = None) -> Valuation:
    """The value of one firm's brand in 万元; never negative. See the module's head for a worked case."""
    figures = parameters or ValuationParameters()
    with exact_sums():
        k = K_AT_NOTHING - K_PER_POINT * inputs.strength
        r = max(figures.industry_return * k, figures.g_inf + LEAST_SPREAD_RATIO)
        profit, revenue = _weighted_mean(inputs.profit_wan), _weighted_mean(inputs.revenue_wan)
        tangible = inputs.current_tangible_wan * figures.r_ct + inputs.noncurrent_tangible_wan * figures.r_nct
        surplus = max(ZERO, profit - tangible)
        cagr, start = _growth_start(inputs.revenue_wan, figures)
        rates = _fade(start, figures)
        excess = _present_value(figures.beta * surplus, rates, r, figures.g_inf)
        royalty = _present_value(revenue * figures.rho * (ONE - figures.tax), rates, r, figures.g_inf)
        floor = figures.phi * royalty.total_wan
        value = max(excess.total_wan, floor)
        bounds = _bounds(cagr, r, k, surplus, figures)
    return Valuation(
        value_wan=round_half_up(value, 2),
        excess_wan=round_half_up(excess.total_wan, 2),
        royalty_wan=round_half_up(royalty.total_wan, 2),
        floor_wan=round_half_up(floor, 2),
        method="royalty" if floor > excess.total_wan else "excess",
        value_exact_wan=value,
        k=k,
        r=r,
        mean_profit_wan=profit,
        mean_revenue_wan=revenue,
        tangible_wan=tangible,
        excess_profit_wan=surplus,
        cagr=cagr,
        growth_start=start,
        growth_by_year=rates,
        excess=excess,
        royalty=royalty,
        flags=() if cagr is not None else (REVENUE_BASE_NOT_POSITIVE,),
        bounds=bounds,
        inputs=inputs,
        parameters=figures,
    )


def adjusted(value: Decimal, a: Decimal) -> Decimal:
    """value · (1 + a), two places, half up: what the panel's verification leaves of a ranking figure (V or G).

    a   −0.10 … 0.10, both included. Raises ValueError.  12323.73 raised by 5 % is 12939.92
    """
    share = _as_decimal("a", a)
    if abs(share) > LARGEST_ADJUSTMENT_RATIO:
        raise ValueError(f"a must lie between -{LARGEST_ADJUSTMENT_RATIO} and {LARGEST_ADJUSTMENT_RATIO}, not {share}")
    with exact_sums():
        return round_half_up(_as_decimal("value", value) * (ONE + share), 2)


def parameter_names() -> tuple[str, ...]:
    """Every parameter of the model, in the order of its rules."""
    return tuple(entry.name for entry in fields(ValuationParameters))


def _as_decimal(name: str, number: Any) -> Decimal:
    """A Decimal of a Decimal or a whole number; a float would bring in digits that nobody typed."""
    if isinstance(number, bool) or not isinstance(number, Decimal | int):
        raise ValueError(f"{name} must be a Decimal, not {number!r}")
    decimal = Decimal(number)
    if not decimal.is_finite():
        raise ValueError(f"{name} must be finite, not {number}")
    return decimal


def _weighted_mean(years: tuple[Decimal, ...]) -> Decimal:
    return sum((weight * year for weight, year in zip(YEAR_WEIGHTS, years, strict=True)), ZERO) / sum(YEAR_WEIGHTS)


def _growth_start(revenue: tuple[Decimal, ...], figures: ValuationParameters) -> tuple[Decimal | None, Decimal]:
    """Growth as found, and within the bounds; without a base to grow from it is taken as nothing."""
    if revenue[0] <= 0:
        return None, ZERO
    cagr = yearly_growth_ratio(revenue[2], revenue[0])
    return cagr, clamp(cagr, figures.growth_floor, figures.growth_cap)


def _fade(start: Decimal, figures: ValuationParameters) -> tuple[Decimal, ...]:
    """g_i = gh + (g_inf − gh) · i ÷ (T + 1), i = 1 … T."""
    steps = figures.years + 1
    return tuple(start + (figures.g_inf - start) * i / steps for i in range(1, steps))


def _present_value(base: Decimal, rates: tuple[Decimal, ...], r: Decimal, g_inf: Decimal) -> PresentValue:
    flows = [base]
    for rate in rates:
        flows.append(flows[-1] * (ONE + rate))
    factors = [(ONE + r) ** year for year in range(len(flows))]
    discounted = tuple(flow / factor for flow, factor in zip(flows[1:], factors[1:], strict=True))
    explicit = sum(discounted, ZERO)
    terminal = flows[-1] * (ONE + g_inf) / (r - g_inf) / factors[-1]
    return PresentValue(base, tuple(flows[1:]), discounted, explicit, terminal, explicit + terminal)


def _bounds(
    cagr: Decimal | None, r: Decimal, k: Decimal, surplus: Decimal, figures: ValuationParameters
) -> tuple[str, ...]:
    found = {
        "growth_floor": cagr is not None and cagr < figures.growth_floor,
        "growth_cap": cagr is not None and cagr > figures.growth_cap,
        "rate_floor": r > figures.industry_return * k,
        "no_excess": surplus == 0,
    }
    return tuple(name for name, holds in found.items() if holds)
