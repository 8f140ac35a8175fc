"""move(): lock, check, write, record. The only writer of a state."""

from __future__ import annotations

from typing import TypeVar

from django.utils.translation import gettext as _

from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Denied, Invalid

from . import policy, workflow
from .models import Application, StateChange, Unit
from .wording import milestone_word, staff_word, stage_word
from .workflow import Transition

Row = TypeVar("Row", Application, Unit)


def move(row: Row, name: str, *, actor: Actor, reason: str = "") -> Row:
    """Move an application or a unit along one row of the table, inside the caller's transaction.

    Lock    takes the row FOR UPDATE and reads its state again
    Raises  Conflict (no such move from the state it is now in, the edition has no such stage, a milestone is
            missing), Denied (the actor's role may not), Invalid (a decision against the applicant without a reason)
    """
    on = "unit" if isinstance(row, Unit) else "application"
    model = type(row)
    locked = model.objects.select_for_update(of=("self",)).select_related("edition").get(pk=row.pk)
    transition = workflow.find(on=on, frm=locked.state, name=name)
    if transition is None:
        raise Conflict(_("当前状态为“%s”，不能进行此操作。请刷新页面查看最新情况。") % staff_word(locked.state))
    role = check_transition(locked, transition, actor)
    if transition.against and not reason.strip():
        raise Invalid(
            _("请填写理由，申报主体将看到该理由。"), fields={"reason": _("请填写理由，申报主体将看到该理由。")}
        )
    return _write(locked, row, transition, actor=actor, role=role, reason=reason.strip())


def check_transition(row: Application | Unit, transition: Transition, actor: Actor) -> Role:
    """The role in which the actor may make this move. Raises Denied or Conflict."""
    role = acting_role(row, transition, actor)
    if role is None:
        raise Denied(_("您的角色不能进行此操作，请联系相应环节的经办人。"))
    if transition.stage and not row.edition.has_stage(transition.stage):
        raise Conflict(_("本年度工作不设此环节。"))
    if before := next(filter(row.edition.has_stage, transition.unless), ""):
        raise Conflict(_("前置环节尚未完成：%s。") % stage_word(before, row.edition))
    if isinstance(row, Unit) and (missing := missing_milestones(row, transition)):
        raise Conflict(_("前置环节尚未完成：%s。") % "、".join(map(milestone_word, missing)))
    return role


def acting_role(row: Application | Unit, transition: Transition, actor: Actor) -> Role | None:
    """The role of the table's row that the actor holds for this very application; None where there is none."""
    for role in transition.who:
        if role == Role.APPLICANT:
            if policy.owns(actor, row):
                return role
        elif role in policy.DISTRICT_SIDE:
            if row.district_id in actor.districts_for(role):
                return role
        elif actor.has_role(role) and actor.tenant_id == row.tenant_id:
            return role
    return None


def missing_milestones(unit: Unit, transition: Transition) -> list[str]:
    """Keys of what the unit must have reached in this edition and has not."""
    at_stages = (key for stage, key in transition.needs_at if unit.edition.has_stage(stage))
    needed = (*transition.needs, *at_stages)
    reached = set(unit.milestones.values_list("key", flat=True)) if needed else set()
    return [key for key in needed if key not in reached]


def _write(locked: Row, row: Row, transition: Transition, *, actor: Actor, role: Role, reason: str) -> Row:
    frm, now = locked.state, clock.now()
    locked.state, locked.moved_at = transition.to.value, now
    locked.save(update_fields=("state", "moved_at"))
    row.state, row.moved_at = locked.state, now
    is_unit = isinstance(locked, Unit)
    StateChange.objects.create(
        tenant_id=locked.tenant_id,
        enterprise_id=locked.enterprise_id,
        application_id=locked.application_id if isinstance(locked, Unit) else locked.pk,
        unit_id=locked.pk if is_unit else None,
        name=transition.name,
        frm=frm,
        to=locked.state,
        at=now,
        actor_user_id=actor.user_id,
        actor_name=actor.name[:60],
        actor_role=role.value,
        reason=reason,
    )
    record(
        actor=actor,
        act=f"{transition.name}_{transition.on}",
        subject=f"applications.{transition.on}:{locked.pk}",
        tenant_id=locked.tenant_id,
        enterprise_id=locked.enterprise_id,
        reason=reason,
        payload={"from": frm, "to": locked.state},
    )
    return locked
