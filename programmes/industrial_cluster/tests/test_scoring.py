"""The score: points on the line, means, weights and the pass line. Sums are worked by hand in the comments."""

from decimal import Decimal

import pytest

from programmes.industrial_cluster.examples import complete_facts, example_firms
from programmes.industrial_cluster.indicators import assess
from programmes.industrial_cluster.scoring import (
    PARTS,
    ScoringParameters,
    points_for,
    score_cluster,
    score_quantitative,
)


def points(value, threshold, *, lower=False, below="proportional"):
    parameters = ScoringParameters(below_threshold=below)
    return points_for(Decimal(value), Decimal(threshold), is_lower_better=lower, parameters=parameters)


def parts_of(**overrides):
    found = score_quantitative(assess(complete_facts(**overrides)))
    return {part.part.key: part.points for group in found.groups for part in group.parts}


@pytest.mark.parametrize(
    ("value", "expected"),
    [("30", 60), ("60", 100), ("45", 80), ("31.2", "61.6"), ("600", 100), ("15", 30), ("0", 0), ("-30", 0)],
)
def test_higher_is_better_earns_60_at_the_threshold_and_100_at_twice_it(value, expected):
    assert points(value, "30") == Decimal(expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("100", 60), ("50", 100), ("75", 80), ("12.5", 100), ("150", 30), ("200", 0), ("900", 0)],
)
def test_lower_is_better_earns_100_at_half_the_threshold(value, expected):
    assert points(value, "100", lower=True) == Decimal(expected)


@pytest.mark.parametrize(("value", "expected"), [("15", 40), ("0", 20), ("-15", 0), ("-60", 0)])
def test_an_edition_may_let_the_same_line_go_on_below_the_threshold(value, expected):
    assert points(value, "30", below="same_line") == Decimal(expected)


def test_every_part_of_the_example_by_hand():
    # 31.2/30 → 60+40×0.04; 65 %/50 % → 60+40×0.3; 75 %/50 % → 60+40×0.5; 12/10 → 60+40×0.2; 15 %/10 % → 60+40×0.5
    found = {key: round(value, 4) for key, value in parts_of().items()}
    assert found == {
        "c2_area": 100,
        "c2_output": Decimal("61.6"),
        "c2_sme_share": 72,
        "c2_lead_share": 80,
        "c2_growth": Decimal("66.6399"),  # √(38.9/31.2) − 1 = 11.65997 %
        "c3_firms": 68,
        "c5_rd_growth": 60,
        "c5_platform": 60,
        "c5_std": 60,
        "c5_pat_growth": Decimal("60.7031"),  # √(186/140) − 1 = 15.26367 %
        "c5_pat_10k": Decimal("72.2105"),  # 19.578947 / 15
        "c6_platform": 80,
        "c9_service_org": 60,
    }


def test_the_mean_is_taken_in_each_group_and_then_of_the_groups():
    # groups 2, 3, 5, 6, 9: 76.04797, 68, 62.58273, 80, 60 → 346.63070 / 5 = 69.32614
    found = score_quantitative(assess(complete_facts()))
    assert [(group.number, round(group.points, 4)) for group in found.groups] == [
        (2, Decimal("76.0480")),
        (3, Decimal(68)),
        (5, Decimal("62.5827")),
        (6, Decimal(80)),
        (9, Decimal(60)),
    ]
    assert (found.points, found.open_keys) == (Decimal("69.33"), ())


def test_of_the_two_alternatives_of_group_three_the_better_counts():
    assert parts_of(firm_list=example_firms(2, "little_giant"))["c3_firms"] == 100
    assert parts_of(firm_list=example_firms(15, "hi_tech"))["c3_firms"] == 80


def test_the_total_is_rounded_once():
    # 0.6 × 69.32614 + 0.4 × 80.02 = 73.60368; from a quantitative part rounded first it would be 73.606 → 73.61
    assert score_cluster(assess(complete_facts()), Decimal("80.02")).total == Decimal("73.60")


@pytest.mark.parametrize(
    ("expert", "total", "reaches"),
    [("70.98", "69.99", False), ("71.00", "70.00", True), ("71.02", "70.00", True), ("71.04", "70.01", True)],
)
def test_the_pass_line_is_held_against_the_published_total(expert, total, reaches):
    # 41.59568 + 0.4 × 70.98 = 69.98768; × 71.00 = 69.99568; × 71.02 = 70.00368; × 71.04 = 70.01168
    found = score_cluster(assess(complete_facts()), Decimal(expert))
    assert (found.total, found.reaches_pass_line, found.passed) == (Decimal(total), reaches, reaches)


def test_a_high_total_does_not_heal_a_failed_group():
    found = score_cluster(assess(complete_facts(c8_intl=False)), Decimal(100))
    assert (found.reaches_pass_line, found.meets_all_groups, found.passed) == (True, False, False)


def test_without_the_panel_or_a_figure_there_is_no_total():
    assert score_cluster(assess(complete_facts()), None).total is None
    found = score_cluster(assess(complete_facts(rd_sme_y2=None)), Decimal(90))
    assert (found.total, found.passed, found.quantitative.open_keys) == (None, None, ("c5_rd_growth",))


def test_a_zero_base_that_an_official_accepts_stands_at_the_threshold():
    assert parts_of(patents_sme_y2=0)["c5_pat_growth"] is None
    assert parts_of(patents_sme_y2=0, c5_pat_growth=True)["c5_pat_growth"] == 60


def test_every_scored_indicator_has_a_numeric_threshold():
    assessment = assess(complete_facts())
    assert {type(assessment.line(key).threshold) for part in PARTS for key in part.indicators} == {Decimal}


@pytest.mark.parametrize(
    "overrides",
    [{"expert_weight_ratio": "0.5"}, {"below_threshold": "steep"}, {"no_such_name": "1"}],
)
def test_parameters_that_make_no_sense_are_refused(overrides):
    with pytest.raises(ValueError, match=r"weights|below_threshold|unknown"):
        ScoringParameters.from_mapping(overrides)


@pytest.mark.parametrize("expert", ["-0.01", "100.01"])
def test_expert_points_outside_the_scale_are_refused(expert):
    with pytest.raises(ValueError, match="between 0 and 100"):
        score_cluster(assess(complete_facts()), Decimal(expert))
