"""An edition as a file: out to be reviewed, in again after a dry run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from applications.actions.edition_file import Trial, apply_file, export_edition, try_file
from applications.forms_edition_file import EditionFileForm
from portal.kit.access import member
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid
from programmes.models import Edition, EditionState
from programmes.queries import edition_of

MOST_TOLD = 200


@dataclass(frozen=True, slots=True)
class Round:
    """What one request came to. made: the edition that was written."""

    trial: Trial | None = None
    text: str = ""
    stale: Conflict | None = None
    made: Edition | None = None


@member(Role.CITY_OFFICER, Role.CITY_LEADER, Role.SUPERVISOR, Role.TENANT_ADMIN)
@require_GET
def download(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    edition, text = export_edition(edition_id=pk, actor=actor)
    response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    name = f"{edition.programme_slug}-{edition.year}-v{edition.version}.yaml"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@member(Role.CITY_OFFICER, Role.TENANT_ADMIN)
@require_http_methods(["GET", "POST"])
def edition_file(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """Download the edition; while it is a draft, try a file on it and take it in."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return page(request, tenant, edition_of(actor, pk))


@member(Role.CITY_OFFICER, Role.TENANT_ADMIN)
@require_http_methods(["GET", "POST"])
def edition_from_file(request: HttpRequest, tenant: str) -> HttpResponse:
    """A new edition out of a file."""
    return page(request, tenant, None)


def page(request: HttpRequest, tenant: str, edition: Edition | None) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    version = {"expected_version": edition.version if edition else 0}
    form = EditionFileForm(request.POST or None, request.FILES or None, initial=version)
    found = (
        take(form, edition, actor, is_apply="apply" in request.POST) if form.is_bound and form.is_valid() else Round()
    )
    if found.made:
        messages.success(request, _("设置文件已写入草稿。请核对日期和设置，检查后再发布。"))
        return redirect("edition", tenant, found.made.pk)
    is_wrong = bool(form.errors or (found.trial and not found.trial.is_sound))
    context = {
        "edition": edition,
        "form": form,
        "may_import": edition is None or edition.state == EditionState.DRAFT,
        "stale": found.stale,
        "again": EditionFileForm(initial={**version, "text": found.text}),
        **shown(found),
    }
    return render(request, "office/edition_file.html", context, status=409 if found.stale else 422 if is_wrong else 200)


def take(form: EditionFileForm, edition: Edition | None, actor: Actor, *, is_apply: bool) -> Round:
    content, edition_id = form.content(), edition.pk if edition else None
    text = content.decode("utf-8-sig", errors="replace")
    version = form.cleaned_data["expected_version"]
    try:
        if is_apply:
            made = apply_file(content=content, edition_id=edition_id, expected_version=version, actor=actor)
            return Round(made=made)
        return Round(try_file(content=content, edition_id=edition_id, actor=actor), text)
    except Invalid:
        return Round(try_file(content=content, edition_id=edition_id, actor=actor), text)
    except Conflict as error:
        return Round(text=text, stale=error)


def shown(found: Round) -> dict[str, Any]:
    """Problems with the line they speak of, or the differences."""
    trial = found.trial
    if trial is None:
        return {}
    lines = [line.strip()[:80] for line in found.text.split("\n")]
    problems = [
        {"line": one.line, "text": one.text, "excerpt": "".join(lines[one.line - 1 : one.line])}
        for one in trial.reading.wrong
    ]
    return {
        "trial": trial,
        "problems": problems[:MOST_TOLD],
        "more": len(problems) - MOST_TOLD if len(problems) > MOST_TOLD else 0,
        "rows": trial.changes,
    }
