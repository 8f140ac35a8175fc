"""What holds for every firm and every setting (4.7), each rule on its own."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.brand_value.arithmetic import exact_sums
from programmes.brand_value.strength import strength
from programmes.brand_value.valuation import ValuationInputs, ValuationParameters, adjusted, brand_value
from reviews.ranking import rank

CENT = Decimal("0.01")


def decimals(low, high, places=2):
    """Numbers with that many places, both ends included."""
    first, last = (int(Decimal(end).scaleb(places)) for end in (low, high))
    return st.integers(first, last).map(lambda whole: Decimal(whole).scaleb(-places))


MOST_WAN = "1000000"
money = decimals(0, MOST_WAN)
profit = decimals(f"-{MOST_WAN}", MOST_WAN)
more_money = decimals("0.01", MOST_WAN)
FIRMS = st.builds(
    ValuationInputs,
    profit_wan=st.tuples(profit, profit, profit),
    revenue_wan=st.tuples(money, money, money),
    current_tangible_wan=money,
    noncurrent_tangible_wan=money,
    strength=decimals(0, 100),
)
EARNERS = st.builds(
    ValuationInputs,
    profit_wan=st.tuples(money, money, money),
    revenue_wan=st.tuples(money, money, money),
    current_tangible_wan=decimals(0, 1000),
    noncurrent_tangible_wan=decimals(0, 1000),
    strength=decimals(0, 100),
)
FIGURES = st.builds(
    ValuationParameters,
    r_ct=decimals(0, "0.15", 4),
    r_nct=decimals(0, "0.15", 4),
    industry_return=decimals("0.03", "0.20", 4),
    beta=decimals("0.05", "0.60", 4),
    rho=decimals("0.005", "0.05", 4),
    tax=decimals(0, "0.25", 4),
    g_inf=decimals(0, "0.03", 4),
    years=st.integers(3, 5),
    phi=decimals(0, 1, 4),
)
for_all = settings(max_examples=1000, deadline=None)
any_firm = st.one_of(FIRMS, EARNERS)


def last(years, more):
    return (years[0], years[1], years[2] + more)


@pytest.mark.property
@for_all
@given(firm=any_firm, figures=FIGURES)
def test_a_value_is_finite_and_never_negative(firm, figures):
    value = brand_value(firm, figures).value_wan
    assert value.is_finite()
    assert value >= 0


@pytest.mark.property
@for_all
@given(firm=any_firm, figures=FIGURES, other=decimals(0, 100))
def test_more_strength_never_lowers_the_value(firm, figures, other):
    low, high = sorted((firm.strength, other))
    weaker, stronger = (brand_value(replace(firm, strength=points), figures) for points in (low, high))
    assert stronger.value_wan >= weaker.value_wan


@pytest.mark.property
@for_all
@given(firm=any_firm, figures=FIGURES, other=decimals("0.05", "0.60", 4))
def test_a_larger_brand_share_never_lowers_the_value(firm, figures, other):
    low, high = sorted((figures.beta, other))
    less, more = (brand_value(firm, replace(figures, beta=share)) for share in (low, high))
    assert more.value_wan >= less.value_wan


@pytest.mark.property
@for_all
@given(firm=any_firm, figures=FIGURES, more=more_money)
def test_more_profit_in_the_newest_year_never_lowers_the_value(firm, figures, more):
    richer = replace(firm, profit_wan=last(firm.profit_wan, more))
    assert brand_value(richer, figures).value_wan >= brand_value(firm, figures).value_wan


@pytest.mark.property
@pytest.mark.parametrize("name", ["current_tangible_wan", "noncurrent_tangible_wan"])
@for_all
@given(firm=any_firm, figures=FIGURES, more=more_money)
def test_more_tangible_assets_never_raise_the_value(name, firm, figures, more):
    heavier = replace(firm, **{name: getattr(firm, name) + more})
    assert brand_value(heavier, figures).value_wan <= brand_value(firm, figures).value_wan


@pytest.mark.property
@for_all
@given(firm=any_firm, figures=FIGURES, other=decimals("0.03", "0.20", 4))
def test_a_higher_industry_return_never_raises_the_value(firm, figures, other):
    low, high = sorted((figures.industry_return, other))
    mild, harsh = (brand_value(firm, replace(figures, industry_return=rate)) for rate in (low, high))
    assert harsh.value_wan <= mild.value_wan


@pytest.mark.property
@for_all
@given(firm=any_firm, figures=FIGURES, more=more_money)
def test_more_revenue_in_the_newest_year_never_lowers_the_value(firm, figures, more):
    larger = replace(firm, revenue_wan=last(firm.revenue_wan, more))
    assert brand_value(larger, figures).value_wan >= brand_value(firm, figures).value_wan


@pytest.mark.property
@for_all
@given(firm=any_firm, figures=FIGURES, times=decimals("0.0001", 10000, 4))
def test_all_money_times_a_factor_is_the_value_times_the_factor(firm, figures, times):
    scaled = ValuationInputs(
        profit_wan=tuple(year * times for year in firm.profit_wan),
        revenue_wan=tuple(year * times for year in firm.revenue_wan),
        current_tangible_wan=firm.current_tangible_wan * times,
        noncurrent_tangible_wan=firm.noncurrent_tangible_wan * times,
        strength=firm.strength,
    )
    before, after = brand_value(firm, figures), brand_value(scaled, figures)
    # Apart from the one rounding of each, and of fifty digits inside.
    with exact_sums():
        assert abs(after.value_exact_wan - before.value_exact_wan * times) < Decimal("1e-25")
    assert abs(after.value_wan - before.value_wan * times) <= (1 + times) * CENT / 2 + Decimal("1e-12")


@pytest.mark.property
@for_all
@given(firm=any_firm, figures=FIGURES, beta=decimals("0.05", "0.30", 4))
def test_twice_the_brand_share_is_twice_the_excess_value(firm, figures, beta):
    single, double = (brand_value(firm, replace(figures, beta=share)) for share in (beta, 2 * beta))
    with exact_sums():
        assert abs(double.excess.total_wan - 2 * single.excess.total_wan) < Decimal("1e-25")
    assert abs(double.excess_wan - 2 * single.excess_wan) <= CENT * 3 / 2


@pytest.mark.property
@for_all
@given(firm=any_firm, figures=FIGURES)
def test_the_value_never_lies_below_its_floor_and_says_which_branch_won(firm, figures):
    result = brand_value(firm, figures)
    assert result.value_wan == max(result.excess_wan, result.floor_wan)
    with exact_sums():
        floor = figures.phi * result.royalty.total_wan
    assert result.value_exact_wan >= floor
    assert (result.method == "royalty") == (result.excess.total_wan < floor)


@pytest.mark.property
@for_all
@given(firm=any_firm, figures=FIGURES)
def test_the_coefficient_the_rate_and_the_growth_keep_their_bounds(firm, figures):
    result = brand_value(firm, figures)
    assert Decimal("0.6") <= result.k <= 2
    assert result.r - figures.g_inf >= Decimal("0.03")
    assert Decimal("-0.10") <= min(result.growth_by_year)
    assert max(result.growth_by_year) <= Decimal("0.15")


@pytest.mark.property
@for_all
@given(firm=any_firm, figures=FIGURES)
def test_without_a_floor_and_without_excess_there_is_no_value(firm, figures):
    result = brand_value(firm, replace(figures, phi=Decimal(0)))
    assert (result.value_wan == 0) or (result.excess_profit_wan > 0)
    assert result.value_wan == result.excess_wan


@pytest.mark.property
@for_all
@given(firms=st.lists(any_firm, min_size=2, max_size=4), figures=FIGURES, seed=st.randoms())
def test_equal_firms_get_equal_values_in_whatever_order_they_come(firms, figures, seed):
    shuffled = [*firms, *firms]
    seed.shuffle(shuffled)
    values = {firm: brand_value(firm, figures) for firm in firms}
    assert [brand_value(replace(firm), figures) for firm in shuffled] == [values[firm] for firm in shuffled]


@pytest.mark.property
@for_all
@given(values=st.tuples(money, money), a=decimals("-0.10", "0.10", 4))
def test_an_equal_adjustment_keeps_the_order(values, a):
    low, high = sorted(values)
    assert 0 <= adjusted(low, a) <= adjusted(high, a)


KEYS = (
    *("revenue_y0", "revenue_y2", "net_profit_y0", "liabilities_y0", "total_assets_y0", "sampling_failures_3y"),
    *("rd_expense_y0", "patents_invention_valid", "rd_staff", "employees", "csat", "complaint_close_rate"),
    *("repeat_revenue_share", "tm_overseas_regions", "brand_spend_y0", "quality_award", "innovation_platform"),
    *("market_rank", "credit_grade", "mgmt_certs", "standards", "tm_list"),
)
figure = st.one_of(st.integers(-5, 10**6), decimals(-1000, MOST_WAN), decimals("-1e30", "1e30", 3))
word = st.one_of(st.text(max_size=12), st.sampled_from(["national", "AAA", "2–3", "12", "unknown", "１，２００"]))
row = st.dictionaries(st.sampled_from(["number", "reg_no", "level", "valid_to"]), st.one_of(word, st.dates()))
anything = st.one_of(st.none(), st.booleans(), figure, word, st.lists(row, max_size=4), st.floats())
FACTS = st.dictionaries(st.sampled_from(KEYS), anything)
expert_points = st.fixed_dictionaries({}, optional={key: decimals(0, 100) for key in ("Q5", "N5", "S4", "I6")})


@pytest.mark.property
@for_all
@given(facts=FACTS, points=expert_points, day=st.one_of(st.none(), st.dates()))
def test_whatever_was_filed_strength_lies_between_0_and_100_and_is_the_sum_of_its_lines(facts, points, day):
    found = strength({**facts, **points}, closing_on=day)
    assert 0 <= found.exact <= 100
    with exact_sums():
        assert found.exact == sum(line.score * line.weight / 100 for line in found.lines)
    assert all(0 <= line.score <= 100 for line in found.lines)
    assert all((line.note != "") == (line.value is None) for line in found.lines)


@pytest.mark.property
@for_all
@given(facts=FACTS, points=expert_points, key=st.sampled_from(["csat", "complaint_close_rate", "Q5", "mgmt_certs"]))
def test_leaving_a_field_blank_never_pays(facts, points, key):
    full = {**facts, **points}
    assert strength({**full, key: None}).total <= strength(full).total


def places(figures):
    return [line.rank for line in sorted(rank(enumerate(figures), by=lambda one: one[1]), key=lambda line: line.entry)]


@pytest.mark.property
@for_all
@given(figures=st.lists(money, min_size=1, max_size=8), position=st.integers(0, 7), more=more_money)
def test_a_higher_figure_never_lowers_a_rank(figures, position, more):
    raised = [*figures]
    raised[position % len(figures)] += more
    assert places(raised)[position % len(figures)] <= places(figures)[position % len(figures)]


@pytest.mark.property
@for_all
@given(figures=st.lists(money, min_size=2, max_size=8, unique=True), position=st.integers(0, 7))
def test_a_firm_that_leaves_keeps_the_order_of_the_rest(figures, position):
    gone = figures[position % len(figures)]
    order = sorted(figures, key=lambda one: places(figures)[figures.index(one)])
    rest = [one for one in figures if one != gone]
    assert sorted(rest, key=lambda one: places(rest)[rest.index(one)]) == [one for one in order if one != gone]
