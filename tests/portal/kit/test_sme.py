"""Size classes: the worked cases of domain 3 and properties of the rule."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit.sme import INDUSTRIES, SIZE_NAMES, CannotClassify, SizeClass, is_sme, size_class

CASES = [
    ("industry", {"X": 1000, "Y": 40000}, "large"),
    ("industry", {"X": 999, "Y": 40000}, "medium"),
    ("industry", {"X": 1000, "Y": "39999.99"}, "medium"),
    ("industry", {"X": 300, "Y": 2000}, "medium"),
    ("industry", {"X": 299, "Y": 2000}, "small"),
    ("industry", {"X": 5000, "Y": "299.99"}, "micro"),
    ("industry", {"X": 20, "Y": 300}, "small"),
    ("industry", {"X": 19, "Y": 90000}, "micro"),
    ("agriculture", {"Y": 500}, "medium"),
    ("agriculture", {"Y": "49.99"}, "micro"),
    ("construction", {"Y": 80000, "Z": 79999}, "medium"),
    ("construction", {"Y": 6000, "Z": 4999}, "small"),
    ("wholesale", {"X": 200, "Y": 40000}, "large"),
    ("wholesale", {"X": 5, "Y": 999}, "micro"),
    ("retail", {"X": 50, "Y": 500}, "medium"),
    ("software_it", {"X": 103, "Y": "15735.28"}, "medium"),
    ("software_it", {"X": 300, "Y": 10000}, "large"),
    ("software_it", {"X": 10, "Y": 50}, "small"),
    ("real_estate_dev", {"Y": 200000, "Z": 9999}, "medium"),
    ("real_estate_dev", {"Y": 1000, "Z": 1999}, "micro"),
    ("property_mgmt", {"X": 100, "Y": 500}, "small"),
    ("leasing_business", {"X": 300, "Z": 119999}, "medium"),
    ("information_transmission", {"X": 1999, "Y": 100000}, "medium"),
    ("other", {"X": 100}, "medium"),
    ("other", {"X": 9}, "micro"),
    ("catering", {"X": 100, "Y": 1999}, "small"),
    ("warehousing", {"X": 200, "Y": 30000}, "large"),
    ("transport", {"X": 300, "Y": "2999.99"}, "small"),
]
LETTERS = {"X": "employees", "Y": "revenue_wan", "Z": "assets_wan"}
ASCENDING = ["micro", "small", "medium", "large"]
FIGURES = st.decimals(0, 300_000, places=2)


def named(figures: dict[str, object]) -> dict[str, object]:
    return {LETTERS[letter]: figure for letter, figure in figures.items()}


@pytest.mark.parametrize(("industry", "figures", "expected"), CASES)
def test_worked_cases_with_decimals_and_text(industry, figures, expected):
    as_decimals = {key: Decimal(str(figure)) for key, figure in named(figures).items()}
    assert size_class(industry, **as_decimals) == expected
    assert size_class(industry, **named(figures)) is SizeClass(expected)


def test_there_are_sixteen_industries_with_their_official_names():
    assert len(INDUSTRIES) == 16
    assert INDUSTRIES["industry"].name == "工业"
    assert INDUSTRIES["agriculture"].name == "农、林、牧、渔业"
    assert [SIZE_NAMES[SizeClass(size)] for size in ASCENDING] == ["微型", "小型", "中型", "大型"]


def test_metrics_that_the_industry_does_not_list_are_ignored():
    assert size_class("other", employees=100, revenue_wan=-1, assets_wan="no number") == "medium"
    assert size_class("agriculture", revenue_wan=500, employees=1) == "medium"


@pytest.mark.parametrize(
    ("industry", "figures", "reason", "metric"),
    [
        ("finance", {"employees": 5}, "industry", None),
        ("", {"employees": 5}, "industry", None),
        (None, {"employees": 5}, "industry", None),
        ("industry", {"employees": 5}, "missing", "revenue_wan"),
        ("construction", {"revenue_wan": 5}, "missing", "assets_wan"),
        ("other", {}, "missing", "employees"),
        ("other", {"employees": ""}, "missing", "employees"),
        ("other", {"employees": -1}, "negative", "employees"),
        ("other", {"employees": "ten"}, "number", "employees"),
        ("other", {"employees": True}, "number", "employees"),
        ("other", {"employees": Decimal("NaN")}, "number", "employees"),
        ("other", {"employees": float("inf")}, "number", "employees"),
    ],
)
def test_what_cannot_be_classified_is_never_micro(industry, figures, reason, metric):
    with pytest.raises(CannotClassify) as caught:
        size_class(industry, **figures)
    assert (caught.value.reason, caught.value.metric) == (reason, metric)


def test_all_but_large_are_sme():
    assert [is_sme(size) for size in ASCENDING] == [True, True, True, False]
    assert not is_sme(SizeClass.LARGE)


@pytest.mark.property
@given(st.sampled_from(sorted(INDUSTRIES)), FIGURES, FIGURES, FIGURES)
def test_the_class_is_the_highest_whose_limits_are_all_met(industry, employees, revenue_wan, assets_wan):
    figures = {"employees": employees, "revenue_wan": revenue_wan, "assets_wan": assets_wan}
    limits = INDUSTRIES[industry].limits
    expected = next(
        (
            size
            for size in ("large", "medium", "small")
            if all(figures[metric] >= getattr(row, size) for metric, row in limits.items())
        ),
        "micro",
    )
    assert size_class(industry, **figures) == expected


@pytest.mark.property
@given(st.sampled_from(sorted(INDUSTRIES)), FIGURES, FIGURES, FIGURES, FIGURES)
def test_growing_never_lowers_the_class(industry, employees, revenue_wan, assets_wan, growth):
    before = size_class(industry, employees=employees, revenue_wan=revenue_wan, assets_wan=assets_wan)
    after = size_class(industry, employees=employees + growth, revenue_wan=revenue_wan + growth, assets_wan=assets_wan)
    assert ASCENDING.index(after) >= ASCENDING.index(before)
