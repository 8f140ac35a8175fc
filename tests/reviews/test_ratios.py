"""Adjustments as people type them, numbers as they read them, and what parted equal figures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reviews.modelling import model_of
from reviews.ratios import InvalidRatio, in_per_cent, read_ratio
from reviews.shown import shown_number
from reviews.views.ranked_page import tie_words
from tests.reviews.ranked_model import RANKED

MOST = Decimal("0.10")


@pytest.mark.parametrize(
    ("typed", "ratio"),
    [
        ("+5", "0.05"),
        ("5", "0.05"),
        ("5%", "0.05"),
        ("－５％", "-0.05"),
        (" - 2.5 % ", "-0.025"),
        ("−2.25", "-0.0225"),
        ("＋１０", "0.1"),
        ("-10.00", "-0.1"),
        (".5", "0.005"),
    ],
)
def test_per_cent_is_read_into_a_ratio(typed: str, ratio: str) -> None:
    assert read_ratio(typed, MOST) == Decimal(ratio)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("%", "empty"),
        ("五", "number"),
        ("+-5", "number"),
        ("--5", "number"),
        ("5万元", "number"),
        ("2.255", "decimals"),
        ("0", "zero"),
        ("-0.00%", "zero"),
        ("10.01", "beyond"),
        ("-10.01", "beyond"),
        ("500", "beyond"),
    ],
)
def test_what_is_no_adjustment_within_the_limit_is_refused(typed: str, reason: str) -> None:
    with pytest.raises(InvalidRatio) as refused:
        read_ratio(typed, MOST)
    assert refused.value.reason == reason


def test_ratios_and_numbers_are_shown_without_idle_zeros() -> None:
    assert [in_per_cent(Decimal(one)) for one in ("0.1000", "-0.0250", "0", "0.05")] == ["+10%", "-2.5%", "0%", "+5%"]
    shown = [shown_number(one) for one in ("12323.730000", "0.908", "2933.33335", "12.5", "60", "x", None)]
    assert shown == ["12,323.73", "0.908", "2,933.3334", "12.50", "60", "", ""]


def test_a_board_says_what_parted_equal_figures() -> None:
    def said(decided_by: int | None, is_shared: bool = False) -> str:
        return tie_words(model_of(RANKED), {"decided_by": decided_by, "is_shared": is_shared})

    assert [said(0), said(1), said(2), said(3)] == ["", "", "数值相同，按品牌强度", "数值相同，按利润"]
    assert [said(3, True), said(None, True)] == ["并列", "并列"]
