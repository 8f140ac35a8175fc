"""The steps of a value as a reader sees them: each sum, done by hand, gives the number beside it."""

from decimal import Decimal

from programmes.brand_value.arithmetic import plain
from programmes.brand_value.explanation import BOUNDS, FLAGS, METHODS, explain, years_of
from programmes.brand_value.tests.test_valuation import SHRINKING, STRONG, YOUNG, value_of
from programmes.brand_value.valuation import ValuationParameters

D = Decimal
SHRINKING_FIGURES = ValuationParameters(industry_return=D("0.09"), beta=D("0.25"), rho=D("0.015"))


def shown(valuation):
    return {step.key: (step.working, plain(step.value), step.unit) for step in explain(valuation)}


def test_every_step_of_the_shrinking_firm_can_be_followed():
    assert shown(value_of(SHRINKING, SHRINKING_FIGURES)) == {
        "k": ("2 − 0.014 × 52", "1.272", ""),
        "r": ("max(9 % × 1.272, 2 % + 3 %)", "11.448", "%"),
        "profit": ("(900 + 2 × 700 + 3 × 820) ÷ 6", "793.3333", "万元"),
        "tangible": ("5,200 × 3.45 % + 6,100 × 3.95 %", "420.35", "万元"),
        "surplus": ("max(0, 793.3333 − 420.35)", "372.9833", "万元"),
        "f0": ("372.9833 × 25 %", "93.2458", "万元"),
        "cagr": ("√(13,600 ÷ 15,200) − 1", "-5.4095", "%"),
        "gh": ("min(max(-5.4095 %, -10 %), 15 %)", "-5.4095", "%"),
        # 89.3532 ÷ 1.11448, 86.7266 ÷ 1.11448², and so on; the sums were done a second time in floating point
        "excess_explicit": ("80.1748 + 69.8245 + 61.584 + 54.9984 + 49.7265", "316.3083", "万元"),
        "excess_terminal": ("85.4967 × (1 + 0.02) ÷ (0.11448 − 0.02) ÷ (1 + 0.11448)^5", "536.8445", "万元"),
        "v_excess": ("316.3083 + 536.8445", "853.1527", "万元"),
        # (15200 + 28200 + 40800) ÷ 6 = 84200 ÷ 6
        "revenue": ("(15,200 + 2 × 14,100 + 3 × 13,600) ÷ 6", "14,033.3333", "万元"),
        "fee": ("14,033.3333 × 1.5 % × (1 − 15 %)", "178.925", "万元"),
        "royalty_explicit": ("153.8437 + 133.9828 + 118.1706 + 105.5339 + 95.4179", "606.9489", "万元"),
        "royalty_terminal": ("164.0556 × (1 + 0.02) ÷ (0.11448 − 0.02) ÷ (1 + 0.11448)^5", "1,030.1254", "万元"),
        "v_royalty": ("606.9489 + 1,030.1254", "1,637.0742", "万元"),
        "floor": ("0.5 × 1,637.0742", "818.54", "万元"),
        "value": ("max(853.15, 818.54)", "853.15", "万元"),
    }


def test_the_floor_is_worked_with_the_royalty_value_that_stands_above_it():
    """Strength 68.6625 of firm A: half of 7,013.7856 is 3,506.8928; half of the rounded 7,013.79 would be 3,506.90."""
    found = shown(value_of(STRONG, strength=D("68.66253276047714454653033559")))
    assert (found["v_royalty"][1], found["floor"]) == ("7,013.7856", ("0.5 × 7,013.7856", "3,506.89", "万元"))


def test_losses_stand_in_brackets_and_growth_without_a_base_is_left_out():
    found = shown(value_of(YOUNG, revenue=(0, 5200, 8600)))
    assert found["profit"][0] == "((-600) + 2 × (-250) + 3 × (-80)) ÷ 6"
    assert ("cagr" in found, found["gh"]) == (False, ("0", "0", "%"))


def test_the_years_are_those_of_the_stream():
    valuation = value_of(SHRINKING, SHRINKING_FIGURES)
    years = years_of(valuation, valuation.excess)
    # g fades from −5.4095 % by 7.4095 ÷ 6 = 1.2349 points a year
    assert [(year.number, plain(year.growth_pct), plain(year.flow_wan)) for year in years] == [
        (1, "-4.1746", "89.3532"),
        (2, "-2.9396", "86.7266"),
        (3, "-1.7047", "85.2481"),
        (4, "-0.4698", "84.8476"),
        (5, "0.7651", "85.4967"),
    ]
    assert sum(year.discounted_wan for year in years).quantize(D("0.01")) == D("316.31")


def test_every_flag_bound_and_method_has_words():
    harsh = ValuationParameters(industry_return=D("0.03"), g_inf=D("0.03"))
    cases = [value_of(), value_of(YOUNG, harsh), value_of(revenue=(100, 10, 1)), value_of(revenue=(0, 0, 0))]
    assert {flag for case in cases for flag in case.flags} == set(FLAGS)
    assert {bound for case in cases for bound in case.bounds} == set(BOUNDS)
    assert {case.method for case in cases} == set(METHODS)
