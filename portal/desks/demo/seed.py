"""Plays a programme's demo: every edition, every filing as far as its target, each step at its own instant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction

from applications.models import Correction, Unit
from applications.workflow import State
from portal.kit import clock
from portal.kit.actor import Actor
from portal.tenancy import fence
from portal.tenancy.models import District, Tenant
from programmes.demonstration import DemoEdition, DemoFiling, ProgrammeDemo
from programmes.models import Edition, EditionDistrict, EditionState

from . import filing as filings
from . import offices, panels, publishing
from .stage import Played, Stage, fresh, read_again

INSPECTED = frozenset({"site_inspection", "inspected", "listed"})
# As many files as seven experts read in a fortnight.
LARGEST_PANEL = 40
Result = TypeVar("Result")


def play(demo: ProgrammeDemo, tenant: Tenant, staff: dict[str, Actor], *, afterwards: Callable[[Stage], None]) -> None:
    """All editions of a demo, oldest first. afterwards: what each edition is left with, see waiting.py."""
    for plan in demo.editions:
        stage = make_stage(demo, plan, tenant, staff)
        for step in STEPS.values():
            step(stage)
        afterwards(stage)
        settle_state(stage.edition)


def make_stage(demo: ProgrammeDemo, plan: DemoEdition, tenant: Tenant, staff: dict[str, Actor]) -> Stage:
    experts = {actor.user_id: actor for actor in staff.values() if actor.user_id is not None}
    wanted = [one for one in demo.filings if one.edition == plan.key]
    return Stage(tenant, staff, experts, make_edition(demo, plan, tenant), plan, wanted)


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
    with fence.as_tenant(edition.tenant_id):
        if edition.closes_at + timedelta(days=300) <= clock.now():
            edition.state = EditionState.ARCHIVED
        elif edition.closes_at <= clock.now():
            edition.state = EditionState.CLOSED
        edition.save(update_fields=("state",))


def at_step(stage: Stage, step: str) -> datetime:
    """The step's instant, or now when that lies ahead: nothing in the demo comes from the future."""
    return min(stage.plan.steps.get(step, clock.now()), clock.now())


def file_all(stage: Stage) -> None:
    with clock.frozen(at_step(stage, "filed")):
        filed = stage.each(lambda one: file_one(stage, one), stage.filings)
        for one, (actor, application_id) in zip(stage.filings, filed, strict=True):
            stage.cast.append(Played(one, actor, read_again(application_id, stage.staff["city"])))


@transaction.atomic
def file_one(stage: Stage, one: DemoFiling) -> tuple[Actor, int]:
    """(who files, the application's id). In one transaction, which announces and wakes the tasks once."""
    actor = filings.make_applicant(one, stage.tenant)
    is_half = one.target == "draft"
    application = filings.write_draft(one, stage.edition, actor, is_half=is_half)
    if not is_half:
        filings.submit(application, actor)
    if one.target == "withdrawn":
        filings.withdraw(application, actor)
    return actor, application.pk


def return_and_correct(stage: Stage) -> None:
    """What a district sends back, and the applicants' answers; a target of the same name is never answered.

    Nothing is sent back in an edition that allows no return.
    """
    may_return = int(stage.edition.settings().get("max_returns", 1)) > 0
    returned = [played for played in stage.cast if played.filing.returns and may_return]
    with clock.frozen(at_step(stage, "returned")):
        stage.each(lambda one: offices.return_filing(one.application, stage.staff, one.filing.returns), returned)
    answered = [played for played in returned if played.filing.corrected]
    with clock.frozen(min(at_step(stage, "corrected"), before_corrections_are_due(stage))):
        stage.each(lambda one: filings.correct(one.filing, one.application, one.actor), answered)
        for played in answered:
            played.application = read_again(played.application.pk, stage.staff["city"])


def before_corrections_are_due(stage: Stage) -> datetime:
    """An hour before the first one is; the edition may give fewer days than its plan took."""
    with fence.as_tenant(stage.tenant.pk):
        open_ones = Correction.objects.filter(application__edition=stage.edition, answered_at=None)
        first_due_at = open_ones.order_by("due_at").values_list("due_at", flat=True).first()
    return first_due_at - timedelta(hours=1) if first_due_at else clock.now()


def review_districts(stage: Stage) -> None:
    with clock.frozen(at_step(stage, "district")):
        for played, unit in zip(stage.cast, stage.each(lambda one: review_one(stage, one), stage.cast), strict=True):
            played.unit = unit


@transaction.atomic
def review_one(stage: Stage, played: Played) -> Unit | None:
    """The unit that the district passed on, if it did."""
    target, application = played.filing.target, played.application
    if target == "not_recommended":
        offices.put_forward(application, stage.staff, is_recommended=False)
        offices.sign(application, stage.staff)
    elif played.is_past("awaiting_leader"):
        offices.put_forward(application, stage.staff)
        if target != "awaiting_leader":
            return offices.sign(application, stage.staff)
    return None


def check_cases(stage: Stage) -> None:
    with clock.frozen(at_step(stage, "checked")):
        stage.each(lambda unit: check_one(stage, unit), [*stage.units("not_accepted"), *stage.units(past="accepted")])


@transaction.atomic
def check_one(stage: Stage, unit: Unit) -> None:
    filing = stage.filing_of(unit)
    refused = filing.refused_clauses if filing.target == "not_accepted" else ()
    offices.check(unit, stage.staff["city"], refused_clauses=refused)


def seat_and_score(stage: Stage) -> None:
    """Decided cases share a panel that is closed; cases in review have one of which half is scored."""
    done, waiting = stage.units(past="reviewed"), stage.units("expert_review")
    city = stage.staff["city"]
    groups = [done[first : first + LARGEST_PANEL] for first in range(0, len(done), LARGEST_PANEL)]
    with clock.frozen(at_step(stage, "drawn")):
        seated = [
            panels.seat_panel(units, stage.staff, secret=f"{stage.plan.key} A{number or ''}")
            for number, units in enumerate(groups)
        ]
    with clock.frozen(at_step(stage, "scored")):
        stage.each(lambda panel: panels.score_all(panel, stage.staff, stage.experts, stage.points_of), seated)
    if waiting:
        panel = _at(stage, "scored", lambda: panels.seat_panel(waiting, stage.staff, secret=f"{stage.plan.key} B"))
        for position, sheet in enumerate(panels.sheets_of(panel, city)):
            if position % 2 == 0:
                panels.score(sheet, stage.experts, points=stage.points_of(sheet.unit), position=position)


def _at(stage: Stage, step: str, act: Callable[[], Result]) -> Result:
    with clock.frozen(at_step(stage, step)):
        return act()


def inspect(stage: Stage) -> None:
    chosen = stage.units(*INSPECTED)[:4]
    with clock.frozen(at_step(stage, "inspected")):
        for unit in chosen:
            offices.plan_inspection(unit, stage.staff["city"])
    with clock.frozen(at_step(stage, "inspected") + timedelta(days=2)):
        for unit in chosen:
            if stage.filing_of(unit).target != "site_inspection":
                offices.record_inspection(fresh(unit, stage.staff["city"]), stage.staff["city"])


def decide(stage: Stage) -> None:
    units = stage.units(past="not_proposed")
    if units:
        _at(stage, "decided", lambda: panels.decide(units, stage.staff))


def publish(stage: Stage) -> None:
    if not any(unit.state == State.PROPOSED for unit in stage.units(past="public_notice")):
        return
    with clock.frozen(at_step(stage, "noticed")):
        notice = publishing.give_notice(stage.edition, stage.staff)
    for unit in stage.units("objection_hold"):
        publishing.object_to(notice, unit.name, stage.tenant, stage.staff)
    if stage.plan.steps["released"] > clock.now():
        return
    ended_at = notice.ends_at or stage.plan.steps["released"]
    with clock.frozen(max(stage.plan.steps["released"], ended_at + timedelta(hours=9))):
        publishing.end_notices(stage.tenant)
        row = publishing.release(stage.edition, stage.tenant, stage.staff)
    for unit in stage.units("revoked"):
        with clock.frozen(stage.plan.steps["released"] + timedelta(days=400)):
            publishing.revoke(row, unit.name, stage.staff)


# What happens in an edition, in its order. Each step finds by itself which filings it concerns.
STEPS: dict[str, Callable[[Stage], None]] = {
    "filing": file_all,
    "corrections": return_and_correct,
    "districts": review_districts,
    "formal check": check_cases,
    "expert review": seat_and_score,
    "inspection": inspect,
    "decision": decide,
    "publication": publish,
}
