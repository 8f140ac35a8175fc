"""Other departments are asked before a recommendation: answered, objected, or timed out, each on the record."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from applications.actions import consulting, district, filing
from applications.models import Application, Consultation
from applications.queries import office
from applications.tasks import expire_consultations, remind_deadlines
from applications.workflow import State
from portal.audit.models import Event
from portal.kit import clock
from portal.kit.errors import Closed, Conflict, Denied, Invalid, NotFound
from portal.people.models import BodyKind
from portal.tenancy import fence
from programmes.models import Edition
from tests.applications.district.scene import (
    QUESTION,
    add_body,
    add_department,
    ask,
    give_answer,
    moves,
    state_of,
    told,
)
from tests.applications.factories import make_application

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("itemised")]
# Tuesday 10 March and five working days: Tuesday 17 March, 24:00.
DUE = datetime(2026, 3, 18, 0, 0, tzinfo=clock.SHANGHAI)


def row_of(cast, row) -> Consultation:
    with fence.as_tenant(cast.tenant.pk):
        return Consultation.objects.get(pk=row.pk)


def acts(cast) -> dict[str, list[dict]]:
    """act -> payloads of its events"""
    found: dict[str, list[dict]] = {}
    with fence.as_tenant(cast.tenant.pk):
        rows = Event.objects.filter(subject__startswith="applications.consultation").order_by("pk")
        for act, payload in rows.values_list("act", "payload"):
            found.setdefault(act, []).append(payload)
    return found


def put_forward(cast, application) -> None:
    with fence.entered(cast.officer):
        district.put_forward(
            application_id=application.pk,
            is_recommended=True,
            opinion="拟推荐。",
            expected_version=1,
            actor=cast.officer,
        )


def test_filing_waits_until_every_department_has_answered(cast):
    economy, science = add_department(cast, "economy", "示例区经委"), add_department(cast, "science", "示例区科委")
    application = make_application(cast)
    rows = ask(cast, application, economy, science)
    assert [(row.body_id, row.version_number, row.question, row.due_at) for row in rows] == [
        (economy.pk, 1, QUESTION, DUE),
        (science.pk, 1, QUESTION, DUE),
    ]
    assert state_of(cast, application) == "consulting"
    with pytest.raises(Conflict, match="征求意见中"):
        put_forward(cast, application)
    give_answer(cast, rows[0], cast.economy)
    assert state_of(cast, application) == "consulting"
    give_answer(cast, rows[1], cast.science, "objection", "  近一年有一次监督抽查不合格。 ")
    assert (state_of(cast, application), moves(cast, application)) == ("submitted", ["consult", "conclude_consult"])
    assert [(row_of(cast, row).outcome, row_of(cast, row).answer) for row in rows] == [
        ("no_objection", ""),
        ("objection", "近一年有一次监督抽查不合格。"),
    ]
    assert told(cast) == [
        ("consultation_answered", "district_officer"),
        ("consultation_answered", "district_officer"),
        ("consultation_asked", "示例区科委"),
        ("consultation_asked", "示例区经委"),
    ]
    assert {act: len(events) for act, events in acts(cast).items()} == {"ask_department": 2, "answer_consultation": 2}
    put_forward(cast, application)
    assert state_of(cast, application) == "awaiting_leader"


@pytest.mark.parametrize(("seconds", "is_taken"), [(-1, True), (0, False), (1, False)])
def test_answer_counts_until_its_due_instant(cast, seconds, is_taken):
    body, application = add_department(cast, "economy", "示例区经委"), make_application(cast)
    (row,) = ask(cast, application, body)
    with clock.frozen(DUE + timedelta(seconds=seconds)):
        if is_taken:
            give_answer(cast, row, cast.economy)
            assert expire_consultations(tenant_id=cast.tenant.pk) == []
        else:
            with pytest.raises(Closed, match="2026年3月17日 24:00"):
                give_answer(cast, row, cast.economy)
            assert expire_consultations(tenant_id=cast.tenant.pk) == [row.pk]
    assert state_of(cast, application) == "submitted"
    assert row_of(cast, row).outcome == ("no_objection" if is_taken else "no_answer")


def test_time_out_is_written_once_and_a_given_answer_stays(cast):
    first, second = add_department(cast, "economy", "示例区经委"), add_department(cast, "science", "示例区科委")
    application = make_application(cast)
    rows = ask(cast, application, first, second)
    give_answer(cast, rows[0], cast.economy)
    with clock.frozen(DUE):
        assert expire_consultations(tenant_id=cast.tenant.pk) == [rows[1].pk]
        assert expire_consultations(tenant_id=cast.tenant.pk) == []
    assert [row_of(cast, row).outcome for row in rows] == ["no_objection", "no_answer"]
    assert row_of(cast, rows[1]).answered_by_id is None
    assert [kind for kind, _who in told(cast)] == [
        "consultation_answered",
        "consultation_asked",
        "consultation_asked",
        "consultation_timed_out",
    ]
    assert acts(cast)["expire_consultation"] == [
        {"application": application.pk, "body": "示例区科委", "due_at": "2026-03-17T16:00:00.000000+00:00"}
    ]
    assert moves(cast, application) == ["consult", "conclude_consult"]


@pytest.mark.parametrize(("seconds", "is_allowed"), [(-1, False), (0, True), (1, True)])
def test_district_goes_on_without_an_answer_only_after_the_time(cast, seconds, is_allowed):
    body, application = add_department(cast, "economy", "示例区经委"), make_application(cast)
    (row,) = ask(cast, application, body)
    with clock.frozen(DUE + timedelta(seconds=seconds)), fence.entered(cast.officer):
        if not is_allowed:
            with pytest.raises(Conflict, match="期满前请等待"):
                consulting.go_on_without(consultation_id=row.pk, actor=cast.officer)
            return
        consulting.go_on_without(consultation_id=row.pk, actor=cast.officer)
        with pytest.raises(Conflict, match="逾期未答复"):
            consulting.go_on_without(consultation_id=row.pk, actor=cast.officer)
    assert (row_of(cast, row).outcome, state_of(cast, application)) == ("no_answer", "submitted")


@pytest.mark.parametrize("who", ["other_officer", "leader", "city", "economy", "stranger"])
def test_only_an_officer_of_the_district_asks_and_goes_on(cast, who):
    body, application = add_department(cast, "economy", "示例区经委"), make_application(cast)
    actor = getattr(cast, who)
    with pytest.raises((Denied, NotFound)):
        ask(cast, application, body, actor=actor)
    (row,) = ask(cast, application, body)
    with clock.frozen(DUE), fence.entered(actor), pytest.raises((Denied, NotFound)):
        consulting.go_on_without(consultation_id=row.pk, actor=actor)
    assert row_of(cast, row).outcome == ""


@pytest.mark.parametrize("who", ["science", "officer", "city", "applicant", "stranger"])
def test_nobody_answers_for_another_department(cast, who):
    body, application = add_department(cast, "economy", "示例区经委"), make_application(cast)
    add_department(cast, "science", "示例区科委")
    (row,) = ask(cast, application, body)
    with pytest.raises(NotFound):
        give_answer(cast, row, getattr(cast, who))
    give_answer(cast, row, cast.economy)


def test_question_and_departments_are_checked(cast):
    body, application = add_department(cast, "economy", "示例区经委"), make_application(cast)
    agency, closed = add_body(cast, "示例机构", kind=BodyKind.AGENCY), add_body(cast, "旧部门", is_active=False)
    for bodies, over, fields in (
        ((), {}, {"bodies"}),
        ((body, agency), {}, {"bodies"}),
        ((closed,), {}, {"bodies"}),
        ((body,), {"question": "  "}, {"question"}),
        ((), {"question": "长" * 1001}, {"bodies", "question"}),
    ):
        with pytest.raises(Invalid) as refused:
            ask(cast, application, *bodies, **over)
        assert set(refused.value.fields) == fields
    with pytest.raises(Conflict, match="第1版"):
        ask(cast, application, body, expected_version=2)
    ask(cast, application, body)
    with pytest.raises(Conflict, match="征求意见中"):
        ask(cast, application, body)


def test_answer_is_checked_and_given_once(cast):
    body, application = add_department(cast, "economy", "示例区经委"), make_application(cast)
    (row,) = ask(cast, application, body)
    for outcome, text, fields in (
        ("", "", {"outcome"}),
        ("no_answer", "", {"outcome"}),
        ("objection", "  ", {"answer"}),
        ("no_objection", "长" * 2001, {"answer"}),
    ):
        with pytest.raises(Invalid) as refused:
            give_answer(cast, row, cast.economy, outcome, text)
        assert set(refused.value.fields) == fields
    give_answer(cast, row, cast.economy)
    with pytest.raises(Conflict, match="无异议"):
        give_answer(cast, row, cast.economy, "objection", "另有事实。")


@pytest.mark.parametrize(("seconds", "is_asked"), [(1, True), (0, False), (-1, False)])
def test_nobody_is_asked_whose_answer_would_come_after_the_recommendation_is_due(cast, seconds, is_asked):
    body, application = add_department(cast, "economy", "示例区经委"), make_application(cast)
    with fence.as_tenant(cast.tenant.pk):
        Edition.objects.filter(pk=cast.edition.pk).update(district_due_at=DUE + timedelta(seconds=seconds))
    if is_asked:
        ask(cast, application, body)
        return
    with pytest.raises(Closed, match="来不及书面征求意见"):
        ask(cast, application, body)
    assert state_of(cast, application) == "submitted"


def test_days_are_the_editions_own(cast):
    body, application = add_department(cast, "economy", "示例区经委"), make_application(cast)
    with fence.as_tenant(cast.tenant.pk):
        Edition.objects.filter(pk=cast.edition.pk).update(parameters={"consult_days": 3})
    (row,) = ask(cast, application, body)
    # Friday 13 March, 24:00.
    assert row.due_at == datetime(2026, 3, 14, 0, 0, tzinfo=clock.SHANGHAI)


def test_withdrawn_filing_needs_no_answer(cast):
    body, application = add_department(cast, "economy", "示例区经委"), make_application(cast)
    (row,) = ask(cast, application, body)
    with fence.entered(cast.applicant):
        filing.withdraw_application(application_id=application.pk, expected_revision=0, actor=cast.applicant)
    assert state_of(cast, application) == State.WITHDRAWN
    assert ("consultation_dropped", "示例区经委") in told(cast)
    with pytest.raises(Conflict, match="已撤回"):
        give_answer(cast, row, cast.economy)
    with clock.frozen(DUE):
        assert expire_consultations(tenant_id=cast.tenant.pk) == []


@pytest.mark.parametrize(("seconds", "is_told"), [(-1, False), (0, True), (1, True)])
def test_department_is_reminded_a_day_before_its_time_is_over(cast, seconds, is_told):
    body, application = add_department(cast, "economy", "示例区经委"), make_application(cast)
    (row,) = ask(cast, application, body)
    with clock.frozen(DUE - timedelta(days=1) + timedelta(seconds=seconds)):
        for _sweep in range(2):
            remind_deadlines(tenant_id=cast.tenant.pk)
        assert [who for kind, who in told(cast) if kind == "consultation_due_soon"] == ["示例区经委"] * is_told
        give_answer(cast, row, cast.economy)
    with clock.frozen(DUE - timedelta(hours=1)):
        remind_deadlines(tenant_id=cast.tenant.pk)
        assert len([kind for kind, _who in told(cast) if kind == "consultation_due_soon"]) == is_told


def test_queue_says_until_when_a_department_has_time(cast):
    body, application = add_department(cast, "economy", "示例区经委"), make_application(cast)
    ask(cast, application, body)
    with fence.entered(cast.officer):
        (line,) = office.queue_page(cast.officer, office.QueueFilter()).rows
    assert (line.station, line.due_at, line.is_overdue) == ("consulting", DUE, False)


def test_a_second_round_may_follow_the_first(cast):
    body, application = add_department(cast, "economy", "示例区经委"), make_application(cast)
    (first,) = ask(cast, application, body)
    give_answer(cast, first, cast.economy, "objection", "请核对产值。")
    (second,) = ask(cast, application, body, question="补充证明是否足够？")
    give_answer(cast, second, cast.economy)
    with fence.as_tenant(cast.tenant.pk):
        assert Application.objects.get(pk=application.pk).state == "submitted"
    assert [row_of(cast, row).outcome for row in (first, second)] == ["objection", "no_objection"]
