"""The enterprise's side: honours and papers, questions about an objection, the answer to a revocation."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.kit import clock
from portal.kit.access import enterprise
from portal.tenancy.calendar import statutory_calendar

from .. import queries
from ..actions import objections, revocations
from ..forms import AnswerForm
from ..models import RevocationState
from ..terms import workdays_left
from ._common import actor_of, ask, status_of
from .certificates import serve_paper


@enterprise
def honours(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "honours": queries.honours_of(actor),
        "inquiries": queries.inquiries_of(actor),
        "revocations": queries.revocations_of(actor),
    }
    return render(request, "publications/honours.html", context)


@enterprise
def certificate_mine(request: HttpRequest, tenant: str, pk: int) -> HttpResponseBase:
    return serve_paper(queries.certificate_of(actor_of(request), pk), as_attachment=True)


@enterprise
def objection_response(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    actor = actor_of(request)
    inquiry = queries.inquiry_of(actor, pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        done = ask(
            form,
            lambda: objections.answer_inquiry(inquiry_id=pk, answer=form.cleaned_data["answer"], actor=actor),
        )
        if done is not None:
            messages.success(request, _("说明已提交，组织方将继续核查。"))
            return redirect("objection_response", tenant=tenant, pk=pk)
    context = {
        "inquiry": inquiry,
        "form": form,
        "may_answer": inquiry.answered_at is None and inquiry.closed_at is None,
        "days_left": workdays_left(inquiry.due_on, statutory_calendar()),
    }
    return render(request, "publications/objection_response.html", context, status=status_of(form))


@enterprise
def revocation_response(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    actor = actor_of(request)
    row = queries.revocation_of(actor, pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        done = ask(
            form,
            lambda: revocations.answer_revocation(revocation_id=pk, answer=form.cleaned_data["answer"], actor=actor),
        )
        if done is not None:
            messages.success(request, _("陈述申辩已提交。"))
            return redirect("revocation_response", tenant=tenant, pk=pk)
    is_running = row.state == RevocationState.NOTICED and clock.today() <= row.answer_due_on
    context = {
        "revocation": row,
        "form": form,
        "may_answer": is_running and row.answered_at is None,
        "days_left": workdays_left(row.answer_due_on, statutory_calendar()),
    }
    return render(request, "publications/revocation_response.html", context, status=status_of(form))
