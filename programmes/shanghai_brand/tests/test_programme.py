"""What the programme declares: stages and settings by its source, targets, the mark, and who an item is."""

from decimal import Decimal

import pytest

from portal.kit.honours import HONOURS
from programmes.flaws import flaws_of
from programmes.shanghai_brand.course import CHOICES, COURSE
from programmes.shanghai_brand.examples import complete_answers, item_row
from programmes.shanghai_brand.programme import PROGRAMME

ITEM = {**complete_answers(), **item_row()}


def test_the_stages_are_those_of_the_notice_and_the_certificate_is_an_option():
    assert PROGRAMME.stages == (
        "apply",
        "district_review",
        "consult",
        "incubation",
        "screening",
        "expert_review",
        "decision",
        "public_notice",
        "publish",
        "certificate",
        "mark",
    )
    assert PROGRAMME.optional_stages == {"certificate"}


def test_nothing_is_given_that_the_notice_does_not_give():
    assert PROGRAMME.defaults["validity_mode"] == "none"
    assert (PROGRAMME.certificate.prefix, PROGRAMME.certificate.validity_years) == ("SHBP", None)
    assert (PROGRAMME.reward, PROGRAMME.model, PROGRAMME.most_filings) == (None, None, 1)
    assert [key for key, _label in CHOICES["validity_mode"]] == ["none", "from_publication", "calendar_years"]


def test_figures_of_the_course_are_those_of_the_domain():
    expected = {
        "consult_days": 5,
        "pass_line": 75,
        "quantitative_weight": "0.40",
        "expert_weight": "0.60",
        "goal_standards": 40,
        "goal_items": 100,
        "correction_days": 5,
        "max_returns": 2,
        "notice_days": 5,
    }
    assert {key: COURSE[key][0] for key in expected} == expected
    assert flaws_of(PROGRAMME, PROGRAMME.defaults) == {}


def test_the_five_honours_of_the_notice_allow_priority_until_an_edition_says_otherwise():
    table = PROGRAMME.defaults[PROGRAMME.priority]
    assert [HONOURS[key] for key, allows in table.items() if allows] == [
        "政府质量奖",
        "上海市品牌引领（培育）标杆企业",
        "上海时尚出品",
        "国家级专精特新“小巨人”企业",
        "专精特新中小企业",
    ]
    assert set(PROGRAMME.parameter_words[PROGRAMME.priority]) == set(table)


def test_the_unit_is_an_item_of_the_table():
    table = PROGRAMME.field_named(PROGRAMME.items)
    assert (table.min_rows, table.max_rows, PROGRAMME.is_single_unit) == (1, 5, False)
    assert PROGRAMME.item_name in {column.key for column in table.columns}


def test_the_mark_is_told_apart_from_certification():
    assert any("上品" in rule for rule in PROGRAMME.mark.rules)
    assert any("该项" in rule for rule in PROGRAMME.mark.rules)


def test_self_check_asks_questions_of_the_form_that_are_no_files():
    fields = {field.key: field.kind.value for field in PROGRAMME.fields()}
    assert {fields[key] for key in PROGRAMME.self_check} == {"choice", "decimal", "boolean"}


@pytest.mark.parametrize(
    ("over", "same"),
    [
        ({}, True),
        ({"name": "示例 高速轴承"}, True),
        ({"name": "示例“高速”轴承"}, True),
        ({"tm_reg_no": "３０００ ０００１"}, True),
        ({"revenue_y0": Decimal(1)}, True),
        ({"name": "示例低速轴承"}, False),
        ({"tm_reg_no": "30000002"}, False),
    ],
)
def test_an_item_is_known_again_by_its_trademark_and_name(over, same):
    assert (PROGRAMME.identity_of({**ITEM, **over}) == PROGRAMME.identity_of(ITEM)) is same


@pytest.mark.parametrize("over", [{"name": ""}, {"name": None}, {"tm_reg_no": ""}, {"name": "，。"}])
def test_an_item_that_is_not_named_is_nobody(over):
    assert PROGRAMME.identity_of({**ITEM, **over}) == ""


def test_targets_count_each_item_and_each_evaluated_standard_once():
    standards, items = PROGRAMME.targets
    assert [(one.key, one.parameter, PROGRAMME.defaults[one.parameter]) for one in PROGRAMME.targets] == [
        ("standards", "goal_standards", 40),
        ("items", "goal_items", 100),
    ]
    again = {**ITEM, "name": "示例高速轴承（新）", "standard_no": "ＥＸ/T 00001—2022"}
    assert standards.counts(ITEM) == standards.counts(again) == ("EXT000012022",)
    assert items.counts(ITEM) != items.counts(again)
    assert standards.counts({**ITEM, "standard_status": "adopted"}) == ()
    assert standards.counts({**ITEM, "standard_no": None}) == ()
    assert items.counts({}) == ()


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], ""),
        ([{"name": None}], ""),
        ([item_row()], "示例高速轴承"),
        ([item_row(), {"name": ""}, item_row("示例二号")], "示例高速轴承等2项"),
    ],
)
def test_a_filing_is_called_by_its_items(rows, expected):
    assert PROGRAMME.title_of({"items": rows}) == expected


SCORES = PROGRAMME.defaults["advanced_scores"]
RANGES = PROGRAMME.defaults["linear_ranges"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("advanced_scores", {**SCORES, "best": "101"}),
        ("advanced_scores", {**SCORES, "equal": "81"}),
        ("advanced_scores", {key: SCORES[key] for key in ("best", "above", "equal")}),
        ("standard_level_scores", {**PROGRAMME.defaults["standard_level_scores"], "group": "-1"}),
        ("new_item_score", "100.01"),
        ("linear_ranges", {**RANGES, "share": ["30", "30"]}),
        ("linear_ranges", {**RANGES, "growth": ["20", "-10"]}),
        ("panel_seats", {"technology": 2, "brand_quality": 2, "finance": 2}),
        ("panel_seats", {"technology": 1, "brand_quality": 0, "finance": 0}),
        ("validity_years", 0),
        ("consult_days", 0),
        ("goal_items", 0),
    ],
)
def test_a_setting_that_cannot_be_reckoned_with_is_named(key, value):
    assert set(PROGRAMME.check_parameters({**PROGRAMME.defaults, key: value})) == {key}
