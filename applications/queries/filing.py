"""What the applicant's pages and actions read. Fetch the filing with own_for first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from applications.models import Application, Attachment, Correction, Draft, StateChange, Unit, Version
from applications.workflow import State
from portal.kit.actor import Actor
from portal.kit.errors import NotFound
from portal.people.queries import profile_snapshot
from portal.tenancy.models import District
from programmes.models import Edition, EditionDistrict

from .rows import get_for

# Moves by which an office gives a filing, or a unit of it, back to its applicant.
RETURNING = ("return", "query", "rework")
# A filing in one of these leaves room for another one in the same edition.
OVER = (State.WITHDRAWN, State.NOT_RECOMMENDED)


def own_for(actor: Actor, application_id: int) -> Application:
    """The actor's own filing at the organiser named in the path. Raises NotFound."""
    application = get_for(actor, application_id)
    if application.enterprise_id != actor.enterprise_id or application.tenant_id != actor.public_tenant_id:
        raise NotFound()
    return application


def edition_for(actor: Actor, edition_id: int) -> Edition:
    """An edition of the organiser named in the path, once it is announced. Raises NotFound."""
    editions = Edition.objects.select_related("tenant").exclude(state="draft")
    edition = editions.filter(pk=edition_id, tenant_id=actor.public_tenant_id or 0).first()
    if edition is None:
        raise NotFound()
    return edition


def own_applications(actor: Actor, edition_id: int) -> list[Application]:
    """The filings that the enterprise has in this edition and that are not over, in the order of their beginning."""
    rows = Application.objects.select_related("edition", "tenant").exclude(state__in=OVER)
    return list(rows.filter(edition_id=edition_id, enterprise_id=actor.enterprise_id or 0).order_by("pk"))


def own_application(actor: Actor, edition_id: int) -> Application | None:
    """The newest of them."""
    return next(reversed(own_applications(actor, edition_id)), None)


def correction_open_for(application: Application) -> Correction | None:
    """The return that still waits for an answer."""
    return Correction.objects.filter(application_id=application.pk, answered_at__isnull=True).first()


def returns_of(unit: Unit) -> int:
    """How often an office has returned this unit, or its filing as a whole."""
    moves = StateChange.objects.filter(application_id=unit.application_id, name__in=RETURNING)
    return moves.filter(Q(unit__isnull=True) | Q(unit_id=unit.pk)).count()


def returns_of_all(units: Sequence[Unit]) -> dict[int, int]:
    """Unit id -> as returns_of, in one query for any number of units."""
    ids = {unit.application_id for unit in units}
    moves = StateChange.objects.filter(application_id__in=ids, name__in=RETURNING).order_by("pk")
    counts: Counter[tuple[int, int | None]] = Counter(moves.values_list("application_id", "unit_id"))
    return {unit.pk: counts[unit.application_id, None] + counts[unit.application_id, unit.pk] for unit in units}


def attachments_for(application: Application) -> list[Attachment]:
    """Files that are part of what is written now, by key, in the order of upload."""
    return list(Attachment.objects.filter(application_id=application.pk, removed_at__isnull=True).order_by("key", "pk"))


def attachment_for(actor: Actor, attachment_id: int) -> Attachment:
    """A file of the actor's own filing, also one that was replaced: an earlier version may name it. Raises NotFound."""
    row = Attachment.objects.filter(pk=attachment_id, enterprise_id=actor.enterprise_id or 0).first()
    if row is None or row.tenant_id != actor.public_tenant_id:
        raise NotFound()
    return row


def draft_of(application: Application) -> Draft:
    """What was typed and is no valid answer; an empty one, not saved, where nothing was typed yet."""
    return Draft.objects.filter(application_id=application.pk).first() or Draft(
        tenant_id=application.tenant_id,
        enterprise_id=application.enterprise_id,
        application_id=application.pk,
        saved_at=application.saved_at,
    )


def district_terms(application: Application) -> EditionDistrict | None:
    """What the filing's district has set for itself in this edition."""
    if application.district_id is None:
        return None
    rows = EditionDistrict.objects.filter(edition_id=application.edition_id, district_id=application.district_id)
    return rows.first()


def terms_by_district(edition: Edition) -> list[EditionDistrict]:
    """Districts with settings of their own, in the order of their codes."""
    rows = EditionDistrict.objects.select_related("district").filter(edition_id=edition.pk)
    return list(rows.order_by("district__code", "pk"))


def district_choices(tenant_id: int) -> list[tuple[str, str]]:
    """(code, name) of the bodies that a filing may go to."""
    return list(District.objects.filter(tenant_id=tenant_id).order_by("code", "pk").values_list("code", "name"))


def units_of(application: Application) -> list[Unit]:
    return list(Unit.objects.filter(application_id=application.pk).order_by("position", "pk"))


def versions_of(application: Application) -> Sequence[Version]:
    """Submissions, newest first, without their content."""
    rows = Version.objects.filter(application_id=application.pk).defer("content")
    return list(rows.order_by("-number", "-pk"))


def timeline_of(application: Application) -> list[StateChange]:
    """Every move of the filing and of its units, oldest first."""
    rows = StateChange.objects.filter(application_id=application.pk).select_related("unit")
    return list(rows.order_by("at", "pk"))


def profile_for(application: Application) -> dict[str, Any]:
    """The organisation's profile as it is now, for freezing."""
    return profile_snapshot(application.enterprise_id)
