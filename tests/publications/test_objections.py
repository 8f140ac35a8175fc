"""Objections: received in time, held alone, decided by somebody else, and never telling who objected."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from applications.models import Unit
from portal.audit.models import Event
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Closed, Conflict, Denied, Invalid, NotFound
from portal.notifications.models import Announcement
from portal.tenancy import fence
from publications import queries
from publications.actions import decisions, notices, objections, receiving
from publications.models import Inquiry, Notice, Objection
from tests.cast import Cast
from tests.publications.stage import WORDING, at, end, show

OBJECTOR = receiving.Objector(
    kind="person",
    name="示例异议人",
    code="11010519491231002X",
    phone="13800000000",
    email="objector@cast.example",
    is_confidential=True,
)


def anybody(cast: Cast) -> Actor:
    return Actor(public_tenant_id=cast.tenant.pk)


def receive(cast: Cast, notice: Notice, unit: Unit) -> receiving.Receipt:
    with fence.as_tenant(cast.tenant.pk):
        entry_id = notice.entries.get(unit=unit).pk
    stranger = anybody(cast)
    with fence.entered(stranger):
        return receiving.receive_objection(
            notice_id=notice.pk,
            entry_id=entry_id,
            objector=OBJECTOR,
            facts="产值数据与统计年鉴不符。",
            request="请核实。",
            files=[],
            actor=stranger,
        )


def only_objection(cast: Cast) -> Objection:
    with fence.as_tenant(cast.tenant.pk):
        return Objection.objects.get()


def states(cast: Cast) -> list[str]:
    with fence.as_tenant(cast.tenant.pk):
        return list(Unit.objects.order_by("pk").values_list("state", flat=True))


@pytest.fixture
def held(cast: Cast) -> Objection:
    """An objection against the first unit, taken up by `second_city` and put to the enterprise."""
    notice, units = show(cast)
    receive(cast, notice, units[0])
    row = only_objection(cast)
    with fence.entered(cast.second_city):
        objections.accept_objection(objection_id=row.pk, actor=cast.second_city)
        objections.open_inquiry(objection_id=row.pk, facts="请说明产值口径。", actor=cast.second_city)
    return only_objection(cast)


def find(cast: Cast, row: Objection) -> None:
    with fence.entered(cast.second_city):
        objections.report_finding(objection_id=row.pk, finding="数据确有差异。", actor=cast.second_city)


def decide(cast: Cast, row: Objection, outcome: str, actor: Actor | None = None) -> None:
    actor = actor or cast.city_leader
    with fence.entered(actor):
        decisions.decide_objection(objection_id=row.pk, outcome=outcome, reason="经核查。", actor=actor)


def test_an_objection_is_due_for_acceptance_in_two_and_for_an_answer_in_ten_working_days(cast: Cast) -> None:
    notice, units = show(cast)
    receipt = receive(cast, notice, units[0])
    row = only_objection(cast)
    assert (row.state, row.receipt_number) == ("received", receipt.number)
    # received on Tuesday 10 March, counted from the next day
    assert (row.accept_due_on, row.answer_due_on) == (date(2026, 3, 12), date(2026, 3, 24))
    assert states(cast) == ["public_notice", "public_notice"]


@pytest.mark.parametrize(("seconds", "is_taken"), [(-1, True), (0, False), (1, False)])
def test_objections_are_received_until_midnight_of_the_last_day(cast: Cast, seconds: int, is_taken: bool) -> None:
    notice, units = show(cast)
    with clock.frozen(at(17, 0) + timedelta(seconds=seconds)):
        if is_taken:
            receive(cast, notice, units[0])
        else:
            with pytest.raises(Closed):
                receive(cast, notice, units[0])
    with fence.as_tenant(cast.tenant.pk):
        assert Objection.objects.count() == int(is_taken)


def test_the_public_leaves_an_objection_that_it_cannot_read_back(cast: Cast) -> None:
    notice, units = show(cast)
    receive(cast, notice, units[0])
    for actor in (anybody(cast), cast.applicant, cast.stranger):
        with fence.entered(actor):
            assert (Objection.objects.count(), Inquiry.objects.count()) == (0, 0)


def test_the_token_opens_state_and_dates_and_another_token_nothing(cast: Cast) -> None:
    notice, units = show(cast)
    receipt = receive(cast, notice, units[0])
    with fence.entered(anybody(cast)):
        status = queries.objection_by_token(cast.tenant.pk, receipt.token)
        with pytest.raises(NotFound):
            queries.objection_by_token(cast.tenant.pk, receipt.token + "x")
        with pytest.raises(NotFound):
            queries.objection_by_token(cast.stranger_tenant.pk, receipt.token)
    assert (status.receipt_number, status.state, status.received_on) == (receipt.number, "received", date(2026, 3, 10))
    assert not {"示例异议人", "11010519491231002X"} & set(map(str, [getattr(status, k) for k in status.__slots__]))


def test_accepting_holds_only_the_entry_objected_to(cast: Cast) -> None:
    notice, units = show(cast)
    receive(cast, notice, units[0])
    row = only_objection(cast)
    with fence.entered(cast.second_city):
        objections.accept_objection(objection_id=row.pk, actor=cast.second_city)
    assert states(cast) == ["objection_hold", "public_notice"]


def test_whoever_decided_the_run_does_not_handle_an_objection_against_it(cast: Cast) -> None:
    notice, units = show(cast)
    receive(cast, notice, units[0])
    row = only_objection(cast)
    with fence.as_tenant(cast.tenant.pk):
        units[0].outcome.decided_by = cast.user("city")
        units[0].outcome.save()
    with fence.entered(cast.city), pytest.raises(Denied):
        objections.accept_objection(objection_id=row.pk, actor=cast.city)
    with fence.entered(cast.second_city):
        assert objections.accept_objection(objection_id=row.pk, actor=cast.second_city).handler_id


def test_a_refused_objection_holds_nothing_and_says_why(cast: Cast) -> None:
    notice, units = show(cast)
    receive(cast, notice, units[0])
    row = only_objection(cast)
    with fence.entered(cast.city):
        with pytest.raises(Invalid):
            objections.refuse_objection(objection_id=row.pk, ground="dislike", reason="不喜欢", actor=cast.city)
        objections.refuse_objection(objection_id=row.pk, ground="no_facts", reason="没有具体事实。", actor=cast.city)
        with pytest.raises(Conflict):
            objections.accept_objection(objection_id=row.pk, actor=cast.city)
    row = only_objection(cast)
    assert (row.state, row.refusal_ground, states(cast)) == (
        "not_accepted",
        "no_facts",
        ["public_notice", "public_notice"],
    )


@pytest.mark.parametrize("secret", ["示例异议人", "11010519491231002X", "13800000000", "objector@cast.example"])
def test_what_the_enterprise_reads_never_names_the_objector(cast: Cast, secret: str) -> None:
    notice, units = show(cast)
    receive(cast, notice, units[0])
    row = only_objection(cast)
    with fence.entered(cast.second_city):
        objections.accept_objection(objection_id=row.pk, actor=cast.second_city)
        with pytest.raises(Invalid):
            objections.open_inquiry(objection_id=row.pk, facts=f"据{secret}反映", actor=cast.second_city)


def test_the_enterprise_answers_once_and_another_enterprise_finds_nothing(cast: Cast, held: Objection) -> None:
    with fence.as_tenant(cast.tenant.pk):
        inquiry = Inquiry.objects.get()
    assert inquiry.due_on == date(2026, 3, 17)
    with fence.entered(cast.rival), pytest.raises(NotFound):
        objections.answer_inquiry(inquiry_id=inquiry.pk, answer="与我无关", actor=cast.rival)
    with fence.entered(cast.applicant):
        objections.answer_inquiry(inquiry_id=inquiry.pk, answer="口径为规上企业。", actor=cast.applicant)
        with pytest.raises(Conflict):
            objections.answer_inquiry(inquiry_id=inquiry.pk, answer="再说一次", actor=cast.applicant)


def test_the_handler_reports_and_another_person_decides(cast: Cast, held: Objection) -> None:
    with fence.entered(cast.city_leader), pytest.raises(Conflict):
        decisions.decide_objection(objection_id=held.pk, outcome="upheld", reason="x", actor=cast.city_leader)
    with fence.entered(cast.city), pytest.raises(Denied):
        objections.report_finding(objection_id=held.pk, finding="不是我办的", actor=cast.city)
    find(cast, held)
    both = Actor(
        user_id=cast.second_city.user_id, tenant_id=cast.tenant.pk, grants=cast.city_leader.grants, name="handler"
    )
    with pytest.raises(Denied):
        decide(cast, held, "upheld", both)
    decide(cast, held, "upheld")
    assert only_objection(cast).decided_by_id == cast.city_leader.user_id


@pytest.mark.parametrize(
    ("outcome", "state"),
    [("upheld", "not_listed"), ("partly_upheld", "public_notice"), ("dismissed", "public_notice")],
)
def test_an_upheld_objection_strikes_the_entry_and_any_other_lifts_the_hold(
    cast: Cast, held: Objection, outcome: str, state: str
) -> None:
    find(cast, held)
    decide(cast, held, outcome)
    assert states(cast) == [state, "public_notice"]
    with fence.as_tenant(cast.tenant.pk):
        kinds = set(Announcement.objects.values_list("kind", flat=True))
    assert ("inquiry_upheld" in kinds, "inquiry_closed" in kinds) == (outcome == "upheld", outcome != "upheld")


def test_two_objections_hold_one_entry_until_the_last_is_decided(cast: Cast, held: Objection) -> None:
    with fence.as_tenant(cast.tenant.pk):
        notice, unit = held.notice, held.unit
    receive(cast, notice, unit)
    with fence.as_tenant(cast.tenant.pk):
        second = Objection.objects.exclude(pk=held.pk).get()
    with fence.entered(cast.second_city):
        objections.accept_objection(objection_id=second.pk, actor=cast.second_city)
        objections.open_inquiry(objection_id=second.pk, facts="请说明面积。", actor=cast.second_city)
    for row, expected in ((held, "objection_hold"), (second, "public_notice")):
        find(cast, row)
        decide(cast, row, "dismissed")
        assert states(cast)[0] == expected


def test_the_answer_is_extended_once_by_ten_working_days(cast: Cast, held: Objection) -> None:
    with fence.entered(cast.second_city):
        row = objections.extend_objection(objection_id=held.pk, reason="需实地核查", actor=cast.second_city)
        # Tuesday 24 March + 10 working days; 4-6 April is Qingming (a Saturday, a Sunday and Monday the 6th)
        assert row.answer_due_on == date(2026, 4, 8)
        with pytest.raises(Conflict):
            objections.extend_objection(objection_id=held.pk, reason="再延", actor=cast.second_city)


def test_reading_who_objected_takes_a_reason_and_is_recorded(cast: Cast, held: Objection) -> None:
    with fence.entered(cast.city):
        with pytest.raises(Invalid):
            receiving.reveal_objector(objection_id=held.pk, reason=" ", actor=cast.city)
        row = receiving.reveal_objector(objection_id=held.pk, reason="核实身份", actor=cast.city)
        events = list(Event.objects.filter(act="reveal_objector").values_list("reason", "payload", "actor_id"))
    assert row.objector_name == "示例异议人"
    assert events == [("核实身份", {}, cast.city.user_id)]
    with fence.entered(cast.auditor), pytest.raises(Denied):
        receiving.reveal_objector(objection_id=held.pk, reason="想看", actor=cast.auditor)


def test_withdrawing_ends_an_objection_only_before_the_inquiry(cast: Cast) -> None:
    notice, units = show(cast)
    first, second = receive(cast, notice, units[0]), receive(cast, notice, units[1])
    stranger = anybody(cast)
    with fence.entered(stranger):
        assert receiving.withdraw_objection(token=first.token, actor=stranger) == "withdrawn"
    with fence.as_tenant(cast.tenant.pk):
        row = Objection.objects.get(receipt_number=second.number)
    with fence.entered(cast.second_city):
        objections.accept_objection(objection_id=row.pk, actor=cast.second_city)
    with fence.entered(stranger):
        assert receiving.withdraw_objection(token=second.token, actor=stranger) == "accepted"
    assert states(cast) == ["public_notice", "objection_hold"]
    with fence.entered(cast.second_city):
        decisions.close_withdrawn(objection_id=row.pk, actor=cast.second_city)
    assert states(cast) == ["public_notice", "public_notice"]


def test_after_the_notice_only_contested_entries_stay_back(cast: Cast, held: Objection) -> None:
    with fence.as_tenant(cast.tenant.pk):
        notice = held.notice
        other = Unit.objects.exclude(pk=held.unit_id).get()
    with clock.frozen(at(16, 23, 59, 59)):
        receive(cast, notice, other)
    with clock.frozen(at(17, 9)):
        end(cast)
        with fence.entered(cast.city):
            # received in time and not even taken up: it holds its entry back all the same
            assert queries.listable_units(cast.edition) == []
            assert len(queries.withheld_units(cast.edition)) == 2
        find(cast, held)
        decide(cast, held, "dismissed")
        with fence.entered(cast.city):
            assert [unit.pk for unit in queries.listable_units(cast.edition)] == [held.unit_id]


def test_what_an_upheld_objection_changed_is_shown_again(cast: Cast, held: Objection) -> None:
    find(cast, held)
    decide(cast, held, "upheld")
    with fence.entered(cast.city):
        draft = notices.draft_correction(notice_id=held.notice_id, wording=WORDING, actor=cast.city)
        last_on = notices.notice_term(draft, clock.today()).last_on
        row = notices.publish_notice(notice_id=draft.pk, expected_last_on=last_on, actor=cast.city)
        assert list(row.entries.values_list("unit_id", "change")) == [(held.unit_id, "removed")]
        assert queries.struck_entries(queries.notice_for(cast.city, held.notice_id)) == []
