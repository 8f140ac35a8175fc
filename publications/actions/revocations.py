"""Taking an honour away: finding, notice to the holder with ten working days, decision by somebody else."""

from __future__ import annotations

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
from ..models import REVOKING, ListEntry, Revocation, RevocationState, Standing
from ..terms import REVOCATION_ANSWER_DAYS, handling_due
from ._common import note
from .certificates import change_standing


@transaction.atomic
def find_ground(*, entry_id: int, ground: str, facts: str, suspends: bool, actor: Actor) -> Revocation:
    """Tell the holder that the honour may be revoked, why, and until when it may answer.

    suspends  the honour may not be used until it is decided
    Raises    Denied, NotFound, Invalid, Conflict (not in force, or a finding is open already)
    """
    policy.demand_officer(actor)
    entry = queries.lock(ListEntry, actor, entry_id)
    if entry.standing != Standing.VALID:
        raise Conflict(_("该荣誉当前为“%s”，不能再提出撤销。") % Standing(entry.standing).label)
    if entry.revocations.filter(state=RevocationState.NOTICED).exists():
        raise Conflict(_("已有一项撤销程序正在进行。"))
    _check(ground, facts)
    row = Revocation.objects.create(
        tenant_id=entry.tenant_id,
        enterprise_id=entry.enterprise_id,
        entry=entry,
        ground=ground,
        facts=facts.strip(),
        is_suspended_meanwhile=suspends,
        found_at=clock.now(),
        found_by_id=policy.acting_user(actor),
        answer_due_on=handling_due(clock.today(), REVOCATION_ANSWER_DAYS),
    )
    if suspends:
        change_standing(entry, Standing.SUSPENDED)
    note(row, "find_ground", actor=actor, payload={"ground": ground, "suspends": suspends})
    _tell_holder(row, "revocation_noticed", {"answer_due_on": str(row.answer_due_on)})
    return row


def _check(ground: str, facts: str) -> None:
    problems: dict[str, object] = {}
    if ground not in REVOKING:
        problems["ground"] = _("请选择理由类别。")
    if not facts.strip():
        problems["facts"] = _("请写明查明的事实和依据，持有主体将看到这些内容。")
    if problems:
        raise Invalid(_("请补充撤销的理由和事实。"), fields=problems)


@transaction.atomic
def answer_revocation(*, revocation_id: int, answer: str, actor: Actor) -> Revocation:
    """The holder answers, once, until 24:00 of the last day. Raises NotFound, Conflict, Closed, Invalid."""
    found = queries.revocation_of(actor, revocation_id)
    policy.demand_party(actor, found)
    row = Revocation.objects.select_for_update(of=("self",)).select_related("entry", "tenant").get(pk=found.pk)
    if row.answered_at is not None or row.state != RevocationState.NOTICED:
        raise Conflict(_("该事项已经答复或办结，不能再次提交。"))
    if clock.today() > row.answer_due_on:
        raise Closed(_("陈述申辩期限已于 %s 24:00 届满。") % row.answer_due_on)
    if not answer.strip():
        raise Invalid(_("请填写陈述申辩意见。"), fields={"answer": _("请填写陈述申辩意见。")})
    row.answer, row.answered_at, row.answered_by_id = answer.strip(), clock.now(), actor.user_id
    row.save(update_fields=("answer", "answered_at", "answered_by_id"))
    note(row, "answer_revocation", actor=actor)
    announce(
        tenant_id=row.tenant_id,
        key=f"revocation:{row.pk}:answered",
        kind="revocation_answered",
        audience={"roles": ["city_officer", "city_leader"]},
        context={"name": row.entry.name, "url": _office_url(row)},
        enterprise_id=row.enterprise_id,
    )
    return row


@transaction.atomic
def decide_revocation(*, revocation_id: int, revokes: bool, reason: str, actor: Actor) -> Revocation:
    """Revoke or not, after the holder has answered or the term has passed.

    Raises  Denied (the finder), Conflict (decided, or the term still runs), Invalid (no reason)
    """
    row = queries.lock(Revocation, actor, revocation_id)
    policy.demand_revoker(actor, row)
    if row.state != RevocationState.NOTICED:
        raise Conflict(_("该事项已经作出决定。"))
    if row.answered_at is None and clock.today() <= row.answer_due_on:
        raise Conflict(_("陈述申辩期限至 %s，期满或对方答复后才能作出决定。") % row.answer_due_on)
    if not reason.strip():
        raise Invalid(_("请写明决定理由。"), fields={"reason": _("请写明决定理由，持有主体将看到该理由。")})
    row.state = RevocationState.REVOKED if revokes else RevocationState.DROPPED
    row.reason, row.decided_at, row.decided_by_id = reason.strip(), clock.now(), actor.user_id
    row.save(update_fields=("state", "reason", "decided_at", "decided_by_id"))
    entry = queries.lock(ListEntry, actor, row.entry_id)
    if revokes:
        move(entry.unit, "revoke", actor=actor, reason=row.reason)
        change_standing(entry, Standing.REVOKED, ground=row.ground)
    elif entry.standing == Standing.SUSPENDED and entry.unit.state != State.SUSPENDED:  # by an outside body too
        change_standing(entry, Standing.VALID)
    note(row, "decide_revocation", actor=actor, reason=reason, payload={"revokes": revokes, "ground": row.ground})
    _tell_holder(row, "revocation_decided" if revokes else "revocation_dropped", {"reason": row.reason})
    return row


def _tell_holder(row: Revocation, kind: str, more: dict[str, str]) -> None:
    url = reverse("revocation_response", kwargs={"tenant": row.tenant.slug, "pk": row.pk})
    announce(
        tenant_id=row.tenant_id,
        key=f"revocation:{row.pk}:{kind}",
        kind=kind,
        audience={"enterprise": row.enterprise_id},
        context={"name": row.entry.name, "url": url, **more},
        enterprise_id=row.enterprise_id,
        wording=row.entry.published_list.edition.wording,
    )


def _office_url(row: Revocation) -> str:
    return reverse("certificate", kwargs={"tenant": row.tenant.slug, "pk": row.entry_id})
