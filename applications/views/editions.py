"""Leading an edition: all of them, one cockpit, its dates; and what waits for whoever opens the office."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from applications import terms
from applications.actions.editions import change_dates
from applications.awaiting import Awaiting, awaiting_for
from applications.edition_rules import DATES
from applications.forms_edition import DatesForm
from applications.queries import office
from applications.queries.recommending import counts_by_edition, district_lines, overdue_corrections
from portal.kit import clock
from portal.kit.access import OFFICE, member
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid
from portal.tenancy.calendar import statutory_calendar
from programmes.models import Edition, EditionState
from programmes.queries import edition_of

from . import edition_parts as parts
from .case_page import put_errors, renew
from .shown import deadline_box

# Who may open the queue; an administrator of the organiser may not.
QUEUE_READERS = tuple(role for role in OFFICE if role != Role.TENANT_ADMIN)


@member(*OFFICE)
@require_GET
def office_home(request: HttpRequest, tenant: str) -> HttpResponse:
    """What waits for this person now, by edition and role, with counts, due dates and the page to go to."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    editions = {edition.pk: edition for edition in office.editions_of(actor)}
    counts = {(row["edition_id"], row["station"]): row["number"] for row in counts_by_edition(actor)}
    is_reader = actor.has_role(*QUEUE_READERS)
    late = overdue_corrections(actor) if is_reader else 0
    rows = [
        _task_row(task, edition, counts[edition.pk, task.station.value], tenant)
        for edition in editions.values()
        for task in parts.TASKS
        if actor.has_role(task.role) and task.fits(edition) and counts.get((edition.pk, task.station.value))
    ]
    rows += [_awaiting_row(one) for one in awaiting_for(actor, tenant)]
    context = {
        "tasks": sorted(
            rows, key=lambda row: (row["closes_at"] is None, row["closes_at"] or clock.now(), row["label"])
        ),
        "late": late,
        "late_url": reverse("queue", args=(tenant,)) + "?station=returned_for_correction",
        "editions": [_edition_row(edition, tenant) for edition in editions.values()],
        "is_admin": actor.has_role(Role.TENANT_ADMIN),
        "is_supervisor": actor.has_role(Role.SUPERVISOR),
        "members_url": parts.address("members", tenant),
        "audit_url": parts.address("audit_log", tenant),
    }
    return render(request, "office/home.html", context)


def _task_row(task: parts.Task, edition: Edition, count: object, tenant: str) -> dict[str, Any]:
    closes_at = getattr(edition, task.due) if task.due else None
    elsewhere = parts.address(task.url_name, tenant) if task.url_name != "queue" else ""
    return {
        "label": str(task.label),
        "count": count,
        "edition": edition,
        "closes_at": closes_at,
        "box": deadline_box(closes_at, statutory_calendar()) if closes_at else None,
        "url": elsewhere or parts.queue_address(tenant, edition.pk, task.station.value),
    }


def _awaiting_row(one: Awaiting) -> dict[str, Any]:
    return {
        "label": one.label,
        "count": one.count,
        "edition": one.edition,
        "closes_at": one.due_at,
        "box": deadline_box(one.due_at, statutory_calendar()) if one.due_at else None,
        "url": one.url,
    }


def _edition_row(edition: Edition, tenant: str) -> dict[str, Any]:
    is_taking = terms.is_taking(edition, clock.now())
    return {
        "edition": edition,
        "url": reverse("edition", args=(tenant, edition.pk)),
        "is_taking": is_taking,
        "box": deadline_box(edition.closes_at, statutory_calendar()) if is_taking else None,
    }


@member(*OFFICE)
@require_GET
def editions(request: HttpRequest, tenant: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = [_edition_row(row, tenant) for row in office.editions_of(actor)]
    context = {"editions": rows, "may_make": actor.has_role(Role.CITY_OFFICER, Role.TENANT_ADMIN)}
    return render(request, "office/editions.html", context)


@member(*OFFICE)
@require_GET
def edition(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """The cockpit: dates, stages with counts, districts, settings, and where to go next."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = edition_of(actor, pk)
    counts = office.station_counts(actor, office.QueueFilter(edition_id=row.pk))
    calendar = statutory_calendar()
    has_districts = row.has_stage("district_review")
    names = (_("开始申报"), _("截止申报"), _("区级推荐截止"), _("评审截止"))
    may_try = actor.has_role(Role.CITY_OFFICER, Role.CITY_LEADER, Role.SUPERVISOR, Role.TENANT_ADMIN)
    context = {
        "edition": row,
        "programme": row.programme,
        "dates": [
            {"label": label, "at": at, "box": deadline_box(at, calendar) if at and name != "opens_at" else None}
            for label, name in zip(names, DATES, strict=True)
            if name != "district_due_at" or has_districts
            for at in [getattr(row, name)]
        ],
        "stages": parts.stage_rows(row, counts, tenant),
        "total": counts.total,
        "has_districts": has_districts,
        "districts": district_lines(actor, row) if has_districts else [],
        "parameters": parts.parameter_rows(row),
        "own_settings": parts.own_settings(row),
        "switched": parts.switched_words(row),
        "rehearsals_url": parts.address("rehearsals", tenant, row.pk) if may_try else "",
        "may_try": may_try,
        "may_change": actor.has_role(Role.CITY_OFFICER, Role.TENANT_ADMIN),
        **parts.course_of(row),
        "may_read_cases": actor.roles != {Role.TENANT_ADMIN},  # an administrator alone sees numbers, no filings
        "next_acts": _next_acts(actor, row, tenant),
    }
    return render(request, "office/edition.html", context)


def _next_acts(actor: Actor, edition: Edition, tenant: str) -> list[tuple[object, str]]:
    """(label, address) of the pages on which the edition goes on, for whoever may open them: those of its stages."""
    if not actor.has_role(Role.CITY_OFFICER, Role.CITY_LEADER, Role.SUPERVISOR):
        return []
    acts = (
        (_("专家组"), "panels", "expert_review"),
        (_("实地抽查"), "inspections", "site_inspection"),
        (_("拟认定结果"), "runs", "decision"),
        (_("公示"), "notices", "public_notice"),
        (_("名单"), "lists", "publish"),
    )
    return [
        (label, url) for label, name, stage in acts if edition.has_stage(stage) and (url := parts.address(name, tenant))
    ]


@member(Role.CITY_OFFICER, Role.TENANT_ADMIN)
@require_http_methods(["GET", "POST"])
def dates(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """Change the dates with a reason; the order of the four instants is the action's to check."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = edition_of(actor, pk)
    now = {name: getattr(row, name) for name in DATES} | {"expected_version": row.version}
    form = DatesForm(request.POST if request.method == "POST" else None, initial=now)
    form.fields["reason"].required = row.state != EditionState.DRAFT
    stale = None
    if form.is_bound and form.is_valid():
        try:
            change_dates(edition_id=row.pk, **form.cleaned_data, actor=actor)
        except Invalid as error:
            put_errors(form, error)
        except Conflict as error:
            stale = error
            renew(form, row.version)
        else:
            messages.success(request, _("日期已修改，区级部门和正在填报的单位将收到通知。"))
            return redirect("edition", tenant, row.pk)
    context = {"edition": row, "form": form, "stale": stale, "now": [getattr(row, name) for name in DATES]}
    return render(request, "office/dates.html", context, status=409 if stale else 422 if form.errors else 200)
