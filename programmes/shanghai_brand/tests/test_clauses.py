"""The nine clauses, each met, not met and open; one item's trademark is nobody else's."""

from datetime import date
from decimal import Decimal

import pytest

from programmes.contract import CheckKind, Facts
from programmes.shanghai_brand import judging
from programmes.shanghai_brand.examples import complete_answers, complete_findings, example_profile, item_row
from programmes.shanghai_brand.judging import CLAUSES
from programmes.shanghai_brand.programme import PROGRAMME

CLOSING = date(2025, 4, 11)
HERE = example_profile("91310000631696382C")
D = Decimal


def judged(over=None, *, findings=None, profile=HERE, position=1):
    facts = Facts(
        complete_answers(**(over or {})),
        findings=findings or {},
        profile=profile,
        closing_on=CLOSING,
        position=position,
    )
    return PROGRAMME.judge(facts, PROGRAMME.defaults)


def lines_of(verdict):
    return {line.key: line for _title, lines in verdict.groups for line in lines}


def line(key, over=None, **rest):
    return lines_of(judged(over, **rest))[key]


@pytest.mark.parametrize("position", [0, 1, 2])
def test_a_complete_filing_waits_for_people_and_then_passes(position):
    waiting = judged(position=position)
    assert [one.key for one in lines_of(waiting).values() if one.passed is None] == ["b3", "b5", "b6", "b7", "b8", "b9"]
    assert (waiting.passed, waiting.group_verdicts) == (None, (None, True, None, None))
    done = judged(findings=complete_findings(), position=position)
    assert (done.passed, done.group_verdicts) == (True, (True, True, True, True))


def test_every_clause_says_where_it_stands_and_who_checks_it():
    machine, attested, official = CheckKind.MACHINE, CheckKind.ATTESTATION, CheckKind.OFFICIAL
    assert [(one.key, one.clause, one.check) for one in CLAUSES] == [
        ("b1", "三（一）1", machine),
        ("b2", "三（一）1", machine),
        ("b3", "三（一）2", official),
        ("b4", "三（一）2", machine),
        ("b5", "三（一）3", official),
        ("b6", "三（一）3", official),
        ("b7", "三（一）3", official),
        ("b8", "三（一）4", attested),
        ("b9", "三（一）4", attested),
    ]


@pytest.mark.parametrize(
    ("region", "expected"),
    [("310112", True), ("SH-LG", True), ("310230", True), ("320500", False), ("340202", False), ("other", False)],
)
def test_b1_the_firm_is_set_up_in_the_city_or_one_of_its_areas(region, expected):
    assert line("b1", profile={**HERE, "reg_region": region}).passed is expected


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ({}, True),
        ({"uscc": "93310000631696382C"}, True),
        ({"uscc": "92310000631696382C"}, False),
        ({"legal_form": "branch"}, False),
        ({"legal_form": "sole_trader"}, False),
        ({"legal_form": ""}, None),
        ({"uscc": ""}, None),
    ],
)
def test_b2_the_firm_is_a_legal_person_of_its_own(over, expected):
    assert line("b2", profile={**HERE, **over}).passed is expected


def test_a_large_firm_may_apply():
    large = {"employees": 8000, "revenue_y0": D(2_000_000), "total_assets_y0": D(3_000_000)}
    assert judged(large, findings=complete_findings()).passed is True


@pytest.mark.parametrize(
    ("over", "value"),
    [
        ({}, "80 % / 75.5 %"),
        ({"sh_staff_share": None}, "80 % / —"),
        ({"sh_staff_share": None, "sh_revenue_share": None}, ""),
    ],
)
def test_b3_shows_both_shares_to_whoever_decides(over, value):
    found = line("b3", over)
    assert (found.passed, found.value) == (None, value)


@pytest.mark.parametrize(
    ("row", "expected", "note"),
    [
        ({}, True, ""),
        ({"tm_owner": "示例控股集团有限公司"}, False, judging.OWNER_DIFFERS),
        ({"tm_owner": "示例精密轴承 有限公司"}, True, ""),
        ({"tm_valid_to": CLOSING}, True, ""),
        ({"tm_valid_to": date(2025, 4, 10)}, False, judging.OUT_OF_FORCE),
        ({"tm_valid_to": None}, None, ""),
        ({"tm_reg_no": "1234"}, False, judging.MISNUMBERED),
        ({"tm_reg_no": "12345a"}, True, ""),
        ({"tm_reg_no": None}, None, ""),
        ({"tm_owner": None}, None, ""),
    ],
)
def test_b4_the_item_bears_a_trademark_of_the_firm_itself(row, expected, note):
    found = line("b4", {"items": [item_row(**row)]})
    assert (found.passed, found.note) == (expected, note)


def test_a_licence_is_not_enough_whatever_else_was_answered():
    licensed = {"items": [item_row(), item_row("示例二号", tm_owner="示例许可人")], "tm_owner_same": True}
    findings = dict.fromkeys(complete_findings(), True)
    assert [judged(licensed, findings=findings, position=place).passed for place in (1, 2, 0)] == [True, False, False]
    both = line("b4", licensed, position=0)
    assert (both.value, both.note) == ("1 / 2", judging.NOT_ALL_OWN)


@pytest.mark.parametrize(("answer", "expected"), [(False, False), (True, None), (None, None)])
def test_before_any_item_is_written_the_answer_about_all_of_them_counts(answer, expected):
    assert line("b4", {"items": [], "tm_owner_same": answer}, position=0).passed is expected


def test_a_place_without_a_row_is_open():
    assert line("b4", position=3).passed is None


def test_nobody_owns_anything_while_the_firm_has_no_name():
    assert line("b4", profile={**HERE, "org_name": ""}).passed is None


@pytest.mark.parametrize(
    ("over", "note"),
    [
        ({}, judging.SOUND),
        ({"net_profit_y0": D("-1")}, judging.LOSS),
        ({"liabilities_y0": D(30001)}, judging.OVER_INDEBTED),
        ({"liabilities_y0": D(30001), "net_profit_y0": D("-1")}, judging.OVER_INDEBTED),
        ({"liabilities_y0": D(30000)}, judging.SOUND),
        ({"net_profit_y0": None}, judging.LOOK_UP),
    ],
)
def test_b5_gives_signals_and_leaves_the_word_to_an_official(over, note):
    found = line("b5", over)
    assert (found.passed, found.note) == (None, note)


@pytest.mark.parametrize("key", ["b6", "b7", "b8", "b9"])
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
    assert line(key, {f"declare_{key}": declared}, findings={key: found}).passed is expected


@pytest.mark.parametrize("key", [one.key for one in CLAUSES])
def test_an_official_stands_above_the_filing_and_one_clause_not_met_fails_the_item(key):
    found = judged(findings={**complete_findings(), key: False})
    assert (found.passed, lines_of(found)[key].note) == (False, judging.FOUND_UNMET)
    assert line(key, {"items": []}, profile={}, findings={key: True}).passed is True


def test_frozen_answers_read_like_typed_ones():
    rows = [{**item_row(), "tm_valid_to": "2025-04-10"}]
    assert line("b4", {"items": rows}).note == judging.OUT_OF_FORCE
    assert line("b5", {"net_profit_y0": "-0.01"}).note == judging.LOSS
    assert line("b3", {"sh_revenue_share": "80.00"}).value == "80 % / 75.5 %"


def test_the_owner_is_compared_however_brackets_and_blanks_are_typed():
    profile = {**HERE, "org_name": "示例（上海）轴承有限公司"}
    assert line("b4", {"items": [item_row(tm_owner="示例(上海)轴承有限公司 ")]}, profile=profile).passed is True
