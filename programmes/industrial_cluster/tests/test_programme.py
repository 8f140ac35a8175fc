"""What the programme declares: stages, settings, list and certificate, and a form that the worked example passes."""

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from programmes.contract import Facts
from programmes.fields import as_typed, build_form
from programmes.fields.posting import as_post
from programmes.industrial_cluster import warnings
from programmes.industrial_cluster.examples import complete_figures, complete_findings
from programmes.industrial_cluster.programme import PROGRAMME
from programmes.industrial_cluster.sections import SECTIONS

ROOT = Path(__file__).resolve().parents[3]
COURSE = {
    "pass_line": 70,
    "quantitative_weight": "0.60",
    "expert_weight": "0.40",
    "panel_seats": {"technology": 3, "brand_quality": 2, "finance": 2},
    "reserve_ratio": 1,
    "spread_range_limit": 20,
    "spread_deviation_limit": 15,
    "trim_from": 5,
    "inspection_share": "0.3",
    "correction_days": 5,
    "max_returns": 2,
    "notice_days": 5,
    "notice_counting": "incl",
    "notice_unit": "working",
    "validity_mode": "from_publication",
    "warn_days": [180, 90, 30],
    "paper_copies": 5,
    "discs": 2,
}


def test_the_stages_are_those_of_the_notice_with_the_certificate_as_an_option():
    assert PROGRAMME.stages == (
        "apply",
        "district_review",
        "formal_check",
        "expert_review",
        "site_inspection",
        "decision",
        "public_notice",
        "publish",
        "certificate",
        "monitor",
        "re_review",
    )
    assert PROGRAMME.optional_stages == {"certificate"}


def test_the_course_of_an_edition_has_its_defaults_once():
    assert {key: PROGRAMME.defaults[key] for key in COURSE} == COURSE
    doubled = {"pass_line_points", "quantitative_weight_ratio", "expert_weight_ratio"}
    assert doubled & set(PROGRAMME.defaults) == set()


def test_clusters_are_recognised_for_three_years_on_one_list():
    certificate = PROGRAMME.certificate
    assert [one.code for one in PROGRAMME.lists] == ["K1"]
    assert (certificate.prefix, certificate.validity_years) == ("SHCL", 3)


def test_the_worked_example_passes_by_the_defaults():
    facts = Facts(complete_figures(), findings=complete_findings())
    assert PROGRAMME.judge(facts, PROGRAMME.defaults).passed is True
    assert str(PROGRAMME.quantify(facts, PROGRAMME.defaults).value) == "69.33"
    assert PROGRAMME.title_of(facts.answers) == "示例区精密传感器"


def test_the_rules_are_plain_python():
    """Anybody may check a verdict without a portal."""
    code = (
        "import sys; import programmes.industrial_cluster.programme as p, programmes.registry;"
        "sys.exit(any(name.startswith('django') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.key)
def test_what_a_page_shows_of_the_example_is_read_back_as_the_same_answers(section):
    figures = complete_answers()
    typed = {field.key: as_typed(field, figures.get(field.key)) for field in section.fields}
    form = build_form(section, data=as_post(section.fields, typed), answers=figures, check=PROGRAMME.check_answers)
    asked = form.answers()
    assert form.errors == {}
    assert asked == {key: figures.get(key, [] if asked[key] == [] else None) for key in asked}


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.key)
def test_every_page_can_be_drawn_open_and_closed(section):
    figures = complete_answers()
    for only in (None, ()):
        form = build_form(section, answers=figures, only=only, latest_year=2025, evidence=PROGRAMME.evidence)
        html = render_to_string("forms/section.html", {"form": form, "workbook_url": "/workbook/"})
        controls = [field.key for field in section.fields if f'name="{field.key}' in html]
        open_keys = [field.key for field in section.fields if form.is_open(field.key)]
        assert controls == open_keys


def test_the_three_years_are_those_before_the_edition():
    section = PROGRAMME.section_named("group7")
    (years, *_rest) = build_form(section, latest_year=2026 - PROGRAMME.years_back).blocks
    assert years.content["years"] == ["2023年", "2024年", "2025年"]


def test_a_share_larger_than_its_whole_is_told_at_the_share():
    section = PROGRAMME.section_named("basics")
    data = QueryDict("firms_total=420&firms_sme=421")
    form = build_form(section, data=data, check=PROGRAMME.check_answers)
    assert form.problems == [("id_firms_sme", "其中：中小企业数：中小企业数不能超过企业总数，请核对两个数字。")]


@pytest.mark.parametrize(
    ("slip", "warned"),
    [
        ({}, {}),
        ({"output_total_y0": Decimal("140.0001")}, {"output_total_y0": warnings.STEP}),
        ({"output_total_y0": Decimal(140)}, {}),
        ({"rd_sme_y2": Decimal(0), "rd_sme_y0": None}, {}),
        ({"rd_sme_y0": Decimal("252850.01"), "rd_sme_y1": Decimal(200_000), "rd_sme_y2": Decimal(100_000)},
         {"rd_sme_y0": warnings.RD_ABOVE_OUTPUT}),
        ({"staff_sme": 400_001}, {"staff_sme": warnings.SME_STAFF}),
        ({"software_rate_y1": Decimal("0.46")}, {"software_rate_y1": warnings.RATE_AS_SHARE}),
    ],
)  # fmt: skip
def test_a_figure_that_looks_like_a_slip_is_wondered_at(slip, warned):
    assert PROGRAMME.warn_answers({**complete_figures(), **slip}) == warned


def complete_answers():
    """The example's rows with every column that the form demands."""
    figures = complete_figures()
    firms = [{**row, "is_leading": True} for row in figures["firm_list"]]
    platforms = [{**row, "operator": None} for row in figures["platforms"]]
    standards = [{**row, "name": "示例标准", "level": "group", "firm": "示例企业1"} for row in figures["standards"]]
    services = [{**row, "service": None} for row in figures["service_orgs"]]
    return {**figures, "firm_list": firms, "platforms": platforms, "standards": standards, "service_orgs": services}
