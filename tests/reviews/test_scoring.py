"""Panel scores, weights, normalisation: the worked cases of domain 5 and properties."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews import scoring
from reviews.scoring import NoScores, PanelScore, experts_to_ask, median, normalise, panel_score, weighted

POINTS = st.decimals(0, 100, places=1)
PANELS = st.lists(POINTS, min_size=1, max_size=12)


def decimals(*texts: object) -> tuple[Decimal, ...]:
    return tuple(Decimal(str(text)) for text in texts)


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([88, 90, 91, 85, 79], PanelScore(Decimal("87.67"), decimals(79, 91), Decimal(12), False)),
        ([92, 95, 60, 90, 94, 91, 93], PanelScore(Decimal("92.00"), decimals(60, 95), Decimal(35), True)),
        ([70, 85, 86, 88, 90], PanelScore(Decimal("86.33"), decimals(70, 90), Decimal(20), True)),
        ([80, 82, 84, 86], PanelScore(Decimal("83.00"), (), Decimal(6), False)),
        ([90, 90, 90, 80, 80], PanelScore(Decimal("86.67"), decimals(80, 90), Decimal(10), False)),
        ([77], PanelScore(Decimal("77.00"), (), Decimal(0), False)),
    ],
)
def test_worked_panels(points, expected):
    assert panel_score(points) == expected
    assert panel_score(str(point) for point in points) == expected


def test_the_range_limit_is_exceeded_only_beyond_twenty():
    assert not panel_score([80, 60]).needs_second_look
    assert panel_score(["80.1", 60]).needs_second_look


def test_a_score_fifteen_from_the_median_is_still_near():
    assert not panel_score([70, 85, 85]).needs_second_look
    assert panel_score(["69.9", 85, 85]).needs_second_look


def test_the_limits_are_the_editions():
    assert panel_score([4, 9], range_limit=4).needs_second_look
    assert panel_score([4, 9], deviation_limit=2).needs_second_look
    assert panel_score([1, 2, 3], trim_from=3).value == Decimal("2.00")


def test_floats_mean_what_they_print():
    assert panel_score([81.15, 81.16]).value == Decimal("81.16")


@pytest.mark.parametrize("nothing", [[], (), iter([])])
def test_no_scores_are_no_zero(nothing):
    with pytest.raises(NoScores):
        panel_score(nothing)


@pytest.mark.parametrize("wrong", ["good", None, float("nan"), Decimal("Infinity")])
def test_points_are_finite_numbers(wrong):
    with pytest.raises(ValueError, match="finite"):
        panel_score([80, wrong])


def test_the_median_of_an_even_number_is_the_mean_of_the_middle_two():
    assert median([90, 70, 81, 84]) == Decimal("82.5")


def test_those_far_off_are_asked_and_else_those_at_the_ends():
    assert experts_to_ask({"a": 70, "b": 85, "c": 86, "d": 88, "e": 90}) == ["a"]
    assert experts_to_ask({"a": 74, "b": 85, "c": 86, "d": 88, "e": 95}) == ["a", "e"]
    assert experts_to_ask({"a": 80, "b": 82}) == []


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([("0.7", "81.2"), ("0.3", "88.0")], "83.24"),
        ([(Decimal("0.6"), Decimal("81.2")), (Decimal("0.4"), Decimal("89.6667"))], "84.59"),
        ([(0.7, 81.2), (0.3, 88.0)], "83.24"),
        ({"quantitative": ("0.7", "81.2"), "expert": ("0.3", "88")}, "83.24"),
        ([(1, Decimal("70.005"))], "70.01"),
    ],
)
def test_worked_weights(parts, expected):
    assert str(weighted(parts)) == expected


def test_no_parts_are_no_zero():
    with pytest.raises(NoScores):
        weighted([])


def test_worked_normalisation():
    scores = {"E1": {"A": 70, "B": 75, "C": 80}, "E2": {"B": 90, "C": 94, "D": 98}}
    expected = {"A": "72.02", "B": "78.26", "C": "90.74", "D": "96.98"}
    assert normalise(scores) == {file: Decimal(points) for file, points in expected.items()}


def test_an_expert_who_gives_everybody_the_same_counts_as_the_mean():
    scores = {"E1": {"A": 80, "B": 80}, "E2": {"A": 60, "B": 100}}
    # mean 80, population deviation of 80 80 60 100 is sqrt(200); E2: 80 -/+ sqrt(200) = 65.8579, 94.1421
    assert normalise(scores) == {"A": Decimal("72.93"), "B": Decimal("87.07")}


def test_normalised_points_stay_within_the_scale():
    lenient = {"E1": {"A": 99, "B": 99, "C": 99, "D": 100}, "E2": {"A": 0, "B": 0, "C": 0, "D": 100}}
    assert all(0 <= points <= 100 for points in normalise(lenient).values())
    assert normalise(lenient)["D"] == Decimal("100.00")


@pytest.mark.parametrize("nothing", [{}, {"E1": {}}])
def test_nothing_cannot_be_normalised(nothing):
    with pytest.raises(NoScores):
        normalise(nothing)


def test_normalising_is_fair_only_after_a_random_allocation_of_eight_files_each():
    eight = {expert: {str(file): 80 for file in range(8)} for expert in ("E1", "E2")}
    assert scoring.may_normalise(eight, is_random_allocation=True)
    assert not scoring.may_normalise(eight, is_random_allocation=False)
    assert not scoring.may_normalise({**eight, "E3": {"1": 80}}, is_random_allocation=True)
    assert not scoring.may_normalise({}, is_random_allocation=True)


@pytest.mark.property
@given(PANELS.flatmap(lambda points: st.tuples(st.just(points), st.permutations(points))))
def test_the_order_of_experts_changes_nothing(panels):
    assert panel_score(panels[0]) == panel_score(panels[1])


@pytest.mark.property
@given(PANELS)
def test_a_panel_score_lies_between_the_lowest_and_the_highest(points):
    score = panel_score(points)
    assert min(points) <= score.value <= max(points)
    assert score.spread == max(points) - min(points)
    assert len(score.dropped) == (2 if len(points) >= 5 else 0)


@pytest.mark.property
@given(PANELS, st.integers(0, 11))
def test_a_better_mark_never_lowers_the_score(points, position):
    better = list(points)
    better[position % len(points)] = Decimal(100)
    assert panel_score(better).value >= panel_score(points).value


@pytest.mark.property
@given(
    st.dictionaries(
        st.sampled_from("abcd"), st.dictionaries(st.sampled_from("ABCDEFGH"), POINTS, min_size=1), min_size=1
    )
)
def test_normalising_does_not_depend_on_the_order_of_experts_or_files(scores):
    turned = {e: dict(reversed(scores[e].items())) for e in reversed(scores)}
    assert list(normalise(scores).items()) == list(normalise(turned).items())
