"""The questions that an organiser asks beyond a programme's form: their list, one of them, their order."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications.actions.asking_more import (
    new_part_key,
    placed,
    put_question,
    question_of,
    remove_question,
    shift_question,
)
from applications.forms_edition_parts import KIND_WORDS
from applications.forms_edition_questions import QuestionForm, ReasonForm
from applications.locking import locks_of
from portal.kit.access import member
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid, NotFound
from programmes.contract import FieldKind
from programmes.models import Edition
from programmes.queries import edition_of
from programmes.question_flaws import flaws_of_question
from programmes.questions import KINDS
from programmes.registry import programme

from .case_page import put_errors, renew
from .edition_questions_page import question_rows
from .section_form import posted_number


@member(Role.CITY_OFFICER, Role.TENANT_ADMIN)
@require_GET
def questions(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """Page by page what the edition asks of its own, after what the programme asks."""
    row = edition_of(request.actor, pk)  # type: ignore[attr-defined]
    context = {
        "edition": row,
        "pages": question_rows(row),
        "locks": locks_of(row),
        "kinds": [(kind.value, KIND_WORDS[kind]) for kind in KINDS],
    }
    return render(request, "office/edition_questions.html", context)


@member(Role.CITY_OFFICER, Role.TENANT_ADMIN)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """?kind=…&section=… from the list; an unknown kind has no form."""
    row = edition_of(request.actor, pk)  # type: ignore[attr-defined]
    kind = next((one for one in KINDS if one.value == request.GET.get("kind")), None)
    if kind is None:
        raise NotFound()
    return _edit(request, row, kind, {})


@member(Role.CITY_OFFICER, Role.TENANT_ADMIN)
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, tenant: str, pk: int, key: str) -> HttpResponse:
    row = edition_of(request.actor, pk)  # type: ignore[attr-defined]
    now = question_of(row, key)
    return _edit(request, row, FieldKind(now["kind"]), now)


def _edit(request: HttpRequest, edition: Edition, kind: FieldKind, now: dict[str, Any]) -> HttpResponse:
    form = QuestionForm(
        request.POST if request.method == "POST" else None,
        of=edition.programme,
        kind=kind,
        row=now,
        new_key=new_part_key,
        initial={"expected_version": edition.version, "section": request.GET.get("section", "")} | now,
    )
    stale = None
    if form.is_bound and not form.row_wanted:
        try:
            if _is_saved(form, edition, request.actor):  # type: ignore[attr-defined]
                messages.success(request, _("问题已保存，排在所在页面的末尾。") if not now else _("问题已保存。"))
                return redirect("edition_questions", edition.tenant.slug, edition.pk)
        except Conflict as error:
            stale = error
            renew(form, edition.version)
    return _draw(request, form, edition, stale)


def _is_saved(form: QuestionForm, edition: Edition, actor: Actor) -> bool:
    """Whether it was saved; else everything wrong stands at its field. Raises Conflict, NotFound."""
    is_read = form.is_valid()
    row = form.typed_row()
    if not is_read:
        bare = programme(edition.programme_slug)
        keyed = {"key": "q_new", **row}
        form.put_flaws(flaws_of_question(bare, keyed, placed(edition.questions, form.row or None, keyed)))
        return False
    reason, version = form.cleaned_data["reason"], form.cleaned_data["expected_version"]
    try:
        put_question(edition_id=edition.pk, row=row, reason=reason, expected_version=version, actor=actor)
    except Invalid as error:
        form.put_flaws(error.fields)
        return False
    return True


def _draw(request: HttpRequest, form: QuestionForm, edition: Edition, stale: Conflict | None) -> HttpResponse:
    context = {
        "edition": edition,
        "form": form,
        "stale": stale,
        "is_new": "key" not in form.row,
        "kind_word": KIND_WORDS[form.kind],
        "locks": locks_of(edition),
        "choices": [form[f"choice-{n}-label"] for n in range(form.choice_count)],
        "columns": [
            {part: form[f"column-{n}-{part}"] for part in ("label", "kind", "unit", "options", "required")}
            for n in range(form.column_count)
        ],
        "limits": [
            form[name]
            for name in ("unit", "minimum", "maximum", "places", "min_rows", "max_rows")
            if name in form.fields
        ],
        "has_errors": form.is_bound and not form.row_wanted,
    }
    status = 409 if stale else 422 if context["has_errors"] and form.errors else 200
    return render(request, "office/edition_question.html", context, status=status)


@member(Role.CITY_OFFICER, Role.TENANT_ADMIN)
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, tenant: str, pk: int, key: str) -> HttpResponse:
    """Shows the effect and asks once."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = edition_of(actor, pk)
    now = question_of(row, key)
    form = ReasonForm(request.POST if request.method == "POST" else None, initial={"expected_version": row.version})
    stale = None
    if form.is_bound and form.is_valid():
        try:
            remove_question(edition_id=row.pk, key=key, **form.cleaned_data, actor=actor)
        except Invalid as error:
            put_errors(form, error)
        except Conflict as error:
            stale = error
            renew(form, row.version)
        else:
            messages.success(request, _("问题已删除。"))
            return redirect("edition_questions", tenant, row.pk)
    effects = [_("申报表里不再有这个问题。"), _("草稿里已经填的答复不再显示，也不会提交。")]
    context = {"edition": row, "form": form, "stale": stale, "question": now, "effects": effects}
    status = 409 if stale else 422 if form.errors else 200
    return render(request, "office/edition_question_remove.html", context, status=status)


@member(Role.CITY_OFFICER, Role.TENANT_ADMIN)
@require_POST
def shift(request: HttpRequest, tenant: str, pk: int, key: str) -> HttpResponse:
    """One place up or down; a stale page only says so."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        shift_question(
            edition_id=pk,
            key=key,
            is_up=request.POST.get("to") == "up",
            expected_version=posted_number(request, "expected_version"),
            actor=actor,
        )
    except Conflict as error:
        messages.error(request, str(error.message))
    return redirect("edition_questions", tenant, pk)
