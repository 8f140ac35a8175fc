"""The office's page on which units are entrusted to outside bodies, and taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications.actions import entrusting as acts
from applications.forms_agency import NAMED, EntrustForm, TakeBackForm
from applications.models import Entrustment, Purpose
from applications.queries import entrusting
from applications.queries.agencies import open_steps_of
from portal.kit.access import member
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid
from portal.people.views.paging import after_of

from .agency import desk_row
from .case_page import put_errors

CITY = (Role.CITY_OFFICER, Role.CITY_LEADER, Role.SUPERVISOR)
HELD = "held"


@member(*CITY)
@require_http_methods(["GET", "POST"])
def entrust(request: HttpRequest, tenant: str) -> HttpResponse:
    """?part=screening, certification: what waits for a body, to be given out in bulk; held: what bodies have."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    counts = entrusting.entrusting_counts(actor)
    part = part_of(request, counts)
    if part == HELD:
        return render(request, "agency/entrusting.html", held_context(request, counts))
    page = entrusting.waiting_page(actor, part, after=after_of(request))
    bodies = list(entrusting.bodies_for_purpose(actor.tenant_id or 0, part))
    form = EntrustForm(
        request.POST if request.method == "POST" else None,
        unit_ids=[row.unit.pk for row in page.rows],
        bodies=bodies,
        has_named=any(row.named for row in page.rows),
    )
    stale = None
    if form.is_bound and form.is_valid():
        try:
            count = give(part, form, actor)
        except Invalid as error:
            put_errors(form, error)
        except Conflict as error:
            stale = error
        else:
            messages.success(request, _("已委托 %s 个申报，机构会收到通知。") % count)
            return redirect(f"{request.path}?part={part}")
    chosen = set(form.data.getlist("units")) if form.is_bound else {str(r.unit.pk) for r in page.rows if r.named}  # type: ignore[attr-defined]
    context = {
        "part": part,
        "tabs": tabs_of(counts, part),
        "rows": [{"row": row, "is_chosen": str(row.unit.pk) in chosen} for row in page.rows],
        "form": form,
        "bodies": bodies,
        "stale": stale,
        "may_write": actor.has_role(Role.CITY_OFFICER),
        "next_url": f"?part={part}&after={page.next_after}" if page.next_after else "",
    }
    return render(request, "agency/entrusting.html", context, status=409 if stale else 422 if form.errors else 200)


def part_of(request: HttpRequest, counts: dict[str, int]) -> str:
    """The part asked for, else the first in which something waits."""
    asked = request.GET.get("part", "")
    if asked in counts:
        return asked
    return next((part for part in (*Purpose.values, HELD) if counts[part]), Purpose.SCREENING.value)


def give(purpose: str, form: EntrustForm, actor: Actor) -> int:
    """How many units were given out."""
    unit_ids, body = form.cleaned_data["units"], form.cleaned_data["body"]
    if body == NAMED:
        return len(acts.entrust_as_named(unit_ids=unit_ids, purpose=purpose, actor=actor))
    return len(acts.entrust(unit_ids=unit_ids, body_id=int(body), purpose=purpose, actor=actor))


def tabs_of(counts: dict[str, int], part: str) -> list[dict[str, Any]]:
    labels = {
        Purpose.SCREENING.value: _("待委托初筛"),
        Purpose.CERTIFICATION.value: _("待委托认证"),
        HELD: _("机构办理中"),
    }
    return [
        {"label": label, "url": f"?part={key}", "is_current": key == part, "count": counts[key]}
        for key, label in labels.items()
    ]


def held_context(request: HttpRequest, counts: dict[str, int]) -> dict[str, Any]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    page = entrusting.held_page(actor, after=after_of(request))
    steps = open_steps_of(page.rows)
    return {
        "part": HELD,
        "tabs": tabs_of(counts, HELD),
        "rows": [held_row(row, steps) for row in page.rows],
        "may_write": actor.has_role(Role.CITY_OFFICER),
        "next_url": f"?part={HELD}&after={page.next_after}" if page.next_after else "",
    }


def held_row(row: Entrustment, steps: dict[int, Any]) -> dict[str, Any]:
    may_take_back = row.unit.state in entrusting.TAKEN_BACK_AT[row.purpose]
    return {**desk_row(row, steps.get(row.unit_id)), "may_take_back": may_take_back}


@member(Role.CITY_OFFICER)
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """Take one back, or give it to another body at once."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = entrusting.office_entrustment(actor, pk)
    bodies = entrusting.bodies_for_purpose(row.tenant_id, row.purpose).exclude(pk=row.body_id)
    form = TakeBackForm(request.POST if request.method == "POST" else None, bodies=bodies)
    if form.is_bound and form.is_valid():
        reason, body = form.cleaned_data["reason"], form.cleaned_data["body"]
        try:
            if body:
                acts.give_to_another(entrustment_id=pk, body_id=int(body), reason=reason, actor=actor)
            else:
                acts.take_back(entrustment_id=pk, reason=reason, actor=actor)
        except Invalid as error:
            put_errors(form, error)
        else:
            messages.success(request, _("已改派。") if body else _("已收回，请另行委托。"))
            return redirect(f"/{tenant}/office/entrusting/?part={HELD}")
    context = {**desk_row(row, None), "form": form}
    return render(request, "agency/take_back.html", context, status=422 if form.errors else 200)
