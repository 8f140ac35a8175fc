"""The audit log of an organiser: list, one event, export."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.kit import clock
from portal.kit.access import member
from portal.kit.errors import Invalid

from . import queries
from .export import json_lines, worksheet
from .forms import LogFilterForm
from .policy import READERS
from .record import record

FILES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson; charset=utf-8",
}


@member(*READERS)
@require_safe
def audit_log(request: HttpRequest, tenant: str) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    form = LogFilterForm(request.GET or None)
    is_wrong = form.is_bound and not form.is_valid()
    cursors = {name: parse_id(request.GET.get(name, "")) for name in ("before", "after")}
    page = queries.log_page(actor, form.wanted(), **cursors)
    context: dict[str, Any] = {"form": form, "page": page, "is_wrong": is_wrong, "now": clock.now()}
    context |= {name: page_url(request, name, key) for name, key in (("before", page.older), ("after", page.newer))}
    context["filters"] = filters_of(request)
    context["here"] = reverse("audit_log", args=[tenant])
    return render(request, "audit/log.html", context, status=422 if is_wrong else 200)


@member(*READERS)
@require_safe
def audit_event(request: HttpRequest, tenant: str, pk: uuid.UUID) -> HttpResponse:
    detail = queries.event_detail(request.actor, pk)  # type: ignore[attr-defined]
    return render(request, "audit/event.html", {"detail": detail, "event": detail.event, "seal": detail.seal})


@member(*READERS)
@require_safe
def audit_export(request: HttpRequest, tenant: str, kind: str) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    form = LogFilterForm(request.GET or None)
    if form.is_bound and not form.is_valid():
        raise Invalid("；".join(str(error) for errors in form.errors.values() for error in errors))
    rows = list(queries.exported(actor, form.wanted()))
    record(
        actor=actor,
        act="export_audit_log",
        subject=f"tenancy.tenant:{actor.tenant_id}",
        tenant_id=actor.tenant_id,
        payload={"events": len(rows), "kind": kind, "filters": filters_of(request)},
    )
    content = worksheet(rows) if kind == "xlsx" else b"".join(json_lines(rows))
    name = f"audit-{tenant}-{clock.today():%Y%m%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=FILES[kind], headers=headers)


def filters_of(request: HttpRequest) -> str:
    """The filters of the address as a query string, without the page."""
    kept = request.GET.copy()
    for name in ("before", "after"):
        kept.pop(name, None)
    return kept.urlencode()


def page_url(request: HttpRequest, name: str, key: uuid.UUID | None) -> str:
    """Address of a neighbouring page; empty at the end."""
    if key is None:
        return ""
    kept = request.GET.copy()
    for other in ("before", "after"):
        kept.pop(other, None)
    kept[name] = str(key)
    return f"{request.path}?{kept.urlencode()}"


def parse_id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
