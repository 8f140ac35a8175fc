"""Steps of the play that only some programmes have: departments, incubation, screening, certification, benefits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from applications.models import Consultation, Purpose, ScreeningOutcome, Unit
from applications.workflow import State
from portal.kit import clock
from portal.tenancy import fence
from programmes.demonstration import DemoFiling

from . import agencies, benefits, districts, panels
from .stage import Played, Stage, at_step, correct_all, fresh, is_past, may_return

# What experts give a product at first whose standard must be worked on: between the edition's two lines.
FIRST_POINTS = 66


def register_honours(stage: Stage) -> None:
    """Once for each firm, before any office looks at its filing."""
    firms = {one.serial: one for one in reversed(stage.filings) if one.honours}
    for one in firms.values():
        districts.register_honours(one, stage.staff["city"])


def consult(stage: Stage) -> None:
    """Asked, answered or timed out; a filing whose target is the asking waits."""
    asked = [one for one in stage.cast if one.filing.consultation and one.is_past("consulting")]
    with clock.frozen(at_step(stage, "consulted")):
        for played in asked:
            districts.consult(played.application, stage.staff)
    answered = [one for one in asked if one.filing.target != "consulting"]
    for played in answered:
        with clock.frozen(_answered_at(stage, played)):
            districts.answer(played.application, stage.staff, played.filing.consultation)


def _answered_at(stage: Stage, played: Played) -> datetime:
    """On the plan's day; who says nothing has until the term is over."""
    if played.filing.consultation != "no_answer":
        return at_step(stage, "consult_answered")
    with fence.entered(stage.staff["city"]):
        return Consultation.objects.filter(application=played.application.pk).latest("pk").due_at


def incubate(stage: Stage) -> None:
    own = stage.units(past="incubation")
    with clock.frozen(at_step(stage, "incubated")):
        stage.each(lambda unit: _incubate_one(stage, unit), own)


@transaction.atomic
def _incubate_one(stage: Stage, unit: Unit) -> None:
    is_ready = is_past(stage.target_of(unit), "screening")
    districts.incubate(unit, stage.staff, stage.filing_of(unit.pk), is_ready=is_ready)


def screen(stage: Stage) -> None:
    """Entrusted, screened, sent back once and screened again. Of what only waits, half is not yet entrusted."""
    city, done, waiting = stage.staff["city"], stage.units(past="screened_out"), stage.units("screening")
    asked = [unit for unit in (*done, *waiting) if stage.filing_of(unit.pk).screening_returns and may_return(stage)]
    with clock.frozen(at_step(stage, "screened")):
        idle = [unit for unit in waiting if unit not in asked]
        entrusted = list({unit.pk: unit for unit in (*done, *asked, *idle[::2])}.values())
        agencies.entrust(entrusted, Purpose.SCREENING, stage.staff)
        for unit in asked:
            agencies.screen(unit, stage.staff, stage.filing_of(unit.pk), ScreeningOutcome.RETURNED)
        stage.each(lambda unit: _screen_one(stage, unit), [unit for unit in done if unit not in asked])
    players = {played.application.pk: played for played in (stage.played(unit.pk) for unit in asked)}
    correct_all(stage, [one for one in players.values() if one.filing.corrected], "rescreened")
    with clock.frozen(at_step(stage, "rescreened")):
        again = [fresh(unit, city) for unit in asked if unit in done]
        stage.each(lambda unit: _screen_one(stage, unit), again)


@transaction.atomic
def _screen_one(stage: Stage, unit: Unit) -> None:
    has_failed = stage.target_of(unit) == "screened_out"
    outcome = ScreeningOutcome.FAILED if has_failed else ScreeningOutcome.PASSED
    agencies.screen(unit, stage.staff, stage.filing_of(unit.pk), outcome)


def find(stage: Stage) -> None:
    """What only people can decide, where no check lies between the district and the experts."""
    if stage.edition.has_stage("formal_check") or stage.edition.has_stage("screening"):
        return
    with clock.frozen(at_step(stage, "checked")):
        stage.each(lambda unit: agencies.find(unit, stage.staff["city"]), stage.units(past="accepted"))


def rework(stage: Stage) -> None:
    """Standards that were worked on are filed again, scored by a panel of their own and decided."""
    again = [unit for unit in stage.units(past="not_proposed") if stage.filing_of(unit.pk).is_reworked]
    back = [unit for unit in again if fresh(unit, stage.staff["city"]).state == State.RETURNED]
    answering = [stage.played(unit.pk) for unit in back if stage.filing_of(unit.pk).target != "returned_for_correction"]
    correct_all(stage, answering, "reworked")
    units = [fresh(unit, stage.staff["city"]) for unit in back if stage.played(unit.pk) in answering]
    if not units:
        return
    with clock.frozen(at_step(stage, "reworked")):
        panel = panels.seat_panel(units, stage.staff, secret=f"{stage.plan.key} R")
        panels.score_all(panel, stage.staff, stage.experts, filing_of=stage.filing_of)
        panels.decide([fresh(unit, stage.staff["city"]) for unit in units], stage.staff)


def first_filing_of(stage: Stage) -> Callable[[int], DemoFiling]:
    """Filings as the first panel sees them."""

    def look(unit_id: int) -> DemoFiling:
        filing = stage.filing_of(unit_id)
        return replace(filing, points=FIRST_POINTS) if filing.is_reworked else filing

    return look


def certify(stage: Stage) -> None:
    """Taken on, tested, put right, decided, each as far as its product goes; of what waits, half is entrusted."""
    waiting, decided_at = stage.units("cert_application"), at_step(stage, "certified")
    own = [unit for unit in stage.units(past="cert_testing") if unit.state == State.CERT_APPLICATION]
    tested = [unit for unit in own if stage.target_of(unit) != "cert_testing"]
    with clock.frozen(min(_decided_last(stage), decided_at - timedelta(days=8)) + timedelta(hours=2)):
        agencies.entrust([*own, *waiting[::2]], Purpose.CERTIFICATION, stage.staff)
        for unit in own:
            agencies.accept(unit, stage.staff)
    with clock.frozen(decided_at - timedelta(days=5)):
        for unit in tested:
            agencies.try_out(unit, stage.staff, stage.filing_of(unit.pk), is_fit=not _is_unfit(stage, unit))
    fit = [unit for unit in tested if not _is_unfit(stage, unit)]
    with clock.frozen(decided_at - timedelta(days=1)):
        for unit in fit:
            if stage.filing_of(unit.pk).nonconformity:
                agencies.put_right(unit, stage.staff)
    with clock.frozen(decided_at):
        for unit in fit:
            if (target := stage.target_of(unit)) != "cert_decision":
                filing, is_granted = stage.filing_of(unit.pk), target != "not_certified"
                agencies.decide(fresh(unit, stage.staff["city"]), stage.staff, filing, is_granted=is_granted)


def _decided_last(stage: Stage) -> datetime:
    """When the experts' last word was approved."""
    return max(at_step(stage, step) for step in ("decided", "reworked") if step in stage.plan.steps)


def _is_unfit(stage: Stage, unit: Unit) -> bool:
    """Fails the audit; a product that is refused although the audit's findings were put right does not."""
    return stage.target_of(unit) == "not_certified" and not stage.filing_of(unit.pk).nonconformity


def fetch_marks(stage: Stage) -> None:
    """Once the list is out the organiser offers a file, and holders fetch it."""
    listed = [unit for unit in stage.units(past="listed") if unit.state in (State.LISTED, State.REVOKED)]
    if not listed:
        return
    city = stage.staff["city"]
    with clock.frozen(at_step(stage, "marked")):
        benefits.offer_mark(stage.edition, city)
        for unit in listed:
            played = stage.played(unit.pk)
            if played.filing.mark_downloads and unit.state == State.LISTED:
                benefits.fetch_mark(unit, played.actor, city, times=played.filing.mark_downloads)


def reward(stage: Stage) -> None:
    with clock.frozen(at_step(stage, "rewarded")):
        for unit in stage.units(past="listed"):
            played = stage.played(unit.pk)
            if played.filing.reward and unit.state == State.LISTED:
                benefits.reward(unit, played.filing, played.actor, stage.staff)


def watch(stage: Stage) -> None:
    with clock.frozen(at_step(stage, "surveilled")):
        for unit in stage.units(past="listed"):
            how = stage.filing_of(unit.pk).surveillance
            if how and unit.state == State.LISTED:
                benefits.watch(unit, how, stage.staff)
