"""An office decides who speaks for an organisation."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid, NotFound
from portal.notifications.outbox import announce
from portal.people import policy
from portal.people.ids import tenant_of
from portal.people.models import ClaimState, EnterpriseClaim, EnterpriseMember
from portal.tenancy import fence


@transaction.atomic
def accept_claim(*, claim_id: int, expected_state: str, reason: str, actor: Actor) -> EnterpriseClaim:
    """The papers prove it: the claimant becomes the organisation's administrator, whoever was loses the seat.

    reason   needed when somebody else's claim is replaced or the code rests on an exception
    Raises   Denied, NotFound, Conflict (decided meanwhile), Invalid (papers or reason missing)
    Lock     the claim FOR UPDATE
    """
    claim = _lock(claim_id, expected_state, actor)
    if not (claim.licence_file and claim.letter_file):
        raise Invalid(_("材料不齐：须有营业执照（或登记证书）和授权委托书才能通过。"))
    with fence.widened(enterprise_id=claim.enterprise_id):
        rivals = _rivals(claim)
        if (rivals or claim.code_override) and not reason.strip():
            raise Invalid(fields={"reason": _("替代他人或接受代码例外时，请写明依据，例如“证照原件与授权书一致”。")})
        was_proven = any(rival.state == ClaimState.ACCEPTED for rival in rivals)
        leaving = _seat(claim, keep_colleagues=was_proven)
        for rival in rivals:
            _replace(rival, claim, actor)
    for user_id in leaving:
        _tell(claim, "claim_replaced", reason, user_id=user_id)
    _decide(claim, ClaimState.ACCEPTED, reason, actor)
    return claim


@transaction.atomic
def refuse_claim(*, claim_id: int, expected_state: str, reason: str, actor: Actor) -> EnterpriseClaim:
    """The papers do not prove it; the claimant reads the reason and may file better ones.

    Raises   Denied, NotFound, Conflict (decided meanwhile), Invalid (no reason)
    """
    claim = _lock(claim_id, expected_state, actor)
    if len(reason.strip()) < 4:
        raise Invalid(fields={"reason": _("请写明不通过的理由，申请人会看到，例如“授权书未盖章”。")})
    _decide(claim, ClaimState.REFUSED, reason, actor)
    return claim


@transaction.atomic
def record_reading(*, claim: EnterpriseClaim, paper: str, actor: Actor) -> None:
    """A licence or a letter holds personal data: who opened it is kept."""
    record(
        actor=actor,
        act="read_claim_paper",
        subject=f"people.enterpriseclaim:{claim.pk}",
        tenant_id=claim.tenant_id,
        payload={"paper": paper},
    )


def _lock(claim_id: int, expected_state: str, actor: Actor) -> EnterpriseClaim:
    policy.demand(policy.may_decide_claims(actor), policy.ONLY_CLAIM_OFFICERS)
    rows = EnterpriseClaim.objects.select_for_update(of=("self",)).filter(tenant_id=tenant_of(actor))
    claim = rows.filter(pk=claim_id).select_related("tenant").first()
    if claim is None:
        raise NotFound
    if claim.state != expected_state or claim.state not in {ClaimState.UNPROVEN, ClaimState.FILED}:
        word = ClaimState(claim.state).label
        raise Conflict(_("此主张已变为“%(state)s”，请刷新后再看。") % {"state": word})
    if claim.user_id == actor.user_id:
        policy.demand(False, _("不能核验自己提出的主张，请由同事办理。"))
    return claim


def _administrators(claim: EnterpriseClaim) -> list[int]:
    """User ids of the organisation's present administrators other than the claimant."""
    seats = EnterpriseMember.objects.filter(enterprise_id=claim.enterprise_id, is_unit_admin=True, is_active=True)
    return list(seats.exclude(user_id=claim.user_id).order_by("pk").values_list("user_id", flat=True))


def _rivals(claim: EnterpriseClaim) -> list[EnterpriseClaim]:
    """Claims of those who administer now, and claims accepted earlier: what an acceptance replaces, in any tenant.

    A claim that only waits stays open: it gets a decision of its own.
    """
    rows = EnterpriseClaim.objects.filter(enterprise_id=claim.enterprise_id).exclude(user_id=claim.user_id)
    rows = rows.exclude(state__in=(ClaimState.REPLACED, ClaimState.REFUSED)).select_related("tenant").order_by("pk")
    seated = set(_administrators(claim))
    return [row for row in rows if row.user_id in seated or row.state == ClaimState.ACCEPTED]


def _seat(claim: EnterpriseClaim, *, keep_colleagues: bool) -> list[int]:
    """Seat the claimant as administrator; ids of the users who lose theirs.

    Colleagues whom somebody brought who never proved anything go with him.
    """
    former = _administrators(claim)
    seats = EnterpriseMember.objects.filter(enterprise_id=claim.enterprise_id, is_active=True)
    others = seats.exclude(user_id=claim.user_id)
    leaving = others.filter(is_unit_admin=True) if keep_colleagues else others
    ids = list(leaving.order_by("pk").values_list("user_id", flat=True)) if former else []
    others.filter(user_id__in=ids).update(is_unit_admin=False, is_active=False)
    EnterpriseMember.objects.update_or_create(
        enterprise_id=claim.enterprise_id,
        user_id=claim.user_id,
        defaults={"is_unit_admin": True, "is_active": True},
        create_defaults={"is_unit_admin": True, "is_active": True, "joined_at": clock.now()},
    )
    return ids


def _replace(rival: EnterpriseClaim, winner: EnterpriseClaim, actor: Actor) -> None:
    """Inside the rival's own tenant, which may be another organiser's."""
    rival.state = ClaimState.REPLACED
    rival.decided_at = clock.now()
    with fence.widened(tenant_id=rival.tenant_id, enterprise_id=winner.enterprise_id):
        rival.save(update_fields=("state", "decided_at"))
        _note(rival, "replace_claim", f"claim {winner.pk}", actor)


def _decide(claim: EnterpriseClaim, state: ClaimState, reason: str, actor: Actor) -> None:
    claim.state = state
    claim.decided_at = clock.now()
    claim.decided_by_id = actor.user_id
    claim.reason = reason.strip()[:500]
    claim.save()
    accepted = state == ClaimState.ACCEPTED
    _note(claim, "accept_claim" if accepted else "refuse_claim", claim.reason, actor)
    _tell(claim, "claim_accepted" if accepted else "claim_refused", claim.reason)


def _note(claim: EnterpriseClaim, act: str, reason: str, actor: Actor) -> None:
    record(
        actor=actor,
        act=act,
        subject=f"people.enterpriseclaim:{claim.pk}",
        tenant_id=claim.tenant_id,
        reason=reason,
        payload={"uscc": claim.uscc, "code_override": claim.code_override},
    )


def _tell(claim: EnterpriseClaim, kind: str, reason: str, *, user_id: int | None = None) -> None:
    reader = user_id or claim.user_id
    announce(
        tenant_id=claim.tenant_id,
        key=f"claim:{claim.pk}:{kind}:{int(clock.now().timestamp())}:{reader}",
        kind=kind,
        audience={"user": reader},
        context={
            "org_name": claim.org_name,
            "tenant": claim.tenant.name,
            "reason": reason or "—",
            "url": "/my/organisation/register/" if kind == "claim_replaced" else "/my/organisation/",
        },
    )
