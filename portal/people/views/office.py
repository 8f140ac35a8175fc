"""Members and the expert pool of a tenant."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.kit.access import member
from portal.kit.errors import Invalid
from portal.people import queries
from portal.people.actions import experts as pool_actions
from portal.people.actions import members as member_actions
from portal.people.forms import show_refusal
from portal.people.forms.office import ExpertFilter, ExpertForm, InviteForm, MemberFilter, ReasonForm
from portal.people.policy import MEMBER_KEEPERS, POOL_KEEPERS

from .paging import after_of, cut


@member(*MEMBER_KEEPERS)
def members(request: HttpRequest, tenant: str) -> HttpResponse:
    """The list, and the form that invites."""
    actor = request.actor  # type: ignore[attr-defined]
    here = {"districts": queries.districts_of(actor.tenant_id), "bodies": queries.bodies_of(actor.tenant_id)}
    form = InviteForm(request.POST or None, **here)
    if form.is_valid():
        try:
            row = member_actions.invite_member(invitation=form.invitation(), actor=actor)
        except Invalid as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("已邀请 %(email)s，邮件正在发送。") % {"email": row.user.email})
            return redirect("members", tenant=tenant)
    chosen = MemberFilter(request.GET)
    state = chosen.cleaned_data["state"] if chosen.is_valid() else ""
    page = cut(request, queries.members_page(actor, state=state, after=after_of(request)))
    context = {"form": form, "filter_form": chosen, **page}
    return render(request, "people/members.html", context, status=422 if form.is_bound else 200)


@member(*MEMBER_KEEPERS)
def change_member(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """One member: re-send, suspend with a reason, take back."""
    row = queries.member_for(request.actor, pk)  # type: ignore[attr-defined]
    is_needed = request.POST.get("act", "suspend") == "suspend"
    form = ReasonForm(request.POST or None, is_needed=is_needed)
    if form.is_valid():
        try:
            messages.success(request, _change_member(request, form, pk))
        except Invalid as error:
            show_refusal(form, error)
        else:
            return redirect("members", tenant=tenant)
    return render(request, "people/member.html", {"row": row, "form": form}, status=422 if form.is_bound else 200)


def _change_member(request: HttpRequest, form: ReasonForm, pk: int) -> str:
    actor, act = request.actor, request.POST.get("act")  # type: ignore[attr-defined]
    if act == "resend":
        row = member_actions.resend_invitation(membership_id=pk, actor=actor)
        return _("已重新发送邀请给 %(who)s。") % {"who": row.user.email}
    if act == "reactivate":
        row = member_actions.reactivate_member(membership_id=pk, actor=actor)
        return _("已恢复 %(who)s 的角色。") % {"who": row.user}
    row = member_actions.suspend_member(membership_id=pk, reason=form.cleaned_data["reason"], actor=actor)
    return _("已停用 %(who)s 的角色，立即生效。") % {"who": row.user}


@member(*POOL_KEEPERS)
def expert_pool(request: HttpRequest, tenant: str) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    chosen = ExpertFilter(request.GET)
    wanted: dict[str, Any] = chosen.cleaned_data if chosen.is_valid() else {}
    rows = queries.expert_page(actor, after=after_of(request), **wanted)
    return render(request, "people/expert_pool.html", {"filter_form": chosen, **cut(request, rows)})


@member(*POOL_KEEPERS)
def add_expert(request: HttpRequest, tenant: str) -> HttpResponse:
    form = ExpertForm(request.POST or None, tenant=request.tenant)  # type: ignore[attr-defined]
    if form.is_valid():
        try:
            expert = pool_actions.add_expert(
                email=form.cleaned_data["email"],
                facts=form.facts(),
                actor=request.actor,  # type: ignore[attr-defined]
            )
        except Invalid as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("%(name)s 已加入专家库，并发送了邀请。") % {"name": expert.name})
            return redirect("expert_pool", tenant=tenant)
    return render(request, "people/expert.html", {"form": form}, status=422 if form.is_bound else 200)


@member(*POOL_KEEPERS)
def edit_expert(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    expert = queries.expert_for(request.actor, pk)  # type: ignore[attr-defined]
    keys = ("name", "field", "title", "employer_name", "employer_uscc", "district_code")
    initial = {key: getattr(expert, key) for key in keys}
    form = ExpertForm(request.POST or None, tenant=request.tenant, is_edit=True, initial=initial)  # type: ignore[attr-defined]
    if form.is_valid():
        try:
            pool_actions.edit_expert(expert_id=pk, facts=form.facts(), actor=request.actor)  # type: ignore[attr-defined]
        except Invalid as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("已保存 %(name)s 的资料。") % {"name": form.cleaned_data["name"]})
            return redirect("expert_pool", tenant=tenant)
    context = {"form": form, "expert": expert}
    return render(request, "people/expert.html", context, status=422 if form.is_bound else 200)


@member(*POOL_KEEPERS)
def switch_expert(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """Leave an expert out of draws, with a reason, or take him back."""
    actor = request.actor  # type: ignore[attr-defined]
    expert = queries.expert_for(actor, pk)
    form = ReasonForm(request.POST or None, is_needed=expert.is_available)
    if form.is_valid():
        try:
            if expert.is_available:
                pool_actions.pause_expert(expert_id=pk, reason=form.cleaned_data["reason"], actor=actor)
            else:
                pool_actions.resume_expert(expert_id=pk, actor=actor)
        except Invalid as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("已更新 %(name)s 的抽取状态。") % {"name": expert.name})
            return redirect("expert_pool", tenant=tenant)
    context = {"expert": expert, "form": form}
    return render(request, "people/expert_switch.html", context, status=422 if form.is_bound else 200)
