"""The eight proposed clauses: what the machine decides, what waits for an official, what settings change."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit.samples import example_code
from programmes.contract import CheckKind, Facts
from programmes.fields import from_json, to_json
from programmes.wuhu_zhizao import judging
from programmes.wuhu_zhizao.examples import complete_answers, complete_findings, example_profile, point, right
from programmes.wuhu_zhizao.form_fields import HIGHER, REGIONS
from programmes.wuhu_zhizao.programme import PROGRAMME

DAY = date(2025, 12, 31)
KEYS = [f"c{number}" for number in range(1, 9)]


def judged(parameters=None, findings=None, profile=None, closing_on=DAY, **over):
    facts = Facts(
        complete_answers(**over),
        findings=findings or {},
        profile=example_profile(example_code(1)) | (profile or {}),
        closing_on=closing_on,
    )
    return PROGRAMME.judge(facts, {**PROGRAMME.defaults, **(parameters or {})})


def lines(verdict):
    return {line.key: line for _title, group in verdict.groups for line in group}


def passed(key, **given):
    return lines(judged(**given))[key].passed


def test_before_an_official_has_looked_only_the_machine_s_clauses_are_decided():
    verdict = judged()
    found = {key: line.passed for key, line in lines(verdict).items()}
    assert found == dict.fromkeys(KEYS) | {"c1": True, "c4": True, "c7": True}
    assert (verdict.passed, verdict.group_verdicts) == (None, (None, None, True, None, None))


def test_with_the_officials_findings_the_example_passes():
    verdict = judged(findings=complete_findings())
    assert (verdict.passed, verdict.group_verdicts) == (True, (True,) * 5)


@pytest.mark.parametrize("key", KEYS)
def test_one_finding_against_refuses_the_whole_and_its_group(key):
    verdict = judged(findings=complete_findings() | {key: False})
    assert verdict.passed is False
    assert list(verdict.group_verdicts).count(False) == 1
    assert lines(verdict)[key].note == judging.FOUND_UNMET


def test_who_checks_a_clause_and_that_it_is_proposed_is_said():
    said = {one.key: (one.check, one.clause) for one in PROGRAMME.clauses}
    goals, proposed = "解读四；拟定", "拟定"
    assert said == {
        "c1": (CheckKind.MACHINE, proposed),
        "c2": (CheckKind.OFFICIAL, proposed),
        "c3": (CheckKind.OFFICIAL, goals),
        "c4": (CheckKind.EXPERT, goals),
        "c5": (CheckKind.OFFICIAL, goals),
        "c6": (CheckKind.OFFICIAL, proposed),
        "c7": (CheckKind.MACHINE, proposed),
        "c8": (CheckKind.OFFICIAL, proposed),
    }
    assert all("拟定" in title for title, _lines in judged().groups)
    assert "第五至第九部分未见原文" in PROGRAMME.sections[0].intro


@pytest.mark.parametrize("region", [code for code, _name in REGIONS] + ["340225", "340200"])
def test_every_county_district_and_zone_is_in_the_city(region):
    assert passed("c1", profile={"reg_region": region}) is True


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ({"reg_region": "310115"}, False),
        ({"reg_region": "340000"}, False),
        ({"reg_region": "nowhere"}, False),
        ({"reg_region": ""}, None),
        ({"legal_form": "branch"}, False),
        ({"legal_form": "sole_trader"}, False),
        ({"legal_form": "coop"}, True),
        ({"legal_form": "other"}, None),
        ({"legal_form": None}, None),
        ({"legal_form": "branch", "reg_region": ""}, False),
    ],
)
def test_a_legal_person_of_the_city_is_asked_for(profile, expected):
    assert passed("c1", profile=profile) is expected


def test_a_site_outside_the_city_is_refused_whatever_else_is_inside():
    sites = [{"region": "340202", "address": "示例路1号"}, {"region": "310115", "address": "示例路2号"}]
    line = lines(judged(cert_scope_sites=sites))["c2"]
    assert (line.passed, line.note) == (False, judging.ELSEWHERE)
    assert passed("c2", cert_scope_sites=sites[:1]) is None


@pytest.mark.parametrize(("ends", "expected"), [(DAY, None), (DAY - timedelta(days=1), False)])
def test_a_right_counts_on_its_last_day(ends, expected):
    assert passed("c3", ip_list=[right("invention", "EX 1", ends)]) is expected


def test_how_many_rights_are_wanted_is_the_edition_s():
    line = lines(judged({"rights_min": 3}))["c3"]
    assert (line.passed, line.value, line.threshold) == (False, "2", "≥ 3")


def test_as_many_indicators_as_the_edition_wants_must_be_ahead():
    rows = [point(str(n), None, HIGHER, own, "10", "20") for n, own in enumerate(("11", "12", "10"))]
    line = lines(judged(advanced_points=rows))["c4"]
    assert (line.passed, line.value, line.threshold) == (False, "2", "≥ 3")
    assert passed("c4", parameters={"leading_points_min": 2}, advanced_points=rows) is True


def test_indicators_that_are_not_whole_leave_the_comparison_open():
    rows = [{**point("a", None, HIGHER, "11", "10", "20"), "best_value": None}]
    line = lines(judged(advanced_points=rows))["c4"]
    assert (line.passed, line.note) == (None, judging.NO_POINTS)


@pytest.mark.parametrize(
    ("rank", "expected"), [("1", None), ("2-3", None), ("4-10", None), ("over_10", False), ("unknown", False)]
)
def test_the_front_of_the_market_waits_for_its_proof(rank, expected):
    assert passed("c5", market_rank=rank) is expected


def test_which_ranks_are_in_front_is_the_edition_s():
    only_first = {"front_ranks": {"1": True, "2-3": False, "4-10": False, "over_10": False, "unknown": False}}
    assert passed("c5", parameters=only_first) is False
    assert passed("c5", parameters=only_first, market_rank="1") is None


@pytest.mark.parametrize(
    ("number", "expected"), [("12345", None), ("１２３４５６７８ａ", None), ("1234", False), ("第12345号", False)]
)
def test_a_trademark_number_of_the_right_shape_waits_for_an_official(number, expected):
    assert passed("c6", tm_reg_no=number) is expected


@pytest.mark.parametrize(("ends", "expected"), [(DAY, True), (DAY - timedelta(days=1), False), (None, None)])
def test_the_quality_certificate_holds_on_the_closing_day(ends, expected):
    assert passed("c7", qms_valid_to=ends) is expected


def test_without_a_closing_day_the_quality_certificate_is_open():
    assert passed("c7", closing_on=None) is None


@pytest.mark.parametrize(("declared", "expected"), [(True, None), (False, False), (None, None)])
def test_a_declaration_only_allows_an_official_to_look(declared, expected):
    assert passed("c8", declare_c8=declared) is expected


def test_what_is_filed_is_judged_alike_typed_and_frozen():
    fields, answers = PROGRAMME.fields(), complete_answers()
    again = from_json(fields, to_json(fields, answers))
    frozen = Facts(again, profile=example_profile(example_code(1)), closing_on=DAY)
    assert PROGRAMME.judge(frozen, PROGRAMME.defaults) == judged()


def test_a_self_check_says_clause_by_clause_what_a_few_answers_can_say():
    asked = {key: complete_answers()[key] for key in PROGRAMME.self_check}
    verdict = PROGRAMME.judge(Facts(asked, closing_on=DAY), PROGRAMME.defaults)
    assert {key: line.passed for key, line in lines(verdict).items()} == dict.fromkeys(KEYS) | {"c7": True}
    worse = asked | {"market_rank": "over_10", "tm_reg_no": "1", "qms_valid_to": date(2025, 1, 1), "declare_c8": False}
    verdict = PROGRAMME.judge(Facts(worse, closing_on=DAY), PROGRAMME.defaults)
    refused = {key for key, line in lines(verdict).items() if line.passed is False}
    assert refused == {"c5", "c6", "c7", "c8"}


@given(st.dictionaries(st.sampled_from(KEYS), st.sampled_from([True, False, None])))
def test_the_whole_follows_from_its_lines_whatever_was_found(findings):
    verdict = judged(findings=findings)
    found = [line.passed for line in lines(verdict).values()]
    expected = False if False in found else None if None in found else True
    assert verdict.passed is expected
    assert [lines(verdict)[key].passed for key in findings if findings[key] is not None] == [
        value for value in findings.values() if value is not None
    ]
