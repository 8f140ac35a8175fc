"""What an organiser may set, and the sentence for each setting that cannot be worked with."""

from decimal import Decimal

import pytest

from programmes.brand_value import course
from programmes.brand_value.parameters import check_settings
from programmes.brand_value.programme import PROGRAMME
from programmes.contract import Facts
from programmes.parameters import flat

DEFAULTS = PROGRAMME.defaults


def test_the_defaults_are_in_order():
    assert course.check_parameters(DEFAULTS) == {}
    assert course.check_parameters({}) == {}
    check_settings(DEFAULTS)


def test_a_score_and_a_pass_line_are_no_settings_of_this_programme():
    assert {"pass_line", "quantitative_weight", "expert_weight"} & set(DEFAULTS) == set()
    shown = ("list_lengths", "scan_replaces_paper", "list_shows_rank", "list_shows_figure", "certificate_shows_rank")
    assert [DEFAULTS[key] for key in shown] == [{"L1": 0, "L2": 0, "L3": 0}, False, True, False, False]
    assert (DEFAULTS["validity_mode"], sum(DEFAULTS["panel_seats"].values())) == ("edition_year", 5)


def table(name, **over):
    return {name: {**DEFAULTS[name], **over}}


WRONG = [
    *({"r_ct": wrong} for wrong in ("0.1501", "-0.01", "", "3.45%", None, True)),
    {"r_nct": "0.16"},
    {"tax": "0.26"},
    {"g_inf": "0.031"},
    *({"years": wrong} for wrong in (2, 6, "4.5", None)),
    {"phi": "1.01"},
    *({"growth_floor": wrong} for wrong in ("0.01", "-0.51")),
    {"growth_cap": "0.51"},
    *({"industry_table": wrong} for wrong in ({}, [], {"industry": {}}, "x")),
    {"industry_table": {"other": {"industry_return": "0.21", "beta": "0.3", "rho": "0.02"}}},
    {"industry_table": {"banks": DEFAULTS["industry_table"]["other"], "other": DEFAULTS["industry_table"]["other"]}},
    table("strength_weights", T1="6"),
    table("strength_weights", T1="-1", T2="11"),
    table("strength_ranges", T1=["3", "3"]),
    table("strength_ranges", T1="3"),
    table("strength_steps", Q4={"national": "101"}),
    {"strength_steps": [1]},
    table("standard_points", group="-1"),
    table("growth_weights", G1="0.5"),
    table("growth_ranges", G1=["50"]),
    *({"list_lengths": wrong} for wrong in ({"L1": 1}, {"L1": 1, "L2": 1, "L3": -1}, {"L1": 1, "L2": 1, "L3": "a"}, 5)),
    {"scan_replaces_paper": "yes"},
    {"list_shows_rank": 1},
    *({"panel_seats": wrong} for wrong in ({"finance": 4}, {"finance": 1}, {"finance": -1, "technology": 4}, 5)),
    *({"reserve_ratio": wrong} for wrong in (-1, "x", None)),
    {"spread_range_limit": 101},
    {"spread_deviation_limit": "a"},
    *({key: 0} for key in ("trim_from", "correction_days", "notice_days")),
    *({key: "1.5"} for key in ("max_returns", "paper_copies", "discs")),
]


@pytest.mark.parametrize("settings", WRONG, ids=[f"{next(iter(one))}-{n}" for n, one in enumerate(WRONG)])
def test_a_wrong_setting_is_named_with_what_a_right_one_looks_like(settings):
    key = next(iter(settings))
    found = course.check_parameters({**DEFAULTS, **settings})
    assert set(found) == {key}
    assert found[key].endswith("。")


RIGHT = [
    {"r_ct": "0", "r_nct": "0.15", "tax": "0.25", "g_inf": "0.03", "years": "3", "phi": 1},
    {"growth_floor": "-0.50", "growth_cap": "0.50", "years": 4},
    {"list_lengths": {"L1": 30, "L2": "50", "L3": 0}},
    {"panel_seats": {"technology": 3, "brand_quality": 2, "finance": 2}, "reserve_ratio": "0.5"},
    {"industry_table": {"other": {"industry_return": "0.03", "beta": "0.05", "rho": "0.005"}}},
]


@pytest.mark.parametrize("settings", RIGHT)
def test_settings_at_their_bounds_hold(settings):
    settings = {**DEFAULTS, **settings}
    assert course.check_parameters(settings) == {}
    assert PROGRAMME.model.appraise(Facts({}), {}, settings).figure is None


def test_whatever_passes_the_check_the_model_can_work_with():
    """Each right setting on its own, and each wrong one refused by the model where it bears on it."""
    for settings in WRONG:
        if set(settings) & set(course.OUT_OF_RANGE) or "table" in next(iter(settings)):
            with pytest.raises((ValueError, TypeError, AttributeError)):
                check_settings({**DEFAULTS, **settings})


def test_weights_of_an_edition_reach_the_score():
    weights = {**DEFAULTS["strength_weights"], "N1": "0", "Q5": "11"}
    facts = Facts({"revenue_y0": Decimal(1000), "rd_expense_y0": Decimal(100)})
    default, changed = (
        PROGRAMME.quantify(facts, settings).value for settings in (DEFAULTS, {**DEFAULTS, "strength_weights": weights})
    )
    assert (default, changed) == (Decimal("7.00"), Decimal("0.00"))


def test_every_row_and_column_of_a_table_has_a_name():
    lists = {one.code for one in PROGRAMME.lists}
    for key, value in DEFAULTS.items():
        if isinstance(value, dict) and key not in ("list_lengths", "panel_seats"):
            parts = {part for path, _value in flat((), value) for part in path}
            unnamed = parts - set(PROGRAMME.parameter_words[key])
            assert unnamed == ({"AAA", "AA", "A", "0", "1"} if key == "strength_steps" else set()), key
    assert set(DEFAULTS["list_lengths"]) == lists
    assert {
        key: str(DEFAULTS[key]) in dict(PROGRAMME.parameter_choices[key]) for key in course.CHOICES
    } == dict.fromkeys(course.CHOICES, True)
