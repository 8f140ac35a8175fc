"""The data check of one case: its page, a look-up in a register, the confirmation."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from applications.actions import data_check
from applications.actions.formal import OPEN_STATES
from applications.forms_office import VersionedForm
from applications.forms_receiving import RegisterForm
from applications.queries.data_check import DataSheet, checked_fields, data_sheet_for
from applications.workflow import State
from portal.kit.access import member
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid, NotFound

from .case_page import put_errors, renew
from .data_sheet import context_of

READERS = (Role.CITY_OFFICER, Role.CITY_LEADER, Role.SUPERVISOR)


@member(*READERS)
@require_GET
def sheet(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """Reported beside registered, what looks odd, and the provisional figure."""
    return show(request, data_sheet_for(request.actor, pk))  # type: ignore[attr-defined]


def show(
    request: HttpRequest,
    found: DataSheet,
    *,
    bound: RegisterForm | None = None,
    stale: Conflict | None = None,
    refused: Invalid | None = None,
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    is_officer = actor.has_role(Role.CITY_OFFICER)
    may_write = is_officer and State(found.unit.state) in OPEN_STATES
    may_confirm = is_officer and found.unit.state == State.ACCEPTED
    wanted = request.GET.get("figure", "")
    context = context_of(found, bound=bound, wanted=wanted, may_write=may_write, may_confirm=may_confirm)
    context |= {"stale": stale, "refused": refused}
    status = 409 if stale else 422 if refused or (bound is not None and bound.errors) else 200
    return render(request, "office/data_check.html", context, status=status)


@member(Role.CITY_OFFICER)
@require_POST
def register(request: HttpRequest, tenant: str, pk: int, key: str) -> HttpResponse:
    """Write what a register holds of one figure."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = data_sheet_for(actor, pk)
    field = next((one for one in checked_fields(found.application.edition.programme) if one.key == key), None)
    if field is None:
        raise NotFound()
    edition = found.application.edition
    form = RegisterForm(request.POST, field=field, latest_year=edition.year - edition.programme.years_back)
    if form.is_valid():
        try:
            data_check.record_register(
                unit_id=found.unit.pk,
                key=key,
                value=form.value(),
                source=form.cleaned_data["source"],
                reason=form.cleaned_data["reason"],
                expected_version=form.cleaned_data["expected_version"],
                actor=actor,
            )
        except Invalid as error:
            put_errors(form, error)
        except Conflict as error:
            renew(form, found.application.version_number)
            return show(request, found, bound=form, stale=error)
        else:
            messages.success(request, _("查询结果已登记，申报数据保持不变。"))
            return redirect("case_data", tenant, pk)
    return show(request, found, bound=form)


@member(Role.CITY_OFFICER)
@require_POST
def confirm(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """Close the data check; what is still open is listed instead."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = data_sheet_for(actor, pk)
    form = VersionedForm(request.POST)
    version = form.cleaned_data["expected_version"] if form.is_valid() else 0
    try:
        data_check.confirm_figures(unit_id=found.unit.pk, expected_version=version, actor=actor)
    except Invalid as error:
        return show(request, found, refused=error)
    except Conflict as error:
        return show(request, found, stale=error)
    messages.success(request, _("数据核对完成，等待组织专家评审。"))
    return redirect("case", tenant, pk)
