"""Lists in the office: draft, the second person's approval with its effect shown first, and taking it back in time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.kit import clock
from portal.kit.access import member
from portal.kit.actor import Role
from portal.kit.errors import Conflict
from programmes.queries import edition_of

from .. import policy, queries
from ..actions import lists as actions
from ..actions.entries import issues_certificates
from ..actions.outside import OUTSIDE, mode_of, validity_for
from ..codes import figure_label, has_mark, has_reward, head_of_names
from ..forms import ListForm, ReasonForm, list_defaults
from ..models import ListState, PublishedList
from ..queries.public import all_list_entries
from ._common import READERS, actor_of, ask, status_of


class ReleaseForm(forms.Form):
    """expected: fingerprint of what the person saw."""

    expected = forms.CharField(widget=forms.HiddenInput)


@member(*READERS)
def lists(request: HttpRequest, tenant: str) -> HttpResponse:
    actor = actor_of(request)
    page = queries.list_page(actor, after=request.GET.get("after", ""))
    ready = queries.editions_to_list(actor) if actor.has_role(Role.CITY_OFFICER) else []
    return render(request, "publications/lists.html", {"page": page, "ready": ready})


@member(Role.CITY_OFFICER)
def list_new(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """pk: the edition; ?list= the code of the list to begin with, the first that can be drafted otherwise."""
    actor = actor_of(request)
    edition = edition_of(actor, pk)
    ready = queries.lists_to_draft(edition)
    choices = [one for one, _count in ready]
    chosen = next((one for one in choices if one.code == request.GET.get("list")), choices[0] if choices else None)
    first = list_defaults(edition, chosen) if chosen else {}
    form = ListForm(request.POST or None, initial=first, choices=choices)
    if request.method == "POST":
        row = ask(form, lambda: actions.draft_list(edition_id=pk, wording=form.wording(), actor=actor))
        if row is not None:
            messages.success(request, _("名单草稿已保存，等待市级审定人员公布。"))
            return redirect("list", tenant=tenant, pk=row.pk)
    context = {"form": form, "edition": edition, "ready": ready, "chosen": chosen}
    return render(request, "publications/list_form.html", context, status=status_of(form))


@member(Role.CITY_OFFICER)
def list_edit(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    actor = actor_of(request)
    row = queries.list_for(actor, pk)
    if row.state != ListState.DRAFT:
        raise Conflict(_("名单已经审定或公布，不能修改。"))
    own = row.edition.programme.list_named(row.code)
    others = [one for one, _count in queries.lists_to_draft(row.edition, but=pk) if one != own]
    keys = ("code", "title", "text", "document_number", "order", "release_on")
    first = {key: getattr(row, key) for key in keys} | {"issuers": "\n".join(row.issuers)}
    form = ListForm(request.POST or None, initial=first, choices=[*([own] if own else []), *others])
    if request.method == "POST":
        done = ask(form, lambda: actions.revise_list(list_id=pk, wording=form.wording(), actor=actor))
        if done is not None:
            messages.success(request, _("草稿已保存。"))
            return redirect("list", tenant=tenant, pk=pk)
    context = {"form": form, "edition": row.edition, "ready": [], "list": row}
    return render(request, "publications/list_form.html", context, status=status_of(form))


@member(*READERS)
def published_list(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    return _show(request, queries.list_for(actor_of(request), pk))


def _show(request: HttpRequest, row: PublishedList, *, call_back: forms.Form | None = None) -> HttpResponse:
    actor = actor_of(request)
    context: dict[str, Any] = {
        "list": row,
        "is_draft": row.state == ListState.DRAFT,
        "is_scheduled": row.state == ListState.SCHEDULED,
        "figure": figure_label(row.edition.programme, row.code),
        "name_head": head_of_names(row.edition.programme),
        "may_write": actor.has_role(Role.CITY_OFFICER),
        "call_back": call_back,
    }
    if row.state == ListState.RELEASED:
        context["entries"] = all_list_entries(row)
    else:
        context |= _what_would_go_out(row)
        context["may_release"] = policy.may_release(actor, row) and bool(context["lines"])
        context["is_drafter"] = row.drafted_by_id == actor.user_id
        context["may_call_back"] = policy.may_call_back(actor)
        context["call_back"] = call_back or ReasonForm(auto_id="back_%s")
    return render(request, "publications/list.html", context, status=status_of(call_back))


def _what_would_go_out(row: PublishedList) -> dict[str, Any]:
    """The effect of an approval: entries in order, numbers, validity, and the day."""
    lines, today = actions.lines_of(row), clock.today()
    seen = queries.seen_in(lines)
    waits = row.release_on is not None and today < row.release_on
    return {
        "lines": lines,
        "withheld": queries.withheld_units(row.edition, row.code),
        "numbers": queries.next_numbers(row, len(lines)) if issues_certificates(row.edition) else None,
        "validity": validity_for(row.edition, row.release_on if waits and row.release_on else today),
        "form": ReleaseForm(initial={"expected": actions.digest_of_seen(seen)}),
        "is_outside": mode_of(row.edition) == OUTSIDE,
        "grants_mark": has_mark(row.edition),
        "earns_reward": has_reward(row.edition),
        "waits": waits,
        "has_changed": row.state == ListState.SCHEDULED and seen != row.approved_seen,
    }


@member(Role.CITY_LEADER)
def list_release(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """POST only; the page before it has shown the effect."""
    actor = actor_of(request)
    if request.method != "POST":
        return redirect("list", tenant=tenant, pk=pk)
    row = actions.release_list(list_id=pk, expected=request.POST.get("expected", ""), actor=actor)
    if row.state == ListState.SCHEDULED:
        messages.success(request, _("名单已审定，将于 %s 0:00 公布。") % row.release_on)
    else:
        messages.success(request, _("名单已公布。"))
    return redirect("list", tenant=tenant, pk=row.pk)


@member(Role.CITY_OFFICER, Role.CITY_LEADER)
def list_call_back(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """POST only: take back what is approved for a day to come."""
    actor = actor_of(request)
    if request.method != "POST":
        return redirect("list", tenant=tenant, pk=pk)
    form = ReasonForm(request.POST, auto_id="back_%s")
    row = ask(form, lambda: actions.call_back_list(list_id=pk, reason=form.cleaned_data["reason"], actor=actor))
    if row is None:
        return _show(request, queries.list_for(actor, pk), call_back=form)
    messages.success(request, _("名单已撤回为草稿，须重新审定后才会公布。"))
    return redirect("list", tenant=tenant, pk=pk)


@member(Role.CITY_OFFICER)
def list_discard(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    if request.method == "POST":
        actions.discard_list(list_id=pk, actor=actor_of(request))
        messages.success(request, _("草稿已删除。"))
    return redirect("lists", tenant=tenant)
