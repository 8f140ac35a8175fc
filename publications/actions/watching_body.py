"""Surveillance: the body that issued a certificate keeps, suspends, resumes or withdraws it; the honour follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.moving import move
from applications.workflow import State
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid
from portal.notifications.outbox import announce

from .. import policy
from ..models import Finding, Ground, ListEntry, Revocation, RevocationState, Standing, Surveillance
from ..presenting import standing_of
from ..queries import surveillance as reads
from ._common import note
from .certificates import change_standing

F = Finding


@dataclass(frozen=True, slots=True)
class Said:
    """What the body decided. decided_on: its own date; reason: read by the holder."""

    decided_on: date
    reason: str


@transaction.atomic
def keep(*, entry_id: int, said: Said, actor: Actor) -> Surveillance:
    """The certificate stays as it is: recorded, nothing moves. Raises NotFound (another body's), Conflict, Invalid."""
    entry = _lock(actor, entry_id, said, Standing.VALID)
    return _record(entry, F.KEPT, said, actor)


@transaction.atomic
def suspend(*, entry_id: int, said: Said, actor: Actor) -> Surveillance:
    """The certificate and with it the mark may not be used from that day. Raises NotFound, Conflict, Invalid.

    An honour that the organiser has suspended while it looks into a finding is suspended by its body all the same.
    """
    entry = _lock(actor, entry_id, said, Standing.VALID, Standing.SUSPENDED)
    move(entry.unit, "suspend", actor=actor, reason=said.reason)
    change_standing(entry, Standing.SUSPENDED, ground=Ground.CERTIFICATION_SUSPENDED, on=said.decided_on)
    return _record(entry, F.SUSPENDED, said, actor)


@transaction.atomic
def resume(*, entry_id: int, said: Said, actor: Actor) -> Surveillance:
    """In force again, unless the organiser has suspended it too. Raises NotFound, Conflict, Invalid."""
    entry = _lock(actor, entry_id, said, Standing.SUSPENDED)
    move(entry.unit, "resume", actor=actor)
    if _open_findings(entry).filter(is_suspended_meanwhile=True).exists():
        change_standing(entry, Standing.SUSPENDED)
    else:
        change_standing(entry, Standing.VALID, on=said.decided_on)
    return _record(entry, F.RESUMED, said, actor)


@transaction.atomic
def withdraw(*, entry_id: int, said: Said, actor: Actor) -> Surveillance:
    """The certificate is over for good. Raises NotFound, Conflict, Invalid.

    What the organiser was looking into is over with it.
    """
    entry = _lock(actor, entry_id, said, Standing.VALID, Standing.SUSPENDED)
    move(entry.unit, "withdraw_certificate", actor=actor, reason=said.reason)
    change_standing(entry, Standing.REVOKED, ground=Ground.CERTIFICATION_WITHDRAWN, on=said.decided_on)
    _open_findings(entry).update(
        state=RevocationState.DROPPED,
        reason=_("认证机构已撤销认证，不再另行决定。"),
        decided_at=clock.now(),
        decided_by_id=actor.user_id,
    )
    return _record(entry, F.WITHDRAWN, said, actor)


def _open_findings(entry: ListEntry) -> QuerySet[Revocation]:
    return Revocation.objects.filter(entry=entry, state=RevocationState.NOTICED)


def _lock(actor: Actor, entry_id: int, said: Said, *standings: Standing) -> ListEntry:
    """The entry, locked, of the actor's own body, in one of these standings and not over."""
    entry = reads.lock_watched(actor, entry_id)
    policy.demand_body(actor, str(entry.outside.get("body", "")))
    if not entry.published_list.edition.has_stage("surveillance"):
        raise Conflict(_("本年度工作不设此环节。"))
    standing, _since = standing_of(entry)
    if standing not in standings or entry.unit.state not in (State.LISTED, State.SUSPENDED, State.EXPIRING):
        raise Conflict(_("该认证当前为“%s”，不能进行此操作。") % Standing(standing).label)
    _check(entry, said)
    return entry


def _check(entry: ListEntry, said: Said) -> None:
    problems: dict[str, object] = {}
    newest = reads.newest_day(entry)
    first, last = max(newest, entry.valid_from) if newest else entry.valid_from, clock.today()
    if not first <= said.decided_on <= last:
        days = {"first": first, "last": last}
        problems["decided_on"] = _("决定日期应在 %(first)s（发证日或上次监督决定日）至 %(last)s（今天）之间。") % days
    if not said.reason.strip():
        problems["reason"] = _("请写明监督情况和理由，持证企业将看到这些内容。")
    if problems:
        raise Invalid(_("请补充监督结论。"), fields=problems)


def _record(entry: ListEntry, finding: Finding, said: Said, actor: Actor) -> Surveillance:
    row = Surveillance.objects.create(
        tenant_id=entry.tenant_id,
        enterprise_id=entry.enterprise_id,
        entry=entry,
        finding=finding,
        body_name=entry.outside["body"],
        decided_on=said.decided_on,
        reason=said.reason.strip()[:1000],
        recorded_by_id=policy.acting_user(actor),
        recorded_at=clock.now(),
    )
    note(row, "watch_certificate", actor=actor, reason=row.reason, payload={"finding": finding.value})
    _tell(row, {"enterprise": row.enterprise_id}, "", reverse("honours"))
    if finding in (F.SUSPENDED, F.WITHDRAWN):
        url = reverse("certificate", kwargs={"tenant": entry.tenant.slug, "pk": entry.pk})
        _tell(row, {"role": "city_officer"}, "office_", url)
    return row


def _tell(row: Surveillance, audience: dict[str, object], prefix: str, url: str) -> None:
    announce(
        tenant_id=row.tenant_id,
        key=f"surveillance:{row.pk}:{prefix}{row.finding}",
        kind=f"certification_{row.finding}",
        audience=audience,
        context={
            "name": row.entry.name,
            "body": row.body_name,
            "decided_on": str(row.decided_on),
            "reason": row.reason,
            "url": url,
        },
        enterprise_id=row.enterprise_id,
        wording=row.entry.published_list.edition.wording,
    )
