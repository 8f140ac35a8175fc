"""Lists in the office: draft, and the release by another person with its effect shown first."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.kit.access import member
from portal.kit.actor import Role
from portal.kit.errors import Conflict

from .. import policy, queries
from ..actions import lists as actions
from ..forms import ListForm, list_defaults
from ..models import ListState, PublishedList
from ..queries.office import edition_for
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
    """pk: the edition."""
    actor = actor_of(request)
    edition = edition_for(actor, pk)
    form = ListForm(request.POST or None, initial=list_defaults(edition), edition=edition)
    if request.method == "POST":
        row = ask(form, lambda: actions.draft_list(edition_id=pk, wording=form.wording(), actor=actor))
        if row is not None:
            messages.success(request, _("名单草稿已保存，等待市级审定人员公布。"))
            return redirect("list", tenant=tenant, pk=row.pk)
    context = {"form": form, "edition": edition, "units": queries.listable_units(edition)}
    return render(request, "publications/list_form.html", context, status=status_of(form))


@member(Role.CITY_OFFICER)
def list_edit(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    actor = actor_of(request)
    row = queries.list_for(actor, pk)
    if row.state != ListState.DRAFT:
        raise Conflict(_("名单已经公布，不能修改。"))
    keys = ("code", "title", "text", "document_number", "order")
    first = {key: getattr(row, key) for key in keys} | {"issuers": "\n".join(row.issuers)}
    form = ListForm(request.POST or None, initial=first, edition=row.edition)
    if request.method == "POST":
        done = ask(form, lambda: actions.revise_list(list_id=pk, wording=form.wording(), actor=actor))
        if done is not None:
            messages.success(request, _("草稿已保存。"))
            return redirect("list", tenant=tenant, pk=pk)
    context = {"form": form, "edition": row.edition, "units": [], "list": row}
    return render(request, "publications/list_form.html", context, status=status_of(form))


@member(*READERS)
def published_list(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    return _show(request, queries.list_for(actor_of(request), pk))


def _show(request: HttpRequest, row: PublishedList) -> HttpResponse:
    actor = actor_of(request)
    context: dict[str, Any] = {"list": row, "is_draft": row.state == ListState.DRAFT}
    if row.state == ListState.DRAFT:
        units = queries.listable_units(row.edition, row.order)
        context |= {
            "units": units,
            "withheld": queries.withheld_units(row.edition),
            "numbers": queries.next_numbers(row, len(units)) if actions.issues_certificates(row.edition) else None,
            "validity": actions.validity_today(row.edition),
            "form": ReleaseForm(initial={"expected": actions.fingerprint(units)}),
            "may_release": policy.may_release(actor, row) and bool(units),
            "may_write": actor.has_role(Role.CITY_OFFICER),
            "is_drafter": row.drafted_by_id == actor.user_id,
        }
    else:
        context["entries"] = all_list_entries(row)
    return render(request, "publications/list.html", context)


@member(Role.CITY_LEADER)
def list_release(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """POST only; the page before it has shown the effect."""
    actor = actor_of(request)
    if request.method != "POST":
        return redirect("list", tenant=tenant, pk=pk)
    row = actions.release_list(list_id=pk, expected=request.POST.get("expected", ""), actor=actor)
    messages.success(request, _("名单已公布。"))
    return redirect("list", tenant=tenant, pk=row.pk)


@member(Role.CITY_OFFICER)
def list_discard(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    if request.method == "POST":
        actions.discard_list(list_id=pk, actor=actor_of(request))
        messages.success(request, _("草稿已删除。"))
    return redirect("lists", tenant=tenant)
