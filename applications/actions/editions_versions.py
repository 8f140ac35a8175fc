"""One change of an edition: who may make it, on which state of it, and what it was before and after."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from applications import policy
from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict
from programmes.editionfile import Content, content_of
from programmes.models import Edition, EditionDistrict, EditionState, EditionVersion
from programmes.queries import lock_edition

MAKERS = (Role.CITY_OFFICER, Role.TENANT_ADMIN)


@dataclass(frozen=True, slots=True)
class Change:
    """A change under way: the locked edition, and what it was set to when the change began."""

    edition: Edition
    before: Content


def begin_change(*, edition_id: int, expected_version: int, actor: Actor) -> Change:
    """Raises Conflict (somebody else changed it meanwhile, or it is archived), NotFound, Denied. Locks the row."""
    edition = lock_edition(actor, edition_id)
    policy.demand(actor.has_role(*MAKERS), _("由市级经办人或单位管理员设置年度工作。"))
    if edition.version != expected_version:
        raise Conflict(_("本年度工作的设置刚刚被他人修改，请核对现在的设置后再提交。"))
    if edition.state == EditionState.ARCHIVED:
        raise Conflict(_("本年度工作已归档，设置不再修改。"))
    return Change(edition, content_now(edition))


def finish_change(
    change: Change,
    *,
    act: str,
    actor: Actor,
    fields: Collection[str] = (),
    reason: str = "",
    payload: dict[str, Any] | None = None,
) -> Edition:
    """Save the named columns as the edition's next version, keep that version, and put it on the record."""
    edition = change.edition
    edition.version += 1
    edition.save(update_fields=(*fields, "version"))
    keep_version(edition, before=change.before, reason=reason, actor=actor)
    record(
        actor=actor,
        act=act,
        subject=f"programmes.edition:{edition.pk}",
        tenant_id=edition.tenant_id,
        reason=reason.strip(),
        payload=payload,
    )
    return edition


def content_now(edition: Edition) -> Content:
    """What the edition is set to, its districts' own settings included. One query."""
    rows = EditionDistrict.objects.filter(edition=edition).select_related("district")
    return content_of(edition, list(rows.order_by("district__code", "pk")))


def keep_version(edition: Edition, *, before: Content | None, reason: str, actor: Actor) -> EditionVersion:
    """Write down what the edition is set to now. before: also what it was, where no version was ever kept."""
    if before is not None and not EditionVersion.objects.filter(edition=edition).exists():
        _write(edition, edition.version - 1, before)
    return _write(edition, edition.version, content_now(edition), reason=reason, user_id=actor.user_id)


def _write(
    edition: Edition, number: int, content: Content, *, reason: str = "", user_id: int | None = None
) -> EditionVersion:
    return EditionVersion.objects.create(
        tenant_id=edition.tenant_id,
        edition=edition,
        number=number,
        content=content,
        reason=reason.strip()[:500],
        changed_by_id=user_id,
        changed_at=clock.now(),
    )
