"""The quantitative score: three items worked by hand, every bound, and what holds for any item."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.contract import Facts
from programmes.shanghai_brand.course import DEFAULTS
from programmes.shanghai_brand.examples import complete_answers, item_row, point_rows
from programmes.shanghai_brand.form_fields import MARKET_RANKS, STANDARD_LEVELS, STANDARD_STATUSES
from programmes.shanghai_brand.programme import PROGRAMME
from programmes.shanghai_brand.scoring import NEW_ITEM, along, growth_pct, rate_point

D = Decimal


def scored(over=None, *, position=1, **parameters):
    facts = Facts(complete_answers(**(over or {})), position=position)
    return PROGRAMME.quantify(facts, {**PROGRAMME.defaults, **parameters})


def one_item(row, points=None, **over):
    """A filing of a single item."""
    return {"items": [item_row(**row)], "advanced_points": points or point_rows(1), **over}


def points_with(*measured):
    """Rows of one item: (own, national, best abroad), the higher the better."""
    keys = ("own", "national", "best_abroad")
    rows = zip(point_rows(1), measured, strict=True)
    return [
        {**row, "direction": "higher", **{key: None if v is None else D(v) for key, v in zip(keys, three, strict=True)}}
        for row, three in rows
    ]


def test_the_first_item_by_hand():
    """0.35·80 + 0.10·90 + 0.15·100 + 0.15·85 + 0.10·40 + 0.10·100 + 0.05·70 = 82.25."""
    found = scored()
    assert found.value == D("82.25")
    assert [(one.key, one.value, one.score, one.weight_ratio) for one in found.lines] == [
        ("advanced", "2 / 3", D("80.00"), D("0.35")),
        ("standard_level", "国家标准", D("90.00"), D("0.10")),
        ("standard_status", "已通过先进性评价", D("100.00"), D("0.15")),
        ("market_rank", "第 2 至 3 位", D("85.00"), D("0.15")),
        ("share", "12 %", D("40.00"), D("0.10")),
        ("growth", "20 %", D("100.00"), D("0.10")),
        ("posts", "2", D("70.00"), D("0.05")),
    ]
    assert found.lines[4].threshold == "0 % → 30 %"


def test_a_weak_item_by_hand():
    """0.35·20 + 0.10·60 + 0.15·40 + 0.15·50 + 0.10·10 + 0 + 0 = 27.50; 1000 to 810 is −10 % a year."""
    row = {
        "standard_level": "enterprise",
        "standard_status": "drafting",
        "market_rank": "over_10",
        "share": D(3),
        "revenue_y0": D(810),
    }
    points = points_with(("10", "20", "30"), ("10", "20", None), ("10", None, "30"))
    posts = {"roles_cbo": False, "roles_cqo": False}
    assert scored(one_item(row, points, **posts)).value == D("27.50")


def test_a_new_item_at_the_top_by_hand():
    """35 + 10 + 15 + 15 + 10 + 0.10·60 + 5 = 96.00."""
    row = {"standard_level": "international", "market_rank": "1", "share": D(31), "revenue_y2": D(0)}
    points = points_with(("30", "20", "30"), ("31", "20", "30"), ("30", None, "30"))
    found = scored(one_item(row, points, roles_cso=True))
    assert found.value == D("96.00")
    assert (found.lines[5].value, found.lines[5].score) == (NEW_ITEM, D("60.00"))


def test_the_whole_is_rounded_half_up_once():
    """Indicators 100, 100, 80: 0.35·93.333… + 54.25 = 86.91666…; a new item at 60.05: 72.25 + 6.005 = 78.255."""
    assert scored(one_item({}, points_with(("30", "20", "30"), ("30", "20", "30"), ("25", "20", "30")))).value == D(
        "86.92"
    )
    assert scored(one_item({"revenue_y2": D(0)}), new_item_score="60.05").value == D("78.26")


@pytest.mark.parametrize(
    ("own", "national", "best", "direction", "expected"),
    [
        ("30", "20", "30", "higher", "best"),
        ("29.99", "20", "30", "higher", "above"),
        ("20", "20", "30", "higher", "equal"),
        ("19.99", "20", "30", "higher", "below"),
        ("2", "4", "2", "lower", "best"),
        ("3", "4", "2", "lower", "above"),
        ("4", "4", "2", "lower", "equal"),
        ("4.01", "4", "2", "lower", "below"),
        ("-40", "-30", "-40", "lower", "best"),
        ("0", "0", "1", "higher", "equal"),
        ("30", None, "30", "higher", "best"),
        ("29", None, "30", "higher", "equal"),
        ("21", "20", None, "higher", "above"),
        ("25", "30", "20", "higher", "below"),
        (None, "20", "30", "higher", None),
        ("30", None, None, "higher", None),
    ],
)
def test_an_indicator_is_compared_and_never_divided(own, national, best, direction, expected):
    row = {"own": own, "national": national, "best_abroad": best, "direction": direction}
    assert rate_point({key: D(v) if v and key != "direction" else v for key, v in row.items()}) == expected


@pytest.mark.parametrize(
    ("latest", "base", "shown", "score"),
    [
        ("1440", "1000", "20 %", "100.00"),
        ("810", "1000", "-10 %", "0.00"),
        ("1000", "1000", "0 %", "33.33"),
        ("1102.5", "1000", "5 %", "50.00"),
        ("0", "1000", "-100 %", "0.00"),
        ("0", "0", NEW_ITEM, "0.00"),
        ("1", "0", NEW_ITEM, "60.00"),
    ],
)
def test_growth_lies_on_a_line_between_its_ends(latest, base, shown, score):
    line = scored(one_item({"revenue_y0": D(latest), "revenue_y2": D(base)})).lines[5]
    assert (line.value, line.score) == (shown, D(score))


@pytest.mark.parametrize(
    "over",
    [
        {"items": [item_row(share=None)]},
        {"items": [item_row(market_rank=None)]},
        {"items": [item_row(revenue_y2=None)]},
        {"advanced_points": point_rows(1)[:2]},
        {"advanced_points": [*point_rows(1)[:2], {**point_rows(1)[2], "own": None}]},
        {"roles_cso": None},
    ],
)
def test_an_item_is_not_scored_while_something_is_missing(over):
    found = scored(over)
    assert found.value is None
    assert sum(line.score is None for line in found.lines) == 1


@pytest.mark.parametrize("position", [0, 3, 99])
def test_only_an_item_has_a_score(position):
    found = scored(position=position)
    assert (found.value, found.lines) == (None, ())


def test_an_edition_weighs_and_scores_as_it_likes():
    equal = {**DEFAULTS["quant_weights"], "advanced": "0.25", "posts": "0.15"}
    assert scored(quant_weights=equal).value == D("81.25")
    assert scored(linear_ranges={"share": ["0", "12"], "growth": ["-10", "20"]}).value == D("88.25")


def test_frozen_figures_score_like_typed_ones():
    frozen = {key: str(value) if isinstance(value, Decimal) else value for key, value in item_row().items()}
    points = [{k: str(v) if isinstance(v, Decimal) else v for k, v in row.items()} for row in point_rows(1)]
    assert scored({"items": [frozen], "advanced_points": points}) == scored(one_item({}))


def decimals(low, high, places=2):
    """Numbers with that many places, both ends included."""
    first, last = (int(Decimal(end).scaleb(places)) for end in (low, high))
    return st.integers(first, last).map(lambda whole: Decimal(whole).scaleb(-places))


money, measured = decimals(0, 100_000_000), decimals(-1000, 1000)
keys_of = lambda choices: st.sampled_from([key for key, _label in choices])  # noqa: E731
ROWS = st.fixed_dictionaries(
    {
        "standard_level": keys_of(STANDARD_LEVELS),
        "standard_status": keys_of(STANDARD_STATUSES),
        "market_rank": keys_of(MARKET_RANKS),
        "share": decimals(0, 100),
        "revenue_y0": money,
        "revenue_y2": money,
    }
)
POINTS = st.lists(st.tuples(measured, measured, measured, st.sampled_from(("higher", "lower"))), min_size=3, max_size=8)
for_all = settings(max_examples=300, deadline=None)


def rows_from(drawn, item=1):
    return [
        {"item": item, "own": own, "national": national, "best_abroad": best, "direction": direction}
        for own, national, best, direction in drawn
    ]


@for_all
@given(row=ROWS, points=POINTS)
def test_a_score_lies_between_nought_and_a_hundred_and_is_the_sum_of_its_lines(row, points):
    found = scored(one_item(row, rows_from(points)))
    assert 0 <= found.value <= 100
    parts = sum(line.score * line.weight_ratio for line in found.lines)
    assert abs(parts - found.value) <= D("0.01")


@for_all
@given(row=ROWS, points=POINTS, other=ROWS, more=POINTS)
def test_an_item_is_scored_by_itself(row, points, other, more):
    alone = scored(one_item(row, rows_from(points)))
    beside = {
        "items": [item_row("示例二号", number=30_000_009, **other), item_row(**row)],
        "advanced_points": [*rows_from(more, 1), *rows_from(points[::-1], 2)],
    }
    assert scored(beside, position=2) == alone


@for_all
@given(row=ROWS, points=POINTS, share=decimals(0, 100), revenue=money)
def test_more_of_the_market_never_costs_anything(row, points, share, revenue):
    more = {"share": max(row["share"], share), "revenue_y0": max(row["revenue_y0"], revenue)}
    before, after = (scored(one_item(one, rows_from(points))).value for one in (row, {**row, **more}))
    assert after >= before


@for_all
@given(own=measured, better=decimals(0, 100), national=measured, best=measured, is_lower=st.booleans())
def test_a_better_value_is_never_rated_worse(own, better, national, best, is_lower):
    order = ("below", "equal", "above", "best")
    row = {"national": national, "best_abroad": best, "direction": "lower" if is_lower else "higher"}
    improved = own - better if is_lower else own + better
    assert order.index(rate_point({**row, "own": improved})) >= order.index(rate_point({**row, "own": own}))


@for_all
@given(base=decimals("0.01", 100_000_000), latest=money)
def test_growth_squared_is_what_it_came_from(base, latest):
    ratio = growth_pct(latest, base) / 100 + 1
    assert abs(ratio * ratio * base - latest) < D("0.0000001") * max(latest, 1)


@for_all
@given(value=measured, low=measured, width=decimals("0.01", 100))
def test_a_line_is_clamped(value, low, width):
    assert 0 <= along(value, (low, low + width)) <= 100
    assert (along(low, (low, low + width)), along(low + width, (low, low + width))) == (0, 100)
