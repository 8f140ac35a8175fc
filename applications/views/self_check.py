"""The self-check before login: a few figures, clause by clause what they meet; carried over into a filing later."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from applications import queries, terms
from applications.actions.self_checking import asked_fields, carry_over, read_typed
from applications.models import Application
from portal.kit import clock
from portal.kit.access import public
from programmes.contract import CheckKind, Line, Section
from programmes.fields import build_form
from programmes.fields.words import clean_text, said
from programmes.models import Edition

SESSION_KEY, MOST_EDITIONS, MOST_CHARACTERS = "self_check", 5, 400


@public
@never_cache
@require_http_methods(["GET", "POST"])
def self_check(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """What is typed stays in this browser's session and nowhere else."""
    edition = queries.edition_for(request.actor, pk)  # type: ignore[attr-defined]
    fields = asked_fields(edition.programme)
    if not fields:
        raise Http404
    if request.method == "POST":
        typed = {} if "clear" in request.POST else posted_texts(request, [f.key for f in fields])
        keep_typed(request, edition, {key: shortened(text) for key, text in typed.items()})
        shown = page_context(edition, typed)
        if shown["wrong_count"]:
            return render(request, "public/self_check.html", shown, status=422)
        return redirect(reverse("self_check", args=(tenant, pk)) + ("" if "clear" in request.POST else "#result"))
    return render(request, "public/self_check.html", page_context(edition, typed_in(request, edition)))


def page_context(edition: Edition, typed: dict[str, Any]) -> dict[str, Any]:
    programme = edition.programme
    right, wrong = read_typed(programme, typed)
    section = Section("self_check", "", tuple(asked_fields(programme)))
    # Asked alone, a question is not switched off by another one that is not on this page.
    form = build_form(section, answers=right, typed=wrong, latest_year=edition.latest_year)
    groups = judged(edition, right) if typed else []
    lines = [line for group in groups for line in group["lines"]]
    return {
        "edition": edition,
        "form": form,
        "is_checked": bool(typed),
        "wrong_count": len(wrong),
        "groups": groups,
        "counts": {word: sum(line["state"] == word for line in lines) for word in ("met", "unmet", "official", "open")},
        "is_taking": terms.is_taking(edition, clock.now()),
    }


def judged(edition: Edition, answers: dict[str, Any]) -> list[dict[str, Any]]:
    """Groups of the programme's own verdict on these answers, each with how many lines are met and not met."""
    verdict = queries.judge_answers(edition, answers)
    return [shown_group(title, [shown_line(line) for line in lines]) for title, lines in verdict.groups]


def shown_group(title: str, lines: list[dict[str, Any]]) -> dict[str, Any]:
    met, unmet = (sum(line["state"] == state for line in lines) for state in ("met", "unmet"))
    return {"title": said(title), "lines": lines, "met": met, "unmet": unmet, "is_judged": bool(met or unmet)}


def shown_line(line: Line) -> dict[str, Any]:
    """state: met, unmet, official (somebody else has to look) or open (a figure that was not asked or typed)."""
    if line.passed is not None:
        state = "met" if line.passed else "unmet"
    else:
        state = "open" if line.check in (CheckKind.MACHINE, CheckKind.ATTESTATION) else "official"
    words = {
        "met": (_("符合"), "passed"),
        "unmet": (_("不符合"), "refused"),
        "official": (_("须由审核人员核定"), "open"),
        "open": (_("登录填写后判断"), "draft"),
    }
    word, tone = words[state]
    return {"line": line, "state": state, "word": word, "tone": tone}


def posted_texts(request: HttpRequest, keys: list[str]) -> dict[str, Any]:
    """What was typed into the questions of the self-check, and nothing else that may have been sent."""
    found: dict[str, Any] = {}
    for key in keys:
        texts = [clean_text(text) for text in request.POST.getlist(key)][:20]
        if any(text.strip() for text in texts):
            found[key] = texts if len(texts) > 1 else texts[0]
    return found


def shortened(typed: Any) -> Any:
    """As a session keeps it: no figure is so long."""
    return [one[:MOST_CHARACTERS] for one in typed] if isinstance(typed, list) else typed[:MOST_CHARACTERS]


def keep_typed(request: HttpRequest, edition: Edition, typed: dict[str, Any]) -> None:
    kept = {key: value for key, value in request.session.get(SESSION_KEY, {}).items() if key != str(edition.pk)}
    if typed:
        kept[str(edition.pk)] = typed
    request.session[SESSION_KEY] = dict(list(kept.items())[-MOST_EDITIONS:])


def typed_in(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    return dict(request.session.get(SESSION_KEY, {}).get(str(edition.pk), {}))


def bring_along(request: HttpRequest, application: Application) -> None:
    """After a start: what this browser typed into the self-check of the edition becomes its first answers."""
    edition = application.edition
    typed = typed_in(request, edition)
    if not typed:
        return
    count = carry_over(application_id=application.pk, typed=typed, actor=request.actor)  # type: ignore[attr-defined]
    keep_typed(request, edition, {})
    if count:
        messages.success(request, _("自测时填写的 %s 项已带入申报表，请核对后继续填写。") % count)
