"""What every programme must keep to, run over every folder found; nothing here knows one of them."""

import json
from decimal import Decimal

import pytest
from django.db import models

from applications.wording import STAGE_WORDS
from portal.kit.honours import HONOURS
from programmes import registry
from programmes.contract import Facts, FieldKind, QuantScore, Verdict, no_identity
from programmes.dossier import Dossier
from programmes.fields import build_form, from_json, to_json
from publications.numbering import certificate_number

FOLDERS = registry.folders()


@pytest.fixture(params=FOLDERS)
def programme(request):
    return registry.programme_in(request.param)


@pytest.fixture
def columns(programme):
    own = registry.dossier_model(programme.slug)._meta.get_fields()
    shared = {f.name for f in Dossier._meta.get_fields()} | {"id"}
    return {f.name: f for f in own if f.name not in shared and not f.auto_created}


def keys_of(rows):
    return [row.key for row in rows]


def test_folders_are_found_and_known_by_their_slugs():
    assert FOLDERS
    assert [registry.programme_in(name).slug for name in FOLDERS] == list(registry.all_programmes())


def test_expert_weights_add_up_to_one(programme):
    assert sum(criterion.weight_ratio for criterion in programme.criteria) == Decimal(1)


def test_every_clause_and_criterion_names_its_source(programme):
    assert [c.key for c in (*programme.clauses, *programme.criteria) if not c.clause.strip()] == []


def test_keys_are_given_once(programme):
    for rows in (programme.fields(), programme.sections, programme.clauses, programme.criteria):
        assert sorted(set(keys_of(rows))) == sorted(keys_of(rows))
    proofs = [proof.indicator for proof in programme.evidence]
    assert sorted(set(proofs)) == sorted(proofs)


def test_files_of_questions_and_proofs_of_indicators_do_not_share_a_key(programme):
    files = {f.key for f in programme.fields() if f.kind is FieldKind.FILE}
    assert files & {proof.indicator for proof in programme.evidence} == set()


def test_every_proof_is_of_a_known_clause_and_asked_for_on_one_page(programme):
    proofs = [proof.indicator for proof in programme.evidence]
    assert set(proofs) - set(keys_of(programme.clauses)) == set()
    assert sorted(key for section in programme.sections for key in section.indicators) == sorted(proofs)


def test_the_dossier_has_a_column_for_every_answer_and_no_other(programme, columns):
    asked = {f.key for f in programme.fields() if f.kind is not FieldKind.FILE}
    assert set(columns) == asked


def test_a_column_can_hold_every_value_its_question_allows(programme, columns):
    for field in programme.fields():
        column = columns.get(field.key)
        if isinstance(column, models.DecimalField):
            largest = 10 ** (column.max_digits - column.decimal_places) - 1
            assert field.maximum is not None, field.key
            assert (field.places, field.maximum <= largest) == (column.decimal_places, True), field.key
        if isinstance(column, models.CharField) and field.kind is FieldKind.TEXT:
            assert field.maximum is not None, field.key
            assert field.maximum <= column.max_length, field.key
        if isinstance(column, models.CharField) and field.choices:
            assert max(len(key) for key, _label in field.choices) <= column.max_length, field.key


def test_columns_may_be_empty_while_the_form_is_being_written(columns):
    assert [name for name, column in columns.items() if not column.blank] == []


def test_every_setting_has_a_label_and_every_label_a_setting(programme):
    assert set(programme.parameter_labels) == set(programme.defaults)
    assert [key for key, (label, _unit) in programme.parameter_labels.items() if not label.strip()] == []


def test_defaults_can_be_stored(programme):
    assert json.loads(json.dumps(dict(programme.defaults))) == programme.defaults


def test_stages_are_named_once_and_the_optional_ones_are_among_them(programme):
    assert sorted(set(programme.stages)) == sorted(programme.stages)
    assert programme.optional_stages <= set(programme.stages)


def test_an_empty_form_is_judged_open_and_scored_not_at_all(programme):
    verdict = programme.judge(Facts({}), programme.defaults)
    score = programme.quantify(Facts({}), programme.defaults)
    assert isinstance(verdict, Verdict)
    assert verdict.passed is not True
    assert isinstance(score, QuantScore)
    assert score.value is None
    assert (programme.title_of({}), dict(programme.check_answers({})), dict(programme.warn_answers({}))) == ("", {}, {})


def test_the_verdict_speaks_of_the_declared_clauses(programme):
    verdict = programme.judge(Facts({}), programme.defaults)
    shown = [line.key for _title, lines in verdict.groups for line in lines]
    assert sorted(shown) == sorted(keys_of(programme.clauses))


def test_an_empty_dossier_reads_and_writes_as_nothing(programme):
    nothing = from_json(programme.fields(), {})
    assert set(map(repr, nothing.values())) <= {"None", "[]"}
    assert to_json(programme.fields(), nothing) == to_json(programme.fields(), {})


def test_every_section_can_be_drawn_empty_and_names_what_is_missing(programme):
    required = {f.key for f in programme.fields() if f.required and not f.requires}
    required |= {proof.indicator for proof in programme.evidence if proof.needed_at_submission}
    missing = [
        key
        for section in programme.sections
        for key in build_form(section, evidence=programme.evidence, districts=[("x", "示例区")]).missing
    ]
    assert sorted(missing) == sorted(required)


def test_certificates_can_be_numbered_in_every_list_and_no_two_lists_share_a_series(programme):
    codes = [one.code for one in programme.lists]
    assert codes
    assert len(set(codes)) == len(codes)
    if programme.certificate:
        for code in codes:
            certificate_number(programme=programme.certificate.prefix, year=2024, list_code=code, sequence=1)


def test_years_of_one_row_are_told_apart_and_begin_with_the_latest(programme):
    rows = {}
    for field in programme.fields():
        if field.row:
            rows.setdefault(field.row, []).append(field.year)
    assert {row: sorted(years) for row, years in rows.items()} == {
        row: list(range(len(years))) for row, years in rows.items()
    }


def test_every_stage_is_one_that_the_portal_knows_and_other_words_are_for_its_own(programme):
    assert [key for key in programme.stages if key not in STAGE_WORDS] == []
    assert set(programme.stage_words) <= set(programme.stages)
    assert [key for key, word in programme.stage_words.items() if not word.strip()] == []


def test_items_are_rows_of_a_table_that_is_asked_and_each_has_a_name(programme):
    if not programme.items:
        assert (programme.item_name, programme.is_single_unit) == ("", True)
        return
    table = programme.field_named(programme.items)
    assert (table.kind, table.required, table.min_rows >= 1) == (FieldKind.TABLE, True, True)
    (name,) = [column for column in table.columns if column.key == programme.item_name]
    assert (name.kind, name.required) == (FieldKind.TEXT, True)


def test_a_unit_is_judged_scored_and_counted_by_its_own_row_also_before_anything_is_filled_in(programme):
    position = 0 if programme.is_single_unit else 1
    answers = {programme.items: [{}]} if programme.items else {}
    facts = Facts(answers, position=position)
    assert programme.judge(facts, programme.defaults).passed is not True
    assert programme.quantify(facts, programme.defaults).value is None
    assert programme.identity_of(facts.of_unit(programme.items)) == ""
    assert [target.key for target in programme.targets if target.counts(facts.of_unit(programme.items))] == []


def test_targets_are_whole_numbers_of_the_edition(programme):
    assert sorted({one.key for one in programme.targets}) == sorted(one.key for one in programme.targets)
    goals = {one.parameter: programme.defaults[one.parameter] for one in programme.targets}
    assert [key for key, goal in goals.items() if type(goal) is not int or goal < 1] == []
    assert [one.key for one in programme.targets if not (one.label.strip() and one.unit.strip())] == []


def test_what_is_paid_is_a_whole_sum_for_something_that_is_known_again(programme):
    if not programme.reward:
        return
    amount = programme.defaults[programme.reward.parameter]
    assert (type(amount), amount > 0) == (int, True)
    assert "reward" in programme.stages
    assert programme.reward.title.strip()
    assert programme.reward.clause.strip()
    assert programme.identity_of is not no_identity


def test_a_mark_says_its_rules(programme):
    if programme.mark:
        assert "mark" in programme.stages
        assert programme.mark.title.strip()
        assert programme.mark.rules
        assert [rule for rule in programme.mark.rules if not rule.strip()] == []


def test_whoever_may_file_several_times_files_for_what_is_told_apart(programme):
    assert programme.most_filings >= 1
    assert programme.most_filings == 1 or programme.identity_of is not no_identity
    assert programme.most_filings == 1 or programme.is_single_unit


def test_priority_hangs_on_honours_that_exist_and_only_where_a_district_recommends(programme):
    if not programme.priority:
        return
    honours = programme.defaults[programme.priority]
    assert honours
    assert [key for key, is_on in honours.items() if key not in HONOURS or type(is_on) is not bool] == []
    assert "district_review" in programme.stages


def test_the_self_check_asks_a_few_questions_of_the_form_that_need_no_file(programme):
    asked = [programme.field_named(key) for key in programme.self_check]
    assert [key for key, field in zip(programme.self_check, asked, strict=True) if field is None] == []
    assert len(set(programme.self_check)) == len(programme.self_check) <= 15
    assert [field.key for field in asked if field.kind in (FieldKind.FILE, FieldKind.TABLE)] == []


def test_a_certificate_from_outside_is_one_of_a_body_that_decides(programme):
    is_outside = programme.certificate is not None and programme.certificate.is_outside
    assert is_outside is ("cert_decision" in programme.stages)


def test_no_two_programmes_share_a_series_of_certificates():
    prefixes = [one.certificate.prefix for one in registry.all_programmes().values() if one.certificate]
    assert sorted(set(prefixes)) == sorted(prefixes)
