"""What every programme must keep to, run over every folder found; nothing here knows one of them."""

import json
from decimal import Decimal

import pytest
from django.db import models

from programmes import registry
from programmes.contract import Facts, FieldKind, QuantScore, Verdict
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
