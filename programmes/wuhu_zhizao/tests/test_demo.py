"""The invented products: of every fate, plainly fictitious, valid, eligible; the same on any day."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest

from portal.kit import clock, regions
from portal.kit.clock import SHANGHAI
from portal.kit.samples import example_code
from programmes.contract import Facts, FieldKind
from programmes.fields import from_json, to_json
from programmes.wuhu_zhizao.demo import DISTRICTS, FATES_CLOSED, FATES_RUNNING, make_demo
from programmes.wuhu_zhizao.examples import complete_findings, example_profile
from programmes.wuhu_zhizao.identity import identity_of
from programmes.wuhu_zhizao.programme import PROGRAMME
from programmes.wuhu_zhizao.rehearsal import ALWAYS, make_rehearsal
from tests.fixtures import NOON

TODAY = date(2026, 3, 10)
BOTH = [make_demo(TODAY), make_rehearsal(120, 1)]
DEMOS = pytest.mark.parametrize("demo", BOTH, ids=["demo", "rehearsal"])
FIELDS = PROGRAMME.fields()


def edition_of(demo, filing):
    return next(one for one in demo.editions if one.key == filing.edition)


def filed_at(demo, filing):
    return edition_of(demo, filing).steps["filed"]


def facts_of(demo, filing, *, is_corrected=True):
    answers = {**filing.answers, **(filing.corrected if is_corrected else {})}
    profile = example_profile(example_code(filing.serial), region=filing.district)
    closing_on = (edition_of(demo, filing).closes_at - timedelta(seconds=1)).astimezone(SHANGHAI).date()
    return Facts(answers, findings=complete_findings(), profile=profile, closing_on=closing_on)


def total_of(demo, filing, *, is_corrected=True):
    """With the experts' points as they are, and the weights of the edition."""
    quantitative = PROGRAMME.quantify(facts_of(demo, filing, is_corrected=is_corrected), PROGRAMME.defaults).value
    return quantitative * Decimal("0.3") + filing.points * Decimal("0.7")


def test_one_edition_ended_with_2025_and_a_successor_is_open():
    demo = make_demo(TODAY)
    assert (demo.slug, demo.organiser, len(demo.filings)) == ("wuhu_zhizao", "wuhu", 58)
    assert [(one.year, one.title, one.document_number, one.switched_stages) for one in demo.editions] == [
        (2025, "“芜湖智造”品牌认证（2021—2025年）（示例）", "", ()),
        (2026, "2026年“芜湖智造”品牌认证（接续方案，示例）", "", ()),
    ]
    closed, running = demo.editions
    last = closed.closes_at.astimezone(SHANGHAI) - timedelta(seconds=1)
    assert last.date() == date(2025, 12, 31)
    assert running.opens_at.date() < TODAY < running.closes_at.date()


@pytest.mark.parametrize("today", [date(2025, 11, 1), TODAY, date(2026, 11, 22), date(2031, 1, 1)])
def test_steps_follow_each_other_and_both_editions_have_their_own_year_on_any_day(today):
    closed, running = make_demo(today).editions
    assert closed.year < running.year
    for edition in (closed, running, *make_rehearsal(10, 1).editions):
        assert list(edition.steps.values()) == sorted(edition.steps.values())
        assert edition.opens_at < edition.steps["filed"] < edition.closes_at <= edition.district_due_at
        assert edition.district_due_at <= edition.review_due_at


def test_of_the_closed_edition_certificates_and_claims_of_every_kind_are_alive():
    closed = [filing for filing in make_demo(TODAY).filings if filing.edition == "2025"]
    listed = [filing for filing in closed if filing.target == "listed"]
    assert {filing.reward for filing in listed} == {"", "applied", "checked", "approved", "paid", "refused"}
    assert {filing.surveillance for filing in listed} == {"", "suspended", "resumed", "withdrawn"}
    others = {filing.target for filing in closed} - {"listed"}
    assert others == {"not_certified", "not_proposed", "not_recommended", "withdrawn"}
    assert any(filing.is_reworked and filing.corrected for filing in listed)
    assert any(filing.nonconformity for filing in listed)
    assert [filing.number for filing in closed].count(2) == 1


def test_in_the_successor_work_waits_for_every_role():
    running = [filing for filing in make_demo(TODAY).filings if filing.edition == "next"]
    waiting = {
        *("draft", "returned_for_correction", "submitted", "awaiting_leader", "accepted", "expert_review", "reviewed"),
        *("cert_application", "cert_testing", "cert_decision", "proposed"),
    }
    ended = {"not_certified", "not_proposed", "not_recommended", "withdrawn"}
    assert {filing.target for filing in running} == waiting | ended
    for target in ("submitted", "awaiting_leader"):
        assert {filing.district for filing in running if filing.target == target} == set(DISTRICTS)
    assert any(filing.is_reworked and filing.target == "returned_for_correction" for filing in running)


def test_a_product_that_was_paid_for_is_filed_again_under_another_spelling():
    demo = make_demo(TODAY)
    by_product = {}
    for filing in demo.filings:
        known_by = identity_of({**filing.answers, "uscc": example_code(filing.serial)})
        by_product.setdefault(known_by, []).append(filing)
    (twice,) = [filings for filings in by_product.values() if len(filings) > 1]
    assert [(one.edition, one.target, one.reward) for one in twice] == [
        ("2025", "listed", "paid"),
        ("next", "cert_decision", ""),
    ]
    assert twice[0].answers["product_name"] != twice[1].answers["product_name"]


@DEMOS
def test_every_product_is_distinct_fictitious_and_can_be_handed_in(demo):
    keys = {field.key for field in FIELDS if field.kind is not FieldKind.FILE}
    firms = {(filing.enterprise, filing.serial) for filing in demo.filings}
    assert len(firms) == len({name for name, _serial in firms}) == len({serial for _name, serial in firms})
    filings = Counter((one.edition, one.serial, one.number) for one in demo.filings)
    assert max(filings.values()) == 1
    for filing in demo.filings:
        assert filing.enterprise.startswith("示例")
        assert filing.answers["product_name"].startswith("示例")
        assert set(filing.answers) == keys
        assert filing.answers["mgmt_region"] == filing.district
        assert regions.is_within(filing.district, regions.WUHU)
        assert from_json(FIELDS, to_json(FIELDS, filing.answers)) == dict(filing.answers)
        with clock.frozen(filed_at(demo, filing)):
            for answers in (filing.answers, {**filing.answers, **filing.corrected}):
                assert (PROGRAMME.check_answers(answers), PROGRAMME.warn_answers(answers)) == ({}, {})


@DEMOS
def test_every_required_file_is_there_and_no_other(demo):
    required = {field.key for field in FIELDS if field.kind is FieldKind.FILE and field.required}
    required |= {proof.indicator for proof in PROGRAMME.evidence if proof.needed_at_submission}
    assert {frozenset(filing.files) for filing in demo.filings} == {frozenset(required)}


@DEMOS
def test_every_product_is_eligible_once_officials_have_found_it_so(demo):
    for filing in demo.filings:
        for is_corrected in (False, True):
            facts = facts_of(demo, filing, is_corrected=is_corrected)
            assert PROGRAMME.judge(facts, PROGRAMME.defaults).passed is True


@DEMOS
def test_experts_points_lead_where_the_filing_is_to_go(demo):
    behind = {filing.target: [] for filing in demo.filings}
    for filing in demo.filings:
        behind[filing.target].append(total_of(demo, filing))
    assert max(behind.pop("not_proposed")) < PROGRAMME.defaults["rework_line"] - 1
    past = ("listed", "proposed", "not_certified", "cert_application", "cert_testing", "cert_decision")
    assert min(total for target in past for total in behind.get(target, [80])) > PROGRAMME.defaults["pass_line"] + 2


@DEMOS
def test_a_standard_that_was_worked_on_scores_better_than_before(demo):
    reworked = [filing for filing in demo.filings if filing.is_reworked and filing.corrected]
    assert reworked
    for filing in reworked:
        assert total_of(demo, filing) > total_of(demo, filing, is_corrected=False) + 1
        assert filing.corrected["standard_no"] != filing.answers["standard_no"]


@DEMOS
def test_what_is_sent_back_is_put_right_unless_it_stays_with_the_applicant(demo):
    for filing in demo.filings:
        asked = {*filing.returns, *(("advanced_points", "standard_no") if filing.is_reworked else ())}
        assert set(filing.corrected) == (set() if filing.target == "returned_for_correction" else asked)
        assert all(filing.corrected[key] != filing.answers[key] for key in filing.corrected)


@DEMOS
def test_only_what_was_certified_is_rewarded_and_watched(demo):
    odd = [filing for filing in demo.filings if (filing.reward or filing.surveillance) and filing.target != "listed"]
    assert odd == []


def test_every_fate_of_the_demonstration_is_played():
    demo = make_demo(TODAY)
    assert [filing.target for filing in demo.filings] == [fate.target for fate in (*FATES_CLOSED, *FATES_RUNNING)]


@pytest.mark.parametrize("count", [1, 3, 10, 13, 40, 300])
@pytest.mark.parametrize("seed", [1, 2, 99])
def test_a_rehearsal_has_as_many_filings_as_wanted_and_its_fates_from_the_first_on(count, seed):
    demo = make_rehearsal(count, seed)
    assert len(demo.filings) == count
    assert all(filing.number in (1, 2) for filing in demo.filings)
    targets = Counter(filing.target for filing in demo.filings)
    assert not Counter(fate.target for fate in ALWAYS[:count]) - targets
    firsts = {filing.serial for filing in demo.filings if filing.number == 1}
    assert {filing.serial for filing in demo.filings} == firsts


def test_from_thirteen_on_every_fate_is_there():
    demo = make_rehearsal(len(ALWAYS), 5)
    assert {filing.surveillance for filing in demo.filings} == {"", "suspended", "resumed", "withdrawn"}
    assert {"paid", "applied", "refused"} <= {filing.reward for filing in demo.filings}
    assert [filing.number for filing in demo.filings].count(2) == 1
    assert any(filing.is_reworked for filing in demo.filings)
    assert any(filing.nonconformity for filing in demo.filings)
    assert {"not_certified", "not_proposed", "not_recommended"} <= {filing.target for filing in demo.filings}


def test_a_rehearsal_is_the_same_on_any_day_and_another_for_another_seed():
    with clock.frozen(NOON + timedelta(days=400)):
        later = make_rehearsal(80, 7)
    assert later == make_rehearsal(80, 7)
    assert later != make_rehearsal(80, 8)
