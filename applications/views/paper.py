"""The paper form at the counter: one case, or many envelopes by their reference numbers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from applications.actions import receiving
from applications.forms_receiving import BatchForm, PaperForm
from applications.queries import paper as queries
from portal.kit import clock
from portal.kit.access import member
from portal.kit.actor import Actor, Role
from portal.kit.errors import Invalid

from .case_page import carry_out, put_errors
from .steps import say_day


@member(Role.CITY_OFFICER)
@require_POST
def record(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """One stamped form: matched, not matching, or not there."""
    return carry_out(
        request,
        tenant,
        pk,
        slot="paper",
        form=PaperForm(request.POST, prefix="paper"),
        act=lambda found: receiving.record_paper(application_id=pk, **found, actor=request.actor),  # type: ignore[attr-defined]
        done=_("纸质申报表已登记。"),
    )


@member(Role.CITY_OFFICER)
@require_http_methods(["GET", "POST"])
def batch(request: HttpRequest, tenant: str) -> HttpResponse:
    """Many matching forms at once; each line says what became of it, wrong ones stay in the box."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = BatchForm(request.POST if request.method == "POST" else None, initial={"received_on": clock.today()})
    results: list[receiving.LineResult] = []
    if form.is_bound and form.is_valid():
        found = form.cleaned_data
        try:
            results = receiving.record_papers(lines=found.pop("references").splitlines(), **found, actor=actor)
        except Invalid as error:
            put_errors(form, error)
    if results:
        left = "\n".join(row.text for row in results if not row.is_done)
        form = BatchForm(initial={**form.cleaned_data, "references": left})
    context = batch_context(actor, form, results, tenant=tenant, after=request.GET.get("after", ""))
    return render(request, "office/paper.html", context, status=422 if form.errors else 200)


def batch_context(
    actor: Actor, form: BatchForm, results: list[receiving.LineResult], *, tenant: str, after: str
) -> dict[str, Any]:
    """Everything that office/paper.html shows. after: the keyset of the list of what is still awaited."""
    key = int(after) if after.isascii() and after.isdigit() and len(after) < 12 else 0
    rows, next_after = queries.awaited_page(actor, after=key)
    here = reverse("paper", args=(tenant,))
    return {
        "form": form,
        "results": results,
        "done_count": sum(row.is_done for row in results),
        "counts": queries.count_awaited(actor),
        "editions": [
            {"title": edition.title, "closing": say_day(queries.last_day_of(edition))}
            for edition in queries.paper_editions(actor)
        ],
        "rows": rows,
        "first_url": here if key else "",
        "next_url": f"{here}?after={next_after}" if next_after else "",
    }
