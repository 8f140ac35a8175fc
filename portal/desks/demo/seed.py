"""Plays an edition of a programme's demo: every filing as far as its target, each step at its own instant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction

from applications.models import Unit
from applications.workflow import State
from portal.kit import clock
from portal.kit.actor import Actor
from portal.tenancy import fence
from portal.tenancy.models import Tenant
from programmes.demonstration import DemoEdition, DemoFiling, ProgrammeDemo
from programmes.models import Edition

from . import beside, intake, listing, offices, panels, publishing, verifying
from . import filing as filings
from .editions import make_stage, settle_state
from .stage import Played, Stage, at_step, correct_all, fresh, may_return, read_again, units_as_now

INSPECTED = frozenset({"site_inspection", "inspected", "listed"})
# As many files as seven experts read in a fortnight.
LARGEST_PANEL = 40
Result = TypeVar("Result")


def play(
    demo: ProgrammeDemo,
    plan: DemoEdition,
    tenant: Tenant,
    staff: dict[str, Actor],
    *,
    afterwards: Callable[[Stage], None],
) -> None:
    """One edition of a demo. afterwards: what it is left with, see waiting.py."""
    stage = make_stage(demo, plan, tenant, staff)
    for step in steps_of(stage.edition).values():
        step(stage)
    afterwards(stage)
    settle_state(stage.edition)


def file_all(stage: Stage) -> None:
    """A firm's filings one after the other, as its people would; those of different firms side by side."""
    firms: dict[int, list[DemoFiling]] = {}
    for one in stage.filings:
        firms.setdefault(one.serial, []).append(one)
    with clock.frozen(at_step(stage, "filed")):
        filed = stage.each(lambda own: [file_one(stage, one) for one in own], list(firms.values()))
    made = {
        id(one): it for own, its in zip(firms.values(), filed, strict=True) for one, it in zip(own, its, strict=True)
    }
    for one in stage.filings:
        actor, application_id = made[id(one)]
        stage.cast.append(Played(one, actor, read_again(application_id, stage.staff["city"])))
    if not stage.edition.has_stage("district_review"):
        stage.learn_units()


@transaction.atomic
def file_one(stage: Stage, one: DemoFiling) -> tuple[Actor, int]:
    """(who files, the application's id). In one transaction, which announces and wakes the tasks once."""
    number = f"{stage.numbers[one.serial]:02d}"
    name = f"{stage.edition.programme.unit_word}{number}经办（示例）"
    actor = filings.make_applicant(one, stage.tenant, login=f"{stage.demo.login}{number}", name=name)
    is_half = one.target == "draft"
    application = filings.write_draft(one, stage.edition, actor, is_half=is_half)
    if not is_half:
        filings.submit(application, actor)
    if one.target == "withdrawn":
        filings.withdraw(application, actor)
    return actor, application.pk


def return_and_correct(stage: Stage) -> None:
    """What the office that looks first sends back, and the answers; a target of the same name is never answered."""
    returned = [played for played in stage.cast if played.filing.returns and may_return(stage)]
    with clock.frozen(at_step(stage, "returned")):
        stage.each(lambda one: return_one(stage, one), returned)
    correct_all(stage, [played for played in returned if played.filing.corrected], "corrected")


@transaction.atomic
def return_one(stage: Stage, played: Played) -> None:
    if not played.units:
        offices.return_filing(played.application, stage.staff, played.filing.returns)
        return
    for key in played.units.values():
        with fence.entered(stage.staff["city"]):
            unit = units_as_now().get(pk=key)
        offices.return_unit(unit, stage.staff["city"], played.filing.returns)


def review_districts(stage: Stage) -> None:
    with clock.frozen(at_step(stage, "district")):
        stage.each(lambda one: review_one(stage, one), stage.cast)
    stage.learn_units()


@transaction.atomic
def review_one(stage: Stage, played: Played) -> None:
    target, application = played.filing.target, played.application
    if target == "not_recommended":
        offices.put_forward(application, stage.staff, is_recommended=False)
        offices.sign(application, stage.staff)
    elif played.is_past("awaiting_leader"):
        offices.put_forward(application, stage.staff, is_priority=played.filing.is_priority)
        if target != "awaiting_leader":
            offices.sign(application, stage.staff)


def check_cases(stage: Stage) -> None:
    with clock.frozen(at_step(stage, "checked")):
        stage.each(lambda unit: check_one(stage, unit), [*stage.units("not_accepted"), *stage.units(past="accepted")])


@transaction.atomic
def check_one(stage: Stage, unit: Unit) -> None:
    """Refused for clauses, or accepted; who is refused for his paper form is accepted first."""
    filing = stage.filing_of(unit.pk)
    refused = filing.refused_clauses if filing.target == "not_accepted" else ()
    offices.check(unit, stage.staff["city"], refused_clauses=refused)


def receive_papers(stage: Stage) -> None:
    """What came by post for every case that got so far."""
    expected = [unit for unit in stage.units("not_accepted", past="accepted") if unit.state == State.ACCEPTED]
    with clock.frozen(at_step(stage, "received")):
        stage.each(lambda one: intake.receive_paper(one, stage.filing_of(one.pk), stage.staff["city"]), expected)


def check_figures(stage: Stage) -> None:
    """Questions and answers, registers, the confirmation; who never entered on paper is refused in the end."""
    city = stage.staff["city"]
    asked = [unit for unit in stage.units(past="data_checked") if stage.filing_of(unit.pk).query and may_return(stage)]
    with clock.frozen(at_step(stage, "queried")):
        for unit in asked:
            intake.ask(unit, stage.filing_of(unit.pk), city)
    correct_all(stage, [stage.played(unit.pk) for unit in asked], "answered")
    with clock.frozen(at_step(stage, "answered")):
        for unit in asked:
            offices.check(fresh(unit, city), city)
    entered = [unit for unit in stage.units(past="data_checked") if intake.is_in(stage.filing_of(unit.pk), unit)]
    with clock.frozen(at_step(stage, "data_checked")):
        stage.each(lambda unit: look_up_one(stage, unit), entered)
    late = [unit for unit in stage.units("not_accepted") if unit.state == State.ACCEPTED]
    for unit in late:
        intake.refuse_for_paper(unit, city, not_before=at_step(stage, "data_checked"))


@transaction.atomic
def look_up_one(stage: Stage, unit: Unit) -> None:
    intake.look_up(unit, stage.filing_of(unit.pk), stage.staff["city"])


def seat_and_score(stage: Stage) -> None:
    """Decided cases share a panel that is closed; cases in review have one of which half is scored."""
    done, waiting = stage.units(past="reviewed"), stage.units("expert_review")
    city, filing_of = stage.staff["city"], beside.first_filing_of(stage)
    groups = [done[first : first + LARGEST_PANEL] for first in range(0, len(done), LARGEST_PANEL)]
    with clock.frozen(at_step(stage, "drawn")):
        seated = [
            panels.seat_panel(units, stage.staff, secret=f"{stage.plan.key} A{number or ''}")
            for number, units in enumerate(groups)
        ]
    with clock.frozen(at_step(stage, "scored")):
        stage.each(lambda panel: panels.score_all(panel, stage.staff, stage.experts, filing_of=filing_of), seated)
    if waiting:
        panel = _at(stage, "scored", lambda: panels.seat_panel(waiting, stage.staff, secret=f"{stage.plan.key} B"))
        for position, sheet in enumerate(panels.sheets_of(panel, city)):
            if position % 2 == 0:
                panels.score(sheet, stage.experts, filing=stage.filing_of(sheet.unit_id), position=position)


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
            if stage.filing_of(unit.pk).target != "site_inspection":
                offices.record_inspection(fresh(unit, stage.staff["city"]), stage.staff["city"])


def verify(stage: Stage) -> None:
    """A provisional ranking before the experts who scored; what they say is counted when it is decided."""
    units = stage.units(past="not_proposed")
    if units:
        with clock.frozen(at_step(stage, "verified")):
            run = verifying.open_verification(units, stage.staff["city"])
            verifying.verify_all(run, stage.staff["city"], stage.experts, filing_of=stage.filing_of)


def decide(stage: Stage) -> None:
    units = stage.units(past="not_proposed")
    if units:
        _at(stage, "decided", lambda: panels.decide(units, stage.staff))


def publish(stage: Stage) -> None:
    """Notice where the edition gives one, then every list; without a notice they are approved before their day."""
    if stage.edition.has_stage("public_notice"):
        released_at = give_notice(stage)
    else:
        released_at = stage.plan.steps.get("released")
    if released_at is None or released_at > clock.now():
        return
    if not stage.edition.has_stage("public_notice"):
        with clock.frozen(at_step(stage, _approved_in(stage))):
            listing.release(stage.edition, stage.staff, release_on=clock.day_of(released_at))
    with clock.frozen(released_at):
        publishing.run_clocks(stage.tenant)
        if stage.edition.has_stage("public_notice"):
            listing.release(stage.edition, stage.staff)
    for unit in stage.units("revoked"):
        if unit.state in (State.LISTED, State.EXPIRING):
            listing.revoke(unit, stage.staff)


def _approved_in(stage: Stage) -> str:
    """The step in which lists without a notice are approved: the last one before they go out."""
    steps = ("noticed", "certified" if stage.edition.has_stage("cert_decision") else "decided")
    return next(step for step in steps if step in stage.plan.steps)


def give_notice(stage: Stage) -> datetime | None:
    """When the list may go out: on the plan's day, or when the notice has ended, whichever is later; None for never."""
    if not any(unit.state == State.PROPOSED for unit in stage.units(past="public_notice")):
        return None
    with clock.frozen(at_step(stage, "noticed")):
        notice = publishing.give_notice(stage.edition, stage.staff)
    for unit in stage.units("objection_hold"):
        publishing.object_to(notice, unit.name, stage.tenant, stage.staff)
    released_at = stage.plan.steps.get("released")
    if released_at is None or notice.ends_at is None:
        return released_at
    return max(released_at, notice.ends_at + timedelta(hours=9))


# What happens in an edition, in its order. Each step finds by itself which filings it concerns.
STEPS: dict[str, Callable[[Stage], None]] = {
    "filing": file_all,
    "honours": beside.register_honours,
    "corrections": return_and_correct,
    "consultation": beside.consult,
    "districts": review_districts,
    "incubation": beside.incubate,
    "screening": beside.screen,
    "formal check": check_cases,
    "findings": beside.find,
    "paper": receive_papers,
    "data check": check_figures,
    "expert review": seat_and_score,
    "inspection": inspect,
    "verification": verify,
    "decision": decide,
    "rework": beside.rework,
    "certification": beside.certify,
    "publication": publish,
    "marks": beside.fetch_marks,
    "rewards": beside.reward,
    "surveillance": beside.watch,
}
# Steps that only some editions have.
STAGE_OF_STEP = {
    "consultation": "consult",
    "districts": "district_review",
    "incubation": "incubation",
    "screening": "screening",
    "formal check": "formal_check",
    "paper": "paper_receipt",
    "data check": "data_check",
    "inspection": "site_inspection",
    "verification": "expert_verification",
    "rework": "cert_application",
    "certification": "cert_application",
    "marks": "mark",
    "rewards": "reward",
    "surveillance": "surveillance",
}


def steps_of(edition: Edition) -> dict[str, Callable[[Stage], None]]:
    """The steps of an edition, in their order."""
    return {name: act for name, act in STEPS.items() if edition.has_stage(STAGE_OF_STEP.get(name, "apply"))}
