"""An outside body's pages: its desk, an entrusted case to read, and its files."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from applications.models import CertificationStep, Entrustment
from applications.queries import agencies
from applications.wording import staff_word, tone
from portal.audit.record import record
from portal.kit import clock
from portal.kit.access import member
from portal.kit.actor import Actor, Role
from portal.people.views.paging import after_of
from portal.tenancy.files import serve

from .agency_parts import render_case


@member(Role.THIRD_PARTY_AGENCY)
@require_GET
def desk(request: HttpRequest, tenant: str) -> HttpResponse:
    """What is entrusted to my body and not done; ?part=done: what is."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    is_done = request.GET.get("part") == "done"
    page, counts = agencies.desk_page(actor, is_done=is_done, after=after_of(request)), agencies.desk_counts(actor)
    steps = agencies.open_steps_of(page.rows)
    part = "?part=done" if is_done else "?"
    context = {
        "bodies": sorted(actor.bodies_for(Role.THIRD_PARTY_AGENCY)),
        "is_done": is_done,
        "rows": [desk_row(row, steps.get(row.unit_id)) for row in page.rows],
        "tabs": [
            {"label": _("待办"), "url": "?", "is_current": not is_done, "count": counts["open"]},
            {"label": _("已办"), "url": "?part=done", "is_current": is_done, "count": counts["done"]},
        ],
        "next_url": f"{part}&after={page.next_after}" if page.next_after else "",
    }
    return render(request, "agency/desk.html", context)


def desk_row(row: Entrustment, step: CertificationStep | None) -> dict[str, Any]:
    """One line: what, for whom, where it is, and until when a nonconformity is to be closed."""
    return {
        "entrustment": row,
        "unit": row.unit,
        "application": row.unit.application,
        "edition": row.unit.edition,
        "word": staff_word(row.unit.state, row.unit.edition),
        "tone": tone(row.unit.state),
        "step": step,
        "is_overdue": step is not None and step.due_on is not None and step.due_on < clock.today(),
    }


@member(Role.THIRD_PARTY_AGENCY)
@require_GET
def case(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """One entrusted case, and what may be decided now."""
    return render_case(request, pk)


@member(Role.THIRD_PARTY_AGENCY)
@require_GET
def file(request: HttpRequest, tenant: str, pk: int, file_id: int) -> FileResponse:
    """A file of the version that the entrustment is about, on the record."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    held, row = agencies.entrusted_attachment(actor, pk, file_id)
    try:
        response = serve(str(row.file.name), download_name=row.name, content_type=row.content_type)
    except FileNotFoundError as error:
        raise Http404 from error
    record(
        actor=actor,
        act="read_entrusted_attachment",
        subject=f"applications.attachment:{row.pk}",
        tenant_id=row.tenant_id,
        payload={"entrustment": held.pk, "body": held.body.name, "sha256": row.sha256},
    )
    return response
