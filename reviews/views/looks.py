"""The second look: a deviating expert justifies or changes; the original stays."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.kit.access import member
from portal.kit.actor import Role
from portal.kit.errors import Invalid
from reviews import actions, queries
from reviews.forms import LookForm, show_faults, typed_in

from .asking import MemberRequest
from .sheet_page import sheet_context, spread_lines


@member(Role.EXPERT)
@require_http_methods(["GET", "HEAD", "POST"])
def second_look(request: MemberRequest, tenant: str, pk: int) -> HttpResponse:
    look = queries.look_for(request.actor, pk)
    row, status = look.sheet, 200
    form = LookForm(request.POST if request.method == "POST" else None, initial=row.typed, sheet=row)
    if request.method == "POST":
        form.is_valid()
        typed = typed_in(request.POST)
        try:
            actions.answer_second_look(
                look_id=pk,
                decision=typed.get("decision", ""),
                reason=typed.get("reason", ""),
                typed=typed,
                actor=request.actor,
            )
        except Invalid as refused:
            show_faults(form, refused.fields, refused.message)
            status = 422
        else:
            messages.success(request, _("复核答复已提交，原评分予以保留。"))
            return redirect("review_desk", tenant)
    context = sheet_context(row) | {"look": look, "form": form, "sections": queries.document_of(row)}
    context |= {"totals": queries.colleagues_of(row), "spreads": spread_lines(row)}
    return render(request, "reviews/second_look.html", context, status=status)
