"""The office's claims: queue, one claim, its papers."""

from __future__ import annotations

import mimetypes

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from portal.kit.access import member
from portal.kit.errors import Invalid
from portal.people import queries
from portal.people.actions import claims as actions
from portal.people.forms import show_refusal
from portal.people.forms.office import ClaimFilter, DecisionForm
from portal.people.models import ClaimState, EnterpriseClaim
from portal.people.policy import CLAIM_OFFICERS
from portal.tenancy import files

from .paging import after_of, cut

PAPERS = {"licence": _("营业执照"), "letter": _("授权委托书")}
TONES = {
    ClaimState.UNPROVEN: "draft",
    ClaimState.FILED: "open",
    ClaimState.ACCEPTED: "passed",
    ClaimState.REFUSED: "refused",
    ClaimState.REPLACED: "closed",
}


@member(*CLAIM_OFFICERS)
def claims(request: HttpRequest, tenant: str) -> HttpResponseBase:
    actor = request.actor  # type: ignore[attr-defined]
    form = ClaimFilter(request.GET if "state" in request.GET else {"state": ClaimState.FILED})
    state = form.cleaned_data["state"] if form.is_valid() else ""
    page = cut(request, queries.claim_queue(actor, state=state, after=after_of(request)))
    for row in page["rows"]:
        row.tone = TONES[row.state]
    counts = queries.claim_counts(actor)
    context = {"filter_form": form, "waiting": counts.get(ClaimState.FILED, 0), "total": sum(counts.values()), **page}
    return render(request, "people/claims.html", context)


@member(*CLAIM_OFFICERS)
def claim(request: HttpRequest, tenant: str, pk: int) -> HttpResponseBase:
    row = queries.claim_for(request.actor, pk)  # type: ignore[attr-defined]
    form = DecisionForm(request.POST or None, initial={"state": row.state})
    if form.is_valid():
        try:
            _decide(request, form, row)
        except Invalid as error:
            show_refusal(form, error)
        else:
            return redirect("claims", tenant=tenant)
    context = {
        "claim": row,
        "tone": TONES[ClaimState(row.state)],
        "form": form,
        "rivals": queries.rivals_of(row),
        "is_open": row.state in queries.OPEN_CLAIMS,
        "is_own": row.user_id == request.actor.user_id,  # type: ignore[attr-defined]
        "choices": _choices(row),
    }
    return render(request, "people/claim.html", context, status=422 if form.is_bound else 200)


def _decide(request: HttpRequest, form: DecisionForm, row: EnterpriseClaim) -> None:
    decide = actions.accept_claim if form.cleaned_data["decision"] == "accept" else actions.refuse_claim
    decide(
        claim_id=row.pk,
        expected_state=form.cleaned_data["state"],
        reason=form.cleaned_data["reason"],
        actor=request.actor,  # type: ignore[attr-defined]
    )
    messages.success(request, _("已记录对 %(name)s 的核验结果，并通知申请人。") % {"name": row.org_name})


def _choices(row: EnterpriseClaim) -> list[dict[str, str]]:
    refuse = {"value": "refuse", "label": _("不通过"), "tone": "secondary"}
    if row.state != ClaimState.FILED:
        return [refuse]
    return [{"value": "accept", "label": _("核验通过"), "tone": "primary"}, refuse]


@member(*CLAIM_OFFICERS)
@xframe_options_sameorigin
def claim_paper(request: HttpRequest, tenant: str, pk: int, paper: str) -> HttpResponseBase:
    """The licence or the letter, inline; who read it is recorded."""
    actor = request.actor  # type: ignore[attr-defined]
    row = queries.claim_for(actor, pk)
    if paper not in PAPERS:
        raise Http404
    stored = getattr(row, f"{paper}_file").name
    if not stored:
        raise Http404
    content_type = mimetypes.guess_type(stored)[0] or "application/octet-stream"
    extension = stored.rpartition(".")[2]
    try:
        response = files.serve(stored, download_name=f"{row.org_name}-{paper}.{extension}", content_type=content_type)
    except FileNotFoundError:
        raise Http404 from None
    actions.record_reading(claim=row, paper=paper, actor=actor)
    return response
