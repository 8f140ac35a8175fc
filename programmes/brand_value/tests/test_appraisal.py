"""From facts to a rank: the worked examples of 4.6 end to end, tiers on the last day, typed facts and frozen ones."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.brand_value.appraising import NO_GROWTH, NO_INDUSTRY, NO_VALUE
from programmes.brand_value.arithmetic import exact_sums
from programmes.brand_value.examples import complete_answers, tier_rows
from programmes.brand_value.explanation import FLAGS, METHODS
from programmes.brand_value.form_fields import LITTLE_GIANT, SRDI_SME
from programmes.brand_value.lines import VERIFIED
from programmes.brand_value.programme import PROGRAMME
from programmes.brand_value.reading import NOT_SUPPLIED
from programmes.brand_value.warnings import REVENUE_STEP
from programmes.contract import Facts
from programmes.fields import from_json, to_json

D = Decimal
MODEL = PROGRAMME.model
DEFAULTS = PROGRAMME.defaults
CLOSING = date(2024, 4, 12)
EXPERTS = {"Q5": D(80), "N5": D(70), "S4": D(90), "I6": D(60)}

# All of strength rests with the experts, so that a worked example can say what it is.
ONLY_EXPERTS = {
    **DEFAULTS["strength_weights"],
    **dict.fromkeys(DEFAULTS["strength_weights"], "0"),
    **dict.fromkeys(("Q5", "N5", "S4", "I6"), "25"),
}


def strength_of(points):
    return dict.fromkeys(("Q5", "N5", "S4", "I6"), D(points))


def setting(row):
    figures = dict(zip(("industry_return", "beta", "rho"), row.split(), strict=True))
    return {**DEFAULTS, "strength_weights": ONLY_EXPERTS, "industry_table": {"industry": figures, "other": figures}}


def firm(profits, revenues, tangibles, **over):
    """profits and revenues oldest first, as 4.6 prints them."""
    figures = {f"net_profit_y{2 - place}": D(figure) for place, figure in enumerate(profits)}
    figures |= {f"revenue_y{2 - place}": D(figure) for place, figure in enumerate(revenues)}
    figures |= dict(zip(("current_tangible_assets", "noncurrent_tangible_assets"), map(D, tangibles), strict=True))
    return complete_answers(**figures, **{f"nonrecurring_y{year}": None for year in range(3)}, **over)


A = firm((2400, 2800, 3200), (21000, 24500, 28000), (9000, 12000))
B = firm((900, 700, 820), (15200, 14100, 13600), (5200, 6100))
C = firm((-600, -250, -80), (3000, 5200, 8600), (2600, 1400))


@pytest.mark.parametrize(
    ("answers", "row", "points", "expected"),
    [
        (A, "0.10 0.30 0.02", 78, ("12323.73", "excess", "0.908", "9.08", "2933.33", "12323.73", "8341.36", "4170.68")),
        (B, "0.09 0.25 0.015", 52, ("853.15", "excess", "1.272", "11.448", "793.33", "853.15", "1637.07", "818.54")),
        (C, "0.11 0.35 0.03", 61, ("1052.22", "royalty", "1.146", "12.606", "-223.33", "0", "2104.44", "1052.22")),
    ],
    ids=["strong", "shrinking", "young with losses"],
)
def test_the_worked_examples_come_out_of_the_whole_appraisal(answers, row, points, expected):
    found = MODEL.appraise(Facts(answers, closing_on=CLOSING), strength_of(points), setting(row))
    value, method, k, r, profit, excess, royalty, floor = expected
    assert (found.list_code, found.figure, found.flags) == ("L1", D(value), ())
    keys = ("value_wan", "strength", "k", "r", "mean_profit_wan", "excess_wan", "royalty_wan", "floor_wan")
    assert [found.parts[key] for key in keys] == [
        D(one) for one in (value, points, k, r, profit, excess, royalty, floor)
    ]
    assert found.parts["method"] == METHODS[method]
    assert found.ties[0] == points


def test_what_is_not_recurring_is_taken_out_of_profit():
    """3300 − 100, 2800 − nothing, 2350 + 50: example A."""
    plain, with_parts = (
        MODEL.appraise(Facts(one), strength_of(78), setting("0.10 0.30 0.02")) for one in (A, complete_answers())
    )
    assert (plain.figure, with_parts.figure) == (D("12323.73"), D("12323.73"))


def test_the_third_list_is_ranked_by_growth():
    """√(28000/21000) − 1 = 15.4701 % → 30.9401 × 0.4; 7 % → 46.6667 × 0.2; 21/260 → 80.7692 × 0.2; 78 × 0.2."""
    found = MODEL.appraise(Facts({**A, "honours": []}), strength_of(78), setting("0.10 0.30 0.02"))
    assert (found.list_code, found.figure) == ("L3", D("53.46"))
    assert (found.parts["growth"], found.parts["value_wan"]) == (D("53.46"), D("12323.73"))
    assert MODEL.figures["L3"] == ("成长性得分", "分")


def held(honour, **days):
    return [row for row in tier_rows(honour, **days) if row["honour"] == honour]


@pytest.mark.parametrize(
    ("rows", "findings", "expected"),
    [
        (tier_rows(LITTLE_GIANT), {}, "L1"),
        (tier_rows(LITTLE_GIANT), {"tier_little_giant": True}, "L1"),
        (tier_rows(LITTLE_GIANT), {"tier_little_giant": False}, "L2"),
        (tier_rows(LITTLE_GIANT), {"tier_little_giant": False, "tier_srdi_sme": False}, "L3"),
        (held(LITTLE_GIANT), {"tier_little_giant": False}, "L3"),
        (held(SRDI_SME), {}, "L2"),
        (held(SRDI_SME), {"tier_srdi_sme": False}, "L3"),
        (held(LITTLE_GIANT, valid_to=CLOSING), {}, "L1"),
        (held(LITTLE_GIANT, valid_to=date(2024, 4, 11)), {}, "L3"),
        (held(SRDI_SME, issued_on=CLOSING), {}, "L2"),
        (held(SRDI_SME, issued_on=date(2024, 4, 13)), {}, "L3"),
        ([{**held(SRDI_SME)[0], "valid_to": None}], {}, "L2"),
        ([{**held(SRDI_SME)[0], "honour": "hi_tech"}], {}, "L3"),
        ([], {"tier_little_giant": True, "tier_srdi_sme": True}, "L3"),
    ],
)
def test_the_highest_tier_held_on_the_last_day_decides_the_list(rows, findings, expected):
    facts = Facts(complete_answers(honours=rows), findings=findings, closing_on=CLOSING)
    assert MODEL.appraise(facts, {}, DEFAULTS).list_code == expected


def test_a_registered_honour_counts_that_the_form_does_not_name():
    other = {"uscc": "9", "honour": SRDI_SME, "valid_to": CLOSING}
    facts = Facts(complete_answers(honours=[]), honours=[other], closing_on=CLOSING)
    assert MODEL.appraise(facts, {}, DEFAULTS).list_code == "L2"
    assert MODEL.appraise(replace(facts, closing_on=date(2024, 4, 13)), {}, DEFAULTS).list_code == "L3"
    named = complete_answers(honours=held(SRDI_SME, issued_on=date(2024, 5, 1)))
    assert MODEL.appraise(replace(facts, answers=named), {}, DEFAULTS).list_code == "L3"


def frozen(facts):
    """As a run keeps them: what the model reads, in JSON."""
    answers = {key: value for key, value in to_json(PROGRAMME.fields(), facts.answers).items() if key in MODEL.reads}
    content = {
        "answers": answers,
        "verified": {key: str(value) for key, value in facts.verified.items()},
        "findings": dict(facts.findings),
        "honours": [{**row, "valid_to": str(row["valid_to"])} for row in facts.honours],
        "closing_on": facts.closing_on.isoformat() if facts.closing_on else None,
    }
    return Facts(**json.loads(json.dumps(content)))


def test_frozen_facts_give_the_same_appraisal_as_typed_ones():
    facts = Facts(
        complete_answers(),
        verified={"revenue_y1": D("24000.50"), "credit_grade": "AA", "patents_invention_valid": D("20.0000")},
        findings={"tier_little_giant": False},
        honours=[{"uscc": "9", "honour": "hi_tech", "valid_to": date(2025, 1, 1)}],
        closing_on=CLOSING,
    )
    again = frozen(facts)
    assert MODEL.appraise(again, EXPERTS, DEFAULTS) == MODEL.appraise(facts, EXPERTS, DEFAULTS)
    nothing = Facts(from_json(PROGRAMME.fields(), {}))
    assert MODEL.appraise(frozen(nothing), {}, DEFAULTS) == MODEL.appraise(nothing, {}, DEFAULTS)


def test_a_run_freezes_nothing_personal_and_everything_the_model_reads():
    keys = {field.key for field in PROGRAMME.fields()}
    assert set(MODEL.reads) <= keys
    assert not {key for key in MODEL.reads if key.endswith(("_text", "_file")) or key.startswith("declare")}
    only_read = Facts({key: value for key, value in complete_answers().items() if key in MODEL.reads})
    assert MODEL.appraise(only_read, EXPERTS, DEFAULTS) == MODEL.appraise(Facts(complete_answers()), EXPERTS, DEFAULTS)


def lines_of(found):
    return {line.key: line for line in found.lines}


def test_the_experts_hold_twenty_points_and_without_them_the_result_is_provisional():
    """80 × 4 + 70 × 5 + 90 × 5 + 60 × 6 = 1480 → 14.80 points."""
    facts = Facts(complete_answers(), closing_on=CLOSING)
    early, late = MODEL.appraise(facts, {}, DEFAULTS), MODEL.appraise(facts, EXPERTS, DEFAULTS)
    assert (early.parts["expert"], late.parts["expert"]) == (D("0.00"), D("14.80"))
    assert early.parts["quantitative"] == late.parts["quantitative"] == early.parts["strength"]
    assert late.figure > early.figure > 0
    assert {lines_of(early)[key].note for key in EXPERTS} == {NOT_SUPPLIED}
    assert [lines_of(late)[key].result for key in EXPERTS] == [D("3.2"), D("3.5"), D("4.5"), D("3.6")]


def test_a_verified_figure_replaces_the_reported_one_and_says_so():
    facts = Facts(complete_answers(), verified={"rd_expense_y0": D(2800), "credit_grade": "AAA"}, closing_on=CLOSING)
    lines = lines_of(MODEL.appraise(facts, EXPERTS, DEFAULTS))
    assert (lines["N1"].source, lines["N1"].value, lines["N1"].score) == (VERIFIED, "10", D(100))
    assert (lines["I5"].source, lines["I5"].value, lines["I5"].result) == (VERIFIED, "AAA", D(2))
    assert lines["G2"].source == VERIFIED
    assert (lines["T3"].source, lines["G4"].source) == ("申报表：财务数据", "本评价的品牌强度得分")
    assert {lines[key].source for key in ("profit", "tangible", "revenue", "cagr")} == {"申报表：财务数据"}
    changed = lines_of(MODEL.appraise(replace(facts, verified={"revenue_y1": D(24000)}), EXPERTS, DEFAULTS))
    sources = [changed[key].source for key in ("revenue", "cagr", "profit", "fee")]
    assert sources == [VERIFIED, "申报表：财务数据", "申报表：财务数据", "按本评价模型计算"]


def test_both_streams_are_told_year_by_year():
    """Example A of 4.6: 644.65 grows to 727.3801, 804.9673, 873.3895, 928.7042, 967.4002; R = 9.08 %."""
    lines = lines_of(MODEL.appraise(Facts(A), strength_of(78), setting("0.10 0.30 0.02")))
    years = [lines[f"excess_y{number}"] for number in range(1, 6)]
    flows = ["727.3801", "804.9673", "873.3895", "928.7042", "967.4002"]
    assert [line.working.partition("= ")[2].partition(";")[0] for line in years] == flows
    assert years[0].working == "644.65 × (1 + 12.8333 %) = 727.3801; 727.3801 ÷ (1 + 0.0908)^1"
    assert sum(line.result for line in years).quantize(D("0.01")) == D("3298.73")
    assert [line.label for line in years] == ["第 1 年", "第 2 年", "第 3 年", "第 4 年", "第 5 年"]
    assert (lines["royalty_y5"].group, years[0].value) == ("品牌价值：许可费逐年", "12.8333")


def test_every_line_is_there_and_the_scored_ones_add_up():
    found = MODEL.appraise(Facts(complete_answers(), closing_on=CLOSING), EXPERTS, DEFAULTS)
    lines = lines_of(found)
    scored = [line for line in found.lines if line.weight is not None and line.key[0] != "G"]
    assert (len(scored), sum(line.weight for line in scored)) == (24, 100)
    assert sum(lines[key].weight for key in ("G1", "G2", "G3", "G4")) == 100
    with exact_sums():
        assert sum(line.result for line in scored) == lines["S"].result == found.ties[0]
        assert lines["G"].result == sum(lines[key].result for key in ("G1", "G2", "G3", "G4"))
    assert (lines["value"].result, lines["value"].note) == (found.figure, "多周期超额收益法")
    assert (lines["gh"].note, lines["I4"].value) == ("首年增速高于上限，按上限计", "第 2 至 3 位")
    assert [line.key for line in found.lines if not line.label or not line.group] == []
    assert list(found.parts) == list(MODEL.parts)


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ({"revenue_y1": None}, (None, (NO_VALUE,))),
        ({"net_profit_y2": None}, (None, (NO_VALUE,))),
        ({"current_tangible_assets": None}, (None, (NO_VALUE,))),
        ({"honours": [], "rd_expense_y0": None}, (None, (NO_GROWTH,))),
    ],
)
def test_a_firm_without_the_figures_of_its_list_cannot_be_ranked(over, expected):
    found = MODEL.appraise(Facts(complete_answers(**over)), EXPERTS, DEFAULTS)
    assert (found.figure, found.flags) == expected


def test_what_the_model_assumed_and_what_looks_like_a_slip_is_flagged():
    base_of_nothing = complete_answers(revenue_y2=D(0), sme_industry=None)
    found = MODEL.appraise(Facts(base_of_nothing), EXPERTS, DEFAULTS)
    assert found.figure > 0
    assert found.flags == (FLAGS["revenue_base_not_positive"], NO_INDUSTRY)
    jump = MODEL.appraise(Facts(complete_answers(revenue_y1=D(6000))), EXPERTS, DEFAULTS)
    assert jump.flags == (REVENUE_STEP,)
    assert frozen(Facts(complete_answers(revenue_y1=D(6000)))).answers["revenue_y1"] == "6000"


def test_equal_figures_are_parted_by_strength_then_by_mean_profit():
    found = MODEL.appraise(Facts(complete_answers()), strength_of(78), setting("0.10 0.30 0.02"))
    assert (found.ties[0], found.ties[1].quantize(D("0.0001"))) == (D(78), D("2933.3333"))
    assert MODEL.tie_labels == ("品牌强度", "调整后净利润加权平均")


def test_an_adjustment_keeps_within_a_tenth():
    assert MODEL.adjust(D("12323.73"), D("0.05")) == D("12939.92")
    assert MODEL.most_adjustment_ratio == D("0.10")
    with pytest.raises(ValueError, match="between"):
        MODEL.adjust(D("12323.73"), D("0.1001"))


anything = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.decimals(-(10**12), 10**12, places=2),
    st.text(max_size=12),
    st.floats(),
)
row = st.dictionaries(
    st.sampled_from(["honour", "issued_on", "valid_to", "reg_no", "level"]),
    st.one_of(st.text(max_size=8), st.dates(), st.sampled_from([LITTLE_GIANT, SRDI_SME]), st.none()),
)
figures = [key for key in MODEL.reads if PROGRAMME.field_named(key).row or key.endswith(("_assets", "_y0"))]
FACTS = st.builds(
    Facts,
    st.dictionaries(st.sampled_from(MODEL.reads), st.one_of(anything, st.lists(row, max_size=3))),
    verified=st.dictionaries(st.sampled_from(figures), anything, max_size=3),
    honours=st.lists(row, max_size=2),
    closing_on=st.one_of(st.none(), st.dates()),
)


@pytest.mark.property
@settings(max_examples=1000, deadline=None)
@given(facts=FACTS, points=st.dictionaries(st.sampled_from(list(EXPERTS)), st.integers(0, 100).map(Decimal)))
def test_whatever_was_filed_a_firm_stands_in_one_list_or_is_flagged(facts, points):
    found = MODEL.appraise(facts, points, DEFAULTS)
    assert found.list_code in {one.code for one in PROGRAMME.lists}
    if found.figure is None:
        assert {NO_VALUE, NO_GROWTH} & set(found.flags)
    else:
        assert found.figure.is_finite()
        assert found.figure >= 0
        assert found.figure == found.figure.quantize(D("0.01"))
