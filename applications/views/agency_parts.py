"""The page of an entrusted case out of what queries fetched: its document, its clauses, its forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from applications import queries
from applications.forms_agency import CertificateForm, RefusalForm, ResolveForm, ScreenForm, StepForm
from applications.forms_case import FindingsForm
from applications.models import CertificationStep, Purpose
from applications.personal import lines_of
from applications.queries.agencies import EntrustedCase, entrusted_case
from applications.wording import staff_word, tone
from applications.workflow import State
from portal.kit import clock
from portal.kit.errors import Conflict
from programmes.contract import Line
from programmes.fields.words import said

from . import case_parts
from .case_page import renew

Slots = Mapping[str, forms.Form]


def build_forms(case: EntrustedCase, bound: Slots) -> dict[str, forms.Form]:
    """The forms of what waits for the body; a refused one keeps what was typed."""
    unit, now = case.unit, {"expected_version": case.unit.application.version_number}
    shown: dict[str, forms.Form] = {}
    if case.entrustment.purpose == Purpose.SCREENING and unit.state == State.SCREENING:
        shown["screen"] = ScreenForm(initial=now)
        shown["findings"] = FindingsForm(initial=now, verdict=case.verdict, findings=case.findings)
    elif unit.state == State.CERT_APPLICATION:
        shown["refusal"] = RefusalForm()
    elif unit.state == State.CERT_TESTING:
        shown["step"] = StepForm(initial=_today("performed_on"), edition=unit.edition, passed=case.passed_kinds)
        shown |= {
            slot_of(step): ResolveForm(initial=_today("resolved_on"), prefix=f"s{step.pk}") for step in case.open_steps
        }
    elif unit.state == State.CERT_DECISION:
        shown["certificate"] = CertificateForm(initial=_today("issued_on"))
        shown["refusal"] = RefusalForm()
    for slot, form in bound.items():
        if slot in shown:
            if "expected_version" in form.fields:
                renew(form, unit.application.version_number)
            shown[slot] = form
    return shown


def slot_of(step: CertificationStep) -> str:
    return f"resolve-{step.pk}"


def _today(name: str) -> dict[str, Any]:
    return {name: clock.today()}


def render_case(
    request: HttpRequest, pk: int, *, bound: Slots | None = None, stale: Conflict | None = None, status: int = 200
) -> HttpResponse:
    """The page. stale: why what was sent no longer fits."""
    case = entrusted_case(request.actor, pk)  # type: ignore[attr-defined]
    return render(request, "agency/case.html", page_context(case, bound or {}, stale), status=status)


def page_context(case: EntrustedCase, bound: Slots, stale: Conflict | None) -> dict[str, Any]:
    """Everything that agency/case.html shows."""
    unit, edition, shown = case.unit, case.unit.edition, build_forms(case, bound)
    findings = shown.get("findings")
    return {
        "case": case,
        "entrustment": case.entrustment,
        "unit": unit,
        "application": unit.application,
        "edition": edition,
        "forms": shown,
        "all_forms": list(shown.values()),
        "word": staff_word(unit.state, edition),
        "tone": tone(unit.state),
        "sections": document_of(case),
        "profile": [(label, text) for _key, label, text in lines_of(case.profile)],
        "groups": clause_groups(case, findings if isinstance(findings, FindingsForm) else None),
        "resolves": [(step, shown[slot_of(step)]) for step in case.open_steps if slot_of(step) in shown],
        "returns_left": int(edition.settings().get("max_returns", 0)) - queries.returns_of(unit),
        "stale": stale,
        "today": clock.today(),
    }


def document_of(case: EntrustedCase) -> list[dict[str, Any]]:
    """Sections with lines, tables and files."""
    edition, labels = case.unit.edition, case_parts.labels_of(case.unit.edition)
    return [
        {
            "key": one.section.key,
            "title": said(one.section.title),
            "lines": case_parts.lines_of_section(one.fields, edition.latest_year),
            "tables": case_parts.tables_of_section(one.fields),
            "files": [(file, labels.get(file.key, "")) for file in one.files],
            "changed": one.changed_count,
        }
        for one in case.sections
    ]


def clause_groups(case: EntrustedCase, form: FindingsForm | None) -> list[dict[str, Any]]:
    """The clauses by group; with controls where the body decides now."""
    return [
        {"title": said(title), "lines": [_line(line, case, form) for line in lines]}
        for title, lines in case.verdict.groups
    ]


def _line(line: Line, case: EntrustedCase, form: FindingsForm | None) -> dict[str, Any]:
    word, mood = case_parts.mark_of(line.passed)
    found = case.findings.get(line.key)
    return {
        "label": said(line.label),
        "clause": line.clause,
        "value": line.value,
        "threshold": line.threshold,
        "note": line.note,
        "word": word,
        "tone": mood,
        "found_note": found.note if found else "",
        "controls": form.controls(line.key) if form else [],
    }
