"""How far ahead indicators are: worked by hand, and rules for every value."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.wuhu_zhizao.advancing import points_for, read_point, read_points
from programmes.wuhu_zhizao.examples import point
from programmes.wuhu_zhizao.form_fields import HIGHER, LOWER

SIXTY = Decimal(60)
VALUES = st.decimals(min_value=-1000, max_value=1000, places=4)
ABOVE_NOUGHT = st.decimals(min_value="0.0001", max_value=1000, places=4)
DIRECTIONS = st.sampled_from([HIGHER, LOWER])


def points(direction, own, national, best, base=SIXTY):
    return points_for(read_point(point("示例", None, direction, own, national, best)), at_national=base)


@pytest.mark.parametrize(
    ("direction", "own", "national", "best", "expected"),
    [
        (LOWER, "0.07", "0.10", "0.05", 84),  # 60 + 40 × 0.03/0.05
        (LOWER, "0.05", "0.10", "0.05", 100),
        (LOWER, "0.01", "0.10", "0.05", 100),
        (LOWER, "0.10", "0.10", "0.05", 60),
        (LOWER, "0.16", "0.10", "0.05", "37.5"),  # 60 × 0.10/0.16
        (HIGHER, "80000", "50000", "80000", 100),
        (HIGHER, "0.325", "0.30", "0.40", 70),  # 60 + 40 × 0.025/0.1
        (HIGHER, "8", "10", "20", 48),  # 60 × 8/10
        (HIGHER, "0", "10", "20", 0),
        (HIGHER, "-1", "10", "20", 0),
        (HIGHER, "-45", "-40", "-30", 0),  # no proportion of a value below nought
        (HIGHER, "-35", "-40", "-30", 80),  # halfway
        (LOWER, "-35", "-30", "-40", 80),
        (LOWER, "5", "0", "-5", 0),
        (HIGHER, "10", "10", "10", 100),  # abroad no better than the standard at home
        (HIGHER, "10", "10", "8", 100),
        (HIGHER, "9", "10", "8", 54),
    ],
)
def test_points_of_an_indicator(direction, own, national, best, expected):
    assert points(direction, own, national, best) == Fraction(expected)


def test_the_points_at_the_standard_at_home_are_the_edition_s():
    assert points(HIGHER, "15", "10", "20", base=Decimal(40)) == 70
    assert points(HIGHER, "5", "10", "20", base=Decimal(40)) == 20
    assert points(HIGHER, "5", "10", "20", base=Decimal(0)) == 0


def test_only_what_is_strictly_better_than_the_standard_at_home_is_ahead():
    rows = [
        point("a", None, HIGHER, "10.0001", "10", "20"),
        point("b", None, HIGHER, "10", "10", "20"),
        point("c", None, LOWER, "9.9999", "10", "5"),
        point("d", None, LOWER, "10.0001", "10", "5"),
    ]
    assert [one.is_leading for one in read_points(rows)] == [True, False, True, False]


@pytest.mark.parametrize(
    "wrong", [{"own_value": None}, {"best_value": "约 5"}, {"direction": None}, {"direction": "x"}]
)
def test_an_indicator_that_is_not_whole_is_none(wrong):
    assert read_point({**point("a", None, HIGHER, "1", "2", "3"), **wrong}) is None
    assert read_points([{**point("a", None, HIGHER, "1", "2", "3"), **wrong}]) == ()


def test_an_indicator_is_read_alike_typed_and_frozen():
    row = point("a", None, LOWER, "1.5", "2", "1")
    frozen = {key: str(value) if isinstance(value, Decimal) else value for key, value in row.items()}
    assert read_point(frozen) == read_point(row)


@given(DIRECTIONS, VALUES, VALUES, VALUES, st.integers(0, 100))
def test_points_lie_between_nought_and_a_hundred(direction, own, national, best, base):
    assert 0 <= points(direction, own, national, best, Decimal(base)) <= 100


@given(DIRECTIONS, VALUES, VALUES, VALUES, VALUES)
def test_a_better_value_never_earns_less(direction, one, other, national, best):
    worse, better = sorted((one, other), reverse=direction == LOWER)
    assert points(direction, worse, national, best) <= points(direction, better, national, best)


@given(DIRECTIONS, VALUES, VALUES)
def test_the_best_level_abroad_earns_all_and_the_standard_at_home_its_base(direction, national, best):
    is_above = best > national if direction == HIGHER else best < national
    assert points(direction, best, national, best) == 100 if is_above or best == national else True
    assert points(direction, national, national, best) == (60 if is_above else 100)


@given(DIRECTIONS, ABOVE_NOUGHT, ABOVE_NOUGHT, ABOVE_NOUGHT, st.integers(2, 1000))
def test_another_unit_changes_nothing(direction, own, national, best, times):
    assert points(direction, own * times, national * times, best * times) == points(direction, own, national, best)


@given(ABOVE_NOUGHT, ABOVE_NOUGHT)
def test_what_falls_short_earns_its_proportion(own, national):
    worse, better = sorted((own, national))
    assert points(HIGHER, worse, better, better + 1) == 60 * Fraction(worse) / Fraction(better)
    assert points(LOWER, better, worse, Decimal(0)) == 60 * Fraction(worse) / Fraction(better)
