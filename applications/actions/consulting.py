"""A district asks other departments before it recommends: asked, answered or timed out, each on the record."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from applications import policy
from applications.models import Application, Consultation, ConsultOutcome
from applications.moving import move
from applications.queries import consulting
from applications.terms import say_until
from applications.wording import staff_word
from applications.workflow import State
from portal.audit.record import record
from portal.kit import clock, workdays
from portal.kit.actor import Actor, Role
from portal.kit.errors import Closed, Conflict, Invalid, NotFound
from portal.notifications.outbox import announce
from portal.people.models import Body
from portal.tenancy.calendar import statutory_calendar

from .district import lock_as_officer

QUESTION_LIMIT = 1000
ANSWER_LIMIT = 2000
ANSWERS = (ConsultOutcome.NO_OBJECTION, ConsultOutcome.OBJECTION)


@transaction.atomic
def ask_departments(
    *, application_id: int, body_ids: Collection[int], question: str, expected_version: int, actor: Actor
) -> list[Consultation]:
    """Ask one or several departments about the version that lies with the district; it waits for their answers.

    body_ids  departments of the organiser's register that are in use, at least one
    question  1-1000 characters
    due       the edition's consult_days working days, not counting today, until 24:00 of the last day
    Raises    Invalid (bodies, question), Closed (no time left before the recommendation is due), Conflict, Denied
    """
    application = lock_as_officer(actor, application_id, expected_version)
    bodies = _check_question(application, body_ids, question)
    due_at = _due_at(application)
    moved = move(application, "consult", actor=actor)
    rows = [
        Consultation.objects.create(
            tenant_id=application.tenant_id,
            application=application,
            version_number=application.version_number,
            body=body,
            question=question.strip(),
            asked_by_id=policy.user_of(actor),
            asked_at=clock.now(),
            due_at=due_at,
        )
        for body in bodies
    ]
    for row in rows:
        _record(row, "ask_department", actor, payload={"body": row.body.name, "due_at": due_at})
        _tell_department(moved, row)
    return rows


def _check_question(application: Application, body_ids: Collection[int], question: str) -> list[Body]:
    """The departments, in the order of the register. Raises Invalid, naming every field that is wrong."""
    bodies = [body for body in consulting.departments_of(application.tenant_id) if body.pk in set(body_ids)]
    problems: dict[str, object] = {}
    if not bodies or len(bodies) != len(set(body_ids)):
        problems["bodies"] = _("请从部门名录中选择至少一个正在使用的部门。")
    if not 1 <= len(question.strip()) <= QUESTION_LIMIT:
        problems["question"] = _("请写明征求意见的事项，1至%s字。") % QUESTION_LIMIT
    if problems:
        raise Invalid(_("征求意见的内容有误。"), fields=problems)
    return bodies


def _due_at(application: Application) -> datetime:
    """Raises Closed where the answers would come too late for the recommendation."""
    days = int(application.edition.settings()["consult_days"])
    last_on = workdays.last_day(clock.today(), days, counting="excl", calendar=statutory_calendar())
    due_at, district_due_at = clock.end_of(last_on), application.edition.district_due_at
    if district_due_at is not None and due_at >= district_due_at:
        text = _("答复期限将是%(due)s，晚于推荐截止时间%(end)s，来不及书面征求意见。请直接作出初审意见。")
        raise Closed(text % {"due": say_until(due_at), "end": say_until(district_due_at)})
    return due_at


@transaction.atomic
def answer(*, consultation_id: int, outcome: str, answer: str, actor: Actor) -> Consultation:
    """A department's word; the last answer gives the filing back to its district.

    outcome  "no_objection" or "objection"
    answer   0-2000 characters; with an objection the facts that it rests on
    Raises   NotFound (not asked of the actor's department), Invalid (outcome, answer), Closed (too late, to the
             instant), Conflict (answered already, the filing is not waiting any more)
    """
    application, row = _lock(consulting.consultation_for(actor, consultation_id))
    _check_answer(outcome, answer)
    _demand_waiting(application, row)
    if clock.now() >= row.due_at:
        raise Closed(_("答复期限已于%s届满，不能再答复。您填写的内容还在本页。") % say_until(row.due_at))
    row.outcome, row.answer = outcome, answer.strip()
    row.answered_by_id, row.answered_at = policy.user_of(actor), clock.now()
    row.save(update_fields=("outcome", "answer", "answered_by", "answered_at"))
    _record(row, "answer_consultation", actor, payload={"body": row.body.name, "outcome": row.outcome})
    _tell_district(application, row, "consultation_answered")
    _conclude(application, actor)
    return row


def _check_answer(outcome: str, text: str) -> None:
    problems: dict[str, object] = {}
    if outcome not in ANSWERS:
        problems["outcome"] = _("请选择无异议或有异议。")
    if outcome == ConsultOutcome.OBJECTION and not text.strip():
        problems["answer"] = _("有异议时，请写明事实和依据。")
    elif len(text.strip()) > ANSWER_LIMIT:
        problems["answer"] = _("答复内容请控制在%s字以内。") % ANSWER_LIMIT
    if problems:
        raise Invalid(_("答复内容有误。"), fields=problems)


@transaction.atomic
def go_on_without(*, consultation_id: int, actor: Actor) -> Consultation:
    """The district's officer writes down that a department has not answered in time, where the clock has not yet.

    Raises  Conflict (answered, or its time is not over), Denied, NotFound
    """
    found = Consultation.objects.select_related("application", "tenant", "body").filter(pk=consultation_id).first()
    if found is None or found.tenant_id != actor.tenant_id:
        raise NotFound()
    lock_as_officer(actor, found.application_id, found.application.version_number)
    application, row = _lock(found)
    _demand_waiting(application, row)
    if clock.now() < row.due_at:
        raise Conflict(_("答复期限为%s，期满前请等待部门答复。") % say_until(row.due_at))
    _time_out(application, row, actor)
    return row


@transaction.atomic
def expire_of(application_id: int, *, actor: Actor) -> list[int]:
    """Write down every department of one filing whose time is over; ids. A second time finds none."""
    application = _locked_application(application_id)
    late = Consultation.objects.select_for_update(of=("self",)).select_related("body", "tenant")
    rows = late.filter(application_id=application_id, outcome=ConsultOutcome.ASKED, due_at__lte=clock.now())
    if application.state != State.CONSULTING:
        return []
    return [_time_out(application, row, actor).pk for row in rows.order_by("pk")]


def _time_out(application: Application, row: Consultation, actor: Actor) -> Consultation:
    row.outcome = ConsultOutcome.NO_ANSWER
    row.save(update_fields=("outcome",))
    _record(row, "expire_consultation", actor, payload={"body": row.body.name, "due_at": row.due_at})
    _tell_district(application, row, "consultation_timed_out")
    _conclude(application, actor)
    return row


def _conclude(application: Application, actor: Actor) -> None:
    """Back to the district once nobody is waited for."""
    waiting = Consultation.objects.filter(application_id=application.pk, outcome=ConsultOutcome.ASKED)
    if not waiting.exists():
        move(application, "conclude_consult", actor=actor)


def _lock(row: Consultation) -> tuple[Application, Consultation]:
    """The filing first, as whoever submits or withdraws does, then the question, both read again."""
    application = _locked_application(row.application_id)
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("body", "tenant")
    return application, rows.get(pk=row.pk)


def _locked_application(application_id: int) -> Application:
    rows = Application.objects.select_for_update(of=("self",)).select_related("edition", "tenant", "district")
    return rows.get(pk=application_id)


def _demand_waiting(application: Application, row: Consultation) -> None:
    if row.outcome != ConsultOutcome.ASKED:
        raise Conflict(_("该事项已经办结：%s。") % row.get_outcome_display())
    if application.state != State.CONSULTING:
        raise Conflict(_("当前状态为“%s”，不再需要答复。") % staff_word(application.state, application.edition))


def _record(row: Consultation, act: str, actor: Actor, *, payload: dict[str, object]) -> None:
    record(
        actor=actor,
        act=act,
        subject=f"applications.consultation:{row.pk}",
        tenant_id=row.tenant_id,
        payload={"application": row.application_id, **payload},
    )


def _tell_department(application: Application, row: Consultation) -> None:
    announce(
        tenant_id=row.tenant_id,
        key=f"consultation:{row.pk}:asked",
        kind="consultation_asked",
        audience={"role": Role.CONSULTED_DEPT.value, "body": row.body.name},
        context={
            "title": application.title,
            "district": application.district.office_name if application.district else "",
            "due_at": say_until(row.due_at),
            "url": f"/{application.tenant.slug}/consult/{row.pk}/",
        },
        wording=application.edition.wording,
    )


def _tell_district(application: Application, row: Consultation, kind: str) -> None:
    announce(
        tenant_id=row.tenant_id,
        key=f"consultation:{row.pk}:{kind}",
        kind=kind,
        audience={"role": Role.DISTRICT_OFFICER.value, "district": application.district_id},
        context={
            "title": application.title,
            "body": row.body.name,
            "outcome": str(row.get_outcome_display()),
            "due_at": say_until(row.due_at),
            "url": f"/{application.tenant.slug}/office/cases/{application.pk}/",
        },
        wording=application.edition.wording,
    )
