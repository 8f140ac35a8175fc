"""Rewards: applied for, checked by one person, approved by another, paid with a reference; or refused with a reason.

No account is stored: the enterprise tells it to the finance office outside the portal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid
from portal.kit.folding import fold_width
from portal.notifications.outbox import announce

from .. import policy, queries
from ..models import Reward, RewardState, Standing
from ..presenting import standing_of
from ..queries import rewards
from ._common import note

S = RewardState
# What looks like a bank account: 12 to 30 digits, however they are grouped.
ACCOUNT = re.compile(r"(?:\d[ -]?){12,30}", re.ASCII)
PHONE = re.compile(r"[+()\d -]{7,20}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Claim:
    """What an enterprise writes when it applies."""

    contact_name: str
    contact_phone: str
    statement: str
    is_true: bool


@transaction.atomic
def claim(*, reward_id: int, values: Claim, actor: Actor) -> Reward:
    """Apply for an eligible reward. Raises NotFound, Conflict (applied already, certificate not in force), Invalid."""
    row = rewards.lock_own_reward(actor, reward_id)
    _demand_state(row, S.ELIGIBLE)
    _demand_in_force(row)
    _check_claim(values)
    row.contact_name, row.contact_phone = values.contact_name.strip(), fold_width(values.contact_phone).strip()
    row.statement, row.state = values.statement.strip(), S.APPLIED
    row.applied_at, row.applied_by_id = clock.now(), policy.acting_user(actor)
    row.save()
    note(row, "claim_reward", actor=actor)
    _tell_office(row, "reward_claimed", "city_officer")
    return row


def _check_claim(values: Claim) -> None:
    problems: dict[str, object] = {}
    if not 2 <= len(values.contact_name.strip()) <= 60:
        problems["contact_name"] = _("请填写联系人姓名，2 至 60 字。")
    if not PHONE.fullmatch(fold_width(values.contact_phone).strip()):
        problems["contact_phone"] = _("请填写手机或固定电话，例如 0553-1234567。")
    if not 10 <= len(values.statement.strip()) <= 2000:
        problems["statement"] = _("请填写申领说明，10 至 2000 字，写明产品、认证证书和申领依据。")
    elif ACCOUNT.search(fold_width(values.statement)):
        problems["statement"] = _("请勿填写银行账号。收款信息不在平台填报，请按财务部门的要求另行提供。")
    if not values.is_true:
        problems["is_true"] = _("请确认所填内容属实。")
    if problems:
        raise Invalid(_("请补充申领内容。"), fields=problems)


@transaction.atomic
def check(*, reward_id: int, comment: str, actor: Actor) -> Reward:
    """The first person's word. Raises Denied, NotFound, Conflict (not applied for, certificate not in force)."""
    policy.demand_officer(actor)
    row = _lock(actor, reward_id, S.APPLIED)
    _demand_in_force(row)
    row.state, row.check_note = S.CHECKED, comment.strip()[:300]
    row.checked_at, row.checked_by_id = clock.now(), policy.acting_user(actor)
    row.save()
    note(row, "check_reward", actor=actor, reason=row.check_note)
    _tell_office(row, "reward_to_approve", "city_leader")
    return row


@transaction.atomic
def approve(*, reward_id: int, comment: str, actor: Actor) -> Reward:
    """Another person's word. Raises Denied (whoever checked it), NotFound, Conflict."""
    row = _lock(actor, reward_id, S.CHECKED)
    policy.demand_approver(actor, row)
    _demand_in_force(row)
    row.state, row.approval_note = S.APPROVED, comment.strip()[:300]
    row.approved_at, row.approved_by_id = clock.now(), policy.acting_user(actor)
    row.save()
    note(row, "approve_reward", actor=actor, reason=row.approval_note, payload={"amount_yuan": row.amount_yuan})
    _tell_holder(row, "reward_approved")
    _tell_office(row, "reward_to_pay", "city_officer")
    return row


@transaction.atomic
def pay(*, reward_id: int, paid_on: date, reference: str, actor: Actor) -> Reward:
    """Record that the finance office has paid. paid_on: not before the approval and not after today.

    Raises  Denied, NotFound, Conflict (not approved, certificate not in force, the reference is another payment's),
            Invalid
    """
    policy.demand_officer(actor)
    row = _lock(actor, reward_id, S.APPROVED)
    _demand_in_force(row)
    _check_payment(row, paid_on, reference.strip())
    row.state, row.paid_on, row.payment_reference = S.PAID, paid_on, reference.strip()
    row.paid_at, row.paid_by_id = clock.now(), policy.acting_user(actor)
    row.save()
    note(row, "pay_reward", actor=actor, payload={"paid_on": paid_on, "amount_yuan": row.amount_yuan})
    _tell_holder(row, "reward_paid", paid_on=str(paid_on), reference=row.payment_reference)
    return row


def _check_payment(row: Reward, paid_on: date, reference: str) -> None:
    assert row.approved_at is not None
    problems: dict[str, object] = {}
    first, last = clock.day_of(row.approved_at), clock.today()
    if not first <= paid_on <= last:
        days = {"first": first, "last": last}
        problems["paid_on"] = _("拨付日期应在 %(first)s（审批日）至 %(last)s（今天）之间。") % days
    if not 4 <= len(reference) <= 80:
        problems["reference"] = _("请填写拨付凭证号，4 至 80 字，例如“示例财企〔2026〕18号”。")
    elif rewards.reference_is_taken(row, reference):
        problems["reference"] = _("该凭证号已用于另一笔奖励。每笔奖励登记自己的凭证号。")
    if problems:
        raise Invalid(_("请补充拨付信息。"), fields=problems)


@transaction.atomic
def refuse(*, reward_id: int, reason: str, actor: Actor) -> Reward:
    """Not to be paid, with a reason that the enterprise reads. Raises Denied, NotFound, Conflict, Invalid."""
    row = _lock(actor, reward_id, S.APPLIED, S.CHECKED, S.APPROVED)
    policy.demand_refuser(actor, row)
    if not reason.strip():
        raise Invalid(_("请写明理由。"), fields={"reason": _("请写明不予奖励的理由，申领企业将看到该理由。")})
    row.state, row.reason = S.REFUSED, reason.strip()[:500]
    row.refused_at, row.refused_by_id = clock.now(), policy.acting_user(actor)
    row.save()
    note(row, "refuse_reward", actor=actor, reason=row.reason)
    _tell_holder(row, "reward_refused", reason=row.reason)
    return row


@transaction.atomic
def reveal_contact(*, reward_id: int, reason: str, actor: Actor) -> Reward:
    """The contact of a claim in the clear; the reading itself is recorded with its reason."""
    policy.demand_reveal(actor)
    row = rewards.reward_for(actor, reward_id)
    if not reason.strip():
        raise Invalid(_("请写明查看理由。"), fields={"reason": _("请写明查看理由。")})
    note(row, "reveal_contact", actor=actor, reason=reason.strip())
    return row


def _lock(actor: Actor, reward_id: int, *states: RewardState) -> Reward:
    row = queries.lock(Reward, actor, reward_id)
    _demand_state(row, *states)
    return row


def _demand_state(row: Reward, *states: RewardState) -> None:
    if row.state not in states:
        raise Conflict(_("该奖励当前为“%s”，不能进行此操作。") % S(row.state).label)


def _demand_in_force(row: Reward) -> None:
    """No money for a certificate that is suspended, withdrawn or over."""
    standing, since = standing_of(row.entry)
    if standing != Standing.VALID:
        facts = {"standing": Standing(standing).label, "since": since}
        raise Conflict(_("认证自 %(since)s 起“%(standing)s”，不能继续办理奖励。") % facts)


def _tell_holder(row: Reward, kind: str, **context: str) -> None:
    url = reverse("reward_mine", kwargs={"tenant": row.tenant.slug, "pk": row.pk})
    announce(
        tenant_id=row.tenant_id,
        key=f"reward:{row.pk}:{kind}",
        kind=kind,
        audience={"enterprise": row.enterprise_id},
        context={"name": row.entry.name, "amount": str(row.amount_yuan), "url": url, **context},
        enterprise_id=row.enterprise_id,
        wording=row.entry.published_list.edition.wording,
    )


def _tell_office(row: Reward, kind: str, role: str) -> None:
    url = reverse("reward", kwargs={"tenant": row.tenant.slug, "pk": row.pk})
    announce(
        tenant_id=row.tenant_id,
        key=f"reward:{row.pk}:{kind}",
        kind=kind,
        audience={"role": role},
        context={"name": row.entry.name, "amount": str(row.amount_yuan), "url": url},
        enterprise_id=row.enterprise_id,
    )
