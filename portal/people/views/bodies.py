"""The register of departments, agencies and certification bodies."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.kit.access import member
from portal.kit.errors import Invalid
from portal.people import queries
from portal.people.actions import bodies as body_actions
from portal.people.forms import show_refusal
from portal.people.forms.office import BodyForm, ReasonForm
from portal.people.policy import MEMBER_KEEPERS

from .paging import after_of


@member(*MEMBER_KEEPERS)
def bodies(request: HttpRequest, tenant: str) -> HttpResponse:
    """The list, and the form that enters one."""
    actor = request.actor  # type: ignore[attr-defined]
    form = BodyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            row = body_actions.add_body(**form.cleaned_data, actor=actor)
        except Invalid as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("已登记%(name)s。可以邀请其人员了。") % {"name": row.name})
            return redirect("bodies", tenant=tenant)
    page = _cut(request, queries.body_page(actor, after=after_of(request)))
    return render(request, "people/bodies.html", {"form": form, **page}, status=422 if form.is_bound else 200)


def _cut(request: HttpRequest, found: list[Any]) -> dict[str, Any]:
    rows = found[: queries.PAGE_SIZE]
    next_url = f"?after={rows[-1][0].pk}" if len(found) > queries.PAGE_SIZE else ""
    return {"rows": [{"body": body, "people": people} for body, people in rows], "next_url": next_url}


@member(*MEMBER_KEEPERS)
def switch_body(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """Switch a body off with a reason, or on again."""
    actor = request.actor  # type: ignore[attr-defined]
    row = queries.body_for(actor, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None, is_needed=row.is_active)
    if form.is_valid():
        try:
            if row.is_active:
                body_actions.switch_off_body(body_id=pk, reason=form.cleaned_data["reason"], actor=actor)
            else:
                body_actions.switch_on_body(body_id=pk, actor=actor)
        except Invalid as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("已更新%(name)s的状态。") % {"name": row.name})
            return redirect("bodies", tenant=tenant)
    context = {"row": row, "form": form}
    return render(request, "people/body.html", context, status=422 if form.is_bound else 200)
