"""The quantitative part: three weighted parts, rounded once, by settings of the edition."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.contract import Facts
from programmes.fields import from_json, to_json
from programmes.wuhu_zhizao.examples import complete_answers, point, right
from programmes.wuhu_zhizao.form_fields import HIGHER, LOWER, MARKET_RANKS, RIGHTS
from programmes.wuhu_zhizao.programme import PROGRAMME
from programmes.wuhu_zhizao.scoring import quantify

DAY = date(2025, 12, 31)
D = Decimal


def scored(parameters=None, verified=None, **over):
    facts = Facts(complete_answers(**over), verified=verified or {}, closing_on=DAY)
    return quantify(facts, {**PROGRAMME.defaults, **(parameters or {})})


def test_the_worked_example_line_by_line():
    """(84 + 100 + 70) ÷ 3 = 84.67 × 0.5 = 42.33; 85 × 0.3 = 25.5; (50 + 20) × 0.2 = 14; together 81.83."""
    found = scored()
    assert found.value == D("81.83")
    assert [(line.key, line.value, line.score, line.weight_ratio) for line in found.lines] == [
        ("advanced", "84、100、70", D("84.67"), D("0.50")),
        ("market", "2-3", D("85.00"), D("0.30")),
        ("rights", "2", D("70.00"), D("0.20")),
    ]


def test_the_example_of_the_module():
    rows = [
        point("a", None, LOWER, "7", "10", "5"),
        point("b", None, LOWER, "4", "10", "5"),
        point("c", None, HIGHER, "8", "10", "20"),
    ]
    assert scored(advanced_points=rows).value == D("78.17")


def test_only_the_sum_is_rounded():
    """Two of 60.01 and one of 60.00 → mean 60.00666…; × 0.5 = 30.00333…; with 25.5 and 14 → 69.50333…"""
    own = ["10.0025", "10.0025", "10"]
    rows = [point(str(n), None, HIGHER, value, "10", "20") for n, value in enumerate(own)]
    found = scored(advanced_points=rows)
    assert (found.lines[0].score, found.value) == (D("60.01"), D("69.50"))


def test_a_half_is_rounded_up():
    """Advanced 60.01 × 0.5 = 30.005; market 0; rights 0 → 30.005 → 30.01."""
    found = scored(
        advanced_points=[point(str(n), None, HIGHER, "10.0025", "10", "20") for n in range(3)],
        market_rank="unknown",
        ip_list=[right("invention", "EX 1", date(2020, 1, 1))],
    )
    assert found.value == D("30.01")


@pytest.mark.parametrize(("rank", "points"), [("1", 100), ("2-3", 85), ("4-10", 70), ("over_10", 40), ("unknown", 0)])
def test_the_place_in_the_market_has_the_edition_s_points(rank, points):
    assert scored(market_rank=rank).lines[1].score == points
    assert scored({"rank_points": dict.fromkeys(dict(MARKET_RANKS), 33)}, market_rank=rank).lines[1].score == 33


def test_rights_count_while_they_are_in_force_and_to_a_hundred_at_most():
    rows = [right("invention", "EX 1", DAY), right("invention", "EX 2", date(2025, 12, 30))]
    assert scored(ip_list=rows).lines[2].score == 50
    many = [right("invention", f"EX {n}") for n in range(3)]
    assert (scored(ip_list=many).lines[2].score, scored(ip_list=many).lines[2].value) == (100, "3")
    assert scored(ip_list=[right("layout", "EX 9")]).lines[2].score == 30


@pytest.mark.parametrize(
    "missing",
    [
        {"advanced_points": []},
        {"advanced_points": [{**point("a", None, HIGHER, "1", "2", "3"), "own_value": None}]},
        {"market_rank": None},
        {"ip_list": []},
    ],
)
def test_without_a_part_there_is_no_score(missing):
    found = scored(**missing)
    assert found.value is None
    assert [line.score for line in found.lines].count(None) == 1


def test_weights_are_the_edition_s():
    only = {"part_weights": {"advanced": "0", "market": "1", "rights": "0"}}
    assert scored(only).value == 85


def test_a_verified_figure_stands_above_the_reported_one():
    assert scored(verified={"market_rank": "over_10"}).lines[1].score == 40


def test_frozen_facts_score_the_same():
    answers = complete_answers()
    again = from_json(PROGRAMME.fields(), to_json(PROGRAMME.fields(), answers))
    assert quantify(Facts(again, closing_on=DAY), PROGRAMME.defaults) == scored()


POINTS = st.integers(0, 100)
MEASURED = st.decimals(min_value=-100, max_value=100, places=4)


@given(
    st.lists(st.tuples(st.sampled_from([HIGHER, LOWER]), MEASURED, MEASURED, MEASURED), min_size=1, max_size=6),
    st.sampled_from([key for key, _label in MARKET_RANKS]),
    st.lists(st.sampled_from([key for key, _label in RIGHTS]), min_size=1, max_size=6),
)
def test_a_whole_filing_has_a_score_between_nought_and_a_hundred(rows, rank, kinds):
    found = scored(
        advanced_points=[point(str(n), None, way, *map(str, values)) for n, (way, *values) in enumerate(rows)],
        market_rank=rank,
        ip_list=[right(kind, f"EX {n}") for n, kind in enumerate(kinds)],
    )
    assert found.value is not None
    assert 0 <= found.value <= 100
    assert abs(found.value - sum(line.score * line.weight_ratio for line in found.lines)) <= D("0.02")


@given(POINTS, POINTS)
def test_the_order_of_rows_is_no_matter(first, second):
    rows = [point("a", None, HIGHER, str(first), "50", "90"), point("b", None, HIGHER, str(second), "50", "90")]
    assert scored(advanced_points=rows).value == scored(advanced_points=rows[::-1]).value
