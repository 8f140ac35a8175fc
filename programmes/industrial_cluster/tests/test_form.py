"""The form, what is checked between its fields, and the verdict in words."""

from datetime import date
from decimal import Decimal

import pytest

from programmes.contract import CheckKind, Facts, FieldKind
from programmes.industrial_cluster import checks
from programmes.industrial_cluster.catalogue import BY_KEY, SPECS
from programmes.industrial_cluster.checks import check_answers
from programmes.industrial_cluster.criteria import CRITERIA, EVIDENCE
from programmes.industrial_cluster.examples import complete_figures, complete_findings, example_code
from programmes.industrial_cluster.judging import clauses, judge, quantify, scoring_of, thresholds_of
from programmes.industrial_cluster.parameters import DEFAULTS, LABELS
from programmes.industrial_cluster.scoring import ScoringParameters
from programmes.industrial_cluster.sections import SECTIONS
from programmes.industrial_cluster.thresholds import Thresholds

FIELDS = {field.key: field for section in SECTIONS for field in section.fields}


def shown_lines(facts, parameters=DEFAULTS):
    return {line.key: line for _, lines in judge(facts, parameters).groups for line in lines}


def test_no_key_is_asked_twice():
    assert len(FIELDS) == sum(len(section.fields) for section in SECTIONS)


def test_every_figure_the_example_needs_is_a_field_of_the_form():
    assert set(complete_figures()) - set(FIELDS) == set()


def test_only_the_years_before_the_three_are_optional_among_the_figures():
    optional = {key for key, field in FIELDS.items() if field.row and not field.required}
    assert optional == {"output_total_y3", "rd_sme_y3", "patents_sme_y3"}


def test_numbers_are_bounded_and_have_a_unit():
    kinds = (FieldKind.INTEGER, FieldKind.DECIMAL)
    unbounded = [f.key for f in FIELDS.values() if f.kind in kinds and (f.maximum is None or not f.unit)]
    assert unbounded == []


def test_every_proof_belongs_to_an_indicator_and_to_one_page():
    asked = [key for section in SECTIONS for key in section.indicators]
    assert sorted(asked) == sorted(proof.indicator for proof in EVIDENCE)
    assert set(asked) - set(BY_KEY) == set()


def test_expert_weights_add_up_to_one():
    assert sum(criterion.weight_ratio for criterion in CRITERIA) == 1


def test_stored_defaults_are_the_thresholds_of_the_notice():
    assert (thresholds_of(DEFAULTS), scoring_of(DEFAULTS)) == (Thresholds(), ScoringParameters())
    assert set(LABELS) == set(DEFAULTS)


@pytest.mark.parametrize(
    "overrides", [{"output_min_yi": "0"}, {"output_min_yi": "viele"}, {"growth_steps": 4}, {"x": 1}]
)
def test_thresholds_that_make_no_sense_are_refused(overrides):
    with pytest.raises(ValueError, match=r"above zero|not a number|2 or 3|unknown"):
        Thresholds.from_mapping(overrides)


def test_the_complete_example_has_no_errors():
    assert check_answers(complete_figures()) == {}


@pytest.mark.parametrize(
    ("override", "errors"),
    [
        ({"firms_sme": 421}, {"firms_sme": checks.PARTS_OF_WHOLES[0][2]}),
        ({"staff_sme": 120_001}, {"staff_sme": checks.PARTS_OF_WHOLES[1][2]}),
        ({"output_sme_y0": "38.9001"}, {"output_sme_y0": checks.PARTS_OF_WHOLES[2][2]}),
        ({"output_lead_y0": 40}, {"output_lead_y0": checks.PARTS_OF_WHOLES[3][2]}),
        ({"digital_users": 401}, {"digital_users": checks.PARTS_OF_WHOLES[4][2]}),
        ({"firms_policy_reached": 421}, {"firms_policy_reached": checks.PARTS_OF_WHOLES[5][2]}),
        ({"cluster_name": "精密传感器"}, {"cluster_name": checks.NAME_NEEDS_DISTRICT}),
        ({"operator_uscc": "9235" + "0" * 14}, {"operator_uscc": checks.OPERATOR_PREFIX}),
        ({"patents_sme_y2": 0}, {"growth_note": checks.NOTE_NEEDED}),
        ({"patents_sme_y2": 0, "growth_note": "上年新建。"}, {}),
        ({"declare_truth": False}, {"declare_truth": checks.TRUTH_NEEDED}),
        ({"firms_sme": "abc"}, {}),
    ],
)
def test_fields_are_checked_against_each_other(override, errors):
    assert check_answers({**complete_figures(), **override}) == errors


def test_a_firm_listed_twice_is_named_by_its_lines():
    code = example_code(1)
    rows = [{"uscc": code}, {"uscc": example_code(2)}, {"uscc": f" {code.lower()}"}]
    message = "第 3 行与第 1 行的统一社会信用代码相同，每家企业只填一行。"
    assert check_answers({"firm_list": rows}) == {"firm_list": message}


def test_the_verdict_is_shown_in_words():
    facts = Facts(complete_figures(), findings=complete_findings())
    lines = shown_lines(facts)
    growth, area, cases, co2 = (lines[key] for key in ("c2_growth", "c2_area", "c1_cyber", "c7_co2"))
    assert judge(facts, DEFAULTS).passed is True
    assert (growth.value, growth.threshold, growth.clause) == ("11.66 %", "≥ 10 %", "一（二）")
    assert growth.note == "((38.9 ÷ 31.2)^(1/2) − 1) × 100 = 11.66"
    assert (area.value, area.threshold, area.check) == ("12.5 平方公里", "≤ 100 平方公里", CheckKind.MACHINE)
    assert (cases.value, cases.threshold) == ("无", "= 0 起")
    assert (co2.value, co2.threshold) == ("0.21 吨/万元", "逐年下降")


def test_a_verified_figure_replaces_the_reported_one():
    facts = Facts(complete_figures(), verified={"output_total_y1": Decimal("29.9")}, findings=complete_findings())
    assert shown_lines(facts)["c2_output_y1"].passed is False
    assert judge(facts, DEFAULTS).passed is False


@pytest.mark.parametrize(
    ("declared", "found", "verdict"),
    [(True, None, True), (True, False, False), (False, True, True), (None, None, None)],
)
def test_a_finding_replaces_the_declaration(declared, found, verdict):
    answers = {**complete_figures(), "declare_c1_cyber": declared}
    assert shown_lines(Facts(answers, findings={"c1_cyber": found}))["c1_cyber"].passed is verdict


def test_registered_honours_count_for_listed_firms_only():
    listed, stranger = example_code(1), example_code(2)
    answers = {"firm_list": [{"uscc": listed, "is_leading": True}]}
    ends = date(2030, 1, 1)
    own = [{"uscc": listed, "honour": "little_giant", "valid_to": ends}]
    other = [{"uscc": stranger, "honour": "little_giant", "valid_to": ends}]
    assert shown_lines(Facts(answers, honours=own, closing_on=date(2030, 1, 1)))["c3_top"].passed is True
    assert shown_lines(Facts(answers, honours=own, closing_on=date(2030, 1, 2)))["c3_top"].passed is False
    assert shown_lines(Facts(answers, honours=other))["c3_top"].passed is False


def test_an_edition_may_raise_a_threshold():
    facts = Facts(complete_figures(), findings=complete_findings())
    line = shown_lines(facts, {**DEFAULTS, "output_min_yi": "35.0001", "notice_days": 7})["c2_output_y1"]
    assert (line.threshold, line.passed) == ("≥ 35.0001 亿元", False)


def test_the_weights_of_the_scored_lines_add_up_and_give_the_score():
    score = quantify(Facts(complete_figures()), DEFAULTS)
    assert score.value == Decimal("69.33")
    assert sum(line.weight_ratio for line in score.lines) == 1
    weighted = sum(line.weight_ratio * line.score for line in score.lines)
    assert abs(weighted - score.value) <= Decimal("0.01")
    shown = {line.key: (line.label, line.value, line.threshold, line.score) for line in score.lines}
    assert shown["c2_output"] == ("近三年产值（取最低一年）", "31.2 亿元", "≥ 30 亿元", Decimal("61.60"))
    assert shown["c3_firms"] == ("优质企业数量（两项中取较优一项）", "12 家", "≥ 10 家", Decimal("68.00"))


def test_clauses_are_the_indicators():
    assert [(clause.key, clause.group) for clause in clauses()] == [(spec.key, spec.group) for spec in SPECS]
