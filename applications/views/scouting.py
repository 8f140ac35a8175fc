"""Workstations and the pool of candidates: kept by districts, read by the city."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from applications.actions import cultivating as acts
from applications.forms_cultivating import CandidateForm, CloseForm, DropForm, PoolForm, WorkstationForm
from applications.models import Candidate
from applications.queries import cultivating, office
from applications.queries.recommending import districts_of
from applications.wording import staff_word, tone
from portal.kit import clock
from portal.kit.access import member
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid

from .case_page import put_errors
from .queue import READERS


@member(*READERS)
@require_http_methods(["GET", "POST"])
def workstations(request: HttpRequest, tenant: str) -> HttpResponse:
    """Every workstation of the districts that the actor may read; an officer registers one for his district."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    own = cultivating.own_districts(actor)
    now = {"opened_on": clock.today()}
    form = WorkstationForm(request.POST if request.method == "POST" else None, initial=now, districts=own)
    stale = None
    if form.is_bound and form.is_valid():
        found = dict(form.cleaned_data)
        try:
            acts.open_workstation(district_id=found.pop("district"), **found, actor=actor)
        except Invalid as error:
            put_errors(form, error)
        except Conflict as error:
            stale = error
        else:
            messages.success(request, _("工作站已登记。"))
            return redirect("workstations", tenant)
    context = {
        "rows": cultivating.workstations_of(actor),
        "own": {district.pk for district in own},
        "form": form if own else None,
        "stale": stale,
    }
    return render(request, "district/workstations.html", context, status=409 if stale else 422 if form.errors else 200)


@member(Role.DISTRICT_OFFICER)
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """The day on which a workstation is given up; its records stay."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = cultivating.workstation_for(actor, pk)
    form = CloseForm(request.POST if request.method == "POST" else None, initial={"closed_on": clock.today()})
    stale = None
    if form.is_bound and form.is_valid():
        try:
            acts.close_workstation(workstation_id=pk, closed_on=form.cleaned_data["closed_on"], actor=actor)
        except Invalid as error:
            put_errors(form, error)
        except Conflict as error:
            stale = error
        else:
            messages.success(request, _("工作站已登记撤销。"))
            return redirect("workstations", tenant)
    context = {"row": row, "form": form, "stale": stale}
    return render(
        request, "district/workstation_close.html", context, status=409 if stale else 422 if form.errors else 200
    )


@member(*READERS)
@require_GET
def candidates(request: HttpRequest, tenant: str) -> HttpResponse:
    """The pool, newest first, with the filings that have come of it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    programmes = cultivating.programmes_scouted(office.editions_of(actor))
    form = PoolForm(request.GET, districts=districts_of(actor), programmes=programmes)
    wanted = form.wanted()
    page = cultivating.candidates(actor, wanted)
    own = actor.districts_for(Role.DISTRICT_OFFICER)
    asked = request.GET.copy()
    asked["after"] = str(page.next_after or "")
    context = {
        "rows": [_candidate_row(row, programmes, own) for row in page.rows],
        "form": form,
        "total": cultivating.count_candidates(actor, wanted),
        "next_url": f"?{asked.urlencode()}" if page.next_after else "",
        "may_add": bool(own and programmes),
        "is_filtered": any((wanted.district_id, wanted.programme, wanted.tier, wanted.show, wanted.text)),
    }
    return render(request, "district/candidates.html", context)


def _candidate_row(row: Candidate, programmes: dict[str, str], own: frozenset[int]) -> dict[str, Any]:
    filed = row.application
    return {
        "row": row,
        "programme": programmes.get(row.programme_slug, row.programme_slug),
        "word": staff_word(filed.state, filed.edition) if filed is not None else "",
        "tone": tone(filed.state) if filed is not None else "",
        "may_drop": row.district_id in own and filed is None and row.dropped_at is None,
    }


@member(Role.DISTRICT_OFFICER)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, tenant: str) -> HttpResponse:
    """Take an enterprise or product into the pool of one's own district."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = CandidateForm(
        request.POST if request.method == "POST" else None,
        districts=cultivating.own_districts(actor),
        programmes=cultivating.programmes_scouted(office.editions_of(actor)),
    )
    stale = None
    if form.is_bound and form.is_valid():
        try:
            acts.add_candidate(**form.line(), actor=actor)
        except Invalid as error:
            put_errors(form, error)
        except Conflict as error:
            stale = error
        else:
            messages.success(request, _("已入库。"))
            return redirect("candidates", tenant)
    context = {"form": form, "stale": stale}
    return render(request, "district/candidate_add.html", context, status=409 if stale else 422 if form.errors else 200)


@member(Role.DISTRICT_OFFICER)
@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """Out of the pool with a reason; the row stays readable under 已出库."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = cultivating.candidate_for(actor, pk)
    form, stale = DropForm(request.POST if request.method == "POST" else None), None
    if form.is_bound and form.is_valid():
        try:
            acts.drop_candidate(candidate_id=pk, reason=form.cleaned_data["reason"], actor=actor)
        except Invalid as error:
            put_errors(form, error)
        except Conflict as error:
            stale = error
        else:
            messages.success(request, _("已出库。"))
            return redirect("candidates", tenant)
    context = {"row": row, "form": form, "stale": stale}
    return render(
        request, "district/candidate_drop.html", context, status=409 if stale else 422 if form.errors else 200
    )
