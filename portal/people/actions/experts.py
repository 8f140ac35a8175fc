"""The expert pool of a tenant."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.audit.record import record
from portal.kit import uscc
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid, NotFound
from portal.people import policy, queries, wording
from portal.people.ids import tenant_of
from portal.people.models import Expert, ExpertField, Membership, MembershipState
from portal.tenancy.models import Tenant

from .inviting import user_for
from .members import Invitation, add_member


@dataclass(frozen=True, slots=True)
class ExpertFacts:
    """employer_uscc is what conflicts of interest are matched on; field: key of ExpertField."""

    name: str
    field: str
    title: str
    employer_name: str
    employer_uscc: str
    district_code: str = ""


@transaction.atomic
def add_expert(*, email: str, facts: ExpertFacts, actor: Actor) -> Expert:
    """Take somebody into the pool and invite him.

    Raises   Denied; Invalid on email (in the pool already, or works for this organiser), field, employer_uscc
    """
    policy.demand(policy.may_keep_pool(actor), policy.ONLY_POOL_KEEPERS)
    columns = _columns(facts)
    tenant = Tenant.objects.get(pk=tenant_of(actor))
    user = user_for(email=email, name=facts.name)
    if Expert.objects.filter(tenant=tenant, user=user).exists():
        raise Invalid(fields={"email": _("此人已在专家库中，请在列表里修改。")})
    held = queries.roles_held(tenant_id=tenant.pk, user_id=user.pk)
    if why := policy.conflict_between(Role.EXPERT, held):
        raise Invalid(fields={"email": why})
    if Role.EXPERT not in held:
        _grant(tenant, email, facts, actor)
    expert = Expert.objects.create(tenant=tenant, user=user, **columns)
    _note(expert, "add_expert", actor)
    return expert


@transaction.atomic
def edit_expert(*, expert_id: int, facts: ExpertFacts, actor: Actor) -> Expert:
    """Raises Denied, NotFound, Invalid. Draws already made keep the facts of their own frozen pool."""
    expert = _lock(expert_id, actor)
    for column, value in _columns(facts).items():
        setattr(expert, column, value)
    expert.save()
    _note(expert, "edit_expert", actor)
    return expert


@transaction.atomic
def pause_expert(*, expert_id: int, reason: str, actor: Actor) -> Expert:
    """Leave an expert out of future draws; running panels keep their seats. Raises also Invalid (no reason)."""
    expert = _lock(expert_id, actor)
    if not expert.is_available:
        raise Conflict(_("该专家已暂停参加抽取。"))
    if len(reason.strip()) < 2:
        raise Invalid(fields={"reason": _("请写明暂停的理由，例如“本人申请，健康原因”。")})
    return _set_available(expert, available=False, reason=reason.strip()[:300], actor=actor)


@transaction.atomic
def resume_expert(*, expert_id: int, actor: Actor) -> Expert:
    expert = _lock(expert_id, actor)
    if expert.is_available:
        raise Conflict(_("该专家没有暂停。"))
    return _set_available(expert, available=True, reason="", actor=actor)


def _set_available(expert: Expert, *, available: bool, reason: str, actor: Actor) -> Expert:
    expert.is_available = available
    expert.suspended_reason = reason
    expert.save(update_fields=("is_available", "suspended_reason"))
    _note(expert, "resume_expert" if available else "pause_expert", actor, reason=reason)
    return expert


def _columns(facts: ExpertFacts) -> dict[str, str]:
    faults: dict[str, object] = {}
    if facts.field not in ExpertField.values:
        faults["field"] = _("请选择专业领域。")
    try:
        code = uscc.parse(facts.employer_uscc)
    except uscc.InvalidUscc as error:
        code = ""
        faults["employer_uscc"] = wording.USCC_REASONS[error.reason]
    if faults:
        raise Invalid(fields=faults)
    return {
        "name": facts.name,
        "field": facts.field,
        "title": facts.title,
        "employer_name": facts.employer_name,
        "employer_uscc": code,
        "district_code": facts.district_code,
    }


def _grant(tenant: Tenant, email: str, facts: ExpertFacts, actor: Actor) -> None:
    """A suspended expert role is taken up again; otherwise the person is invited."""
    old = Membership.objects.filter(tenant=tenant, user__email=email, role=Role.EXPERT.value).first()
    if old is None:
        add_member(tenant=tenant, invitation=Invitation(email, facts.name, Role.EXPERT.value), actor=actor)
    else:
        old.state = MembershipState.ACTIVE
        old.save(update_fields=("state",))


def _lock(expert_id: int, actor: Actor) -> Expert:
    policy.demand(policy.may_keep_pool(actor), policy.ONLY_POOL_KEEPERS)
    expert = Expert.objects.select_for_update().filter(tenant_id=tenant_of(actor), pk=expert_id).first()
    if expert is None:
        raise NotFound
    return expert


def _note(expert: Expert, act: str, actor: Actor, *, reason: str = "") -> None:
    record(
        actor=actor,
        act=act,
        subject=f"people.expert:{expert.pk}",
        tenant_id=expert.tenant_id,
        reason=reason,
        payload={"field": expert.field, "employer_uscc": expert.employer_uscc, "is_available": expert.is_available},
    )
