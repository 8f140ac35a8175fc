"""My desk: every filing of the enterprise at every organiser, and the editions that it may still apply to."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Q

from applications import terms
from applications.models import Application, Correction, Unit
from portal.kit import clock
from portal.kit.actor import Actor
from portal.people.models import EnterpriseClaim
from portal.tenancy import fence
from portal.tenancy.models import Tenant
from programmes.models import Edition, EditionDistrict

from .filing import OVER

MOST_FILINGS = 100


@dataclass(slots=True)
class Filing:
    """One filing with all that its line on the desk says."""

    application: Application
    correction: Correction | None
    units: list[Unit]
    own_terms: EditionDistrict | None


@dataclass(slots=True)
class Desk:
    """filings: newest first, the newest hundred. open_editions: closing first, those without a filing of one's own.

    further_editions  those with a filing of one's own in which more may be begun, and how many more
    """

    filings: list[Filing] = field(default_factory=list)
    open_editions: list[Edition] = field(default_factory=list)
    further_editions: list[tuple[Edition, int]] = field(default_factory=list)
    claims: list[EnterpriseClaim] = field(default_factory=list)


def desk_for(actor: Actor) -> Desk:
    """A fixed number of queries, and two for each organiser: each shows its editions only on its own pages."""
    assert actor.enterprise_id is not None
    enterprise_id = actor.enterprise_id
    applications = list(
        Application.objects.filter(enterprise_id=enterprise_id).order_by("-created_at", "-pk")[:MOST_FILINGS]
    )
    editions: dict[int, Edition] = {}
    own_terms: dict[tuple[int, int], EditionDistrict] = {}
    for tenant in Tenant.objects.order_by("slug"):
        with fence.widened(public_tenant_id=tenant.pk):
            _read_tenant(tenant, {a.edition_id for a in applications}, editions, own_terms)
    corrections = {
        row.application_id: row
        for row in Correction.objects.filter(enterprise_id=enterprise_id, answered_at__isnull=True).order_by("pk")
    }
    units = defaultdict(list)
    for unit in Unit.objects.filter(enterprise_id=enterprise_id).order_by("application_id", "position"):
        units[unit.application_id].append(unit)
    desk = Desk(claims=claims_of(actor))
    for application in applications:
        if edition := editions.get(application.edition_id):
            application.edition, application.tenant = edition, edition.tenant
            own = own_terms.get((edition.pk, application.district_id or 0))
            filing = Filing(application, corrections.get(application.pk), units[application.pk], own)
            desk.filings.append(filing)
    taken = Counter(a.edition_id for a in applications if a.state not in OVER)
    now = clock.now()
    taking = sorted((e for e in editions.values() if terms.is_taking(e, now)), key=lambda e: (e.closes_at, e.pk))
    desk.open_editions = [e for e in taking if not taken[e.pk]]
    desk.further_editions = [(e, left) for e in taking if taken[e.pk] and (left := _left(e, taken[e.pk])) > 0]
    return desk


def _left(edition: Edition, own: int) -> int:
    """How many further filings the enterprise may begin."""
    return edition.programme.most_filings - own


def _read_tenant(
    tenant: Tenant,
    edition_ids: set[int],
    editions: dict[int, Edition],
    own_terms: dict[tuple[int, int], EditionDistrict],
) -> None:
    wanted = Q(pk__in=edition_ids) | Q(state__in=terms.TAKING)
    for edition in Edition.objects.filter(wanted, tenant_id=tenant.pk).order_by("closes_at", "pk"):
        edition.tenant = tenant
        editions[edition.pk] = edition
    rows = EditionDistrict.objects.filter(tenant_id=tenant.pk, edition_id__in=edition_ids).order_by("pk")
    own_terms.update({(row.edition_id, row.district_id): row for row in rows})


def claims_of(actor: Actor) -> list[EnterpriseClaim]:
    """Who claims to speak for the enterprise, oldest first."""
    assert actor.enterprise_id is not None
    rows = EnterpriseClaim.objects.filter(enterprise_id=actor.enterprise_id)
    return list(rows.order_by("filed_at", "pk"))
