"""Setting an edition's parameters and optional stages."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications.actions.editions_settings import change_settings
from applications.forms_edition_settings import SettingsForm
from applications.locking import Locks, locks_of
from portal.kit.access import member
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid
from programmes.queries import edition_of

from .case_page import renew
from .edition_settings_page import groups_of, stage_items


@member(Role.CITY_OFFICER, Role.TENANT_ADMIN)
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """Every parameter with its default beside it; what filings or results hang on is shown and not offered."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = edition_of(actor, pk)
    locks = locks_of(row)
    form = SettingsForm(request.POST if request.method == "POST" else None, edition=row, locks=locks)
    stale = None
    if form.is_bound and form.is_valid():
        try:
            save(form, actor)
        except Invalid as error:
            form.put_flaws(error.fields)
        except Conflict as error:
            stale = error
            renew(form, row.version)
        else:
            messages.success(request, _("设置已保存，从现在起适用。"))
            return redirect("edition", tenant, row.pk)
    return draw(request, form, locks, stale)


def save(form: SettingsForm, actor: Actor) -> None:
    change_settings(
        edition_id=form.edition.pk,
        values=form.values(),
        stages=form.stages(),
        reason=form.cleaned_data["reason"],
        expected_version=form.cleaned_data["expected_version"],
        actor=actor,
    )


def draw(request: HttpRequest, form: SettingsForm, locks: Locks, stale: Conflict | None) -> HttpResponse:
    context = {
        "edition": form.edition,
        "form": form,
        "locks": locks,
        "stale": stale,
        "groups": groups_of(form, locks),
        "stages": stage_items(form, locks),
        "is_all_locked": bool(locks.course and locks.judging and locks.stages),
    }
    status = 409 if stale else 422 if form.errors else 200
    return render(request, "office/edition_settings.html", context, status=status)
