"""The city's formal check on a case: findings, verified figures, accept, refuse."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from applications.actions import formal
from applications.forms_case import FindingsForm
from applications.forms_office import FigureForm, RefuseForm, VersionedForm
from applications.models import Unit
from applications.queries.case import Case, case_for
from portal.kit.access import member
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid, NotFound

from .case_page import back_to_case, carry_out, item_asked, put_errors, renew


def case_with_unit(request: HttpRequest, pk: int) -> tuple[Case, Unit]:
    """The case and what is judged in it. Raises NotFound, Denied."""
    case = case_for(request.actor, pk, item=item_asked(request))  # type: ignore[attr-defined]
    if case.unit is None or case.verdict is None:
        raise NotFound()
    return case, case.unit


@member(Role.CITY_OFFICER)
@require_POST
def findings(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    case, unit = case_with_unit(request, pk)
    if case.verdict is None:
        raise NotFound()
    form = FindingsForm(request.POST, verdict=case.verdict, findings=case.findings)
    return carry_out(
        request,
        tenant,
        pk,
        slot="findings",
        form=form,
        act=lambda found: formal.record_findings(
            unit_id=unit.pk,
            findings=form.findings(),
            expected_version=found["expected_version"],
            actor=request.actor,  # type: ignore[attr-defined]
        ),
        done=_("核查结果已保存。"),
    )


@member(Role.CITY_OFFICER)
@require_POST
def figure(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    case, unit = case_with_unit(request, pk)
    return carry_out(
        request,
        tenant,
        pk,
        slot="figure",
        form=FigureForm(request.POST, edition=case.application.edition, prefix="figure"),
        act=lambda found: formal.verify_figure(unit_id=unit.pk, **found, actor=request.actor),  # type: ignore[attr-defined]
        done=_("核定数据已登记，申报数据保持不变。"),
    )


@member(Role.CITY_OFFICER)
@require_POST
def accept(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    _case, unit = case_with_unit(request, pk)
    return carry_out(
        request,
        tenant,
        pk,
        slot="decide",
        form=VersionedForm(request.POST),
        act=lambda found: formal.accept_unit(unit_id=unit.pk, **found, actor=request.actor),  # type: ignore[attr-defined]
        done=_("形式审查通过，可组织专家评审。"),
    )


@member(Role.CITY_OFFICER)
@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """Name the clauses, see what follows, confirm."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case, unit = case_with_unit(request, pk)
    now = {"expected_version": case.application.version_number}
    grounds = formal.refusal_grounds(case.application.edition.programme, case.paper)
    form = RefuseForm(request.POST if request.method == "POST" else None, initial=now, grounds=grounds)
    stale = None
    if form.is_bound and form.is_valid():
        try:
            formal.refuse_unit(unit_id=unit.pk, **form.cleaned_data, actor=actor)
        except Invalid as error:
            put_errors(form, error)
        except Conflict as error:
            stale = error
        else:
            messages.success(request, _("已作出不予受理的决定。"))
            return back_to_case(request, tenant, pk)
    if form.is_bound:
        renew(form, case.application.version_number)
    context = {"case": case, "application": case.application, "form": form, "stale": stale}
    return render(request, "office/refuse.html", context, status=409 if stale else 422 if form.errors else 200)
