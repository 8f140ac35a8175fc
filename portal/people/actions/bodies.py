"""The register of bodies that an organiser consults or entrusts: departments, agencies, certification bodies.

A body's name is what its people's memberships and every paper say, so it is never rewritten: a body that changed its
name is a new one, and the old one is switched off.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.audit.record import record
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid, NotFound
from portal.people import policy
from portal.people.ids import tenant_of
from portal.people.models import Body, BodyKind


@transaction.atomic
def add_body(*, kind: str, name: str, approval: str = "", actor: Actor) -> Body:
    """Enter a body. approval: the number under which it is approved; a certification body has one.

    Raises   Denied; Invalid on kind, name (short, long, entered already) or approval (missing, long)
    """
    policy.demand(policy.may_keep_members(actor), policy.ONLY_MEMBER_KEEPERS)
    name, approval = name.strip(), approval.strip()
    _check(kind, name, approval)
    try:
        with transaction.atomic():
            row = Body.objects.create(tenant_id=tenant_of(actor), kind=kind, name=name, approval=approval)
    except IntegrityError:
        raise Invalid(fields={"name": _("登记簿里已有同名机构。已停用的可以在列表中恢复。")}) from None
    _note(row, "add_body", actor)
    return row


def _check(kind: str, name: str, approval: str) -> None:
    problems: dict[str, object] = {}
    if kind not in BodyKind.values:
        problems["kind"] = _("请选择机构类型。")
    if not 4 <= len(name) <= 120:
        problems["name"] = _("请填写机构全称，4 至 120 个字，与其公章一致。")
    if kind == BodyKind.CERTIFICATION and not approval:
        problems["approval"] = _("认证机构须填写批准号，例如 CNCA-R-2002-001。")
    if len(approval) > 80:
        problems["approval"] = _("批准号请控制在 80 字以内。")
    if problems:
        raise Invalid(fields=problems)


@transaction.atomic
def switch_off_body(*, body_id: int, reason: str, actor: Actor) -> Body:
    """Nothing more is given to it, and its people see nothing of this organiser any more; what it did stays.

    Raises   Denied, NotFound, Conflict (off already), Invalid (no reason)
    """
    row = _lock(body_id, actor)
    if not row.is_active:
        raise Conflict(_("该机构已经停用。"))
    if not 2 <= len(reason.strip()) <= 300:
        raise Invalid(fields={"reason": _("请写明停用的理由，例如“委托期满”，不超过 300 字。")})
    return _switch(row, is_active=False, act="switch_off_body", reason=reason.strip(), actor=actor)


@transaction.atomic
def switch_on_body(*, body_id: int, actor: Actor) -> Body:
    """Raises Denied, NotFound, Conflict (in use)."""
    row = _lock(body_id, actor)
    if row.is_active:
        raise Conflict(_("该机构正在使用中。"))
    return _switch(row, is_active=True, act="switch_on_body", reason="", actor=actor)


def _lock(body_id: int, actor: Actor) -> Body:
    policy.demand(policy.may_keep_members(actor), policy.ONLY_MEMBER_KEEPERS)
    row = Body.objects.select_for_update().filter(tenant_id=tenant_of(actor), pk=body_id).first()
    if row is None:
        raise NotFound
    return row


def _switch(row: Body, *, is_active: bool, act: str, reason: str, actor: Actor) -> Body:
    row.is_active = is_active
    row.save(update_fields=("is_active",))
    _note(row, act, actor, reason=reason)
    return row


def _note(row: Body, act: str, actor: Actor, *, reason: str = "") -> None:
    record(
        actor=actor,
        act=act,
        subject=f"people.body:{row.pk}",
        tenant_id=row.tenant_id,
        reason=reason,
        payload={"kind": row.kind, "name": row.name, "approval": row.approval},
    )
