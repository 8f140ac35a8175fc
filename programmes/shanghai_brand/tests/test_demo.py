"""The invented firms: enough, distinct, plainly fictitious, valid, and every item as good as its fate needs."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest

from portal.kit import clock, regions, workdays
from portal.kit.clock import SHANGHAI
from portal.kit.samples import example_code
from programmes.contract import Facts, FieldKind
from programmes.fields import from_json, to_json
from programmes.shanghai_brand.demo import STAFFED, make_demo
from programmes.shanghai_brand.examples import example_profile
from programmes.shanghai_brand.programme import PROGRAMME
from programmes.shanghai_brand.rehearsal import ALWAYS, make_rehearsal
from tests.fixtures import NOON

TODAY = date(2026, 3, 10)
DEMO, REHEARSAL = make_demo(TODAY), make_rehearsal(120, 1)
BOTH = pytest.mark.parametrize("demo", [DEMO, REHEARSAL], ids=["demo", "rehearsal"])
DECIDED_FOR = {"reviewed", "public_notice", "objection_hold", "listed", "revoked"}
MARGIN = Decimal(3)
"""Of points by which experts differ from what a filing is to get."""


@pytest.fixture(autouse=True)
def noon():
    with clock.frozen(NOON):
        yield


def items_of(demo):
    """(filing, station, facts) of every item."""
    closes = {one.key: (one.closes_at - timedelta(seconds=1)).astimezone(SHANGHAI).date() for one in demo.editions}
    for filing in demo.filings:
        answers = {**filing.answers, **filing.corrected}
        profile = example_profile(example_code(filing.serial), name=filing.enterprise, region=filing.district)
        for place in range(1, len(answers["items"]) + 1):
            facts = Facts(answers, profile=profile, closing_on=closes[filing.edition], position=place)
            yield filing, filing.items.get(place, filing.target), facts


@BOTH
def test_every_filing_can_be_handed_in(demo):
    asked = {f.key for f in PROGRAMME.fields() if f.kind is not FieldKind.FILE}
    for filing in demo.filings:
        assert set(filing.answers) == asked
        assert PROGRAMME.check_answers(filing.answers) == {}
        assert set(PROGRAMME.warn_answers(filing.answers)) <= {"tm_owner_same"}
        assert from_json(PROGRAMME.fields(), to_json(PROGRAMME.fields(), filing.answers)) == filing.answers


@BOTH
def test_all_of_it_is_plainly_fictitious_and_nobody_comes_twice(demo):
    for key in ("enterprise", "serial"):
        assert set(Counter(getattr(filing, key) for filing in demo.filings).values()) == {1}
    names = [row["name"] for filing in demo.filings for row in filing.answers["items"]]
    marks = [row["tm_reg_no"] for filing in demo.filings for row in filing.answers["items"]]
    assert all(name.startswith("示例") for name in [*names, *(filing.enterprise for filing in demo.filings)])
    assert (len(set(names)), len(set(marks))) == (len(names), len(marks))


@BOTH
def test_an_item_is_as_good_as_its_fate_needs(demo):
    line = Decimal(PROGRAMME.defaults["pass_line"])
    quant, expert = (Decimal(PROGRAMME.defaults[key]) for key in ("quantitative_weight", "expert_weight"))
    for filing, station, facts in items_of(demo):
        verdict = PROGRAMME.judge(facts, PROGRAMME.defaults)
        assert (verdict.passed is False) == (station == "screened_out")
        total = quant * PROGRAMME.quantify(facts, PROGRAMME.defaults).value + expert * filing.points
        if station in DECIDED_FOR:
            assert total - expert * MARGIN >= line
        if station == "not_proposed":
            assert total + expert * MARGIN < line


@BOTH
def test_priority_rests_on_a_registered_honour_that_is_in_force(demo):
    closes = {one.key: one.closes_at.date() for one in demo.editions}
    for filing in demo.filings:
        claimed = {row["honour"] for row in filing.answers["priority_honours"]}
        held = {one.honour for one in filing.honours if one.issued_on <= closes[filing.edition] <= one.valid_to}
        assert filing.is_priority == bool(held)
        assert held <= claimed <= set(PROGRAMME.defaults["priority_honours"])


@BOTH
def test_what_is_sent_back_is_what_the_answer_corrects(demo):
    for filing in demo.filings:
        asked = {**filing.returns, **filing.screening_returns}
        assert not (filing.returns and filing.screening_returns)
        stays = filing.target == "returned_for_correction"
        assert set(filing.corrected) == (set() if stays else set(asked))
        assert all(filing.corrected[key] != filing.answers[key] for key in filing.corrected)


def stations_in(demo, edition):
    return {station for filing, station, _facts in items_of(demo) if filing.edition == edition}


def test_the_demo_leaves_work_for_every_role():
    assert (DEMO.slug, DEMO.organiser, len(DEMO.filings)) == ("shanghai_brand", "shamr", 52)
    assert stations_in(DEMO, "2025") >= {"listed", "not_proposed", "screened_out", "not_recommended", "revoked"}
    assert stations_in(DEMO, "running") >= {
        *("incubation", "screening", "returned_for_correction", "accepted", "expert_review", "reviewed"),
        *("public_notice", "objection_hold", "screened_out"),
    }
    assert stations_in(DEMO, "open") >= {
        "draft",
        "submitted",
        "returned_for_correction",
        "consulting",
        "awaiting_leader",
    }
    played = [filing for filing in DEMO.filings if filing.target != "draft"]
    assert {filing.district for filing in played} == set(STAFFED)
    assert "SH-AP" in {filing.district for filing in DEMO.filings}


@BOTH
def test_every_particular_state_is_shown(demo):
    finished = [filing for filing in demo.filings if filing.edition == demo.editions[0].key]
    assert {filing.consultation for filing in finished} == {"", "no_objection", "objection", "no_answer"}
    assert {filing.is_priority for filing in finished} == {True, False}
    assert any(filing.screening_returns for filing in finished)
    fates = {(filing.target, *filing.items.values()) for filing in finished}
    assert {("listed",), ("listed", "not_proposed"), ("listed", "screened_out"), ("not_recommended",)} <= fates
    assert any(filing.mark_downloads for filing in finished)
    assert all(not filing.mark_downloads for filing in demo.filings if filing.target not in ("listed", "revoked"))


@pytest.mark.parametrize("today", [date(2026, 1, 1), TODAY, date(2026, 10, 3), date(2026, 11, 22)])
def test_steps_follow_each_other_on_any_day(today):
    for edition in make_demo(today).editions:
        instants = list(edition.steps.values())
        assert instants == sorted(instants)
        assert edition.opens_at < edition.steps["filed"] < edition.closes_at <= edition.district_due_at
        for place in edition.districts:
            assert edition.steps["filed"] < place.closes_at < edition.closes_at
            assert regions.find(place.code).parent == regions.SHANGHAI


def test_the_finished_edition_keeps_its_terms():
    """Five working days: consulted on 15 April ends on 22 April; the notice of 14 July ends on 18 July."""
    steps = DEMO.editions[0].steps
    due = workdays.term(steps["consulted"].date(), 5, counting="excl", unit="working").last_on
    assert (due, due < steps["district"].date()) == (date(2025, 4, 22), True)


def test_a_rehearsal_is_the_same_on_any_day_and_another_by_another_number():
    with clock.frozen(NOON + timedelta(days=400)):
        later = make_rehearsal(120, 1)
    assert later == REHEARSAL
    assert later != make_rehearsal(120, 2)


@pytest.mark.parametrize("count", [1, 5, 11, 12, 300])
def test_a_rehearsal_has_as_many_firms_as_were_asked_for(count):
    filings = make_rehearsal(count, 4).filings
    assert [filing.serial for filing in filings] == list(range(44_001, 44_001 + count))
    assert len(ALWAYS) == 11
