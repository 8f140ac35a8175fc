"""Members of a tenant: invited, suspended, taken back by its administrator."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid, NotFound
from portal.people import policy, queries
from portal.people.ids import tenant_of
from portal.people.models import BODY_KINDS, DISTRICT_ROLES, BodyKind, Membership, MembershipState, User
from portal.tenancy.models import Tenant

from .inviting import send_invitation_later, user_for


@dataclass(frozen=True, slots=True)
class Invitation:
    """role: a key of Role; district_id only for district roles; body: office or department, for roles that work for a
    body of the register its name."""

    email: str
    name: str
    role: str
    district_id: int | None = None
    body: str = ""


@transaction.atomic
def invite_member(*, invitation: Invitation, actor: Actor) -> Membership:
    """Give somebody a role and mail him the way in.

    Raises   Denied; Invalid on email, role or district (unknown, missing, excluded by a role he holds, held already)
    """
    policy.demand(policy.may_keep_members(actor), policy.ONLY_MEMBER_KEEPERS)
    tenant = Tenant.objects.get(pk=tenant_of(actor))
    return add_member(tenant=tenant, invitation=invitation, actor=actor)


def add_member(*, tenant: Tenant, invitation: Invitation, actor: Actor) -> Membership:
    """The membership itself, for callers that have asked the policy; needs the tenant's fence and a transaction."""
    role, district_id = _read_role(invitation, tenant)
    _demand_body(role, invitation.body, tenant)
    user = user_for(email=invitation.email, name=invitation.name)
    _refuse_twice(tenant, user, role, district_id)
    row = Membership.objects.create(
        tenant=tenant,
        user=user,
        role=role.value,
        district_id=district_id,
        body=invitation.body,
        state=MembershipState.ACTIVE if user.last_login else MembershipState.INVITED,
        invited_at=clock.now(),
    )
    send_invitation_later(user=user, place=tenant.name)
    _note(row, "invite_member", actor)
    return row


@transaction.atomic
def resend_invitation(*, membership_id: int, actor: Actor) -> Membership:
    """Mail the way in again. Raises Denied, NotFound, Conflict (he has logged in meanwhile)."""
    row = _lock(membership_id, actor)
    if row.state != MembershipState.INVITED:
        raise Conflict(_("此人已经登录过，不需要再发邀请。忘记密码可在登录页自助重置。"))
    row.invited_at = clock.now()
    row.save(update_fields=("invited_at",))
    send_invitation_later(user=row.user, place=row.tenant.name)
    _note(row, "resend_invitation", actor)
    return row


@transaction.atomic
def suspend_member(*, membership_id: int, reason: str, actor: Actor) -> Membership:
    """Take a role away at once: the next request of the person no longer has it.

    Raises   Denied, NotFound, Conflict (suspended already), Invalid (no reason, oneself, the last administrator)
    """
    row = _lock(membership_id, actor)
    if row.state == MembershipState.SUSPENDED:
        raise Conflict(_("此人的这一角色已经停用。"))
    if len(reason.strip()) < 2:
        raise Invalid(fields={"reason": _("请写明停用的理由，例如“岗位调整”。")})
    if row.user_id == actor.user_id:
        raise Invalid(_("不能停用自己的角色，请由另一位管理员办理。"))
    if row.role == Role.TENANT_ADMIN and not _other_administrators(row):
        raise Invalid(_("这是最后一位单位管理员。请先邀请另一位并等其登录。"))
    row.state = MembershipState.SUSPENDED
    row.suspended_reason = reason.strip()[:300]
    row.save(update_fields=("state", "suspended_reason"))
    _note(row, "suspend_member", actor, reason=row.suspended_reason)
    return row


@transaction.atomic
def reactivate_member(*, membership_id: int, actor: Actor) -> Membership:
    """Raises Denied, NotFound, Conflict (not suspended, or excluded by a role taken up meanwhile)."""
    row = _lock(membership_id, actor)
    if row.state != MembershipState.SUSPENDED:
        raise Conflict(_("此人的这一角色没有停用。"))
    held = queries.roles_held(tenant_id=row.tenant_id, user_id=row.user_id)
    if why := policy.conflict_between(Role(row.role), held):
        raise Conflict(why)
    row.state = MembershipState.ACTIVE if row.user.last_login else MembershipState.INVITED
    row.suspended_reason = ""
    row.save(update_fields=("state", "suspended_reason"))
    _note(row, "reactivate_member", actor)
    return row


def _read_role(invitation: Invitation, tenant: Tenant) -> tuple[Role, int | None]:
    try:
        role = Role(invitation.role)
    except ValueError:
        raise Invalid(fields={"role": _("请选择一个角色。")}) from None
    if role not in DISTRICT_ROLES:
        return role, None
    if not queries.districts_of(tenant.pk).filter(pk=invitation.district_id or 0).exists():
        raise Invalid(fields={"district": _("区级角色须选择所属的区或功能区。")})
    return role, invitation.district_id


def _demand_body(role: Role, body: str, tenant: Tenant) -> None:
    """Raise Invalid on of_body where the role works for a body that the register does not hold, or no longer uses."""
    if role not in BODY_KINDS:
        return
    if not queries.bodies_of(tenant.pk, *BODY_KINDS[role]).filter(name=body).exists():
        kinds = _("或").join(str(BodyKind(kind).label) for kind in BODY_KINDS[role])
        raise Invalid(fields={"of_body": _("请从机构登记簿中选择其所属的%s。没有的，请先登记机构。") % kinds})


def _refuse_twice(tenant: Tenant, user: User, role: Role, district_id: int | None) -> None:
    same = Membership.objects.filter(tenant=tenant, user=user, role=role.value, district=district_id).first()
    if same is not None and same.state == MembershipState.SUSPENDED:
        raise Invalid(fields={"email": _("此人的这一角色已停用，请在列表中恢复，不必重新邀请。")})
    if same is not None:
        raise Invalid(fields={"email": _("此人已有这一角色，不必重复邀请。")})
    if why := policy.conflict_between(role, queries.roles_held(tenant_id=tenant.pk, user_id=user.pk)):
        raise Invalid(fields={"role": why})


def _lock(membership_id: int, actor: Actor) -> Membership:
    policy.demand(policy.may_keep_members(actor), policy.ONLY_MEMBER_KEEPERS)
    rows = Membership.objects.select_for_update(of=("self",)).filter(tenant_id=tenant_of(actor))
    row = rows.select_related("user", "tenant").filter(pk=membership_id).first()
    if row is None:
        raise NotFound
    return row


def _other_administrators(row: Membership) -> bool:
    rows = Membership.objects.filter(tenant_id=row.tenant_id, role=Role.TENANT_ADMIN, state=MembershipState.ACTIVE)
    return rows.exclude(pk=row.pk).exists()


def _note(row: Membership, act: str, actor: Actor, *, reason: str = "") -> None:
    record(
        actor=actor,
        act=act,
        subject=f"people.membership:{row.pk}",
        tenant_id=row.tenant_id,
        reason=reason,
        payload={"user_id": row.user_id, "role": row.role, "district_id": row.district_id},
    )
