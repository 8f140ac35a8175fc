"""The strength score: every line at its ends and traps, and a whole firm worked by hand."""

from datetime import date
from decimal import Decimal

import pytest

from programmes.brand_value.reading import (
    NEGATIVE,
    NOT_SUPPLIED,
    UNREADABLE,
    ZERO_ASSETS,
    ZERO_BASE,
    ZERO_REVENUE,
    ZERO_STAFF,
)
from programmes.brand_value.scales import SPECS, WEIGHTS
from programmes.brand_value.strength import strength

D = Decimal
CLOSING_ON = date(2024, 4, 12)
FIRM = {
    "revenue_y0": D(14400),
    "revenue_y2": D(10000),
    "net_profit_y0": D(1440),
    "liabilities_y0": D(6500),
    "total_assets_y0": D(10000),
    "employees": 200,
    "mgmt_certs": [
        {"standard": "GB/T 19001", "number": "示例-Q-1", "valid_to": date(2024, 4, 12)},
        {"standard": "GB/T 24001", "number": "示例-E-1", "valid_to": date(2026, 1, 1)},
        {"standard": "GB/T 45001", "number": "示例-S-1", "valid_to": date(2024, 4, 11)},
    ],
    "sampling_failures_3y": 1,
    "standards": [
        {"number": "GB/T 1", "level": "national"},
        {"number": "JB/T 2", "level": "industry"},
        {"number": "T/X 3", "level": "group"},
    ],
    "quality_award": "city",
    "rd_expense_y0": D(720),
    "patents_invention_valid": 10,
    "rd_staff": 30,
    "innovation_platform": "district",
    "csat": D("77.5"),
    "complaint_close_rate": D(95),
    "repeat_revenue_share": D(50),
    "tm_list": [{"reg_no": str(10000000 + number), "valid_to": date(2030, 1, 1)} for number in range(5)],
    "tm_overseas_regions": 2,
    "brand_spend_y0": D(360),
    "market_rank": "2-3",
    "credit_grade": "AA",
    "Q5": D(80),
    "N5": D(70),
    "S4": D(90),
    "I6": D(75),
}


def score(key, **changed):
    line = strength({**FIRM, **changed}, closing_on=CLOSING_ON).line(key)
    return (line.score.normalize() if line.score else 0, line.note)


def test_a_whole_firm_by_hand():
    found = strength(FIRM, closing_on=CLOSING_ON)
    # lg 14400 = 4.158362 → 57.918124 × 5 = 2.895906; the rest are plain fractions.
    assert {line.key: str(round(line.contribution, 6).normalize()) for line in found.lines} == {
        "T1": "2.895906",
        "T2": "3.75",  # √1.44 − 1 = 20 % → 75 × 5
        "T3": "1.5",  # 10 % → 50 × 3
        "T4": "1",  # 65 % → 50 × 2
        "Q1": "2.5",  # two of four → 50 × 5
        "Q2": "2.4",  # one → 40 × 6
        "Q3": "3.5",  # 2 + 1 + 0.5 of 6 → 58.333 × 6
        "Q4": "3.2",  # city → 80 × 4
        "Q5": "3.2",
        "N1": "3.5",  # 5 % → 50 × 7
        "N2": "3",  # 5 per 100 → 50 × 6
        "N3": "2",  # 15 % → 50 × 4
        "N4": "1.5",  # district → 50 × 3
        "N5": "3.5",
        "S1": "2",  # (77.5 − 60) ÷ 35 → 50 × 4
        "S2": "2.25",  # 75 × 3
        "S3": "1.5",  # 50 × 3
        "S4": "4.5",
        "I1": "0.75",  # five of twenty → 25 × 3
        "I2": "0.4",  # two of ten → 20 × 2
        "I3": "1.5",  # 2.5 % → 50 × 3
        "I4": "3.2",  # 80 × 4
        "I5": "1.6",  # 80 × 2
        "I6": "4.5",
    }
    assert (found.total, round(found.exact, 6)) == (D("59.65"), D("59.645906"))
    assert {key: (str(round(got, 4).normalize()), int(most)) for key, (got, most) in found.elements().items()} == {
        "T": ("9.1459", 15),
        "Q": ("14.8", 25),
        "N": ("13.5", 25),
        "S": ("10.25", 15),
        "I": ("11.95", 20),
    }


def test_experts_hold_20_of_100_points():
    assert sum(WEIGHTS.values()) == 100
    assert sum(WEIGHTS[spec.key] for spec in SPECS if spec.measure == "expert") == 20


def test_a_line_shows_the_sum_behind_it():
    line = strength(FIRM).line("T2")
    assert (line.working, line.value, line.unit) == ("√(14,400 ÷ 10,000) − 1 = 20 %", 20, "%")
    assert strength(FIRM).line("Q3").working == "1 × 2 + 1 × 1 + 1 × 0.5 = 3.5"
    assert strength(FIRM).line("N1").working == "720 ÷ 14,400 × 100 = 5"


def test_a_firm_that_supplied_nothing_has_nothing_and_every_line_says_so():
    found = strength({})
    assert (found.total, {line.note for line in found.lines}, len(found.lines)) == (0, {NOT_SUPPLIED}, 24)
    assert {(line.score, line.contribution, line.value) for line in found.lines} == {(0, 0, None)}


def test_what_is_missing_is_not_made_up_for_by_the_rest():
    without = strength({**FIRM, "csat": None}, closing_on=CLOSING_ON)
    assert strength(FIRM, closing_on=CLOSING_ON).exact - without.exact == 2


@pytest.mark.parametrize(
    ("key", "changed", "expected"),
    [
        ("T1", {"revenue_y0": 1000}, 0),
        ("T1", {"revenue_y0": D("0.5")}, 0),
        ("T1", {"revenue_y0": 10000}, 50),
        ("T1", {"revenue_y0": 100000}, 100),
        ("T1", {"revenue_y0": 500000}, 100),
        ("T2", {"revenue_y0": 8100}, 0),
        ("T2", {"revenue_y0": 16900}, 100),
        ("T2", {"revenue_y0": 10000}, 25),
        ("T3", {"net_profit_y0": -500}, 0),
        ("T3", {"net_profit_y0": 2880}, 100),
        ("T4", {"liabilities_y0": 9000}, 0),
        ("T4", {"liabilities_y0": 4000}, 100),
        ("T4", {"liabilities_y0": 0}, 100),
        ("Q1", {"mgmt_certs": []}, 0),
        ("Q2", {"sampling_failures_3y": 0}, 100),
        ("Q2", {"sampling_failures_3y": 2}, 0),
        ("Q2", {"sampling_failures_3y": 9}, 0),
        ("Q3", {"standards": [{"number": str(n), "level": "intl"} for n in range(3)]}, 100),
        ("Q3", {"standards": [{"number": "DB31/T 1", "level": "local"}, {"number": "x", "level": "nat"}]}, 50),
        ("Q3", {"standards": [{"number": "x", "level": "unheard of"}]}, 0),
        ("Q4", {"quality_award": "national"}, 100),
        ("Q4", {"quality_award": "none"}, 0),
        ("N1", {"rd_expense_y0": 1440}, 100),
        ("N2", {"patents_invention_valid": 40}, 100),
        ("N3", {"rd_staff": 60}, 100),
        ("S1", {"csat": 60}, 0),
        ("S1", {"csat": 95}, 100),
        ("S2", {"complaint_close_rate": 79}, 0),
        ("S3", {"repeat_revenue_share": "80"}, 100),
        ("I2", {"tm_overseas_regions": 200}, 100),
        ("I3", {"brand_spend_y0": 0}, 0),
        ("I4", {"market_rank": "1"}, 100),
        ("I4", {"market_rank": "２–３"}, 80),
        ("I4", {"market_rank": 3}, 80),
        ("I4", {"market_rank": "4-10"}, 50),
        ("I4", {"market_rank": 10}, 50),
        ("I4", {"market_rank": ">10"}, 20),
        ("I4", {"market_rank": 11}, 20),
        ("I4", {"market_rank": "unknown"}, 20),
        ("I5", {"credit_grade": "aaa"}, 100),
        ("I5", {"credit_grade": "A"}, 60),
        ("I5", {"credit_grade": "BBB"}, 30),
    ],
)
def test_each_line_at_its_ends(key, changed, expected):
    assert score(key, **changed) == (expected, "")


@pytest.mark.parametrize(
    ("keys", "changed", "note"),
    [
        (("T1", "T3", "N1", "I3"), {"revenue_y0": 0}, ZERO_REVENUE),
        (("T2",), {"revenue_y2": 0}, ZERO_BASE),
        (("T2",), {"revenue_y2": None}, NOT_SUPPLIED),
        (("T4",), {"total_assets_y0": 0}, ZERO_ASSETS),
        (("T4",), {"liabilities_y0": -1}, NEGATIVE),
        (("N2", "N3"), {"employees": 0}, ZERO_STAFF),
        (("N1",), {"rd_expense_y0": D(-1)}, NEGATIVE),
        (("S1",), {"csat": ""}, NOT_SUPPLIED),
        (("S1",), {"csat": "很满意"}, UNREADABLE),
        (("S1",), {"csat": True}, UNREADABLE),
        (("Q1",), {"mgmt_certs": None}, NOT_SUPPLIED),
        (("Q1",), {"mgmt_certs": "三张"}, UNREADABLE),
        (("Q2",), {"sampling_failures_3y": D("0.5")}, UNREADABLE),
        (("I4",), {"market_rank": ""}, NOT_SUPPLIED),
        (("I5",), {"credit_grade": None}, NOT_SUPPLIED),
        (("Q5",), {"Q5": None}, NOT_SUPPLIED),
    ],
)
def test_what_cannot_be_computed_earns_nothing_and_says_why(keys, changed, note):
    assert [score(key, **changed) for key in keys] == [(0, note)] * len(keys)


def test_one_certificate_or_trademark_counts_once_and_only_while_it_is_valid():
    mark = {"reg_no": "12345678", "valid_to": date(2024, 4, 12)}
    twice = {"tm_list": [mark, {**mark, "reg_no": "１２３４５６７８"}, {**mark, "reg_no": "12345679"}]}
    assert strength(twice, closing_on=CLOSING_ON).line("I1").value == 2
    assert strength(twice, closing_on=date(2024, 4, 13)).line("I1").value == 0
    odd = {"tm_list": [{"reg_no": "1", "valid_to": "2024-04-12"}, {"reg_no": "2", "valid_to": "soon"}, {}]}
    assert strength(odd, closing_on=CLOSING_ON).line("I1").value == 2


@pytest.mark.parametrize("points", [D("-0.01"), D("100.01")])
def test_an_expert_score_outside_its_range_is_refused(points):
    assert strength({"Q5": D(100)}).line("Q5").score == 100
    with pytest.raises(ValueError, match=r"^Q5 must lie between 0 and 100"):
        strength({"Q5": points})
