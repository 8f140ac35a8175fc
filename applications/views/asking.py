"""Questions about clauses: the enterprise asks, the organiser answers; published ones stand beside the clause."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from applications import queries, terms
from applications.actions import clause_questions as acts
from applications.forms_asking import AnswerForm, AskForm
from applications.queries import clause_questions as asked
from portal.kit import clock
from portal.kit.access import enterprise, member
from portal.kit.actor import Role

from .register import actor_of, carried_out, posted

READERS = (Role.CITY_OFFICER, Role.CITY_LEADER, Role.SUPERVISOR, Role.TENANT_ADMIN)


@enterprise
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """Ask about a clause; below, what this enterprise asked before and what was answered."""
    actor = actor_of(request)
    edition = queries.edition_for(actor, pk)
    clauses = asked.clauses_of(edition)
    form = AskForm(posted(request), clauses=clauses, initial={"clause": request.GET.get("clause", "")})
    if carried_out(form, lambda **found: acts.ask_question(edition_id=pk, **found, actor=actor)):
        messages.success(request, _("问题已提交，答复后会通知您。"))
        return redirect("clause_ask", tenant, pk)
    context = {
        "edition": edition,
        "form": form,
        "is_taking": terms.is_taking(edition, clock.now()),
        "rows": [(clauses.get(row.clause, ""), row) for row in asked.own_questions(actor, edition)],
    }
    return render(request, "applications/ask.html", context, status=422 if form.errors else 200)


@member(*READERS)
@require_GET
def questions(request: HttpRequest, tenant: str) -> HttpResponse:
    """What waits for an answer, and what was answered."""
    is_waiting = request.GET.get("show") != "answered"
    page = asked.question_page(actor_of(request), is_waiting=is_waiting, after=request.GET.get("after", ""))
    here = reverse("clause_questions", args=(tenant,))
    tabs = [
        {"label": _("待答复"), "url": here, "is_current": is_waiting},
        {"label": _("已答复"), "url": f"{here}?show=answered", "is_current": not is_waiting},
    ]
    show = "" if is_waiting else "show=answered&"
    context = {
        "rows": page.rows,
        "tabs": tabs,
        "is_waiting": is_waiting,
        "next_url": f"?{show}after={page.next_key}" if page.next_key else "",
    }
    return render(request, "office/questions.html", context)


@member(*READERS)
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """Answer it, or put a better answer in place of the given one."""
    actor, row = actor_of(request), asked.question_for(actor_of(request), pk)
    is_correction = row.answered_at is not None
    before = {"public_question": row.public_question or row.question, "answer": row.answer, "is_public": "yes"}
    form = AnswerForm(posted(request), is_correction=is_correction, initial=before)
    act = acts.correct_answer if is_correction else acts.answer_question
    if carried_out(form, lambda **found: act(question_id=pk, **found, actor=actor)):
        messages.success(request, _("已更正，并通知提问单位。") if is_correction else _("已答复，并通知提问单位。"))
        return redirect("clause_question", tenant, pk)
    context = {
        "row": row,
        "clause": asked.clauses_of(row.edition).get(row.clause, ""),
        "form": form if actor.has_role(*acts.WRITERS) else None,
        "is_correction": is_correction,
    }
    return render(request, "office/question.html", context, status=422 if form.errors else 200)
