"""Districts' own terms in an edition, all on one page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications.actions.edition_districts import set_districts
from applications.forms_edition_districts import LABELS, DistrictsForm
from applications.queries.editions import all_districts, district_rows
from portal.kit.access import member
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid
from programmes.models import EditionState
from programmes.queries import edition_of

from .case_page import put_errors, renew


@member(Role.CITY_OFFICER, Role.TENANT_ADMIN)
@require_http_methods(["GET", "POST"])
def districts(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """A district may be earlier than the edition, never later; what is empty is as the edition says."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = edition_of(actor, pk)
    now = {one.district_id: one for one in district_rows(row)}
    form = DistrictsForm(
        request.POST if request.method == "POST" else None,
        districts=all_districts(row.tenant_id),
        now=now,
        initial={"expected_version": row.version},
    )
    stale = None
    if form.is_bound and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("reason", "expected_version")}
        try:
            set_districts(edition_id=row.pk, terms=form.terms(), **given, actor=actor)
        except Invalid as error:
            put_errors(form, error)
        except Conflict as error:
            stale = error
            renew(form, row.version)
        else:
            messages.success(request, _("各区设置已保存。"))
            return redirect("edition", tenant, row.pk)
    context = {
        "edition": row,
        "form": form,
        "stale": stale,
        "heads": list(LABELS.values()),
        "is_told": row.state != EditionState.DRAFT,
        "is_asked": row.has_stage("district_review"),
    }
    status = 409 if stale else 422 if form.errors else 200
    return render(request, "office/edition_districts.html", context, status=status)
