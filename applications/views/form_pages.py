"""The pages on which an enterprise writes: one section at a time, kept while it is typed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications import queries
from applications.queries import Writing
from portal.kit import clock
from portal.kit.access import enterprise
from portal.kit.errors import Conflict
from portal.tenancy.calendar import statutory_calendar
from programmes.contract import Section
from programmes.fields import CONTENT_TYPE, SectionForm, display, rows_workbook, template_workbook

from . import shown
from .section_form import bind, clashes, keep_answers, keep_files, posted_pairs, table_of


@enterprise
@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, tenant: str, pk: int, key: str) -> HttpResponse:
    """One page of the form."""
    writing = queries.writing_for(request.actor, pk)  # type: ignore[attr-defined]
    page = writing.section(key)
    form = bind(writing, page, tenant, request.POST if request.method == "POST" else None)
    if request.method == "POST" and not form.row_wanted:
        return keep(request, writing, form, tenant)
    return show(request, writing, form, tenant)


def keep(request: HttpRequest, writing: Writing, form: SectionForm, tenant: str) -> HttpResponse:
    """Save the page; answer with the errors, or go where the button says."""
    try:
        keep_answers(request, writing, form)
    except Conflict as error:
        return show_conflict(request, writing, form, error)
    wrong = keep_files(request, writing, form)
    fresh = queries.writing_for(request.actor, writing.application.pk)  # type: ignore[attr-defined]
    if form.errors or wrong:
        return show(request, fresh, with_errors(form, fresh, wrong, tenant), tenant, status=422)
    messages.success(request, _("已保存 %s") % f"{fresh.draft.saved_at.astimezone(clock.SHANGHAI):%H:%M}")
    if request.POST.get("go") == "next":
        return redirect(next_address(writing, form.section, tenant))
    return redirect("application_section", tenant, writing.application.pk, form.section.key)


def with_errors(form: SectionForm, fresh: Writing, wrong: dict[str, object], tenant: str) -> SectionForm:
    """The posted form with the files as they are now and what was wrong with those that were sent."""
    form.setting.attachments.clear()  # type: ignore[attr-defined]
    form.setting.attachments.update(shown.files_for_form(fresh, tenant))  # type: ignore[attr-defined]
    for key, text in wrong.items():
        form.errors.setdefault(key, form.error_class()).append(str(text))
    return form


def next_address(writing: Writing, section: Section, tenant: str) -> str:
    """The next page that is open; after the last one, the review."""
    rows = shown.section_rows(writing, tenant)
    sections = writing.programme.sections
    place = sections.index(section)
    later = [
        row["url"] for row, s in zip(rows, sections, strict=True) if sections.index(s) > place and writing.is_open(s)
    ]
    return str(later[0]) if later else shown.review_address(writing, tenant)


def show(request: HttpRequest, writing: Writing, form: SectionForm, tenant: str, *, status: int = 200) -> HttpResponse:
    application, key = writing.application, form.section.key
    context = {
        "writing": writing,
        "application": application,
        "form": form,
        "section_title": _(form.section.title),
        "sections": shown.section_rows(writing, tenant, current=key),
        "deadline": shown.deadline_box(writing.deadline_at, statutory_calendar()),
        "checks": shown.check_rows(shown.section_lines(writing, form.section)),
        "is_open": writing.is_open(form.section),
        "file_problems": [(f"id_{k}", text) for k in form.section.indicators for text in form.errors.get(k, [])],
        "corrections": [row for row in correction_rows(writing, tenant) if row["section"] == key],
        "crumbs": shown.crumbs(writing, tenant, _(form.section.title)),
    }
    return render(request, "applications/section.html", context, status=status)


def correction_rows(writing: Writing, tenant: str) -> list[dict[str, Any]]:
    """What an office asked for, with the value of the version that it returned."""
    if writing.returned is None:
        return []
    answers = queries.stored_answers(writing.programme, writing.returned.content)
    districts = queries.district_choices(writing.application.tenant_id)
    said = {f.key: display(f, answers.get(f.key), districts=districts) for f in writing.programme.fields()}
    return shown.correction_rows(writing, said, tenant)


def show_conflict(request: HttpRequest, writing: Writing, form: SectionForm, error: Conflict) -> HttpResponse:
    """Both contents side by side; what was typed can be saved over the other, or given up."""
    fresh = queries.writing_for(request.actor, writing.application.pk)  # type: ignore[attr-defined]
    context = {
        "application": fresh.application,
        "section_key": form.section.key,
        "section_title": _(form.section.title),
        "message": error.message,
        "rows": clashes(fresh, form),
        "pairs": posted_pairs(request),
        "can_overwrite": fresh.is_open(form.section),
        "had_files": bool(request.FILES),
    }
    return render(request, "applications/conflict.html", context, status=409)


@enterprise
@require_POST
def autosave(request: HttpRequest, tenant: str, pk: int, key: str) -> HttpResponse:
    """Keep the page while it is typed; 200 saved, 422 kept with errors to mend, 409 somebody else saved."""
    writing = queries.writing_for(request.actor, pk)  # type: ignore[attr-defined]
    form = bind(writing, writing.section(key), tenant, request.POST)
    try:
        application = keep_answers(request, writing, form)
    except Conflict as error:
        return JsonResponse({"message": str(error.message)}, status=409)
    saved_at = application.saved_at.astimezone(clock.SHANGHAI)
    facts = {"saved_at": f"{saved_at:%H:%M}", "revision": application.revision, "errors": form.errors}
    return JsonResponse(facts, status=422 if form.errors else 200)


@enterprise
@require_GET
def verdict(request: HttpRequest, tenant: str, pk: int, key: str) -> HttpResponse:
    """The eligibility lines of one page, fetched again after each save."""
    writing = queries.writing_for(request.actor, pk)  # type: ignore[attr-defined]
    lines = shown.section_lines(writing, writing.section(key))
    return render(request, "applications/_checks.html", {"checks": shown.check_rows(lines)})


@enterprise
@require_GET
def workbook(request: HttpRequest, tenant: str, pk: int, key: str) -> HttpResponse:
    """A table of the page as .xlsx: ?table=<key> with its rows, &blank=1 as an empty template."""
    writing = queries.writing_for(request.actor, pk)  # type: ignore[attr-defined]
    field = table_of(writing.section(key), request.GET.get("table", ""))
    is_blank = "blank" in request.GET
    content = template_workbook(field) if is_blank else rows_workbook(field, writing.answers.get(field.key) or [])
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{field.key}{"-template" if is_blank else ""}.xlsx"'
    )
    return response
