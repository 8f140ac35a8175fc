"""Objections in the office: queue, one objection with its steps, who is behind it (with a reason)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from portal.kit.access import member
from portal.kit.actor import Actor, Role
from portal.kit.errors import NotFound
from portal.tenancy.calendar import statutory_calendar
from portal.tenancy.files import serve

from .. import policy, queries
from ..actions import decisions, objections, receiving
from ..forms import DecisionForm, FindingForm, InquiryForm, ReasonForm, RefuseForm
from ..models import Objection, ObjectionState
from ..terms import workdays_left
from ._common import READERS, actor_of, ask, status_of

S = ObjectionState
Step = Callable[[Any, dict[str, Any], Actor], Any]
# act -> (form, call, what is said afterwards)
STEPS: dict[str, tuple[type[forms.Form], Step, Any]] = {
    "accept": (
        forms.Form,
        lambda pk, values, actor: objections.accept_objection(objection_id=pk, actor=actor),
        gettext_lazy("异议已受理，您是办理人。该条目暂缓公布，其余条目不受影响。"),
    ),
    "refuse": (
        RefuseForm,
        lambda pk, values, actor: objections.refuse_objection(objection_id=pk, actor=actor, **values),
        gettext_lazy("已决定不予受理。"),
    ),
    "inquire": (
        InquiryForm,
        lambda pk, values, actor: objections.open_inquiry(objection_id=pk, actor=actor, **values),
        gettext_lazy("已开始核查，并请申报主体在 5 个工作日内说明。"),
    ),
    "extend": (
        ReasonForm,
        lambda pk, values, actor: objections.extend_objection(objection_id=pk, actor=actor, **values),
        gettext_lazy("答复期限已延长 10 个工作日。"),
    ),
    "find": (
        FindingForm,
        lambda pk, values, actor: objections.report_finding(objection_id=pk, actor=actor, **values),
        gettext_lazy("核查情况已提交，等待市级审定人员决定。"),
    ),
    "decide": (
        DecisionForm,
        lambda pk, values, actor: decisions.decide_objection(objection_id=pk, actor=actor, **values),
        gettext_lazy("决定已作出，已通知申报主体。"),
    ),
    "close": (
        forms.Form,
        lambda pk, values, actor: decisions.close_withdrawn(objection_id=pk, actor=actor),
        gettext_lazy("异议已按撤回办结。"),
    ),
}


@member(*READERS)
def objections_page(request: HttpRequest, tenant: str) -> HttpResponse:
    only_open = request.GET.get("all") != "1"
    rows, calendar = queries.objection_page(actor_of(request), only_open=only_open), statutory_calendar()
    for row in rows:
        due_on = row.accept_due_on if row.state == S.RECEIVED else row.answer_due_on
        row.due_on, row.days_left = due_on, workdays_left(due_on, calendar)  # type: ignore[attr-defined]
        row.is_open = row.state in policy.OPEN_OBJECTIONS  # type: ignore[attr-defined]
    return render(request, "publications/objections.html", {"rows": rows, "only_open": only_open})


@member(*READERS)
def objection(request: HttpRequest, tenant: str, pk: UUID) -> HttpResponse:
    return _show(request, queries.objection_for(actor_of(request), pk))


@member(Role.CITY_OFFICER, Role.CITY_LEADER)
def objection_step(request: HttpRequest, tenant: str, pk: UUID, act: str) -> HttpResponse:
    """POST only. A step that its form or its action refuses shows the page again with what was typed."""
    if act not in STEPS:
        raise NotFound()
    if request.method != "POST":
        return redirect("objection", tenant=tenant, pk=pk)
    make, call, said = STEPS[act]
    form, actor = make(request.POST), actor_of(request)
    row = queries.objection_for(actor, pk)
    if ask(form, lambda: call(pk, form.cleaned_data, actor)) is None:
        return _show(request, row, **{f"{act}_form": form})
    messages.success(request, said)
    return redirect("objection", tenant=tenant, pk=pk)


@member(Role.CITY_OFFICER, Role.CITY_LEADER)
def objection_reveal(request: HttpRequest, tenant: str, pk: UUID) -> HttpResponse:
    if request.method != "POST":
        return redirect("objection", tenant=tenant, pk=pk)
    form, actor = ReasonForm(request.POST), actor_of(request)
    row = queries.objection_for(actor, pk)
    shown = ask(
        form,
        lambda: receiving.reveal_objector(objection_id=pk, reason=form.cleaned_data["reason"], actor=actor),
    )
    return _show(request, row, reveal_form=form, is_revealed=shown is not None)


@member(*READERS)
def objection_file(request: HttpRequest, tenant: str, pk: UUID, file: UUID) -> HttpResponseBase:
    row = queries.objection_for(actor_of(request), pk)
    found = next((kept for kept in row.files.all() if kept.pk == file), None)
    if found is None:
        raise NotFound()
    return serve(str(found.file), download_name=found.name, content_type=found.content_type)


def _show(request: HttpRequest, row: Objection, **shown: Any) -> HttpResponse:
    actor, calendar = actor_of(request), statutory_calendar()
    is_handler = policy.is_handler(actor, row)
    is_waiting = row.state == S.RECEIVED
    due_on = row.accept_due_on if is_waiting else row.answer_due_on
    context = {
        "objection": row,
        "inquiry": getattr(row, "inquiry", None),
        "due_on": due_on,
        "days_left": workdays_left(due_on, calendar),
        "is_open": row.state in policy.OPEN_OBJECTIONS,
        "may_accept": is_waiting and actor.has_role(Role.CITY_OFFICER),
        "may_inquire": is_handler and row.state == S.ACCEPTED,
        "may_find": is_handler and row.state == S.INVESTIGATING,
        "may_extend": is_handler and row.state in (S.ACCEPTED, S.INVESTIGATING) and not row.is_extended,
        "may_close": is_handler and row.state == S.ACCEPTED and row.withdrawn_at is not None,
        "may_decide": row.state == S.INVESTIGATING and policy.may_decide(actor, row) and bool(row.finding),
        "may_reveal": policy.may_reveal(actor),
        "refuse_form": RefuseForm(),
        "inquire_form": InquiryForm(),
        "find_form": FindingForm(initial={"finding": row.finding}),
        "extend_form": ReasonForm(),
        "decide_form": DecisionForm(),
        "reveal_form": ReasonForm(auto_id="reveal_%s"),
        **shown,
    }
    bound = [form for form in shown.values() if isinstance(form, forms.Form)]
    return render(request, "publications/objection.html", context, status=status_of(*bound))
