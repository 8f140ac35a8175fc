"""The messages of an edition: who gets which when, and the organiser's own words for them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from applications.actions.wording import kind_in, kinds_in, word_message
from applications.forms_edition_wording import WordingForm
from applications.wording import stage_word
from portal.kit.access import member
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid
from portal.notifications.catalogue import Kind, all_kinds
from portal.notifications.concerning import CONCERNS
from portal.notifications.wording import default_texts, flaws_of_wording, placeholders_of, typed_text
from programmes.models import Edition
from programmes.queries import edition_of

from .case_page import put_errors, renew


@member(Role.CITY_OFFICER, Role.TENANT_ADMIN)
@require_GET
def wordings(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """Every kind of message that this edition sends."""
    row = edition_of(request.actor, pk)  # type: ignore[attr-defined]
    return render(request, "office/edition_wordings.html", {"edition": row, "groups": _groups(row)})


def _groups(edition: Edition) -> list[dict[str, Any]]:
    """By stage, in the order of their first message."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for key in kinds_in(edition):
        kind, concern = all_kinds()[key], CONCERNS[key]
        texts = edition.wording.get(key) or default_texts(kind)
        line = {"key": key, "subject": typed_text(kind, texts["subject"]), "is_own": key in edition.wording}
        groups.setdefault(concern.stage, []).append(line | {"to": concern.to, "when": concern.when})
    return [
        {"key": stage or "always", "title": stage_word(stage, edition) if stage else _("申报与日期"), "rows": rows}
        for stage, rows in groups.items()
    ]


@member(Role.CITY_OFFICER, Role.TENANT_ADMIN)
@require_http_methods(["GET", "POST"])
def wording(request: HttpRequest, tenant: str, pk: int, kind: str) -> HttpResponse:
    """Write, look at it with sample values (go=preview), save, or go back to the default (go=default)."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = edition_of(actor, pk)
    of = kind_in(row, kind)
    now = row.wording.get(kind) or default_texts(of)
    typed = {part: typed_text(of, text) for part, text in now.items()}
    form = WordingForm(
        request.POST if request.method == "POST" else None, kind=of, initial=typed | {"expected_version": row.version}
    )
    go, stale = request.POST.get("go", ""), None
    if form.is_bound and go == "preview":
        _say_flaws(form)
    elif form.is_bound and (go == "default" or form.is_valid()):
        try:
            _save(form, row, kind, actor, is_default=go == "default")
        except Invalid as error:
            put_errors(form, error)
        except Conflict as error:
            stale = error
            renew(form, row.version)
        else:
            messages.success(request, _("已恢复默认文字。") if go == "default" else _("文字已保存，以后的消息按它发。"))
            return redirect("edition_wordings", tenant, row.pk)
    return _draw(request, form, row, kind, stale=stale)


def _say_flaws(form: WordingForm) -> None:
    """Beside the controls, as saving would."""
    form.is_valid()
    for part, text in flaws_of_wording(form.kind, form.texts()).items():
        if part not in form.errors:
            form.add_error(part, text)


def _save(form: WordingForm, edition: Edition, kind: str, actor: Actor, *, is_default: bool) -> None:
    form.is_valid()
    texts = None if is_default else form.texts()
    version = form.cleaned_data.get("expected_version") or 0
    word_message(edition_id=edition.pk, kind=kind, texts=texts, expected_version=version, actor=actor)


def _draw(
    request: HttpRequest, form: WordingForm, edition: Edition, kind: str, *, stale: Conflict | None
) -> HttpResponse:
    of = form.kind
    texts = form.texts() if form.is_bound else edition.wording.get(kind) or default_texts(of)
    context = {
        "edition": edition,
        "form": form,
        "stale": stale,
        "concern": CONCERNS[kind],
        "placeholders": placeholders_of(of),
        "is_own": kind in edition.wording,
        "default": {part: typed_text(of, text) for part, text in default_texts(of).items()},
        "preview": _preview(of, texts),
    }
    status = 409 if stale else 422 if form.is_bound and form.errors else 200
    return render(request, "office/edition_wording.html", context, status=status)


def _preview(kind: Kind, texts: dict[str, str]) -> tuple[str, str] | None:
    """With sample values; None for what cannot be filled in."""
    if flaws_of_wording(kind, texts):
        return None
    return kind.worded(texts).fill(kind.sample_context())
