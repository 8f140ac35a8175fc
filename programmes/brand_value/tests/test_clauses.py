"""The eleven clauses and the two tiers: each met, not met and open."""

from datetime import date

import pytest

from programmes.brand_value.examples import (
    complete_answers,
    complete_findings,
    example_profile,
    tier_rows,
    trademark_rows,
)
from programmes.brand_value.form_fields import LITTLE_GIANT, SRDI_SME
from programmes.brand_value.judging import CLAUSES
from programmes.brand_value.programme import PROGRAMME
from programmes.contract import CheckKind, Facts

CLOSING = date(2024, 4, 12)
CODE = "91310000631696382C"
HERE = example_profile(CODE)


def judged(over=None, *, findings=None, profile=HERE, closing_on=CLOSING):
    facts = Facts(complete_answers(**(over or {})), findings=findings or {}, profile=profile, closing_on=closing_on)
    return PROGRAMME.judge(facts, PROGRAMME.defaults)


def lines_of(verdict):
    return {line.key: line for _title, lines in verdict.groups for line in lines}


def test_a_complete_firm_waits_for_people_and_then_passes():
    waiting = judged()
    still_open = [line.key for line in lines_of(waiting).values() if line.passed is None]
    looked_up = ["a8", "a9", "a10", "a11"]
    assert still_open == ["a3", "a5", "a6", *looked_up, "tier_little_giant", "tier_srdi_sme"]
    assert (waiting.passed, waiting.group_verdicts) == (None, (None, None, None, None))
    done = judged(findings=complete_findings())
    assert (done.passed, done.group_verdicts) == (True, (True, True, True, True))


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (HERE, True),
        ({**HERE, "reg_region": "310230"}, True),
        ({**HERE, "reg_region": "320500"}, False),
        ({**HERE, "reg_region": "other"}, False),
        ({**HERE, "reg_region": ""}, None),
        ({}, None),
    ],
)
def test_a1_the_firm_is_registered_here(profile, expected):
    assert lines_of(judged(profile=profile))["a1"].passed is expected


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (HERE, True),
        ({**HERE, "uscc": "93310000631696382C"}, True),
        ({**HERE, "uscc": "92310000631696382C"}, False),
        ({**HERE, "legal_form": "branch"}, False),
        ({**HERE, "legal_form": "sole_trader"}, False),
        ({**HERE, "legal_form": ""}, None),
        ({**HERE, "uscc": ""}, None),
    ],
)
def test_a2_the_firm_is_a_legal_person_of_its_own(profile, expected):
    assert lines_of(judged(profile=profile))["a2"].passed is expected


def marks(**over):
    return {"tm_list": [{**trademark_rows(1)[0], **over}]}


@pytest.mark.parametrize(
    ("over", "found", "expected"),
    [
        (marks(), None, None),
        (marks(), True, True),
        (marks(), False, False),
        (marks(valid_to=CLOSING), None, None),
        (marks(valid_to=date(2024, 4, 11)), None, False),
        (marks(valid_from=date(2024, 4, 13)), None, False),
        (marks(reg_no="1234"), None, False),
        (marks(reg_no="1234567890"), None, False),
        (marks(reg_no="12345A"), None, None),
        (marks(reg_no="12345678AB"), None, False),
        ({"tm_list": []}, None, None),
    ],
)
def test_a3_a_registered_trademark_is_in_force_on_the_last_day(over, found, expected):
    assert lines_of(judged(over, findings={"a3": found}))["a3"].passed is expected


@pytest.mark.parametrize(
    ("over", "expected", "size"),
    [
        ({}, True, "小型"),
        ({"employees": 300}, True, "中型"),
        ({"employees": 1000, "revenue_y0": 40000}, False, "大型"),
        ({"employees": 1000, "revenue_y0": "39999.99"}, True, "中型"),
        ({"employees": 19}, True, "微型"),
        ({"employees": None}, None, ""),
        ({"sme_industry": None}, None, ""),
    ],
)
def test_a4_the_size_class_is_computed(over, expected, size):
    line = lines_of(judged(over))["a4"]
    assert (line.passed, line.value) == (expected, size)


@pytest.mark.parametrize("key", ["a5", "a6"])
@pytest.mark.parametrize("found", [None, True, False])
def test_experts_judge_the_brand(key, found):
    assert lines_of(judged(findings={key: found}))[key].passed is found


@pytest.mark.parametrize(
    ("declared", "found", "expected"),
    [(True, None, True), (None, None, None), (False, None, False), (True, False, False), (False, True, True)],
)
def test_a7_a_declaration_is_enough(declared, found, expected):
    assert lines_of(judged({"declare_a7": declared}, findings={"a7": found}))["a7"].passed is expected


@pytest.mark.parametrize("key", ["a8", "a9", "a10", "a11"])
@pytest.mark.parametrize(
    ("declared", "found", "expected"),
    [
        (True, None, None),
        (True, True, True),
        (True, False, False),
        (None, None, None),
        (None, True, True),
        (False, None, False),
        (False, True, True),
    ],
)
def test_conduct_is_declared_and_then_looked_up(key, declared, found, expected):
    assert lines_of(judged({f"declare_{key}": declared}, findings={key: found}))[key].passed is expected


@pytest.mark.parametrize("key", ["a1", "a2", "a4"])
def test_an_official_stands_above_what_the_machine_found(key):
    assert lines_of(judged(findings={key: False}))[key].passed is False
    assert lines_of(judged(profile={}, over={"employees": None}, findings={key: True}))[key].passed is True


@pytest.mark.parametrize("key", [clause.key for clause in CLAUSES if not clause.key.startswith("tier")])
def test_one_clause_not_met_fails_the_whole(key):
    assert judged(findings={**complete_findings(), key: False}).passed is False


@pytest.mark.parametrize(
    ("honour", "findings", "expected"),
    [
        (LITTLE_GIANT, {}, (None, None, None)),
        (LITTLE_GIANT, {"tier_little_giant": True}, (True, None, None)),
        (LITTLE_GIANT, {"tier_little_giant": False, "tier_srdi_sme": True}, (False, True, True)),
        (LITTLE_GIANT, {"tier_little_giant": False, "tier_srdi_sme": False}, (False, False, True)),
        (SRDI_SME, {}, (True, None, None)),
        (SRDI_SME, {"tier_srdi_sme": True}, (True, True, True)),
        ("", {}, (True, True, True)),
    ],
)
def test_a_tier_waits_only_where_it_is_claimed_and_never_fails_a_firm(honour, findings, expected):
    verdict = judged({"honours": tier_rows(honour)}, findings=findings)
    lines = lines_of(verdict)
    found = (lines["tier_little_giant"].passed, lines["tier_srdi_sme"].passed, verdict.group_verdicts[-1])
    assert found == expected


def test_a_tier_that_ran_out_is_not_claimed():
    lines = lines_of(judged({"honours": tier_rows(SRDI_SME, valid_to=date(2024, 4, 11))}))
    assert (lines["tier_srdi_sme"].passed, lines["tier_srdi_sme"].note) == (True, "")
    assert lines["tier_srdi_sme"].value == "未申报该称号"


def test_people_decide_what_no_register_decides():
    kinds = {clause.key: clause.check for clause in CLAUSES}
    assert [key for key, kind in kinds.items() if kind is CheckKind.MACHINE] == ["a1", "a2", "a4"]
    assert [key for key, kind in kinds.items() if kind is CheckKind.EXPERT] == ["a5", "a6"]
    assert kinds["a7"] is CheckKind.ATTESTATION


def test_frozen_days_read_like_typed_ones():
    rows = [{**row, "valid_to": row["valid_to"].isoformat()} for row in tier_rows(SRDI_SME, valid_to=CLOSING)]
    lines = lines_of(judged({"honours": rows, **marks(valid_to="2024-04-11")}, closing_on=CLOSING))
    assert (lines["tier_srdi_sme"].passed, lines["a3"].passed) == (None, False)
