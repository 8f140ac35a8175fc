"""Settings of an edition: defaults, tables, and a sentence for each figure that the model cannot work with."""

from decimal import Decimal

import pytest

from portal.kit.sme import INDUSTRIES
from programmes.brand_value.growth import GrowthScale
from programmes.brand_value.industries import TABLE
from programmes.brand_value.parameters import (
    DEFAULTS,
    LABELS,
    check_settings,
    growth_scale,
    strength_scale,
    valuation_parameters,
)
from programmes.brand_value.scales import StrengthScale
from programmes.brand_value.strength import strength
from programmes.brand_value.valuation import ValuationParameters

D = Decimal
SOFTWARE = {"industry_return": "0.12", "beta": "0.35", "rho": "0.03"}


def test_every_setting_has_a_label_and_every_industry_a_row():
    assert set(LABELS) == set(DEFAULTS)
    assert set(TABLE) == set(INDUSTRIES)
    check_settings(DEFAULTS)


def test_defaults_read_back_are_the_defaults_of_the_rules():
    assert valuation_parameters(DEFAULTS, "industry") == ValuationParameters()
    assert (strength_scale(DEFAULTS), growth_scale(DEFAULTS)) == (StrengthScale(), GrowthScale())
    assert (strength_scale({}), growth_scale({})) == (StrengthScale(), GrowthScale())


def test_a_firm_takes_the_figures_of_its_industry_and_the_round():
    found = valuation_parameters({**DEFAULTS, "tax": "0.25", "years": 3}, "software_it")
    assert found == ValuationParameters(
        industry_return=D("0.12"), beta=D("0.35"), rho=D("0.03"), tax=D("0.25"), years=3
    )


def test_an_industry_without_a_row_takes_that_of_the_others():
    settings = {"industry_table": {"other": SOFTWARE}}
    check_settings(settings)
    assert valuation_parameters(settings, "retail").beta == D("0.35")


def test_an_edition_changes_single_lines_of_a_table():
    settings = {
        "strength_weights": {"T1": "6", "T2": "4"},
        "strength_ranges": {"T1": ["2", "4"]},
        "strength_steps": {"I5": {"other": "10"}},
        "standard_points": {"group": "1"},
        "growth_weights": {"G1": "0.50", "G4": "0.10"},
    }
    check_settings(settings)
    found = strength({"revenue_y0": 1000, "credit_grade": "B"}, scale=strength_scale(settings))
    assert (found.line("T1").contribution, found.line("I5").score) == (3, 10)
    assert growth_scale(settings).weight_ratios["G1"] == D("0.50")


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"tax": "0.26"}, "tax must lie between 0 and 0.25, not 0.26"),
        ({"phi": "half"}, "phi: 'half' is not a number"),
        ({"phi": "NaN"}, "phi must be finite"),
        ({"years": "4.5"}, "years must be a whole number"),
        ({"years": 9}, "years must be a whole number between 3 and 5"),
        ({"industry_table": {"industry": SOFTWARE}}, "the industry table has neither"),
        ({"industry_table": {"other": SOFTWARE, "mining": SOFTWARE}}, "the industry table names industries"),
        ({"industry_table": {"other": {"beta": "0.3"}}}, "the industry table's row for 'other' must hold"),
        ({"industry_table": {"other": {**SOFTWARE, "beta": "0.7"}}}, "beta must lie between"),
        ({"strength_weights": {"T1": "6"}}, "strength_weights must add up to 100, not 101"),
        ({"strength_weights": {"T1": "-1", "T2": "11"}}, "strength_weights must not be negative"),
        ({"strength_weights": {"X1": "0"}}, "strength_weights must name exactly"),
        ({"strength_weights": ["6"]}, "weights is a table"),
        ({"strength_ranges": {"T1": ["3", "3"]}}, "strength_ranges, T1: two different ends"),
        ({"strength_ranges": {"T1": "3"}}, "ranges, T1: two numbers are expected"),
        ({"strength_steps": {"I5": {"AAA": "101"}}}, "strength_steps, I5: points lie between 0 and 100"),
        ({"strength_steps": {"I5": {"AAAA": "1"}}}, "strength_steps, I5 must name exactly"),
        ({"strength_steps": {"T1": {"x": "1"}}}, "strength_steps must name exactly"),
        ({"standard_points": {"group": "-1"}}, "standard_points must not be negative"),
        ({"growth_weights": {"G1": "0.5"}}, "growth_weights must add up to 1, not 1.10"),
        ({"growth_ranges": {"G1": ["0", "0"]}}, "growth_ranges, G1: two different ends"),
    ],
)
def test_a_figure_that_the_model_cannot_work_with_is_refused_by_name(settings, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        check_settings(settings)
