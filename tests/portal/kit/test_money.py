"""Amounts as typed, units, rounding."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit.money import (
    InvalidAmount,
    group_thousands,
    parse_amount,
    round_half_up,
    wan_from_yi,
    wan_from_yuan,
    yi_from_wan,
)

AMOUNTS = st.decimals(0, 9_999_999_999, places=2)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("15735.28", "15735.28"),
        ("１５，７３５．２８", "15735.28"),
        ("15,735.28", "15735.28"),
        ("1 234 567", "1234567"),
        ("  42\u3000", "42"),
        ("12。5", "12.5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("+5", "5"),
        ("0", "0"),
        ("-0", "0"),
        ("0.00", "0"),
        ("1.5000", "1.5"),
        (7, "7"),
        (0.1, "0.1"),
        (Decimal("3.25"), "3.25"),
    ],
)
def test_what_people_type_is_read_exactly(typed, expected):
    assert parse_amount(typed) == Decimal(expected)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        ("  ", "empty"),
        (None, "empty"),
        ("abc", "number"),
        ("1e5", "number"),
        ("1.2.3", "number"),
        ("--1", "number"),
        ("NaN", "number"),
        ("Infinity", "number"),
        ("٣", "number"),
        ("1_000", "number"),
        ("9" * 100, "number"),
        ("1" * 100_000 + "x", "number"),
        (float("nan"), "number"),
        (True, "number"),
        ([1], "number"),
        ("5万元", "unit"),
        ("1.2 亿元", "unit"),
        ("300元", "unit"),
        ("￥300", "unit"),
        ("rmb 300", "unit"),
        ("35%", "unit"),
        ("1,2", "separator"),
        ("1,23,456", "separator"),
        ("12 34", "separator"),
        ("1234,567", "separator"),
        ("1,234 567", "separator"),
        ("-3", "negative"),
        ("−3", "negative"),
        (-1, "negative"),
        ("10000000000", "too_large"),
        ("0.005", "decimals"),
    ],
)
def test_what_is_no_amount_says_why(typed, reason):
    with pytest.raises(InvalidAmount) as caught:
        parse_amount(typed)
    assert caught.value.reason == reason
    assert str(caught.value).endswith(".")


def test_a_field_sets_its_own_limits():
    assert parse_amount("-3.125", places=3, allow_negative=True) == Decimal("-3.125")
    with pytest.raises(InvalidAmount, match="too large"):
        parse_amount("101", largest=Decimal(100))
    with pytest.raises(InvalidAmount, match="decimal places"):
        parse_amount("1.5", places=0)


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("2.675", 2, "2.68"),
        (2.675, 2, "2.68"),
        ("-2.675", 2, "-2.68"),
        ("2.5", 0, "3"),
        ("0.125", 2, "0.13"),
        ("-0.001", 2, "0.00"),
        (1, 2, "1.00"),
        ("123456789012345678901234567890.125", 2, "123456789012345678901234567890.13"),
    ],
)
def test_a_half_is_rounded_away_from_zero(value, places, expected):
    assert str(round_half_up(value, places)) == expected


def test_there_is_no_rounding_of_no_number():
    with pytest.raises(ValueError, match="finite"):
        round_half_up(Decimal("NaN"))


def test_units_are_converted_exactly():
    assert wan_from_yi(Decimal("1.5")) == 15000
    assert str(wan_from_yi(Decimal("1"))) == "10000"
    assert yi_from_wan(Decimal("15735.28")) == Decimal("1.573528")
    assert wan_from_yuan(Decimal(123456)) == Decimal("12.3456")


def test_thousands_are_grouped_for_reading():
    assert group_thousands(Decimal("1234567.80")) == "1,234,567.80"


@pytest.mark.property
@given(AMOUNTS)
def test_what_is_printed_can_be_typed_again(amount):
    assert parse_amount(group_thousands(amount)) == amount
    assert parse_amount(str(amount)) == amount


@pytest.mark.property
@given(st.decimals(0, 10**30, places=8))
def test_converting_there_and_back_changes_nothing(amount):
    assert yi_from_wan(wan_from_yi(amount)) == amount


@pytest.mark.property
@given(st.text(max_size=80))
def test_any_text_is_an_amount_or_refused(text):
    try:
        amount = parse_amount(text)
    except InvalidAmount:
        return
    assert amount >= 0
