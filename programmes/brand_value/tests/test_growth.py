"""The growth score of the third list, worked by hand."""

from decimal import Decimal

import pytest

from programmes.brand_value.growth import growth
from programmes.brand_value.reading import NOT_SUPPLIED, ZERO_BASE, ZERO_REVENUE, ZERO_STAFF

D = Decimal
FIRM = {
    "revenue_y0": D(15625),
    "revenue_y2": D(10000),
    "rd_expense_y0": D("1171.875"),
    "patents_invention_valid": 10,
    "employees": 200,
}


STRENGTH = D(60)


def lines(facts, strength=STRENGTH):
    return {line.key: (line.contribution.normalize(), line.note) for line in growth(facts, strength).lines}


def test_a_firm_by_hand():
    # √1.5625 − 1 = 25 % → 50; 7.5 % → 50; 5 per 100 → 50; strength 60
    assert lines(FIRM) == {"G1": (20, ""), "G2": (10, ""), "G3": (10, ""), "G4": (12, "")}
    assert growth(FIRM, STRENGTH).total == D("52.00")


def test_the_total_is_rounded_once_from_the_unrounded_parts():
    # 25 % of 50 → 20, nothing else, 0.2 × 0.024 = 0.0048 and 0.2 × 0.025 = 0.005
    bare = {"revenue_y0": D(15625), "revenue_y2": D(10000)}
    assert [growth(bare, D(own)).total for own in ("0.024", "0.025")] == [D("20.00"), D("20.01")]


@pytest.mark.parametrize(("latest", "expected"), [(22500, 40), (90000, 40), (10000, 0), (2500, 0), (0, 0)])
def test_growth_of_revenue_earns_between_nothing_and_a_half_more(latest, expected):
    assert lines({**FIRM, "revenue_y0": D(latest)})["G1"] == (expected, "")


@pytest.mark.parametrize(
    ("changed", "key", "note"),
    [
        ({"revenue_y2": 0}, "G1", ZERO_BASE),
        ({"revenue_y0": 0}, "G2", ZERO_REVENUE),
        ({"rd_expense_y0": None}, "G2", NOT_SUPPLIED),
        ({"employees": 0}, "G3", ZERO_STAFF),
    ],
)
def test_what_cannot_be_computed_earns_nothing_and_says_why(changed, key, note):
    assert lines({**FIRM, **changed})[key] == (0, note)


@pytest.mark.parametrize("own", ["-1", "100.01"])
def test_a_strength_outside_its_range_is_refused(own):
    assert growth({}, D(100)).total == 20
    with pytest.raises(ValueError, match=r"^strength must lie between 0 and 100"):
        growth({}, D(own))
