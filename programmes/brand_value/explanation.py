"""How a value came about, step by step, for the page that a firm and an official read: the sums with their numbers.

Numbers are shown with at most four decimals; the steps keep them unrounded. Nothing is computed anew but the sums that
are written out.
"""

from dataclasses import dataclass
from decimal import Decimal

from programmes.brand_value.arithmetic import HUNDRED, exact_sums, plain
from programmes.brand_value.valuation import (
    K_AT_NOTHING,
    K_PER_POINT,
    LEAST_SPREAD_RATIO,
    REVENUE_BASE_NOT_POSITIVE,
    PresentValue,
    Valuation,
)
from programmes.brand_value.words import mark as _

FLAGS: dict[str, str] = {
    REVENUE_BASE_NOT_POSITIVE: _("最早一年营业收入为零或为负，增速按 0 计，请核实"),
}
BOUNDS: dict[str, str] = {
    "growth_floor": _("首年增速低于下限，按下限计"),
    "growth_cap": _("首年增速高于上限，按上限计"),
    "rate_floor": _("折现率按永续增长率加 3 个百分点计"),
    "no_excess": _("利润不高于有形资产应得收益，超额收益为零"),
}
METHODS: dict[str, str] = {
    "excess": _("多周期超额收益法"),
    "royalty": _("许可费节省法下限"),
}
WAN = _("万元")


@dataclass(frozen=True, slots=True)
class Step:
    """One number: value unrounded, in `unit`; working the sum with its numbers; label is in the catalogue."""

    key: str
    label: str
    working: str
    value: Decimal
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Year:
    """One year of the explicit period: growth in per cent, the sum of the year and the same in today's money, 万元."""

    number: int
    growth_pct: Decimal
    flow_wan: Decimal
    discounted_wan: Decimal


def explain(valuation: Valuation) -> tuple[Step, ...]:
    """Every step from the filed figures to the value, in the order of the rules (4.4)."""
    return (*_rate_steps(valuation), *_profit_steps(valuation), *_growth_steps(valuation), *_value_steps(valuation))


def years_of(valuation: Valuation, stream: PresentValue) -> tuple[Year, ...]:
    """The years of valuation.excess or valuation.royalty."""
    with exact_sums():
        growth = [rate * HUNDRED for rate in valuation.growth_by_year]
    rows = zip(growth, stream.flows_wan, stream.discounted_wan, strict=True)
    return tuple(Year(number, *row) for number, row in enumerate(rows, start=1))


def _rate_steps(found: Valuation) -> tuple[Step, ...]:
    strength, figures = plain(found.inputs.strength), found.parameters
    with exact_sums():
        rate = found.r * HUNDRED
    least = f"{_pct(figures.g_inf)} + {_pct(LEAST_SPREAD_RATIO)}"
    own = f"{_pct(figures.industry_return)} × {plain(found.k)}"
    return (
        Step("k", _("品牌强度系数 K"), f"{plain(K_AT_NOTHING)} − {plain(K_PER_POINT)} × {strength}", found.k),
        Step("r", _("品牌价值折现率 R"), f"max({own}, {least})", rate, "%"),
    )


def _profit_steps(found: Valuation) -> tuple[Step, ...]:
    firm, figures = found.inputs, found.parameters
    assets = (
        f"{plain(firm.current_tangible_wan)} × {_pct(figures.r_ct)}"
        f" + {plain(firm.noncurrent_tangible_wan)} × {_pct(figures.r_nct)}"
    )
    profit, tangible = plain(found.mean_profit_wan), plain(found.tangible_wan)
    share = f"{plain(found.excess_profit_wan)} × {_pct(figures.beta)}"
    return (
        Step("profit", _("调整后净利润加权平均"), _mean(firm.profit_wan), found.mean_profit_wan, WAN),
        Step("tangible", _("有形资产应得收益"), assets, found.tangible_wan, WAN),
        Step("surplus", _("超额收益"), f"max(0, {profit} − {tangible})", found.excess_profit_wan, WAN),
        Step("f0", _("品牌现金流基数"), share, found.excess.base_wan, WAN),
    )


def _growth_steps(found: Valuation) -> tuple[Step, ...]:
    """Growth as found is left out where there is no base to grow from."""
    figures, revenue = found.parameters, found.inputs.revenue_wan
    with exact_sums():
        start = found.growth_start * HUNDRED
        cagr = None if found.cagr is None else found.cagr * HUNDRED
    if cagr is None:
        return (Step("gh", _("首年增速"), "0", start, "%"),)
    between = f"min(max({plain(cagr)} %, {_pct(figures.growth_floor)}), {_pct(figures.growth_cap)})"
    return (
        Step("cagr", _("营业收入两年复合增速"), f"√({plain(revenue[2])} ÷ {plain(revenue[0])}) − 1", cagr, "%"),
        Step("gh", _("首年增速"), between, start, "%"),
    )


def _value_steps(found: Valuation) -> tuple[Step, ...]:
    figures, firm = found.parameters, found.inputs
    fee = f"{plain(found.mean_revenue_wan)} × {_pct(figures.rho)} × (1 − {_pct(figures.tax)})"
    floor = f"{plain(figures.phi)} × {plain(found.royalty.total_wan)}"
    value = f"max({plain(found.excess_wan)}, {plain(found.floor_wan)})"
    return (
        *_stream_steps("excess", found.excess, found),
        Step("v_excess", _("超额收益法价值"), _sum_of(found.excess), found.excess.total_wan, WAN),
        Step("revenue", _("营业收入加权平均"), _mean(firm.revenue_wan), found.mean_revenue_wan, WAN),
        Step("fee", _("税后许可费基数"), fee, found.royalty.base_wan, WAN),
        *_stream_steps("royalty", found.royalty, found),
        Step("v_royalty", _("许可费节省法价值"), _sum_of(found.royalty), found.royalty.total_wan, WAN),
        Step("floor", _("价值下限"), floor, found.floor_wan, WAN),
        Step("value", _("品牌价值"), value, found.value_wan, WAN),
    )


def _stream_steps(name: str, stream: PresentValue, found: Valuation) -> tuple[Step, ...]:
    rate, last = plain(found.r, 6), found.parameters.years
    g_inf = plain(found.parameters.g_inf)
    parts = " + ".join(plain(part) for part in stream.discounted_wan)
    beyond = f"{plain(stream.flows_wan[-1])} × (1 + {g_inf}) ÷ ({rate} − {g_inf}) ÷ (1 + {rate})^{last}"
    return (
        Step(f"{name}_explicit", _("高速增长期现值"), parts, stream.explicit_wan, WAN),
        Step(f"{name}_terminal", _("永续期现值"), beyond, stream.terminal_wan, WAN),
    )


def _sum_of(stream: PresentValue) -> str:
    return f"{plain(stream.explicit_wan)} + {plain(stream.terminal_wan)}"


def _mean(years: tuple[Decimal, Decimal, Decimal]) -> str:
    """Negative years in brackets, as people write them in a sum."""
    oldest, middle, newest = (f"({plain(year)})" if year < 0 else plain(year) for year in years)
    return f"({oldest} + 2 × {middle} + 3 × {newest}) ÷ 6"


def _pct(ratio: Decimal) -> str:
    with exact_sums():
        return f"{plain(ratio * HUNDRED)} %"
