"""What the programme declares and how it judges and scores; expected figures are worked by hand."""

from decimal import Decimal

import pytest

from programmes import contract, registry

PROGRAMME = registry.programme_in("$slug")
DEFAULTS = PROGRAMME.defaults


def facts(revenue_wan, **found):
    return contract.Facts({"revenue_wan": revenue_wan}, findings=found)


def test_the_stages_are_those_of_the_document_with_the_certificate_as_an_option():
    assert PROGRAMME.stages == (
        *("apply", "district_review", "formal_check", "expert_review", "decision"),
        *("public_notice", "publish", "certificate"),
    )
    assert PROGRAMME.optional_stages == {"certificate"}


@pytest.mark.parametrize(("revenue_wan", "passed"), [("1999.99", False), ("2000", True), ("2000.01", True)])
def test_the_line_itself_passes(revenue_wan, passed):
    assert PROGRAMME.judge(facts(Decimal(revenue_wan)), DEFAULTS).passed is passed


def test_a_finding_stands_above_what_was_filed():
    assert PROGRAMME.judge(facts(Decimal(1000), revenue=True), DEFAULTS).passed is True
    assert PROGRAMME.judge(facts(Decimal(9000), revenue=False), DEFAULTS).passed is False


# 60 at the line of 2,000, 100 at 4,000: 1,000 is half the way to 60, 3,000 half the way from 60 to 100.
@pytest.mark.parametrize(
    ("revenue_wan", "points"),
    [("0", "0.00"), ("1000", "30.00"), ("2000", "60.00"), ("3000", "80.00"), ("9000", "100.00")],
)
def test_points_run_straight_to_the_line_and_on_to_twice_the_line(revenue_wan, points):
    assert PROGRAMME.quantify(facts(Decimal(revenue_wan)), DEFAULTS).value == Decimal(points)


def test_an_edition_with_another_line_judges_and_scores_by_it():
    higher = {**DEFAULTS, "revenue_min_wan": "3000"}
    assert PROGRAMME.judge(facts(Decimal(2000)), higher).passed is False
    assert PROGRAMME.quantify(facts(Decimal(3000)), higher).value == Decimal("60.00")
