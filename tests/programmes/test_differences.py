"""domain.md 1.5: what differs between the programmes. None has by default what its own source does not give."""

from __future__ import annotations

import pytest

from programmes import registry
from programmes.models import Edition

OUTSIDE = ("cert_application", "type_test", "site_audit", "cert_decision", "surveillance")
# The table, programme by programme. stages: of those that not all have, the ones that are on by default.
TABLE = {
    "brand_value": {
        "judged": "firm",
        "stages": ["data_check", "expert_verification", "formal_check", "paper_receipt"],
        "may be switched on": ["district_review", "public_notice"],
        "money": None,
        "validity": "edition_year",
        "is ranked": True,
        "mark": False,
    },
    "shanghai_brand": {
        "judged": "items",
        "stages": ["consult", "district_review", "incubation", "mark", "public_notice", "screening"],
        "may be switched on": ["certificate"],
        "money": None,
        "validity": "none",
        "is ranked": False,
        "mark": True,
    },
    "wuhu_zhizao": {
        "judged": "several products of a firm",
        "stages": sorted([*OUTSIDE, "district_review", "performance", "reward", "scouting"]),
        "may be switched on": ["public_notice"],
        "money": 200_000,
        "validity": "outside",
        "is ranked": False,
        "mark": False,
    },
    "industrial_cluster": {
        "judged": "firm",
        "stages": ["district_review", "formal_check", "monitor", "public_notice", "re_review", "site_inspection"],
        "may be switched on": ["certificate"],
        "money": None,
        "validity": "from_publication 3",
        "is ranked": False,
        "mark": False,
    },
}
SHARED = {"apply", "expert_review", "decision", "publish", "certificate"}
ONE_OF = {"mark": "mark", "reward": "reward"}


@pytest.fixture(params=registry.folders())
def programme(request):
    return registry.programme_in(request.param)


def untouched(programme):
    """An edition in which no organiser has chosen anything."""
    return Edition(programme_slug=programme.slug, year=2027)


def judged(programme):
    if programme.items:
        return "items"
    return "several products of a firm" if programme.most_filings > 1 else "firm"


def validity(programme):
    mode = programme.defaults["validity_mode"]
    years = programme.certificate.validity_years
    return f"{mode} {years}" if mode in ("from_publication", "calendar_years") else mode


def row_of(programme):
    edition = untouched(programme)
    on = sorted(key for key in programme.stages if edition.has_stage(key) and key not in SHARED)
    money = edition.settings()[programme.reward.parameter] if programme.reward else None
    return {
        "judged": judged(programme),
        "stages": on,
        "may be switched on": sorted(programme.optional_stages),
        "money": money,
        "validity": validity(programme),
        "is ranked": programme.model is not None,
        "mark": programme.mark is not None and edition.has_stage("mark"),
    }


@pytest.mark.parametrize("slug", TABLE)
def test_a_programme_is_by_default_what_its_source_says(slug):
    assert row_of(registry.programme(slug)) == TABLE[slug]


def test_the_four_sources_are_all_there():
    assert set(TABLE) <= set(registry.all_programmes())


def test_no_two_of_the_four_are_one_flow():
    rows = [
        tuple(sorted((key, str(value)) for key, value in row_of(registry.programme(slug)).items())) for slug in TABLE
    ]
    assert len(set(rows)) == len(TABLE)


def test_whatever_may_be_switched_on_is_off_until_an_organiser_does(programme):
    edition = untouched(programme)
    assert [key for key in programme.optional_stages if edition.has_stage(key)] == []
    edition.switched_stages = sorted(programme.optional_stages)
    assert [key for key in programme.stages if not edition.has_stage(key)] == []


def test_a_mark_or_a_reward_is_where_its_stage_is_and_nowhere_else(programme):
    for stage, declared in ONE_OF.items():
        assert (getattr(programme, declared) is not None) is (stage in programme.stages), stage


def test_validity_ends_by_default_only_where_somebody_looks_again_or_the_source_names_the_end(programme):
    mode = programme.defaults["validity_mode"]
    if mode in ("from_publication", "calendar_years"):
        assert untouched(programme).has_stage("re_review")
    assert (mode == "outside") is (programme.certificate is not None and programme.certificate.is_outside)


def test_who_certifies_from_outside_is_asked_in_every_stage_of_it_or_in_none(programme):
    has = [key in programme.stages for key in OUTSIDE]
    assert all(has) or not any(has)
    assert all(has) is (programme.certificate is not None and programme.certificate.is_outside)
