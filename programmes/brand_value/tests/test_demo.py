"""The invented firms: enough, distinct, plainly fictitious, valid, and of every fate; the same on any day."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest

from portal.kit import clock
from portal.kit.clock import SHANGHAI
from portal.kit.samples import example_code
from programmes.brand_value.demo import make_demo
from programmes.brand_value.examples import example_profile
from programmes.brand_value.programme import PROGRAMME
from programmes.brand_value.rehearsal import ALWAYS, make_rehearsal
from programmes.brand_value.tests.test_appraisal import EXPERTS, frozen
from programmes.contract import Facts, FieldKind
from programmes.fields import from_json, to_json
from tests.fixtures import NOON

TODAY = date(2026, 3, 10)
BOTH = [make_demo(TODAY), make_rehearsal(60, 1)]


@pytest.fixture(autouse=True)
def noon():
    with clock.frozen(NOON):
        yield


def facts_of(demo, filing):
    closes = {edition.key: edition.closes_at for edition in demo.editions}[filing.edition]
    return Facts(
        {**filing.answers, **filing.corrected},
        verified={**filing.register, **filing.verified},
        profile=example_profile(example_code(filing.serial), region=filing.district),
        closing_on=(closes - timedelta(seconds=1)).astimezone(SHANGHAI).date(),
    )


def appraised(demo, filing):
    points = dict.fromkeys(("Q5", "N5", "S4", "I6"), Decimal(filing.points))
    return PROGRAMME.model.appraise(facts_of(demo, filing), points, PROGRAMME.defaults)


def test_there_are_120_firms_in_a_closed_a_running_and_an_open_edition():
    demo = make_demo(TODAY)
    assert (demo.slug, demo.organiser, len(demo.filings)) == ("brand_value", "smesc", 120)
    assert [(one.key, one.year, one.switched_stages) for one in demo.editions] == [
        ("2024", 2024, ()),
        ("2025", 2025, ()),
        ("2026", 2026, ("district_review", "public_notice")),
    ]
    stations = {filing.target for filing in demo.filings if filing.edition == "2026"}
    assert {"draft", "returned_for_correction", "submitted", "formal_check", "accepted", "data_checked"} <= stations
    running = {filing.target for filing in demo.filings if filing.edition == "2025"}
    assert {"accepted", "data_checked", "expert_review", "reviewed", "proposed"} <= running


def test_the_edition_of_2024_keeps_the_days_of_its_notice():
    edition = make_demo(TODAY).editions[0]
    days = [
        instant.astimezone(SHANGHAI) for instant in (edition.opens_at, edition.closes_at, edition.steps["released"])
    ]
    assert [day.date() for day in days] == [date(2024, 3, 12), date(2024, 4, 13), date(2024, 5, 10)]
    assert (days[1].hour, days[1].minute) == (0, 0)
    assert sorted(edition.steps.values()) == list(edition.steps.values())


@pytest.mark.parametrize("demo", BOTH, ids=["demo", "rehearsal"])
def test_every_firm_is_distinct_fictitious_and_valid(demo):
    names = [filing.enterprise for filing in demo.filings]
    brands = [filing.answers["brand_name_zh"] for filing in demo.filings]
    figures = Counter(str(filing.answers["revenue_y0"]) for filing in demo.filings if not filing.is_exact)
    assert len(set(names)) == len(set(brands)) == len({filing.serial for filing in demo.filings}) == len(names)
    assert all(name.startswith("示例") for name in (*names, *brands))
    assert max(figures.values()) == 1
    fields = PROGRAMME.fields()
    for filing in demo.filings:
        assert PROGRAMME.check_answers(filing.answers) == {}
        assert set(filing.answers) == {f.key for f in fields if f.kind is not FieldKind.FILE}
        assert from_json(fields, to_json(fields, filing.answers)) == dict(filing.answers)
        assert PROGRAMME.warn_answers({**filing.answers, **filing.corrected}) == {}


@pytest.mark.parametrize("demo", BOTH, ids=["demo", "rehearsal"])
def test_every_required_file_is_there_and_no_other(demo):
    for filing in demo.filings:
        required = {
            f.key
            for f in PROGRAMME.fields()
            if f.kind is FieldKind.FILE and f.required and (not f.requires or filing.answers[f.requires])
        }
        required |= {proof.indicator for proof in PROGRAMME.evidence if proof.needed_at_submission}
        assert set(filing.files) - required <= {"tier_little_giant", "tier_srdi_sme"}
        assert required <= set(filing.files)


@pytest.mark.parametrize("demo", BOTH, ids=["demo", "rehearsal"])
def test_only_a_refused_firm_breaks_a_clause_that_can_be_computed(demo):
    for filing in demo.filings:
        verdict = PROGRAMME.judge(facts_of(demo, filing), PROGRAMME.defaults)
        failed = {line.key for _title, lines in verdict.groups for line in lines if line.passed is False}
        assert failed == {"a3"} & set(filing.refused_clauses)


@pytest.mark.parametrize("demo", BOTH, ids=["demo", "rehearsal"])
def test_every_firm_is_appraised_alike_from_typed_and_from_frozen_facts(demo):
    for filing in demo.filings:
        facts = facts_of(demo, filing)
        typed, again = (PROGRAMME.model.appraise(one, EXPERTS, PROGRAMME.defaults) for one in (facts, frozen(facts)))
        assert typed == again


def test_three_lists_of_2024_are_filled_and_two_firms_share_a_place():
    demo = make_demo(TODAY)
    listed = [filing for filing in demo.filings if filing.edition == "2024" and filing.target == "listed"]
    found = [appraised(demo, filing) for filing in listed]
    lengths = demo.editions[0].parameters["list_lengths"]
    assert all(Counter(one.list_code for one in found)[code] >= length for code, length in lengths.items())
    ties = Counter((one.list_code, one.figure, one.ties) for one in found)
    assert sorted(ties.values())[-2:] == [1, 2]
    assert {one.flags for one in found} == {()}


def test_a_revoked_firm_stood_high_enough_to_be_listed():
    demo = make_demo(TODAY)
    revoked = next(filing for filing in demo.filings if filing.target == "revoked")
    own = appraised(demo, revoked)
    rivals = [
        appraised(demo, filing) for filing in demo.filings if filing.edition == "2024" and filing.paper == "matched"
    ]
    above = [one for one in rivals if one.list_code == own.list_code and one.figure > own.figure]
    assert len(above) + 3 < demo.editions[0].parameters["list_lengths"][own.list_code]


@pytest.mark.parametrize("count", [10, 11, 40, 300])
@pytest.mark.parametrize("seed", [1, 2, 99])
def test_a_rehearsal_of_ten_shows_a_listing_a_refusal_and_a_return(count, seed):
    demo = make_rehearsal(count, seed)
    assert len(demo.filings) == count
    targets = Counter(filing.target for filing in demo.filings)
    assert targets["listed"] >= 1
    assert targets["not_accepted"] >= 1
    assert any(filing.returns and filing.corrected for filing in demo.filings)
    listed = [appraised(demo, filing) for filing in demo.filings if filing.target == "listed"]
    assert {one.list_code for one in listed} == {"L1", "L2", "L3"}


def test_from_thirteen_on_every_fate_is_there():
    demo = make_rehearsal(len(ALWAYS), 5)
    decisions = {filing.verification[0] for filing in demo.filings if filing.verification}
    assert decisions == {"exclude", "adjust"}
    assert {filing.paper for filing in demo.filings} == {"matched", "mismatch", "missing"}
    assert any(filing.query for filing in demo.filings)
    assert any(appraised(demo, filing).ties[1] < 0 for filing in demo.filings)
    tied = [appraised(demo, filing) for filing in demo.filings if filing.is_exact]
    assert len(tied) == 2
    assert (tied[0].figure, tied[0].ties) == (tied[1].figure, tied[1].ties)


def test_a_rehearsal_is_the_same_on_any_day_and_another_for_another_seed():
    with clock.frozen(NOON + timedelta(days=400)):
        later = make_rehearsal(80, 7)
    assert later == make_rehearsal(80, 7)
    assert later != make_rehearsal(80, 8)


def test_a_query_is_about_what_the_answer_corrects():
    for demo in BOTH:
        for filing in demo.filings:
            asked = {**filing.returns, **filing.query}
            assert set(filing.corrected) == (set() if filing.target == "returned_for_correction" else set(asked))
            assert all(filing.corrected[key] != filing.answers[key] for key in filing.corrected)


def test_what_experts_verify_keeps_the_bounds_and_has_a_reason():
    for demo in BOTH:
        for decision, ratio, reason in (f.verification for f in demo.filings if f.verification):
            assert reason
            assert (ratio is None) == (decision == "exclude")
            assert ratio is None or abs(ratio) <= PROGRAMME.model.most_adjustment_ratio
