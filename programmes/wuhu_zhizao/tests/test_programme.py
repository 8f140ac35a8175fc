"""What the programme declares: stages, settings, list, certificate and reward, and a form that the example passes."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from portal.kit import clock
from programmes.fields import as_typed, build_form
from programmes.fields.posting import as_post
from programmes.flaws import flaws_of
from programmes.wuhu_zhizao import parameters
from programmes.wuhu_zhizao.examples import FILES, complete_answers
from programmes.wuhu_zhizao.form_fields import REGIONS
from programmes.wuhu_zhizao.programme import PROGRAMME
from programmes.wuhu_zhizao.sections import SECTIONS
from tests.fixtures import NOON

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def noon():
    with clock.frozen(NOON):
        yield


def test_the_stages_lead_from_scouting_to_surveillance_with_the_notice_as_an_option():
    assert PROGRAMME.stages == (
        "scouting",
        "apply",
        "district_review",
        "expert_review",
        "decision",
        "cert_application",
        "type_test",
        "site_audit",
        "cert_decision",
        "public_notice",
        "publish",
        "certificate",
        "reward",
        "surveillance",
        "performance",
    )
    assert PROGRAMME.optional_stages == {"public_notice"}
    assert PROGRAMME.stage_words == {
        "district_review": "县区推荐",
        "expert_review": "标准先进性评价",
        "decision": "先进性认定",
        "publish": "公布",
    }


def test_what_the_source_gives_and_what_it_does_not():
    """The goal and the reward do stand in it; a validity, a mark, priority and an order do not."""
    assert PROGRAMME.defaults["reward_amount_yuan"] == 200_000
    assert PROGRAMME.defaults["goal_certificates"] == 100
    assert (PROGRAMME.reward.parameter, PROGRAMME.reward.clause) == ("reward_amount_yuan", "解读七")
    assert (PROGRAMME.certificate.is_outside, PROGRAMME.certificate.validity_years) == (True, None)
    assert PROGRAMME.parameter_choices["validity_mode"] == (("outside", "以认证机构的证书为准"),)
    assert (PROGRAMME.mark, PROGRAMME.model, PROGRAMME.priority, PROGRAMME.items) == (None, None, "", "")
    assert PROGRAMME.most_filings == 5


def test_products_stand_on_one_list_and_count_towards_one_goal():
    assert [(one.code, PROGRAMME.certificate.prefix) for one in PROGRAMME.lists] == [("C1", "WHZZ")]
    (target,) = PROGRAMME.targets
    assert (target.parameter, len(target.counts(complete_answers()))) == ("goal_certificates", 1)


def test_no_question_asks_for_a_bank_account():
    words = ("bank", "account", "账户", "账号", "开户")
    asked = [(f.key, f.label, f.help) for field in PROGRAMME.fields() for f in (field, *field.columns)]
    assert [row for row in asked if any(word in "".join(row) for word in words)] == []


def test_self_check_and_reward_name_what_there_is():
    assert all(PROGRAMME.field_named(key) for key in PROGRAMME.self_check)
    assert PROGRAMME.reward.parameter in PROGRAMME.defaults
    assert {code for code, _name in REGIONS} >= {"340202", "340281", "WH-JK", "WH-GG"}
    assert len(REGIONS) == 7 + 12


def test_the_example_names_its_files():
    required = {f.key for f in PROGRAMME.fields() if f.kind == "file" and f.required}
    required |= {proof.indicator for proof in PROGRAMME.evidence if proof.needed_at_submission}
    assert set(FILES) == required


def test_the_defaults_have_no_flaw():
    assert flaws_of(PROGRAMME, PROGRAMME.defaults) == {}


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"rework_line": 75}, {}),
        ({"rework_line": 76}, {"rework_line": parameters.ABOVE_PASS_LINE}),
        ({"rework_line": 80, "pass_line": 85}, {}),
        ({"pass_line": 55}, {"rework_line": parameters.ABOVE_PASS_LINE}),
        ({"rework_line": 101}, {"rework_line": parameters.OUT_OF_HUNDRED}),
        ({"points_at_national": 101}, {"points_at_national": parameters.OUT_OF_HUNDRED}),
        (
            {"rank_points": {"1": 101, "2-3": 85, "4-10": 70, "over_10": 40, "unknown": 0}},
            {"rank_points": parameters.OUT_OF_HUNDRED},
        ),
        ({"rights_min": 0}, {"rights_min": parameters.AT_LEAST_ONE}),
        ({"goal_certificates": 0}, {"goal_certificates": parameters.AT_LEAST_ONE}),
        ({"reward_amount_yuan": 0}, {"reward_amount_yuan": parameters.NO_REWARD}),
        ({"reward_amount_yuan": 150_000}, {}),
        (
            {"front_ranks": dict.fromkeys(("1", "2-3", "4-10", "over_10", "unknown"), False)},
            {"front_ranks": parameters.NONE_IN_FRONT},
        ),
        (
            {"part_weights": {"advanced": "0.50", "market": "0.30", "rights": "0.30"}},
            {"part_weights": "各项权重之和须为 1，现为 1.1。"},
        ),
    ],
)
def test_settings_that_contradict_each_other_are_told(changed, found):
    assert flaws_of(PROGRAMME, {**PROGRAMME.defaults, **changed}) == found


def test_the_rules_are_plain_python():
    """Anybody may check a verdict without a portal."""
    code = (
        "import sys; import programmes.wuhu_zhizao.programme as p, programmes.registry;"
        "sys.exit(any(name.startswith('django') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.key)
def test_what_a_page_shows_of_the_example_is_read_back_as_the_same_answers(section):
    answers = complete_answers()
    typed = {field.key: as_typed(field, answers.get(field.key)) for field in section.fields}
    districts = [("340207", "鸠江区")]
    form = build_form(
        section,
        data=as_post(section.fields, typed),
        answers=answers,
        check=PROGRAMME.check_answers,
        districts=districts,
    )
    assert form.errors == {}
    asked = form.answers()
    assert asked == {key: answers[key] for key in asked}


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.key)
def test_every_page_can_be_drawn_open_and_closed(section):
    answers = complete_answers()
    for only in (None, ()):
        form = build_form(section, answers=answers, only=only, latest_year=2025, evidence=PROGRAMME.evidence)
        html = render_to_string("forms/section.html", {"form": form, "workbook_url": "/workbook/"})
        controls = [field.key for field in section.fields if f'name="{field.key}' in html]
        assert controls == [field.key for field in section.fields if form.is_open(field.key)]


def test_sales_of_the_product_above_those_of_the_firm_are_told_at_the_product():
    section = PROGRAMME.section_named("product")
    answers = {"revenue_y1": complete_answers()["revenue_y1"]}
    form = build_form(
        section, data=QueryDict("product_revenue_y1=24500.01"), answers=answers, check=PROGRAMME.check_answers
    )
    sentence = "该产品销售收入不能超过同年企业营业收入，请核对两个数字，单位均为万元。"
    assert [text for _control, text in form.problems if sentence in text] != []
