"""The value of a brand: the worked examples to the cent, the traps, and the ranges of every parameter."""

import subprocess
import sys
from decimal import ROUND_DOWN, Decimal, localcontext

import pytest

from portal.kit.money import round_half_up
from programmes.brand_value.valuation import ValuationInputs, ValuationParameters, adjusted, brand_value

D = Decimal
STRONG = {"profit": (2400, 2800, 3200), "revenue": (21000, 24500, 28000), "assets": (9000, 12000), "strength": 78}
SHRINKING = {"profit": (900, 700, 820), "revenue": (15200, 14100, 13600), "assets": (5200, 6100), "strength": 52}
YOUNG = {"profit": (-600, -250, -80), "revenue": (3000, 5200, 8600), "assets": (2600, 1400), "strength": 61}
FIGURES = {
    "strong": ValuationParameters(industry_return=D("0.10"), beta=D("0.30"), rho=D("0.02")),
    "shrinking": ValuationParameters(industry_return=D("0.09"), beta=D("0.25"), rho=D("0.015")),
    "young": ValuationParameters(industry_return=D("0.11"), beta=D("0.35"), rho=D("0.03")),
}
FIRMS = {"strong": STRONG, "shrinking": SHRINKING, "young": YOUNG}


def inputs(firm=STRONG, **changed):
    firm = {**firm, **changed}
    return ValuationInputs(
        profit_wan=tuple(map(D, firm["profit"])),
        revenue_wan=tuple(map(D, firm["revenue"])),
        current_tangible_wan=D(firm["assets"][0]),
        noncurrent_tangible_wan=D(firm["assets"][1]),
        strength=D(firm["strength"]),
    )


def value_of(firm=STRONG, figures=None, **changed):
    return brand_value(inputs(firm, **changed), figures or ValuationParameters())


def steps(result):
    """Every number that the worked examples give, rounded as they are written there."""

    def two(number):
        return str(round_half_up(number, 2))

    def four(number):
        return str(round_half_up(number, 4))

    return {
        "k": str(result.k.normalize()),
        "r": str(result.r.normalize()),
        "profit": four(result.mean_profit_wan),
        "tangible": two(result.tangible_wan),
        "excess": four(result.excess_profit_wan),
        "f0": four(result.excess.base_wan),
        "cagr": str(round_half_up(result.cagr, 6)),
        "gh": str(round_half_up(result.growth_start, 6)),
        "flows": [four(flow) for flow in result.excess.flows_wan],
        "explicit": two(result.excess.explicit_wan),
        "terminal": two(result.excess.terminal_wan),
        "values": [str(v) for v in (result.excess_wan, result.royalty_wan, result.floor_wan, result.value_wan)],
        "method": result.method,
    }


EXPECTED = {
    "strong": {
        "k": "0.908",
        "r": "0.0908",
        "profit": "2933.3333",
        "tangible": "784.50",
        "excess": "2148.8333",
        "f0": "644.6500",
        "cagr": "0.154701",
        "gh": "0.150000",
        "flows": ["727.3801", "804.9673", "873.3895", "928.7042", "967.4002"],
        "explicit": "3298.73",
        "terminal": "9025.00",
        "values": ["12323.73", "8341.36", "4170.68", "12323.73"],
        "method": "excess",
    },
    "shrinking": {
        "k": "1.272",
        "r": "0.11448",
        "profit": "793.3333",
        "tangible": "420.35",
        "excess": "372.9833",
        "f0": "93.2458",
        "cagr": "-0.054095",
        "gh": "-0.054095",
        "flows": ["89.3532", "86.7266", "85.2481", "84.8476", "85.4967"],
        "explicit": "316.31",
        "terminal": "536.84",
        "values": ["853.15", "1637.07", "818.54", "853.15"],
        "method": "excess",
    },
    "young": {
        "k": "1.146",
        "r": "0.12606",
        "profit": "-223.3333",
        "tangible": "145.00",
        "excess": "0.0000",
        "f0": "0.0000",
        "cagr": "0.693123",
        "gh": "0.150000",
        "flows": ["0.0000"] * 5,
        "explicit": "0.00",
        "terminal": "0.00",
        "values": ["0.00", "2104.44", "1052.22", "1052.22"],
        "method": "royalty",
    },
}


@pytest.mark.parametrize("name", FIRMS)
def test_the_worked_examples_hold_at_every_step(name):
    assert steps(value_of(FIRMS[name], FIGURES[name])) == EXPECTED[name]


def test_the_defaults_are_those_of_the_rules():
    assert value_of(STRONG) == value_of(STRONG, FIGURES["strong"])
    assert ValuationParameters() == ValuationParameters(
        r_ct=D("0.0345"),
        r_nct=D("0.0395"),
        industry_return=D("0.1"),
        beta=D("0.3"),
        rho=D("0.02"),
        tax=D("0.15"),
        g_inf=D("0.02"),
        years=5,
        phi=D("0.5"),
    )


def test_growth_fades_in_even_steps_to_the_growth_without_end():
    # From 0.15 to 0.02 in six steps of 0.13 / 6; the sixth would be 0.02 itself.
    rates = value_of().growth_by_year
    assert [str(round_half_up(rate, 6)) for rate in rates] == [
        "0.128333",
        "0.106667",
        "0.085000",
        "0.063333",
        "0.041667",
    ]


def test_a_short_period_has_as_many_years_as_it_says():
    # T = 3, F0 = 100 × 0.30 = 30, no growth but 2 %: R = 0.2 × 2 − nothing at strength 0.
    figures = ValuationParameters(industry_return=D("0.20"), years=3, phi=D(0))
    result = value_of(figures=figures, profit=(100, 100, 100), revenue=(100, 100, "104.04"), assets=(0, 0), strength=0)
    # 30 × 1.02^i / 1.4^i: 21.857143, 15.924490, 11.602128; then 31.836240 × 1.02 / 0.38 / 2.744 = 31.142555
    assert (result.growth_start, len(result.excess.flows_wan), result.r) == (D("0.02"), 3, D("0.40"))
    assert (round_half_up(result.excess.terminal_wan, 6), result.value_wan) == (D("31.142555"), D("80.53"))


@pytest.mark.parametrize(("oldest", "flags"), [("0", 1), ("-1", 1), ("0.01", 0)])
def test_without_revenue_to_grow_from_growth_is_nothing_and_a_flag_says_so(oldest, flags):
    result = value_of(revenue=(oldest, 100, "0.01"))
    assert result.flags == ("revenue_base_not_positive",) * flags
    assert (result.cagr, result.growth_start) == ((None, 0) if flags else (0, 0))


def test_a_firm_without_revenue_profit_and_assets_is_worth_nothing():
    result = value_of(profit=(0, 0, 0), revenue=(0, 0, 0), assets=(0, 0), strength=0)
    assert (result.value_wan, result.method, result.bounds) == (D("0.00"), "excess", ("no_excess",))


def test_revenue_that_vanished_shrinks_at_the_floor():
    assert (value_of(revenue=(100, 50, 0)).growth_start, value_of(revenue=(100, 50, -5)).cagr) == (D("-0.10"), -1)


def test_the_rate_stays_three_points_above_the_growth_without_end():
    figures = ValuationParameters(industry_return=D("0.03"), g_inf=D("0.03"))
    result = value_of(figures=figures, strength=100)
    assert (result.k, result.r, result.bounds) == (D("0.6"), D("0.06"), ("growth_cap", "rate_floor"))


def test_an_edition_may_move_the_bounds_of_growth():
    wide = value_of(YOUNG, ValuationParameters(growth_cap=D("0.40")))
    assert (wide.growth_start, wide.bounds) == (D("0.40"), ("growth_cap", "no_excess"))


def test_the_digits_do_not_depend_on_the_context_of_the_caller():
    expected = value_of(SHRINKING)
    with localcontext() as context:
        context.prec, context.rounding = 6, ROUND_DOWN
        found = value_of(SHRINKING)
    assert found == expected


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("r_ct", "0", "0.15"),
        ("r_nct", "0", "0.15"),
        ("industry_return", "0.03", "0.20"),
        ("beta", "0.05", "0.60"),
        ("rho", "0.005", "0.05"),
        ("tax", "0", "0.25"),
        ("g_inf", "0", "0.03"),
        ("phi", "0", "1"),
        ("growth_floor", "-0.50", "0"),
        ("growth_cap", "0", "0.50"),
    ],
)
def test_a_ratio_holds_at_both_ends_of_its_range_and_not_beyond(name, low, high):
    for end in (low, high):
        assert getattr(ValuationParameters(**{name: D(end)}), name) == D(end)
    for beyond in (D(low) - D("0.0001"), D(high) + D("0.0001")):
        with pytest.raises(ValueError, match=f"^{name} must lie between {low} and {high}, not"):
            ValuationParameters(**{name: beyond})


@pytest.mark.parametrize("years", [2, 6, D("3.5"), True, "4"])
def test_the_period_is_three_to_five_whole_years(years):
    assert [ValuationParameters(years=right).years for right in (3, 4, 5)] == [3, 4, 5]
    with pytest.raises(ValueError, match=r"^years must be a whole number between 3 and 5"):
        ValuationParameters(years=years)


@pytest.mark.parametrize("wrong", [0.1, "0.1", None, D("NaN"), D("Infinity")])
def test_only_decimals_are_taken_for_ratios_and_figures(wrong):
    with pytest.raises(ValueError, match=r"^beta must be"):
        ValuationParameters(beta=wrong)
    with pytest.raises(ValueError, match=r"^profit_wan must be"):
        ValuationInputs(**{**_fields(inputs()), "profit_wan": (D(1), wrong, D(3))})


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"current_tangible_wan": D("-0.01")}, "current_tangible_wan must not be negative"),
        ({"noncurrent_tangible_wan": D(-1)}, "noncurrent_tangible_wan must not be negative"),
        ({"strength": D("-0.01")}, "strength must not be negative"),
        ({"strength": D("100.01")}, "strength must lie between 0 and 100"),
        ({"revenue_wan": (D(1), D(2))}, "revenue_wan holds three years"),
    ],
)
def test_figures_that_cannot_be_are_refused_by_name(changed, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        ValuationInputs(**{**_fields(inputs()), **changed})


def _fields(found):
    return {name: getattr(found, name) for name in ValuationInputs.__dataclass_fields__}


@pytest.mark.parametrize(
    ("value", "a", "expected"),
    [
        ("12323.73", "0", "12323.73"),
        ("12323.73", "0.05", "12939.92"),  # 12939.9165
        ("12323.73", "-0.10", "11091.36"),  # 11091.357
        ("0.05", "0.10", "0.06"),  # 0.055, half up
        ("0", "0.10", "0.00"),
    ],
)
def test_the_panel_moves_a_figure_by_at_most_a_tenth(value, a, expected):
    assert str(adjusted(D(value), D(a))) == expected


@pytest.mark.parametrize("a", ["0.1001", "-0.1001", "1"])
def test_a_larger_adjustment_is_refused(a):
    with pytest.raises(ValueError, match=r"^a must lie between -0.10 and 0.10"):
        adjusted(D(100), D(a))


def test_the_arithmetic_loads_without_django():
    code = (
        "import sys; from programmes.brand_value import growth, parameters, strength, valuation; "
        "sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
