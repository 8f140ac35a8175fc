"""What the handler of an objection does: take it up or not, put the facts to the enterprise, report what was found."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.moving import move
from applications.workflow import State
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Closed, Conflict, Invalid
from portal.notifications.outbox import announce

from .. import policy, queries
from ..models import Inquiry, Objection, ObjectionState, RefusalGround
from ..terms import EXTENSION_DAYS, INQUIRY_DAYS, handling_due
from ._common import note

S = ObjectionState


def lock_objection(actor: Actor, objection_id: UUID) -> Objection:
    """The objection locked, with what its steps read. Raises NotFound."""
    queries.lock(Objection, actor, objection_id)
    return queries.objection_for(actor, objection_id)


@transaction.atomic
def accept_objection(*, objection_id: UUID, actor: Actor) -> Objection:
    """Take an objection up: the actor becomes its handler, and only the entry it is about is held.

    Raises  Denied (the actor decided the run), Conflict (not waiting to be taken up)
    """
    row = lock_objection(actor, objection_id)
    outcome = getattr(row.unit, "outcome", None)
    policy.demand_new_handler(actor, decided_by_id=outcome.decided_by_id if outcome else None)
    policy.demand_state(row, S.RECEIVED)
    row.state, row.handler_id, row.accepted_at = S.ACCEPTED, actor.user_id, clock.now()
    row.save(update_fields=("state", "handler_id", "accepted_at"))
    if row.unit.state == State.PUBLIC_NOTICE:
        move(row.unit, "hold", actor=actor)
    note(row, "accept_objection", actor=actor)
    tell_objector(row, "objection_accepted")
    return row


@transaction.atomic
def refuse_objection(*, objection_id: UUID, ground: str, reason: str, actor: Actor) -> Objection:
    """Not to be taken up: out of time, no facts, or nothing on the list. The entry goes on undisturbed."""
    row = lock_objection(actor, objection_id)
    outcome = getattr(row.unit, "outcome", None)
    policy.demand_new_handler(actor, decided_by_id=outcome.decided_by_id if outcome else None)
    policy.demand_state(row, S.RECEIVED)
    if ground not in RefusalGround.values:
        raise Invalid(_("请选择不予受理的理由。"), fields={"ground": _("请选择不予受理的理由。")})
    _demand_text(reason, "reason", _("请写明不予受理的理由。"))
    row.state, row.handler_id, row.accepted_at = S.NOT_ACCEPTED, actor.user_id, clock.now()
    row.refusal_ground, row.reason, row.decided_at = ground, reason.strip(), clock.now()
    row.save(update_fields=("state", "handler_id", "accepted_at", "refusal_ground", "reason", "decided_at"))
    note(row, "refuse_objection", actor=actor, reason=reason)
    tell_objector(row, "objection_refused")
    return row


@transaction.atomic
def open_inquiry(*, objection_id: UUID, facts: str, actor: Actor) -> Inquiry:
    """Begin to look into it, and put the facts to the enterprise within five working days; never who said them.

    Raises  Invalid (no facts, or they contain the objector's name, code or contact), Denied, Conflict
    """
    row = lock_objection(actor, objection_id)
    policy.demand_handler(actor, row)
    policy.demand_state(row, S.ACCEPTED)
    _demand_text(facts, "facts", _("请写明需要对方说明的事实。"))
    demand_anonymous(row, facts, "facts")
    inquiry = Inquiry.objects.create(
        tenant_id=row.tenant_id,
        enterprise_id=row.unit.enterprise_id,
        unit=row.unit,
        objection=row,
        name=row.entry.name,
        facts=facts.strip(),
        asked_at=clock.now(),
        asked_by_id=policy.acting_user(actor),
        due_on=handling_due(clock.today(), INQUIRY_DAYS),
    )
    row.state = S.INVESTIGATING
    row.save(update_fields=("state",))
    note(row, "open_inquiry", actor=actor)
    announce(
        tenant_id=row.tenant_id,
        key=f"inquiry:{inquiry.pk}:asked",
        kind="inquiry_asked",
        audience={"enterprise": inquiry.enterprise_id},
        context={"name": inquiry.name, "due_on": str(inquiry.due_on), "url": _inquiry_url(row, inquiry)},
        enterprise_id=inquiry.enterprise_id,
        wording=row.notice.edition.wording,
    )
    return inquiry


def demand_anonymous(row: Objection, text: str, field: str) -> None:
    """What the respondent reads must not tell who objected. Raises Invalid."""
    secret = (row.objector_name, row.objector_code, row.objector_phone, row.objector_email)
    if any(word and word in text for word in secret):
        message = _("内容中出现了异议人的名称、证件号码或联系方式，请删去后再发送。")
        raise Invalid(message, fields={field: message})


def _demand_text(text: str, field: str, message: str) -> None:
    if not text.strip():
        raise Invalid(message, fields={field: message})


def _inquiry_url(row: Objection, inquiry: Inquiry) -> str:
    return reverse("objection_response", kwargs={"tenant": row.notice.edition.tenant.slug, "pk": inquiry.pk})


@transaction.atomic
def answer_inquiry(*, inquiry_id: int, answer: str, actor: Actor) -> Inquiry:
    """The enterprise answers, once, until the objection is decided. Raises NotFound, Conflict, Invalid."""
    inquiry = queries.inquiry_of(actor, inquiry_id)
    policy.demand_party(actor, inquiry)
    inquiry = Inquiry.objects.select_for_update(of=("self",)).select_related("tenant").get(pk=inquiry.pk)
    if inquiry.answered_at is not None or inquiry.closed_at is not None:
        raise Conflict(_("该事项已经答复或办结，不能再次提交。"))
    _demand_text(answer, "answer", _("请填写情况说明。"))
    inquiry.answer, inquiry.answered_at, inquiry.answered_by_id = answer.strip(), clock.now(), actor.user_id
    inquiry.save(update_fields=("answer", "answered_at", "answered_by_id"))
    note(inquiry, "answer_inquiry", actor=actor)
    announce(
        tenant_id=inquiry.tenant_id,
        key=f"inquiry:{inquiry.pk}:answered",
        kind="inquiry_answered",
        audience={"user": inquiry.asked_by_id},
        context={
            "name": inquiry.name,
            "url": reverse("objection", kwargs={"tenant": inquiry.tenant.slug, "pk": inquiry.objection_id}),
        },
        enterprise_id=inquiry.enterprise_id,
    )
    return inquiry


@transaction.atomic
def extend_objection(*, objection_id: UUID, reason: str, actor: Actor) -> Objection:
    """Once, by ten working days, while the answer is not overdue. Raises Conflict, Closed, Invalid, Denied."""
    row = lock_objection(actor, objection_id)
    policy.demand_handler(actor, row)
    policy.demand_state(row, S.ACCEPTED, S.INVESTIGATING)
    if row.is_extended:
        raise Conflict(_("答复期限只能延长一次。"))
    if clock.today() > row.answer_due_on:
        raise Closed(_("答复期限已过，不能再延期。"))
    _demand_text(reason, "reason", _("请写明延期理由。"))
    row.answer_due_on, row.is_extended = handling_due(row.answer_due_on, EXTENSION_DAYS), True
    row.save(update_fields=("answer_due_on", "is_extended"))
    note(row, "extend_objection", actor=actor, reason=reason, payload={"answer_due_on": row.answer_due_on})
    return row


@transaction.atomic
def report_finding(*, objection_id: UUID, finding: str, actor: Actor) -> Objection:
    """The handler's word on what was found; the leader decides on it. Raises Conflict, Invalid, Denied."""
    row = lock_objection(actor, objection_id)
    policy.demand_handler(actor, row)
    policy.demand_state(row, S.INVESTIGATING)
    _demand_text(finding, "finding", _("请写明核查情况。"))
    row.finding = finding.strip()
    row.save(update_fields=("finding",))
    note(row, "report_finding", actor=actor)
    announce(
        tenant_id=row.tenant_id,
        key=f"objection:{row.pk}:found:{clock.now().timestamp():.0f}",
        kind="objection_to_decide",
        audience={"role": "city_leader"},
        context={
            "number": row.receipt_number,
            "answer_due_on": str(row.answer_due_on),
            "url": reverse("objection", kwargs={"tenant": row.notice.edition.tenant.slug, "pk": row.pk}),
        },
        wording=row.notice.edition.wording,
    )
    return row


def tell_objector(row: Objection, kind: str) -> None:
    """By e-mail, when one was given: outsiders have no inbox."""
    if not row.objector_email:
        return
    announce(
        tenant_id=row.tenant_id,
        key=f"objection:{row.pk}:{kind}",
        kind=kind,
        audience={"email": row.objector_email},
        context={
            "number": row.receipt_number,
            "title": row.notice.title,
            "answer_due_on": str(row.answer_due_on),
            "url": reverse("objection_status", kwargs={"tenant": row.notice.edition.tenant.slug}),
        },
        wording=row.notice.edition.wording,
    )
