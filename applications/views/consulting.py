"""A district asks departments; a department has its own desk, and sees only the version that it was asked about."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications import queries
from applications.actions import consulting as acts
from applications.forms_consulting import AnswerForm, AskForm
from applications.models import Consultation, ConsultOutcome
from applications.personal import lines_of
from applications.queries import consulting
from applications.queries.consulting import Asked
from applications.workflow import State
from portal.audit.record import record
from portal.kit.access import member
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid
from portal.kit.workdays import Calendar
from portal.tenancy.calendar import statutory_calendar
from portal.tenancy.files import serve
from programmes.fields.words import said

from . import case_parts as parts
from .case_page import carry_out_plainly, put_errors, renew
from .several import OUTCOME_TONES
from .shown import deadline_box

PROFILE, FILES = parts.PROFILE, parts.FILES


@member(Role.DISTRICT_OFFICER)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """Which departments, what about; until when they have to answer is the edition's."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    application = queries.get_for(actor, pk)
    bodies = consulting.departments_of(application.tenant_id)
    now = {"expected_version": application.version_number}
    form = AskForm(request.POST if request.method == "POST" else None, initial=now, bodies=bodies)
    stale = None
    if form.is_bound and form.is_valid():
        found = form.cleaned_data
        try:
            acts.ask_departments(
                application_id=pk,
                body_ids=form.body_ids(),
                question=found["question"],
                expected_version=found["expected_version"],
                actor=actor,
            )
        except Invalid as error:
            put_errors(form, error)
        except Conflict as error:
            stale = error
        else:
            messages.success(request, _("已发出，部门答复或到期后会通知您。"))
            return redirect("case", tenant, pk)
    if form.is_bound:
        renew(form, application.version_number)
    context = {"application": application, "form": form, "stale": stale, "bodies": bodies}
    context["days"] = application.edition.settings().get("consult_days", "")
    context["is_here"] = application.state == State.SUBMITTED and application.edition.has_stage("consult")
    return render(
        request, "district/ask_departments.html", context, status=409 if stale else 422 if form.errors else 200
    )


@member(Role.DISTRICT_OFFICER)
@require_POST
def go_on(request: HttpRequest, tenant: str, pk: int, consultation_id: int) -> HttpResponse:
    """A department has not answered in time, and the clock has not yet written it down."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return carry_out_plainly(
        request,
        tenant,
        pk,
        act=lambda: acts.go_on_without(consultation_id=consultation_id, actor=actor),
        done=_("已记为逾期未答复。"),
    )


@member(Role.CONSULTED_DEPT)
@require_GET
def desk(request: HttpRequest, tenant: str) -> HttpResponse:
    """What waits for my department, first due first; and what is over, newest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    is_waiting = request.GET.get("show") != "over"
    after = request.GET.get("after", "")
    page = consulting.desk_page(
        actor, is_waiting=is_waiting, after=int(after) if after.isascii() and after.isdigit() and len(after) < 18 else 0
    )
    calendar = statutory_calendar()
    here = "" if is_waiting else "?show=over"
    context = {
        "rows": [row_of(row, tenant, calendar) for row in page.rows],
        "is_waiting": is_waiting,
        "bodies": sorted(actor.bodies_for(Role.CONSULTED_DEPT)),
        "tabs": [
            {"label": _("待答复"), "url": "?", "is_current": is_waiting, "count": consulting.count_waiting(actor)},
            {"label": _("已办结"), "url": "?show=over", "is_current": not is_waiting, "count": None},
        ],
        "next_url": f"{here or '?'}{'&' if here else ''}after={page.next_after}" if page.next_after else "",
        "first_url": (here or "?") if after else "",
    }
    return render(request, "district/consult_desk.html", context)


def row_of(row: Consultation, tenant: str, calendar: Calendar) -> dict[str, Any]:
    """One question on a line, and how it stands."""
    word, tone = standing_of(row)
    return {
        "row": row,
        "word": word,
        "tone": tone,
        "url": reverse("consultation", args=(tenant, row.pk)),
        "box": deadline_box(row.due_at, calendar),
    }


def standing_of(row: Consultation) -> tuple[object, str]:
    """(word, tone) of a question: its answer, or why none is needed any more."""
    if row.outcome == ConsultOutcome.ASKED and row.application.state == State.WITHDRAWN:
        return _("申报已撤回，无需答复"), "closed"
    return row.get_outcome_display(), OUTCOME_TONES[row.outcome]


@member(Role.CONSULTED_DEPT)
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """The frozen version, read-only, with the question beside it; the answer."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    asked = consulting.asked_for(actor, pk)
    form, stale = AnswerForm(request.POST if request.method == "POST" else None), None
    if form.is_bound and form.is_valid():
        found = form.cleaned_data
        try:
            acts.answer(consultation_id=pk, outcome=found["outcome"], answer=found["answer"], actor=actor)
        except Invalid as error:
            put_errors(form, error)
        except Conflict as error:
            stale = error
        else:
            messages.success(request, _("已答复，区级主管部门将收到通知。"))
            return redirect("consult_desk", tenant)
    context = _context(request, asked) | {"form": form, "stale": stale}
    context["typed"] = form.data.get("answer", "") if stale and not asked.is_open else ""
    return render(request, "district/consultation.html", context, status=409 if stale else 422 if form.errors else 200)


def _context(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    row, edition = asked.consultation, asked.consultation.application.edition
    keys = [one.section.key for one in asked.sections]
    wanted = request.GET.get("section", "")
    current = wanted if wanted in {*keys, PROFILE, FILES} else keys[0]
    section = next((one for one in asked.sections if one.section.key == current), None)
    fields, labels = section.fields if section else (), parts.labels_of(edition)
    files = section.files if section else tuple(file for one in asked.sections for file in one.files)
    titles = [(one.section.key, said(one.section.title)) for one in asked.sections]
    return {
        "row": row,
        "application": row.application,
        "version": asked.version,
        "is_open": asked.is_open,
        "standing": standing_of(row),
        "box": deadline_box(row.due_at, statutory_calendar()),
        "tabs": [
            {"label": label, "url": f"?section={key}", "is_current": key == current, "count": None}
            for key, label in [*titles, (PROFILE, _("申报主体")), (FILES, _("全部附件"))]
        ],
        "current": current,
        "section_title": said(section.section.title) if section else "",
        "lines": parts.lines_of_section(fields, edition.latest_year),
        "tables": parts.tables_of_section(fields),
        "profile": lines_of(asked.profile) if current == PROFILE else [],
        "files": [(file, labels.get(file.key, "")) for file in files] if current != PROFILE else [],
    }


@member(Role.CONSULTED_DEPT)
@require_GET
def attachment(request: HttpRequest, tenant: str, pk: int, attachment_id: int) -> FileResponse:
    """A file of the version that was asked about, on the record."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = consulting.asked_attachment(actor, pk, attachment_id)
    try:
        response = serve(str(row.file.name), download_name=row.name, content_type=row.content_type)
    except FileNotFoundError as error:
        raise Http404 from error
    record(
        actor=actor,
        act="read_asked_attachment",
        subject=f"applications.attachment:{row.pk}",
        tenant_id=row.tenant_id,
        payload={"consultation": pk, "application": row.application_id, "sha256": row.sha256},
    )
    return response
