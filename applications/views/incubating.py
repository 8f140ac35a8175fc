"""The incubation log of a unit: written by its district, read by the city."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from applications.actions import cultivating as acts
from applications.forms_cultivating import ActivityForm, EndForm, StrikeForm
from applications.queries import cultivating
from applications.wording import staff_word, tone
from applications.workflow import State
from portal.kit import clock
from portal.kit.access import member
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid

from .case_page import put_errors
from .queue import READERS

Slots = dict[str, forms.Form]


@member(*READERS)
@require_http_methods(["GET", "POST"])
def incubation(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """The log; its district's officer adds a line."""
    if request.method == "GET":
        return _page(request, pk)
    log = cultivating.log_for(request.actor, pk)  # type: ignore[attr-defined]
    form = ActivityForm(request.POST, stations=cultivating.open_workstations(log.unit))
    return _carry_out(
        request,
        tenant,
        pk,
        slots={"activity": form},
        act=lambda actor: acts.log_activity(unit_id=pk, **form.line(), actor=actor),
        done=_("已登记。"),
    )


@member(Role.DISTRICT_OFFICER)
@require_POST
def strike(request: HttpRequest, tenant: str, pk: int, activity_id: int) -> HttpResponse:
    form = StrikeForm(request.POST, prefix=f"strike-{activity_id}")
    return _carry_out(
        request,
        tenant,
        pk,
        slots={f"strike-{activity_id}": form},
        act=lambda actor: acts.strike_activity(
            activity_id=activity_id, reason=form.cleaned_data["reason"], actor=actor
        ),
        done=_("已作废，该条仍可查看，不再计入时长。"),
    )


@member(Role.DISTRICT_OFFICER)
@require_POST
def finish(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    return _carry_out(
        request,
        tenant,
        pk,
        slots={},
        act=lambda actor: acts.finish_incubation(unit_id=pk, actor=actor),
        done=_("培育孵化已完成，进入初筛。"),
    )


@member(Role.DISTRICT_OFFICER)
@require_POST
def end(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    form = EndForm(request.POST, prefix="end")
    return _carry_out(
        request,
        tenant,
        pk,
        slots={"end": form},
        act=lambda actor: acts.end_incubation(unit_id=pk, reason=form.cleaned_data["reason"], actor=actor),
        done=_("培育孵化已终止，申报主体将收到理由。"),
    )


def _carry_out(
    request: HttpRequest, tenant: str, pk: int, *, slots: Slots, act: Callable[[Actor], object], done: str
) -> HttpResponse:
    """One act on the log, back to it; or the page with what is wrong and what was typed."""
    if any(not form.is_valid() for form in slots.values()):
        return _page(request, pk, bound=slots, status=422)
    try:
        act(request.actor)  # type: ignore[attr-defined]
    except Invalid as error:
        for form in slots.values():
            put_errors(form, error)
        return _page(request, pk, bound=slots, status=422)
    except Conflict as error:
        return _page(request, pk, bound=slots, stale=error, status=error.status)
    messages.success(request, done)
    return redirect("incubation", tenant, pk)


def _page(
    request: HttpRequest, pk: int, *, bound: Slots | None = None, stale: Conflict | None = None, status: int = 200
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    log = cultivating.log_for(actor, pk)
    unit, found = log.unit, bound or {}
    is_own = unit.district_id in actor.districts_for(Role.DISTRICT_OFFICER)
    may_write = is_own and unit.state == State.INCUBATION
    shown: Slots = {}
    if may_write:
        stations = cultivating.open_workstations(unit)
        shown = {
            "activity": ActivityForm(stations=stations, initial={"held_on": clock.today()}),
            "end": EndForm(prefix="end"),
        } | {name: form for name, form in found.items() if name in {"activity", "end"}}
    context = {
        "unit": unit,
        "application": unit.application,
        "log": log,
        "lines": [_line(line, found, may_strike=is_own) for line in log.lines],
        "forms": shown,
        "refused": next(iter(found.values()), None),
        "may_write": may_write,
        "word": staff_word(unit.state, unit.edition),
        "tone": tone(unit.state),
        "stale": stale,
    }
    return render(request, "district/incubation.html", context, status=status)


def _line(line: Any, found: Slots, *, may_strike: bool) -> dict[str, Any]:
    name = f"strike-{line.pk}"
    form = found.get(name) or StrikeForm(prefix=name)
    return {"row": line, "form": form if may_strike and line.struck_at is None else None}
