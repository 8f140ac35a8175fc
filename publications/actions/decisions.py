"""Deciding an objection, and what that does to the one entry it is about."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.moving import move
from applications.workflow import State
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid
from portal.notifications.outbox import announce

from .. import policy
from ..models import Inquiry, Objection, ObjectionState
from ._common import note
from .objections import demand_anonymous, lock_objection, tell_objector

S = ObjectionState
OUTCOMES = (S.UPHELD, S.PARTLY_UPHELD, S.DISMISSED)


@transaction.atomic
def decide_objection(*, objection_id: UUID, outcome: str, reason: str, actor: Actor) -> Objection:
    """The leader's decision. Upheld strikes the entry and tells the applicant why; otherwise the hold is lifted.

    outcome  upheld, partly_upheld or dismissed
    Raises   Denied (the actor handled it), Conflict (no finding yet, not being looked into), Invalid
    """
    row = lock_objection(actor, objection_id)
    policy.demand_decider(actor, row)
    policy.demand_state(row, S.INVESTIGATING)
    if not row.finding:
        raise Conflict(_("经办人尚未提交核查情况，不能作出决定。"))
    if outcome not in OUTCOMES:
        raise Invalid(_("请选择决定结果。"), fields={"outcome": _("请选择决定结果。")})
    if not reason.strip():
        raise Invalid(_("请写明决定理由。"), fields={"reason": _("请写明决定理由，申报主体将看到该理由。")})
    demand_anonymous(row, reason, "reason")
    row.state, row.reason = S(outcome), reason.strip()
    row.decided_at, row.decided_by_id = clock.now(), actor.user_id
    row.save(update_fields=("state", "reason", "decided_at", "decided_by_id"))
    _move_unit(row, actor)
    _close(row)
    note(row, "decide_objection", actor=actor, reason=reason, payload={"outcome": outcome})
    _tell_enterprise(row)
    tell_objector(row, "objection_decided")
    return row


@transaction.atomic
def close_withdrawn(*, objection_id: UUID, actor: Actor) -> Objection:
    """End an objection whose objector asked to withdraw before the inquiry began. Raises Conflict, Denied."""
    row = lock_objection(actor, objection_id)
    policy.demand_handler(actor, row)
    policy.demand_state(row, S.ACCEPTED)
    if row.withdrawn_at is None:
        raise Conflict(_("异议人没有申请撤回。"))
    row.state, row.decided_at = S.WITHDRAWN, clock.now()
    row.save(update_fields=("state", "decided_at"))
    _move_unit(row, actor)
    note(row, "close_withdrawn_objection", actor=actor)
    return row


def _move_unit(row: Objection, actor: Actor) -> None:
    """Strike, or lift the hold unless another objection still holds the same entry."""
    if row.unit.state != State.OBJECTION_HOLD:
        return
    if row.state == S.UPHELD:
        move(row.unit, "strike", actor=actor, reason=row.reason)
        return
    holding = Objection.objects.filter(unit_id=row.unit_id, state__in=(S.ACCEPTED, S.INVESTIGATING))
    if not holding.exclude(pk=row.pk).exists():
        move(row.unit, "lift_hold", actor=actor)


def _close(row: Objection) -> None:
    inquiry: Inquiry | None = getattr(row, "inquiry", None)
    if inquiry is not None:
        inquiry.closed_at = clock.now()
        inquiry.save(update_fields=("closed_at",))


def _tell_enterprise(row: Objection) -> None:
    inquiry: Inquiry = row.inquiry
    announce(
        tenant_id=row.tenant_id,
        key=f"inquiry:{inquiry.pk}:decided",
        kind="inquiry_upheld" if row.state == S.UPHELD else "inquiry_closed",
        audience={"enterprise": inquiry.enterprise_id},
        context={
            "name": inquiry.name,
            "reason": row.reason,
            "url": reverse("objection_response", kwargs={"tenant": row.notice.edition.tenant.slug, "pk": inquiry.pk}),
        },
        enterprise_id=inquiry.enterprise_id,
        wording=row.notice.edition.wording,
    )
