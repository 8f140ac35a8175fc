"""The nine groups against the notice: every threshold at, just below, and every trap."""

import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest

from programmes.industrial_cluster.examples import FOUND, complete_facts, example_code, example_firms
from programmes.industrial_cluster.indicators import assess
from programmes.industrial_cluster.rules import (
    AREA_OVER,
    AWAITS_FINDING,
    HONOUR_END_UNREADABLE,
    MISSING,
    NEGATIVE,
    NOT_APPLICABLE,
    PART_EXCEEDS_WHOLE,
    ROUNDED_UP,
    UNREADABLE,
    ZERO_BASE,
    ZERO_WHOLE,
)
from programmes.industrial_cluster.thresholds import Thresholds


def line(key, **overrides):
    return assess(complete_facts(**overrides)).line(key)


def passed(key, **overrides):
    return line(key, **overrides).passed


def group(number, **overrides):
    return assess(complete_facts(**overrides)).groups[number].passed


def test_the_complete_example_passes_all_nine_groups():
    assessment = assess(complete_facts())
    assert {number: found.passed for number, found in assessment.groups.items()} == dict.fromkeys(range(1, 10), True)
    assert assessment.passed is True


def test_keys_stand_in_the_order_of_the_notice():
    assert {number: [entry.key for entry in found] for number, found in assess({}).groups.items()} == {
        1: ["c1_accident", "c1_cyber", "c1_illegal"],
        2: [
            "c2_policy",
            "c2_pillar",
            "c2_leading",
            "c2_area",
            "c2_output_y0",
            "c2_output_y1",
            "c2_output_y2",
            "c2_sme_share",
            "c2_lead_share",
            "c2_growth",
        ],
        3: ["c3_work", "c3_top", "c3_mid"],
        4: ["c4_layout", "c4_mech", "c4_map", "c4_share", "c4_coop"],
        5: ["c5_rd_growth", "c5_coop", "c5_mech", "c5_platform", "c5_std", "c5_pat_growth", "c5_pat_10k"],
        6: ["c6_infra", "c6_diag", "c6_platform", "c6_software", "c6_data", "c6_newmode", "c6_sec"],
        7: ["c7_structure", "c7_co2", "c7_service", "c7_energy", "c7_water"],
        8: ["c8_intl", "c8_exchange", "c8_trade"],
        9: ["c9_body", "c9_service_org", "c9_staff", "c9_services", "c9_appeal", "c9_policy_cover", "c9_plan"],
    }


def test_nothing_known_leaves_everything_open():
    assessment = assess({})
    assert assessment.passed is None
    assert {entry.passed for entry in assessment.lines} == {None}


@pytest.mark.parametrize("number", range(1, 10))
def test_a_line_carries_the_clause_of_its_group(number):
    clause = f"一（{'一二三四五六七八九'[number - 1]}）"
    found = assess({}).groups[number]
    assert {entry.clause for entry in found} == {clause}
    assert found.clause == clause


def test_a_group_is_a_sequence_of_lines():
    found = assess(complete_facts()).groups[3]
    assert (len(found), found[0].key, [entry.key for entry in found]) == (3, "c3_work", ["c3_work", "c3_top", "c3_mid"])


def test_thresholds_are_those_of_the_notice():
    numeric = {entry.key: entry.threshold for entry in assess({}).lines if isinstance(entry.threshold, Decimal)}
    assert numeric == {
        "c1_accident": 0,
        "c1_cyber": 0,
        "c1_illegal": 0,
        "c2_area": 100,
        "c2_output_y0": 30,
        "c2_output_y1": 30,
        "c2_output_y2": 30,
        "c2_sme_share": 50,
        "c2_lead_share": 50,
        "c2_growth": 10,
        "c3_top": 1,
        "c3_mid": 10,
        "c5_rd_growth": 5,
        "c5_platform": 1,
        "c5_std": 2,
        "c5_pat_growth": 15,
        "c5_pat_10k": 15,
        "c6_platform": 10,
        "c8_exchange": 1,
        "c9_service_org": 1,
        "c9_staff": 1,
        "c9_services": 7,
        "c9_policy_cover": 100,
    }


@pytest.mark.parametrize("year", ["y0", "y1", "y2"])
def test_every_one_of_the_three_years_needs_thirty_yi(year):
    key = f"c2_output_{year}"
    assert passed(key, **{f"output_total_{year}": "30.0000"}) is True
    assert passed(key, **{f"output_total_{year}": "29.9999"}) is False
    assert group(2, **{f"output_total_{year}": "29.9999"}) is False


@pytest.mark.parametrize(
    ("key", "stem", "base", "reached", "missed"),
    [
        ("c2_growth", "output_total", "30.00", "36.30", "36.29"),
        ("c2_growth", "output_total", "31.2", "37.752", "37.7519"),
        ("c5_rd_growth", "rd_sme", "10000", "11025", "11024.99"),
        ("c5_pat_growth", "patents_sme", 400, 529, 528),
    ],
)
def test_growth_is_compared_without_roots(key, stem, base, reached, missed):
    assert passed(key, **{f"{stem}_y0": reached, f"{stem}_y2": base}) is True
    assert passed(key, **{f"{stem}_y0": missed, f"{stem}_y2": base}) is False


def test_growth_of_the_worked_example_is_11_66():
    found = line("c2_growth")
    assert (found.value, found.passed, found.working) == (
        Decimal("11.66"),
        True,
        "((38.9 ÷ 31.2)^(1/2) − 1) × 100 = 11.66",
    )


def test_patents_per_ten_thousand_of_the_worked_example_are_19_58():
    found = line("c5_pat_10k")
    assert (found.value, found.passed, found.working) == (Decimal("19.58"), True, "186 ÷ 95,000 × 10,000 = 19.58")


def test_a_rate_that_only_looks_reached_by_rounding_fails_and_says_so():
    found = line("c2_growth", output_total_y0="36.2999", output_total_y2="30")
    assert (found.value, found.passed, found.note) == (Decimal("10.00"), False, ROUNDED_UP)


def test_three_steps_compare_with_the_year_before():
    limits = Thresholds(growth_steps=3)
    at = complete_facts(output_total_y0="39.93", output_total_y3="30")
    below = complete_facts(output_total_y0="39.92", output_total_y3="30")
    assert assess(at, thresholds=limits).line("c2_growth").passed is True
    assert assess(at, thresholds=limits).line("c2_growth").value == Decimal("10.00")
    assert assess(below, thresholds=limits).line("c2_growth").passed is False
    assert assess(complete_facts(), thresholds=limits).line("c2_growth").passed is None


@pytest.mark.parametrize(("finding", "verdict"), [(None, None), (True, True), (False, False)])
def test_a_zero_base_is_explained_and_decided_not_divided(finding, verdict):
    found = line("c5_pat_growth", patents_sme_y2=0, c5_pat_growth=finding)
    assert (found.value, found.passed, found.note) == (None, verdict, ZERO_BASE)


@pytest.mark.parametrize(
    ("size", "finding", "verdict", "note"),
    [
        ("100", None, True, ""),
        ("100.01", None, None, AREA_OVER),
        ("100.01", True, True, AREA_OVER),
        ("100.01", False, False, AREA_OVER),
        ("0", None, None, ZERO_WHOLE),
    ],
)
def test_the_area_limit_is_soft(size, finding, verdict, note):
    found = line("c2_area", area_km2=size, c2_area=finding)
    assert (found.passed, found.note, found.kind) == (verdict, note, "warning")


@pytest.mark.parametrize(("key", "figure"), [("c2_sme_share", "output_sme_y0"), ("c2_lead_share", "output_lead_y0")])
def test_shares_need_fifty_percent(key, figure):
    assert passed(key, **{figure: "19.45"}) is True
    assert passed(key, **{figure: "19.4499"}) is False
    found = line(key, **{figure: "38.9001"})
    assert (found.passed, found.note) == (None, PART_EXCEEDS_WHOLE)


@pytest.mark.parametrize(
    ("work", "tops", "mids", "verdict"),
    [
        (True, 1, 0, True),
        (True, 0, 10, True),
        (True, 0, 9, False),
        (False, 1, 10, False),
        (None, 1, 10, None),
        (None, 0, 9, False),
    ],
)
def test_group_three_is_work_and_one_of_the_two_counts(work, tops, mids, verdict):
    firms = [*example_firms(tops, "single_champion_city"), *example_firms(20, "hi_tech")[10 : 10 + mids]]
    assert group(3, c3_work=work, firm_list=firms) is verdict


def test_a_firm_counts_once_however_its_code_is_typed():
    code = example_code(1)
    rows = [
        {"uscc": code, "honour": "srdi_sme"},
        {"uscc": code.lower(), "honours": ["innovative_sme", "hi_tech"]},
        {"uscc": f"{code[:8]} {code[8:]}", "honour_type": "高新技术企业"},
    ]
    assert line("c3_mid", firm_list=rows).value == 1


def test_an_honour_counts_on_its_last_day_and_not_after():
    rows = [{"uscc": example_code(1), "honour": "little_giant", "valid_to": "2024-05-15"}]
    facts = complete_facts(firm_list=rows)
    assert assess(facts).line("c3_top").value == 1
    assert assess(facts, closing_on=date(2024, 5, 15)).line("c3_top").passed is True
    assert assess(facts, closing_on=date(2024, 5, 16)).line("c3_top").passed is False


def test_an_honour_with_an_end_that_cannot_be_read_is_left_out_and_named():
    found = line("c3_top", firm_list=[{"uscc": example_code(1), "honour": "little_giant", "valid_to": "明年"}])
    assert (found.value, found.passed, found.note) == (0, False, HONOUR_END_UNREADABLE)


def test_a_champion_outside_the_leading_industry_does_not_count():
    row = {"uscc": example_code(1), "honour": "single_champion_nat"}
    assert passed("c3_top", firm_list=[{**row, "is_leading": False}]) is False
    assert passed("c3_top", firm_list=[{**row, "is_leading": True}]) is True


@pytest.mark.parametrize(
    ("findings", "verdict"),
    [
        ({"c4_map": False, "c4_share": False, "c4_coop": True}, True),
        ({"c4_map": True, "c4_share": True, "c4_coop": False}, True),
        ({"c4_map": True, "c4_share": False, "c4_coop": False}, False),
        ({"c4_map": True, "c4_share": None, "c4_coop": False}, None),
        ({"c4_layout": False}, False),
    ],
)
def test_group_four_reads_the_alternative_as_map_and_sharing_or_cooperation(findings, verdict):
    assert group(4, **findings) is verdict


def test_an_edition_may_read_group_four_otherwise():
    everything = ["and", "c4_layout", "c4_mech", "c4_map", "c4_share", "c4_coop"]
    strict = Thresholds.from_mapping({"formulas": {"4": everything}})
    facts = complete_facts(c4_coop=False)
    assert assess(facts).groups[4].passed is True
    assert assess(facts, thresholds=strict).groups[4].passed is False


def test_a_formula_that_forgets_an_indicator_is_refused():
    careless = Thresholds.from_mapping({"formulas": {"4": ["and", "c4_layout", "c4_mech"]}})
    with pytest.raises(ValueError, match="group 4"):
        assess(complete_facts(), thresholds=careless)


def test_distinct_platforms_and_standards_are_counted():
    twice = [{"name": "平台甲", "level": "区级"}, {"name": "平台 甲", "level": "city"}]
    assert line("c5_platform", platforms=twice).value == 1
    assert passed("c5_platform", platforms=[{"name": "平台甲", "level": "enterprise"}]) is False
    assert passed("c5_std", standards=[{"number": "GB/T 12345—2020"}, {"number": "ｇｂ/t12345-2020"}]) is False
    assert passed("c5_std", standards=["GB/T 12345-2020", "GB/T 12346-2020"]) is True
    assert passed("c5_platform", platforms=[]) is False
    assert passed("c5_platform", platforms=None) is None


@pytest.mark.parametrize(
    ("rates", "verdict"),
    [(("38", "41", "46"), True), (("38", "38", "46"), True), (("38", "38", "38"), False), (("38", "50", "46"), False)],
)
def test_software_rate_never_falls_and_rises_over_all(rates, verdict):
    first, middle, latest = rates
    assert passed("c6_software", software_rate_y2=first, software_rate_y1=middle, software_rate_y0=latest) is verdict


@pytest.mark.parametrize(
    ("intensities", "verdict"),
    [((".26", ".24", ".21"), True), ((".26", ".24", ".24"), False), ((".2", ".3", ".1"), False)],
)
def test_carbon_intensity_falls_every_year(intensities, verdict):
    first, middle, latest = intensities
    assert passed("c7_co2", co2_intensity_y2=first, co2_intensity_y1=middle, co2_intensity_y0=latest) is verdict


@pytest.mark.parametrize(("key", "flag"), [("c7_energy", "is_high_energy"), ("c7_water", "is_high_water")])
def test_efficiency_is_asked_only_of_flagged_industries(key, flag):
    off = line(key, **{flag: False, key: None})
    assert (off.passed, off.is_applicable, off.note) == (True, False, NOT_APPLICABLE)
    assert [passed(key, **{flag: True, key: verdict}) for verdict in (True, False, None)] == [True, False, None]
    assert passed(key, **{flag: None, key: True}) is None


@pytest.mark.parametrize(("found", "verdict"), [(0, True), (1, False), (True, True), (False, False), (None, None)])
def test_cases_are_counted_or_attested(found, verdict):
    assert group(1, c1_cyber=found) is verdict


@pytest.mark.parametrize(
    ("found", "claim", "verdict"),
    [
        (True, None, True),
        (None, ["capital"], None),
        (None, [], False),
        (["capital"], None, True),
        (0, None, False),
        (2, None, True),
    ],
)
def test_exchange_needs_one_of_four_kinds(found, claim, verdict):
    assert passed("c8_exchange", c8_exchange=found, exchange_kinds=claim) is verdict


def test_seven_kinds_of_service_are_needed_and_found_by_an_official():
    seven = complete_facts()["service_kinds"]
    six = seven[:6]
    claimed = line("c9_services", c9_services=None)
    assert (claimed.value, claimed.passed, claimed.note) == (7, None, AWAITS_FINDING)
    assert passed("c9_services", c9_services=None, service_kinds=six) is False
    assert passed("c9_services", c9_services=seven) is True
    assert passed("c9_services", c9_services=[*six, six[0]]) is False


def test_policy_reaches_every_firm():
    assert passed("c9_policy_cover", firms_policy_reached=420) is True
    assert passed("c9_policy_cover", firms_policy_reached=419) is False
    assert line("c9_policy_cover", firms_policy_reached=421).note == PART_EXCEEDS_WHOLE
    assert passed("c9_policy_cover", firms_policy_reached=None, c9_policy_cover="99.9") is False
    assert passed("c9_policy_cover", firms_policy_reached=None, c9_policy_cover=100) is True


def test_the_operating_body_is_the_named_applicant_unless_found_otherwise():
    assert passed("c9_body", c9_body=None) is True
    assert passed("c9_body", c9_body=False) is False
    assert passed("c9_body", c9_body=None, operator_uscc="") is None


@pytest.mark.parametrize(
    ("typed", "note"),
    [("abc", UNREADABLE), (True, UNREADABLE), ("NaN", UNREADABLE), ("1e99", UNREADABLE), (-1, NEGATIVE), ("", MISSING)],
)
def test_a_figure_that_cannot_be_right_leaves_the_line_open(typed, note):
    found = line("c2_output_y0", output_total_y0=typed)
    assert (found.value, found.passed, found.note) == (None, None, note)


@pytest.mark.parametrize("typed", [38, Decimal("38"), "38", "３８", " 38.0 ", 38.0, "38.00"])
def test_figures_may_be_numbers_or_text(typed):
    found = line("c2_output_y0", output_total_y0=typed)
    assert (found.value, found.passed) == (38, True)


def test_no_staff_does_not_divide():
    found = line("c5_pat_10k", staff_sme=0)
    assert (found.passed, found.note) == (None, ZERO_WHOLE)


@pytest.mark.parametrize("key", FOUND)
def test_one_missing_or_negative_finding_decides_the_whole(key):
    alternatives = {"c4_map", "c4_share", "c4_coop", "c7_energy", "c7_water"}
    if key in alternatives:
        assert assess(complete_facts(**{key: False})).passed is True
        return
    assert assess(complete_facts(**{key: False})).passed is False
    claims = {"exchange_kinds": None, "service_kinds": None, "service_staff": None, "operator_name": None}
    assert assess(complete_facts(**claims, **{key: None})).passed is None


def test_false_dominates_an_open_line():
    assert assess(complete_facts(c2_policy=None, c2_pillar=False)).passed is False


def test_it_runs_without_django():
    code = (
        "import sys; import programmes.industrial_cluster.indicators as i; "
        "assert i.assess({}).passed is None; assert not [m for m in sys.modules if m.split('.')[0] == 'django']"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False).stderr == ""
