"""Papers after the release: made again, or replaced by one with a new number."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid
from portal.notifications.outbox import announce

from .. import policy, queries
from ..models import Certificate, ListEntry, Standing
from ._common import note
from .entries import render_soon
from .numbers import take_numbers


@transaction.atomic
def rerender_certificate(*, certificate_id: int, actor: Actor) -> Certificate:
    """Have the document made again: after a failure, or to carry the newest status. Number and content stay."""
    policy.demand_officer(actor)
    row = queries.lock(Certificate, actor, certificate_id)
    row.rendered_at, row.render_error, row.render_tries = None, "", 0
    row.save(update_fields=("rendered_at", "render_error", "render_tries"))
    note(row, "rerender_certificate", actor=actor)
    render_soon(row.tenant_id)
    return row


@transaction.atomic
def replace_certificate(*, certificate_id: int, holder: str, reason: str, actor: Actor) -> Certificate:
    """Issue a new paper for the same honour, e.g. after a change of name; the old number says replaced.

    Raises  Conflict (replaced already, or the honour is not valid), Invalid (no holder, no reason), Denied
    """
    policy.demand_leader(actor)
    old = queries.lock(Certificate, actor, certificate_id)
    entry = queries.entry_for(actor, old.entry_id)
    if old.replaced_by_id is not None or entry.standing != Standing.VALID:
        raise Conflict(_("只有仍然有效、未被换发的证书可以换发。"))
    _check(holder, reason)
    new = Certificate.objects.create(
        tenant_id=old.tenant_id,
        enterprise_id=old.enterprise_id,
        entry=entry,
        number=take_numbers(entry.published_list, 1)[0],
        holder=holder.strip(),
        issued_on=clock.today(),
    )
    old.replaced_by, old.replaced_on, old.replacement_reason = new, clock.today(), reason.strip()[:300]
    old.save(update_fields=("replaced_by", "replaced_on", "replacement_reason"))
    note(old, "replace_certificate", actor=actor, reason=reason, payload={"number": new.number})
    announce(
        tenant_id=old.tenant_id,
        key=f"certificate:{old.pk}:replaced",
        kind="certificate_replaced",
        audience={"enterprise": old.enterprise_id},
        context={
            "name": entry.name,
            "number": new.number,
            "old_number": old.number,
            "reason": old.replacement_reason,
            "url": reverse("honours"),
        },
        enterprise_id=old.enterprise_id,
        wording=entry.published_list.edition.wording,
    )
    render_soon(old.tenant_id)
    return new


def _check(holder: str, reason: str) -> None:
    if not 2 <= len(holder.strip()) <= 120:
        raise Invalid(_("请填写持有主体名称。"), fields={"holder": _("请填写持有主体全称，2 至 120 字。")})
    if not reason.strip():
        raise Invalid(_("请写明换发理由。"), fields={"reason": _("请写明换发理由，例如单位更名。")})


def change_standing(entry: ListEntry, standing: Standing, *, ground: str = "", on: date | None = None) -> None:
    """Write where an honour stands, under the caller's lock. Older papers carry an older version. on: None = today."""
    entry.standing, entry.standing_on, entry.ground = standing, on or clock.today(), ground
    entry.standing_version += 1
    entry.save(update_fields=("standing", "standing_on", "ground", "standing_version"))
