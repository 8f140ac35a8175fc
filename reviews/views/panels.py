"""Panels for the city side: forming, freezing, starting, closing, dropping."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from portal.kit.access import member
from portal.kit.actor import Role
from portal.kit.errors import Invalid
from programmes.queries import edition_of
from reviews import actions, queries
from reviews.forms import ReasonForm, picked_ids, show_faults
from reviews.models import Panel
from reviews.policy import CITY_SIDE

from .asking import MemberRequest
from .panel_page import panel_context
from .sheet_page import scored_lines


@member(*CITY_SIDE)
@require_GET
def panels(request: MemberRequest, tenant: str) -> HttpResponse:
    before = request.GET.get("before", "")
    page = queries.panels_for(request.actor, before=int(before) if before.isdigit() else None)
    context = {"page": page, "waiting": queries.waiting_editions(request.actor), "may_form": _is_city(request)}
    return render(request, "reviews/panels.html", context)


@member(Role.CITY_OFFICER)
def panel_new(request: MemberRequest, tenant: str, edition_id: int) -> HttpResponse:
    """Choose units for a new panel."""
    edition = edition_of(request.actor, edition_id)
    error, picked = None, picked_ids(request.POST)
    if request.method == "POST":
        try:
            row = actions.form_panel(edition_id=edition.pk, unit_ids=picked, actor=request.actor)
            messages.success(request, _("已组建第 %d 专家组。请核对专家库后锁定。") % row.number)
            return redirect("panel", tenant, row.pk)
        except Invalid as refused:
            error = refused
    units = queries.waiting_units(request.actor, edition.pk)
    context = {"edition": edition, "units": units, "error": error, "picked": picked, "is_first": error is None}
    return render(request, "reviews/panel_new.html", context, status=422 if error else 200)


@member(*CITY_SIDE)
@require_GET
def panel(request: MemberRequest, tenant: str, pk: int) -> HttpResponse:
    return show_panel(request, queries.panel_for(request.actor, pk))


@member(Role.CITY_OFFICER)
@require_POST
def panel_freeze(request: MemberRequest, tenant: str, pk: int) -> HttpResponse:
    try:
        actions.freeze_pool(panel_id=pk, actor=request.actor)
    except Invalid as refused:
        row = queries.panel_for(request.actor, pk)
        return show_panel(request, row, status=422, shortage=refused.message)
    messages.success(request, _("专家库已锁定。请两人分别提交口令承诺值。"))
    return redirect("panel", tenant, pk)


@member(Role.CITY_OFFICER)
@require_POST
def panel_start(request: MemberRequest, tenant: str, pk: int) -> HttpResponse:
    actions.start_review(panel_id=pk, actor=request.actor)
    messages.success(request, _("评审已启动，已通知入席专家。"))
    return redirect("panel", tenant, pk)


@member(Role.CITY_OFFICER)
@require_POST
def panel_close(request: MemberRequest, tenant: str, pk: int) -> HttpResponse:
    rows = actions.close_review(panel_id=pk, actor=request.actor)
    messages.success(request, _("已结束 %d 个申报的评审。下一步：实地抽查，或计算评审结果。") % len(rows))
    return redirect("panel", tenant, pk)


@member(Role.CITY_OFFICER, Role.CITY_LEADER)
@require_POST
def panel_dissolve(request: MemberRequest, tenant: str, pk: int) -> HttpResponse:
    form = ReasonForm(request.POST, label=_("作废理由"))
    form.is_valid()
    try:
        actions.dissolve_panel(panel_id=pk, reason=form.cleaned_data.get("reason", ""), actor=request.actor)
    except Invalid as refused:
        show_faults(form, refused.fields, refused.message)
        return show_panel(request, queries.panel_for(request.actor, pk), status=422, dissolve_form=form)
    messages.success(request, _("专家组已作废，其中的申报可以重新编组。"))
    return redirect("panel", tenant, pk)


@member(Role.CITY_OFFICER)
@require_POST
def panel_vacancy(request: MemberRequest, tenant: str, pk: int, unit_id: int) -> HttpResponse:
    """Go on with a smaller panel for one unit."""
    reason = request.POST.get("reason", "")
    try:
        actions.accept_vacancy(panel_id=pk, unit_id=unit_id, reason=reason, actor=request.actor)
    except Invalid as refused:
        row = queries.panel_for(request.actor, pk)
        return show_panel(request, row, status=422, vacancy_error=refused.message, vacancy_unit=unit_id)
    messages.success(request, _("已记录：该申报由余下专家完成评审。"))
    return redirect("panel", tenant, pk)


@member(*CITY_SIDE)
@require_GET
def panel_unit(request: MemberRequest, tenant: str, pk: int, unit_id: int) -> HttpResponse:
    """Every sheet of a unit, once the scores are complete."""
    row = queries.panel_for(request.actor, pk)
    scores = queries.scores_of(request.actor, row, unit_id)
    context = {"panel": row, "scores": scores, "criteria": scored_lines(row, scores)}
    return render(request, "reviews/panel_unit.html", context)


def show_panel(request: MemberRequest, row: Panel, *, status: int = 200, **extra: Any) -> HttpResponse:
    context = panel_context(request.actor, row) | extra
    return render(request, "reviews/panel.html", context, status=status)


def _is_city(request: MemberRequest) -> bool:
    return bool(request.actor.has_role(Role.CITY_OFFICER))
