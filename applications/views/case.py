"""The case page of an office, its files, and personal values shown whole for a reason."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from applications import queries
from applications.actions.revealing import READERS as REVEALERS
from applications.actions.revealing import reveal_personal
from applications.forms_case import RevealForm
from applications.personal import MASKS, WORDS
from applications.queries.case import office_attachment
from portal.audit.record import record
from portal.kit.access import member
from portal.kit.actor import Actor
from portal.kit.errors import Invalid
from portal.tenancy.files import serve

from .case_page import put_errors, render_case
from .queue import READERS


@member(*READERS)
@require_GET
def case(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """One filing with everything that is known of it, and the decision that waits."""
    return render_case(request, pk)


@member(*READERS)
@require_GET
def attachment(request: HttpRequest, tenant: str, pk: int) -> FileResponse:
    """A file of a filing, on the record."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = office_attachment(actor, pk)
    try:
        response = serve(str(row.file.name), download_name=row.name, content_type=row.content_type)
    except FileNotFoundError as error:
        raise Http404 from error
    record(
        actor=actor,
        act="read_attachment",
        subject=f"applications.attachment:{row.pk}",
        tenant_id=row.tenant_id,
        payload={"application": row.application_id, "sha256": row.sha256},
    )
    return response


@member(*REVEALERS)
@never_cache
@require_http_methods(["GET", "POST"])
def reveal(request: HttpRequest, tenant: str, pk: int, key: str) -> HttpResponse:
    """Ask for one masked value with a reason; the answer stands on this page only."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    application = queries.get_for(actor, pk)
    if key not in MASKS:
        raise Http404
    form, value = RevealForm(request.POST if request.method == "POST" else None), ""
    if form.is_bound and form.is_valid():
        try:
            value = reveal_personal(application_id=pk, key=key, reason=form.cleaned_data["reason"], actor=actor)
        except Invalid as error:
            put_errors(form, error)
    context = {
        "application": application,
        "form": form,
        "value": value,
        "label": WORDS[key],
        "title": _("查看个人信息"),
    }
    return render(request, "office/reveal.html", context, status=422 if form.errors else 200)
