"""Verification by the experts: the provisional ranking of what they scored, one opinion for many or for one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.kit.access import member
from portal.kit.actor import Role
from portal.kit.errors import Invalid
from reviews import actions, queries
from reviews.forms import ReasonForm, VerifyForm, picked_ids, show_faults
from reviews.modelling import model_of

from .asking import MemberRequest
from .verifying_page import unit_context, verification_context


@member(Role.EXPERT)
@require_http_methods(["GET", "HEAD", "POST"])
def verification(request: MemberRequest, tenant: str, pk: int) -> HttpResponse:
    """Every unit of a run that this expert scored; the ticked ones are confirmed with one signature."""
    run, error, picked = queries.open_run_for(request.actor, pk), None, picked_ids(request.POST)
    if request.method == "POST":
        try:
            made = actions.confirm_units(run_id=pk, unit_ids=picked, actor=request.actor)
        except Invalid as refused:
            error = refused
        else:
            messages.success(request, _("已签名确认 %d 个申报。") % len(made))
            return redirect("verification", tenant, pk)
    context = verification_context(request.actor, run) | {"error": error, "picked": picked}
    return render(request, "reviews/verification.html", context, status=422 if error else 200)


@member(Role.EXPERT)
@require_http_methods(["GET", "HEAD", "POST"])
def verification_unit(request: MemberRequest, tenant: str, pk: int, unit_id: int) -> HttpResponse:
    """One unit with everything that made its figure, and the expert's opinion on it."""
    run = queries.open_run_for(request.actor, pk)
    most = model_of(run.edition.programme).most_adjustment_ratio
    form = VerifyForm(request.POST if request.method == "POST" else None, most=most)
    if request.method == "POST" and form.is_valid():
        try:
            actions.verify_unit(run_id=pk, unit_id=unit_id, actor=request.actor, **form.cleaned_data)
        except Invalid as refused:
            show_faults(form, refused.fields, refused.message)
        else:
            messages.success(request, _("校验意见已签名提交。"))
            return redirect("verification", tenant, pk)
    return _show_unit(request, pk, unit_id, form=form)


@member(Role.EXPERT)
@require_POST
def verification_second(request: MemberRequest, tenant: str, pk: int, proposal_id: int) -> HttpResponse:
    """Sign a colleague's proposal, or refuse it with a reason."""
    form = ReasonForm(request.POST, label=_("不同意的理由"))
    form.is_valid()
    is_agreed, reason = request.POST.get("answer") == "agree", form.cleaned_data.get("reason", "")
    try:
        row = actions.second_verification(
            verification_id=proposal_id, is_agreed=is_agreed, reason=reason, actor=request.actor
        )
    except Invalid as refused:
        show_faults(form, refused.fields, refused.message)
        unit_id = queries.verification_for(request.actor, proposal_id).unit_id
        return _show_unit(request, pk, unit_id, second_form=form)
    messages.success(request, _("已签名同意。") if row.seconded_at else _("已记录不同意，该申报重新等待校验。"))
    return redirect("verification", tenant, pk)


def _show_unit(request: MemberRequest, pk: int, unit_id: int, **extra: Any) -> HttpResponse:
    run = queries.open_run_for(request.actor, pk)
    context = unit_context(request.actor, run, unit_id) | extra
    return render(request, "reviews/verification_unit.html", context, status=422 if request.method == "POST" else 200)
