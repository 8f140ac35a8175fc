"""The draw: two commitments, two secrets, the record for everybody to recompute."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from portal.kit.access import member
from portal.kit.errors import Conflict, Invalid
from reviews import actions, queries
from reviews.forms import CommitForm, RevealForm, show_faults
from reviews.models import Panel
from reviews.policy import CITY_SIDE
from reviews.wording import exclusion_words, field_word

from .asking import MemberRequest
from .panels import show_panel


@member(*CITY_SIDE)
@require_POST
def panel_commit(request: MemberRequest, tenant: str, pk: int) -> HttpResponse:
    """Keep the digest of a secret; the secret itself is forgotten with this request."""
    form = CommitForm(request.POST)
    if form.is_valid():
        secret = form.cleaned_data["secret"]
        try:
            digest = actions.digest_of_secret(secret) if secret else form.cleaned_data["digest"]
            actions.commit_secret(panel_id=pk, digest=digest, actor=request.actor)
        except Invalid as refused:
            show_faults(form, refused.fields, refused.message)
        else:
            messages.success(request, _("承诺值已记录。请保存好口令，两份承诺值都提交后再公开。"))
            return redirect("panel", tenant, pk)
    row = queries.panel_for(request.actor, pk)
    return show_panel(request, row, status=422, commit_form=form)


@member(*CITY_SIDE)
@require_POST
def panel_reveal(request: MemberRequest, tenant: str, pk: int) -> HttpResponse:
    form = RevealForm(request.POST)
    if form.is_valid():
        try:
            row = actions.reveal_secret(panel_id=pk, secret=form.cleaned_data["secret"], actor=request.actor)
        except Invalid as refused:
            show_faults(form, refused.fields, refused.message)
        else:
            done = _("两份口令均已公开，专家组已抽取。") if row.seed else _("口令已公开，等待另一方。")
            messages.success(request, done)
            return redirect("panel", tenant, pk)
    return show_panel(request, queries.panel_for(request.actor, pk), status=422, reveal_form=form)


@member(*CITY_SIDE)
@require_GET
def panel_record(request: MemberRequest, tenant: str, pk: int) -> HttpResponse:
    """The draw on paper."""
    row = _drawn(request, pk)
    record = queries.record_of(row)
    excluded = [(code, exclusion_words(keys)) for code, keys in record["exclusions"].items()]
    fields = {entry["id"]: field_word(entry["field"]) for entry in record["pool"]}
    quotas = [(field_word(key), count, row.reserves.get(key, 0)) for key, count in row.seats.items()]
    context = {"panel": row, "record": record, "excluded": excluded, "fields": fields, "quotas": quotas}
    return render(request, "reviews/draw_record.html", context | {"title": _("专家抽取记录"), "code": str(row)})


@member(*CITY_SIDE)
@require_GET
def panel_record_json(request: MemberRequest, tenant: str, pk: int) -> HttpResponse:
    row = _drawn(request, pk)
    response = JsonResponse(queries.record_of(row), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = f'attachment; filename="draw-{row.edition.year}-{row.number}.json"'
    return response


def _drawn(request: MemberRequest, pk: int) -> Panel:
    row = queries.panel_for(request.actor, pk)
    if not row.draw_digest:
        raise Conflict(_("本组尚未抽取，没有抽取记录。"))
    return row
