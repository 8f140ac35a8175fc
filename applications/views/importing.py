"""Taking a workbook in: the template, a dry run that names every flaw, then the word to take it in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from applications import pending
from applications.actions import importing
from applications.actions.registering_honours import WRITERS
from applications.forms_register import WorkbookForm
from applications.models import ImportKind
from applications.queries import imports
from applications.sheets import Trial
from portal.kit.access import member
from portal.kit.actor import Actor
from portal.kit.errors import Invalid
from programmes.contract import Field
from programmes.fields import CONTENT_TYPE, display, template_workbook
from programmes.fields.xlsxguard import MOST_BYTES

from .case_page import put_errors
from .register import actor_of, posted

SHOWN_ROWS, SHOWN_FLAWS = 20, 200


@dataclass(frozen=True, slots=True)
class Round:
    """One step of taking a workbook in. trial: what the dry run found; token: of the sound file that waits."""

    trial: Trial | None = None
    token: str = ""
    name: str = ""


def template_response(table: Field, name: str) -> HttpResponse:
    """An empty workbook with heads, choices and a sheet that explains each column."""
    response = HttpResponse(template_workbook(table), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def try_upload(request: HttpRequest, form: WorkbookForm, *, kind: str, attempt: Callable[..., Trial]) -> Round:
    """The dry run of what was sent; a sound file waits for half an hour for the word of the same person."""
    upload = request.FILES.get("file")
    if not form.is_valid() or upload is None:
        return Round()
    content, name, actor = upload.read(MOST_BYTES + 1), (upload.name or "")[-160:], actor_of(request)
    try:
        trial = attempt(content=content)
    except Invalid as error:
        put_errors(form, error)
        return Round()
    about = {key: value for key, value in form.cleaned_data.items() if key not in {"file", "token"}}
    token = pending.keep(actor, kind, pending.Pending(name, content, about)) if trial.is_sound else ""
    return Round(trial, token, name)


def waiting(request: HttpRequest, kind: str) -> pending.Pending | None:
    """The file that was checked before, where the button to take it in was pressed and it is still kept."""
    return pending.fetch(actor_of(request), kind, request.POST.get("token", "")) if "apply" in request.POST else None


def shown_trial(table: Field, done: Round) -> dict[str, Any]:
    """What register/_trial.html shows."""
    trial = done.trial
    if trial is None:
        return {"trial": None}
    return {
        "trial": trial,
        "token": done.token,
        "name": done.name,
        "heads": [_(column.label) for column in table.columns],
        "rows": [[display(column, row.get(column.key)) for column in table.columns] for row in trial.rows[:SHOWN_ROWS]],
        "flaws": trial.flaws[:SHOWN_FLAWS],
        "more_flaws": max(0, len(trial.flaws) - SHOWN_FLAWS),
    }


@member(*WRITERS)
@require_GET
def honours_template(request: HttpRequest, tenant: str) -> HttpResponse:
    return template_response(importing.HONOUR_TABLE, "honours-template")


@member(*WRITERS)
@require_http_methods(["GET", "POST"])
def honours(request: HttpRequest, tenant: str) -> HttpResponse:
    """Upload, see every flaw or the first rows, then take it in."""
    actor, form, done = actor_of(request), WorkbookForm(posted(request), request.FILES or None), Round()
    kept = waiting(request, ImportKind.HONOURS)
    if kept is not None:
        try:
            return take_in(request, tenant, kept, actor)
        except Invalid as error:
            form = WorkbookForm(kept.about)
            put_errors(form, error)
            done = Round(importing.try_honours(content=kept.content, actor=actor), name=kept.name)
    elif request.method == "POST":
        attempt = partial(importing.try_honours, actor=actor)
        done = try_upload(request, form, kind=ImportKind.HONOURS, attempt=attempt)
    context = {
        "form": form,
        "imports": imports.newest_imports(actor, ImportKind.HONOURS),
        "hidden": [("source", form.data.get("source", ""))],
        "effects": [_("各行写入荣誉登记，立即用于资格判断；"), _("有误的行以后只能逐项撤销，不能修改。")],
        **shown_trial(importing.HONOUR_TABLE, done),
    }
    is_refused = bool(form.errors) or (done.trial is not None and not done.trial.is_sound)
    return render(request, "register/import_honours.html", context, status=422 if is_refused else 200)


def take_in(request: HttpRequest, tenant: str, kept: pending.Pending, actor: Actor) -> HttpResponse:
    """Raises Invalid where the register has moved on since the dry run."""
    batch = importing.import_honours(content=kept.content, name=kept.name, source=kept.about["source"], actor=actor)
    pending.drop(actor, ImportKind.HONOURS, request.POST.get("token", ""))
    messages.success(request, _("已导入 %s 项荣誉。") % batch.row_count)
    return redirect("honour_register", tenant)
