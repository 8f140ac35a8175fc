"""What a district does on a case: return, put forward, sign, count in paper."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from applications import queries
from applications.actions import data_check, district, formal
from applications.forms_office import PutForwardForm, ReceiptForm, ReturnForm, SignForm
from applications.models import DistrictReview
from applications.queries.case import Case, case_for
from applications.stations import station_of
from applications.wording import staff_word
from applications.workflow import State
from portal.kit.access import member
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid

from . import return_page
from .case_page import back_to_case, carry_out, item_asked, put_errors


@member(Role.DISTRICT_OFFICER)
@require_POST
def put_forward(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    form = PutForwardForm(request.POST)
    return carry_out(
        request,
        tenant,
        pk,
        slot="decide",
        form=form,
        act=lambda found: district.put_forward(
            application_id=pk,
            is_recommended=found["is_recommended"],
            opinion=found["opinion"],
            rank=found["rank"],
            is_priority=found["is_priority"],
            checklist=form.checklist(),
            expected_version=found["expected_version"],
            actor=request.actor,  # type: ignore[attr-defined]
        ),
        done=_("已提请区级领导审签。"),
    )


@member(Role.DISTRICT_LEADER)
@require_POST
def sign(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """The leader's word on the newest proposal of the officer."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    application = queries.get_for(actor, pk)
    review = DistrictReview.objects.filter(application=application).order_by("-pk").first()
    if review is None:
        raise Conflict(_("该申报还没有初审意见。"))
    is_confirmed = request.POST.get("decision") == "confirm"
    return carry_out(
        request,
        tenant,
        pk,
        slot="decide",
        form=SignForm(request.POST),
        act=lambda found: district.sign_review(
            review_id=review.pk, is_confirmed=is_confirmed, note=found["note"], actor=actor
        ),
        done=_("已审签。") if is_confirmed else _("已退回经办人。"),
    )


@member(Role.DISTRICT_OFFICER, Role.CITY_OFFICER)
@require_POST
def receipt(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    return carry_out(
        request,
        tenant,
        pk,
        slot="receipt",
        form=ReceiptForm(request.POST, prefix="receipt"),
        act=lambda found: district.record_receipt(application_id=pk, **found, actor=request.actor),  # type: ignore[attr-defined]
        done=_("已登记。"),
    )


@member(Role.DISTRICT_OFFICER, Role.CITY_OFFICER)
@require_http_methods(["GET", "POST"])
def return_(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """Choose the fields that go back, each with its reason. The district before its word, the city in formal check."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = case_for(actor, pk, item=item_asked(request))
    edition, now = case.application.edition, {"expected_version": case.application.version_number}
    if request.method == "GET":
        demand_returnable(case)
    form = ReturnForm(request.POST if request.method == "POST" else None, initial=now, edition=edition)
    stale = None
    if form.is_bound and form.is_valid():
        try:
            _return(actor, case, form)
        except Invalid as error:
            put_errors(form, error)
        except Conflict as error:
            stale = error
        else:
            messages.success(request, _("已退回，申报主体将收到逐项补正要求。"))
            return back_to_case(request, tenant, pk)
    return render(
        request,
        "office/return.html",
        return_page.context_of(case, form, stale=stale),
        status=409 if stale else 422 if form.errors else 200,
    )


def demand_returnable(case: Case) -> None:
    """Raises Conflict with where the filing is now, so that nobody writes reasons that cannot be sent."""
    edition, station = case.application.edition, station_of(case.application, case.unit)
    may_query = station == State.ACCEPTED and edition.has_stage("data_check")
    if station not in {State.SUBMITTED, State.FORMAL_CHECK} and not may_query:
        raise Conflict(_("当前状态为“%s”，不能退回补正。") % staff_word(station, edition))


def _return(actor: Actor, case: Case, form: ReturnForm) -> None:
    found, station = form.cleaned_data, station_of(case.application, case.unit)
    if case.unit is not None and station == case.unit.state:
        send_back = data_check.query_figures if station == State.ACCEPTED else formal.return_unit
        send_back(
            unit_id=case.unit.pk,
            reasons=form.reasons(),
            note=found["note"],
            expected_version=found["expected_version"],
            actor=actor,
        )
        return
    district.return_for_correction(
        application_id=case.application.pk,
        reasons=form.reasons(),
        note=found["note"],
        expected_version=found["expected_version"],
        actor=actor,
    )
