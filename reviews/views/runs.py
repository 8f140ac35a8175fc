"""Runs for the city side: calculate, the board, line by line, approval."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from portal.kit.access import member
from portal.kit.actor import Role
from portal.kit.errors import Invalid
from programmes.queries import edition_of
from reviews import actions, queries
from reviews.forms import ReasonForm, picked_ids, show_faults
from reviews.models import Run
from reviews.policy import CITY_SIDE

from .asking import MemberRequest
from .ranked_page import explain_ranked_line, ranked_context
from .run_page import board_context, calculated_words, explain_line


@member(*CITY_SIDE)
@require_GET
def runs(request: MemberRequest, tenant: str) -> HttpResponse:
    before = request.GET.get("before", "")
    page = queries.runs_for(request.actor, before=int(before) if before.isdigit() else None)
    may_calculate = request.actor.has_role(Role.CITY_OFFICER)
    context = {"page": page, "editions": queries.ready_editions(request.actor), "may_calculate": may_calculate}
    return render(request, "reviews/runs.html", context)


@member(Role.CITY_OFFICER)
def run_new(request: MemberRequest, tenant: str, edition_id: int) -> HttpResponse:
    """Choose the units of a run; what is still on its way is listed with the reason."""
    edition = edition_of(request.actor, edition_id)
    error, picked = None, picked_ids(request.POST)
    if request.method == "POST":
        try:
            row = actions.calculate_run(edition_id=edition.pk, unit_ids=picked, actor=request.actor)
            messages.success(request, calculated_words(row))
            return redirect("run", tenant, row.pk)
        except Invalid as refused:
            error = refused
    context = {
        "edition": edition,
        "units": queries.ready_units(request.actor, edition.pk),
        "on_the_way": queries.units_on_the_way(request.actor, edition.pk),
        "error": error,
    }
    return render(request, "reviews/run_new.html", context, status=422 if error else 200)


@member(*CITY_SIDE)
@require_GET
def run(request: MemberRequest, tenant: str, pk: int) -> HttpResponse:
    return show_run(request, queries.run_for(request.actor, pk))


@member(*CITY_SIDE)
@require_GET
def run_line(request: MemberRequest, tenant: str, pk: int, line_id: int) -> HttpResponse:
    """How one number came about, step by step."""
    row = queries.run_for(request.actor, pk)
    shown, inputs = queries.line_for(row, line_id)
    context = {"run": row, "shown": shown, "inputs": inputs}
    if row.edition.programme.model is not None:
        return render(request, "reviews/ranked_line.html", context | explain_ranked_line(row, shown, inputs))
    return render(request, "reviews/run_line.html", context | explain_line(row, shown, inputs))


@member(Role.CITY_OFFICER)
@require_POST
def run_submit(request: MemberRequest, tenant: str, pk: int) -> HttpResponse:
    actions.submit_run(run_id=pk, actor=request.actor)
    messages.success(request, _("已提请审定，等待另一位市级审定人员处理。"))
    return redirect("run", tenant, pk)


@member(Role.CITY_OFFICER)
@require_POST
def run_verification(request: MemberRequest, tenant: str, pk: int) -> HttpResponse:
    """Lay the provisional ranking before the panel."""
    actions.open_verification(run_id=pk, actor=request.actor)
    messages.success(request, _("校验评审已启动，已通知评过分的专家。"))
    return redirect("run", tenant, pk)


@member(Role.CITY_LEADER)
@require_POST
def run_decide(request: MemberRequest, tenant: str, pk: int) -> HttpResponse:
    """Approve or send back, with a reason."""
    form = ReasonForm(request.POST, label=_("审定意见"))
    form.is_valid()
    reason = form.cleaned_data.get("reason", "")
    try:
        if request.POST.get("decision") == "approve":
            digest = request.POST.get("digest", "")
            actions.approve_run(run_id=pk, reason=reason, expected_digest=digest, actor=request.actor)
            messages.success(request, _("已审定。拟认定的申报进入下一环节，未通过的已书面告知理由。"))
        else:
            actions.send_back_run(run_id=pk, reason=reason, actor=request.actor)
            messages.success(request, _("已退回，经办人将收到理由。"))
    except Invalid as refused:
        show_faults(form, refused.fields, refused.message)
        return show_run(request, queries.run_for(request.actor, pk), status=422, reason_form=form)
    return redirect("run", tenant, pk)


@member(*CITY_SIDE)
@require_GET
def run_json(request: MemberRequest, tenant: str, pk: int) -> HttpResponse:
    """What the digest covers, and the digest."""
    row = queries.run_for(request.actor, pk)
    content = {"parameters": row.parameters, "inputs": row.inputs, "results": row.results, "digest": row.digest}
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = f'attachment; filename="run-{row.edition.year}-{row.number}.json"'
    return response


def show_run(request: MemberRequest, row: Run, *, status: int = 200, **extra: Any) -> HttpResponse:
    if row.edition.programme.model is not None:
        context = ranked_context(request.actor, row, code=request.GET.get("list", "")) | extra
        return render(request, "reviews/ranked_run.html", context, status=status)
    context = board_context(request.actor, row, line=request.GET.get("line", "")) | extra
    return render(request, "reviews/run.html", context, status=status)
