"""The editions of the demo, and the stage on which each is played."""

from __future__ import annotations

from datetime import timedelta

from applications.actions.editions_versions import keep_version
from portal.kit import clock
from portal.kit.actor import Actor
from portal.tenancy import fence
from portal.tenancy.models import District, Tenant
from programmes.demonstration import DemoEdition, ProgrammeDemo
from programmes.models import Edition, EditionDistrict, EditionState

from .stage import Stage


def make_stage(demo: ProgrammeDemo, plan: DemoEdition, tenant: Tenant, staff: dict[str, Actor]) -> Stage:
    experts = {actor.user_id: actor for actor in staff.values() if actor.user_id is not None}
    wanted = [one for one in demo.filings if one.edition == plan.key]
    edition = make_edition(demo, plan, tenant)
    with fence.entered(staff["city"]):
        keep_version(edition, before=None, reason="", actor=staff["city"])
    return Stage(tenant, staff, experts, edition, demo, plan, wanted)


def make_edition(demo: ProgrammeDemo, plan: DemoEdition, tenant: Tenant) -> Edition:
    """Open while it is being played; settle_state gives it the state of today."""
    with fence.as_tenant(tenant.pk):
        edition = Edition.objects.create(
            tenant=tenant,
            programme_slug=demo.slug,
            year=plan.year,
            title=plan.title,
            state=EditionState.OPEN,
            opens_at=plan.opens_at,
            closes_at=plan.closes_at,
            district_due_at=plan.district_due_at,
            review_due_at=plan.review_due_at,
            document_number=plan.document_number,
            parameters=dict(plan.parameters),
            switched_stages=list(plan.switched_stages),
        )
        for row in plan.districts:
            EditionDistrict.objects.create(
                tenant=tenant,
                edition=edition,
                district=District.objects.get(tenant=tenant, code=row.code),
                closes_at=row.closes_at,
                paper_copies=row.paper_copies,
                discs=row.discs,
                quota=row.quota,
                note=row.note,
            )
    return edition


def settle_state(edition: Edition) -> None:
    """As of today. An edition whose rewards are still being claimed is closed and no more."""
    with fence.as_tenant(edition.tenant_id):
        if edition.closes_at + timedelta(days=300) <= clock.now() and not edition.has_stage("reward"):
            edition.state = EditionState.ARCHIVED
        elif edition.closes_at <= clock.now():
            edition.state = EditionState.CLOSED
        edition.save(update_fields=("state",))
