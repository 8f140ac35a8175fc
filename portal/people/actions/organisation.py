"""An organisation's own profile and the people who act for it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid, NotFound
from portal.people import policy, queries
from portal.people.ids import enterprise_of, user_of
from portal.people.models import Enterprise, EnterpriseMember

from .inviting import send_invitation_later, user_for

MAX_COLLEAGUES = 50


@transaction.atomic
def save_profile(
    *, name: str, legal_form: str, profile: dict[str, Any], expected_revision: str, actor: Actor
) -> Enterprise:
    """Replace the live profile; filings keep their own copies.

    profile  plain JSON values by the keys of domain.md 1.0
    Raises   Denied (nobody's organisation), Conflict (a colleague saved meanwhile)
    Lock     the organisation FOR UPDATE
    """
    policy.demand(actor.enterprise_id is not None, policy.ONLY_UNIT_ADMIN)
    row = Enterprise.objects.select_for_update().get(pk=enterprise_of(actor))
    if queries.revision_of(row) != expected_revision:
        raise Conflict(_("同事刚刚保存过单位档案。下面仍是您填写的内容，请对照最新档案后再保存。"))
    changed = sorted(key for key, value in profile.items() if row.profile.get(key) != value)
    changed += [
        key
        for key, before, after in (("name", row.name, name), ("legal_form", row.legal_form, legal_form))
        if before != after
    ]
    row.name, row.legal_form, row.profile = name, legal_form, profile
    row.save(update_fields=("name", "legal_form", "profile"))
    _note(row.pk, "save_profile", actor, {"changed": changed})
    return row


@transaction.atomic
def add_colleague(*, email: str, actor: Actor) -> EnterpriseMember:
    """Let somebody act for the organisation; an account is made when the address has none.

    Raises   Denied; Invalid on email (malformed, a colleague already, too many)
    """
    policy.demand(policy.is_unit_admin(actor), policy.ONLY_UNIT_ADMIN)
    seats = EnterpriseMember.objects.filter(enterprise_id=enterprise_of(actor))
    user = user_for(email=email, name="")
    seat = seats.filter(user=user).first()
    if seat is not None and seat.is_active:
        raise Invalid(fields={"email": _("此人已是本单位的经办人。")})
    if seats.filter(is_active=True).count() >= MAX_COLLEAGUES:
        raise Invalid(fields={"email": _("一个单位最多 50 位经办人。请先移除不再经办的人。")})
    if seat is None:
        seat = EnterpriseMember(enterprise_id=enterprise_of(actor), user=user)
    seat.is_active, seat.is_unit_admin, seat.joined_at = True, False, clock.now()
    seat.save()
    send_invitation_later(user=user, place=queries.own_enterprise(actor).name)
    _note(seat.enterprise_id, "add_colleague", actor, {"user_id": user.pk})
    return seat


@transaction.atomic
def remove_colleague(*, seat_id: int, actor: Actor) -> EnterpriseMember:
    """Raises Denied, NotFound, Conflict (removed already), Invalid (the administrator himself)."""
    policy.demand(policy.is_unit_admin(actor), policy.ONLY_UNIT_ADMIN)
    seat = _lock(seat_id, actor)
    if seat.is_unit_admin:
        raise Invalid(_("管理员不能移除自己。请先把管理员移交给同事。"))
    seat.is_active = False
    seat.save(update_fields=("is_active",))
    _note(seat.enterprise_id, "remove_colleague", actor, {"user_id": seat.user_id})
    return seat


@transaction.atomic
def hand_over_administration(*, seat_id: int, actor: Actor) -> EnterpriseMember:
    """A colleague becomes administrator, the actor an ordinary one. Raises Denied, NotFound, Conflict."""
    policy.demand(policy.is_unit_admin(actor), policy.ONLY_UNIT_ADMIN)
    seat = _lock(seat_id, actor)
    if seat.user_id == actor.user_id:
        raise Conflict(_("您已经是本单位的管理员。"))
    EnterpriseMember.objects.filter(enterprise_id=seat.enterprise_id, user_id=user_of(actor)).update(
        is_unit_admin=False
    )
    seat.is_unit_admin = True
    seat.save(update_fields=("is_unit_admin",))
    _note(seat.enterprise_id, "hand_over_administration", actor, {"user_id": seat.user_id})
    return seat


def _lock(seat_id: int, actor: Actor) -> EnterpriseMember:
    """Locks every seat of the organisation, so that two hand-overs cannot leave two administrators, or none."""
    rows = EnterpriseMember.objects.select_for_update().filter(enterprise_id=enterprise_of(actor)).order_by("pk")
    seats = {seat.pk: seat for seat in rows}
    mine = [seat for seat in seats.values() if seat.user_id == actor.user_id]
    policy.demand(any(seat.is_unit_admin and seat.is_active for seat in mine), policy.ONLY_UNIT_ADMIN)
    if seat_id not in seats:
        raise NotFound
    if not seats[seat_id].is_active:
        raise Conflict(_("此人已不是本单位的经办人。"))
    return seats[seat_id]


def _note(enterprise_id: int, act: str, actor: Actor, payload: dict[str, Any]) -> None:
    subject = f"people.enterprise:{enterprise_id}"
    record(actor=actor, act=act, subject=subject, tenant_id=None, enterprise_id=enterprise_id, payload=payload)
