"""The parts of a case that only some programmes have: several items, consultation, priority. No queries here."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from applications import workflow
from applications.models import ConsultOutcome
from applications.queries.case import Case
from applications.queries.priority import basis_row, honour_word
from applications.stations import leading, say_stations, station_of
from applications.wording import staff_word, stage_word, tone
from applications.workflow import State
from portal.kit import clock
from portal.kit.actor import Actor, Role
from programmes.contract import Verdict
from programmes.models import Edition

from .case_parts import mark_of
from .shown import badge_tone

OUTCOME_TONES = {
    ConsultOutcome.ASKED.value: "open",
    ConsultOutcome.NO_OBJECTION.value: "passed",
    ConsultOutcome.OBJECTION.value: "returned",
    ConsultOutcome.NO_ANSWER.value: "soon",
}


def parts_of(actor: Actor, case: Case) -> dict[str, Any]:
    """Where the filing is, and what the page shows of items, consultation and priority."""
    edition, stations = case.application.edition, case.stations
    mood = tone(station_of(case.application, leading(case.units)))
    return {
        "word": say_stations(stations, lambda station: staff_word(station, edition)),
        "tone": badge_tone(mood, stations),
        "items": item_rows(case, edition),
        "bases": {one.pk: basis_words(one.priority_basis) for one in case.reviews},
        "grounds": basis_words([basis_row(one) for one in case.grounds]),
        **consulted(actor, case),
        **after_recommendation(edition),
    }


def consulted(actor: Actor, case: Case) -> dict[str, Any]:
    """What office/_consulted.html shows, and where an officer asks departments."""
    application = case.application
    is_own = application.district_id in actor.districts_for(Role.DISTRICT_OFFICER)
    may_ask = is_own and application.state == State.SUBMITTED and application.edition.has_stage("consult")
    return {
        "consultations": consultation_rows(case, may_go_on=is_own),
        "ask_url": reverse("case_consult", args=(application.tenant.slug, application.pk)) if may_ask else "",
    }


def item_rows(case: Case, edition: Edition) -> list[dict[str, Any]]:
    """One line for each item: where it is, its verdict, and the pages that are about it; none for a filing of one."""
    if edition.programme.is_single_unit:
        return []
    slug, chosen = case.application.tenant.slug, case.unit
    rows = []
    for unit in case.units:
        verdict = case.verdicts.get(unit.pk)
        word, mood = mark_of(whole(verdict)) if verdict is not None else ("", "")
        station = station_of(case.application, unit)
        rows.append(
            {
                "unit": unit,
                "since": unit.moved_at if station == unit.state else case.application.moved_at,
                "url": f"?item={unit.position}&version={case.version.number}",
                "is_current": chosen is not None and chosen.pk == unit.pk,
                "word": staff_word(station, edition),
                "tone": tone(station),
                "verdict": word,
                "verdict_tone": mood,
                "log_url": reverse("incubation", args=(slug, unit.pk)) if was_incubated(case, unit.pk) else "",
            }
        )
    return rows


def after_recommendation(edition: Edition) -> dict[str, Any]:
    """Where units go once a leader has signed: the stage, and what this edition calls it."""
    name = workflow.way_in(edition.has_stage)
    stage = next(row.stage for row in workflow.rows(on="unit", frm=State.WAITING, name=name))
    return {"next_stage": stage, "next_word": stage_word(stage, edition)}


def was_incubated(case: Case, unit_id: int) -> bool:
    return any(change.unit_id == unit_id and change.to == State.INCUBATION for change in case.changes)


def whole(verdict: Verdict) -> bool | None:
    """Met where every group is, not met where one is not, else open."""
    lines = [[line.passed for line in lines] for _title, lines in verdict.groups]
    marks = verdict.group_verdicts or [False if False in row else None if None in row else True for row in lines]
    return False if False in marks else None if None in marks else True


def consultation_rows(case: Case, *, may_go_on: bool) -> list[dict[str, Any]]:
    """Each department that was asked; go_on_url where its time is over and the clock has not written it down yet."""
    application = case.application
    slug, is_waiting = application.tenant.slug, application.state == State.CONSULTING
    rows = []
    for row in case.consultations:
        is_asked = row.outcome == ConsultOutcome.ASKED
        is_late = is_asked and is_waiting and clock.now() >= row.due_at
        rows.append(
            {
                "row": row,
                "word": row.get_outcome_display() if is_waiting or not is_asked else _("未答复，申报已撤回"),
                "tone": OUTCOME_TONES[row.outcome],
                "is_waiting": is_asked and is_waiting,
                "go_on_url": reverse("case_consult_go_on", args=(slug, application.pk, row.pk))
                if is_late and may_go_on
                else "",
            }
        )
    return rows


def basis_words(basis: list[dict[str, Any]]) -> list[str]:
    """The frozen grounds of a priority in words: 政府质量奖（示例市人民政府，示例-001，2025-01-01）"""
    words = []
    for row in basis:
        facts = "，".join(filter(None, (row["issuer"], row["number"], row["issued_on"])))
        name = honour_word(row["honour"])
        if row.get("by_recognition"):
            name = _("%(name)s（采信：%(given)s）") % {"name": name, "given": honour_word(row["given_as"])}
        words.append(f"{name}（{facts}）")
    return words
