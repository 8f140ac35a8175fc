"""Making an edition: next year's by copying, a programme's first, and its name."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications.actions.copying import copy_edition, make_edition, moved_dates
from applications.actions.editions_naming import name_edition
from applications.forms_edition_making import CopyForm, NameForm, NewEditionForm
from portal.kit.access import member
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid
from portal.tenancy.calendar import statutory_calendar
from programmes.queries import edition_of
from programmes.registry import all_programmes

from . import edition_parts as parts
from .case_page import put_errors, renew


@member(Role.CITY_OFFICER, Role.TENANT_ADMIN)
@require_http_methods(["GET", "POST"])
def copy(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """Asks for the year and the title, and shows what will go along."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    source = edition_of(actor, pk)
    form = CopyForm(request.POST if request.method == "POST" else None, source=source)
    if form.is_bound and form.is_valid():
        try:
            made = copy_edition(edition_id=source.pk, **form.cleaned_data, actor=actor)
        except Invalid as error:
            put_errors(form, error)
        else:
            messages.success(request, _("已生成草稿，外部还看不到。请核对日期和设置，检查后再发布。"))
            return redirect("edition", tenant, made.pk)
    context = {
        "edition": source,
        "form": form,
        "moved": parts.date_rows(source, moved_dates(source, 1, statutory_calendar())),
        "carried": parts.carried_words(source),
    }
    return render(request, "office/edition_copy.html", context, status=422 if form.errors else 200)


@member(Role.CITY_OFFICER, Role.TENANT_ADMIN)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, tenant: str) -> HttpResponse:
    """The first edition of a programme, with the programme's defaults."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    programmes = list(all_programmes().values())
    form = NewEditionForm(request.POST if request.method == "POST" else None, programmes=programmes)
    if form.is_bound and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("programme_slug", "year", "title")}
        try:
            made = make_edition(**given, dates=form.dates(), actor=actor)
        except Invalid as error:
            put_errors(form, error)
        else:
            messages.success(request, _("已生成草稿，外部还看不到。请核对日期和设置，检查后再发布。"))
            return redirect("edition", tenant, made.pk)
    return render(request, "office/edition_new.html", {"form": form}, status=422 if form.errors else 200)


@member(Role.CITY_OFFICER, Role.TENANT_ADMIN)
@require_http_methods(["GET", "POST"])
def name(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = edition_of(actor, pk)
    now = {"title": row.title, "document_number": row.document_number, "expected_version": row.version}
    form = NameForm(request.POST if request.method == "POST" else None, initial=now)
    stale = None
    if form.is_bound and form.is_valid():
        try:
            name_edition(edition_id=row.pk, **form.cleaned_data, actor=actor)
        except Invalid as error:
            put_errors(form, error)
        except Conflict as error:
            stale = error
            renew(form, row.version)
        else:
            messages.success(request, _("名称和文号已保存。"))
            return redirect("edition", tenant, row.pk)
    context = {"edition": row, "form": form, "stale": stale}
    return render(request, "office/edition_name.html", context, status=409 if stale else 422 if form.errors else 200)
