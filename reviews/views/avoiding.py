"""The applicant's page for experts to keep out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.kit.access import enterprise
from portal.kit.errors import Invalid
from reviews.actions.avoiding import name_avoided_experts
from reviews.forms import show_faults
from reviews.forms_avoiding import AvoidForm
from reviews.queries.avoiding import avoidable_for, avoided_by, is_pool_settled


@enterprise
@require_http_methods(["GET", "HEAD", "POST"])
def avoid(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    application = avoidable_for(actor, pk)
    named = avoided_by(application)
    form = AvoidForm(request.POST if request.method == "POST" else None, named=named)
    if form.is_bound and form.is_valid():
        try:
            rows = name_avoided_experts(application_id=pk, named=form.avoidances(), actor=actor)
        except Invalid as refused:
            show_faults(form, form.placed(refused.fields), refused.message)
        else:
            messages.success(
                request, _("已保存回避申请，共 %d 名专家。") % len(rows) if rows else _("已撤回回避申请。")
            )
            return redirect("application", tenant, pk)
    context = {"application": application, "form": form, "named": named, "is_settled": is_pool_settled(application)}
    return render(request, "reviews/avoid.html", context, status=422 if form.errors else 200)
