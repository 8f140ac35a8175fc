"""What an outside body does with a case: screen, return, accept, refuse, record, close, certify."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from applications.actions import certifying, screening
from applications.actions.certifying_rules import CertificateFacts, StepFacts
from applications.actions.corrections import last_day_for
from applications.forms_agency import CertificateForm, RefusalForm, ResolveForm, ScreenForm, StepForm
from applications.forms_case import FindingsForm
from applications.forms_office import ReturnForm
from applications.models import Purpose, ScreeningOutcome
from applications.queries.agencies import EntrustedCase, entrusted_case
from applications.workflow import State
from portal.kit.access import member
from portal.kit.actor import Role
from portal.kit.errors import Conflict, Invalid, NotFound

from .agency_parts import page_context, render_case
from .case_page import put_errors, renew

AGENCY = Role.THIRD_PARTY_AGENCY
Act = Callable[[], object]


def case_of(request: HttpRequest, pk: int, purpose: str) -> EntrustedCase:
    """Raises NotFound for another body's, and for one that was entrusted for something else."""
    case = entrusted_case(request.actor, pk)  # type: ignore[attr-defined]
    if case.entrustment.purpose != purpose:
        raise NotFound
    return case


def carry_out(
    request: HttpRequest, tenant: str, pk: int, *, bound: Mapping[str, forms.Form], act: Act, done: str
) -> HttpResponse:
    """Check the forms' shape, call one action, and go back to the case; or draw the page with what is wrong."""
    faulty = [
        form for form in bound.values() if not form.is_valid()
    ]  # every form is asked, so that all is said at once
    if faulty:
        return render_case(request, pk, bound=bound, status=422)
    try:
        act()
    except Invalid as error:
        put_errors(next(iter(bound.values())), error)
        return render_case(request, pk, bound=bound, status=422)
    except Conflict as error:
        return render_case(request, pk, bound=bound, stale=error, status=error.status)
    messages.success(request, done)
    return redirect("agency_case", tenant, pk)


@member(AGENCY)
@require_POST
def screen(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """The clauses, and passed or failed; act=save keeps the clauses only."""
    case = case_of(request, pk, Purpose.SCREENING)
    checks = FindingsForm(request.POST, verdict=case.verdict, findings=case.findings)
    actor, unit_id = request.actor, case.unit.pk  # type: ignore[attr-defined]
    if request.POST.get("act") == "save":
        return carry_out(
            request,
            tenant,
            pk,
            bound={"findings": checks},
            act=lambda: screening.save_checks(
                unit_id=unit_id,
                checks=checks.findings(),
                expected_version=checks.cleaned_data["expected_version"],
                actor=actor,
            ),
            done=_("核对情况已保存，还没有作出结论。"),
        )
    form = ScreenForm(request.POST)
    return carry_out(
        request,
        tenant,
        pk,
        bound={"screen": form, "findings": checks},
        act=lambda: screening.screen(unit_id=unit_id, checks=checks.findings(), **form.cleaned_data, actor=actor),
        done=_("初筛结论已登记。"),
    )


@member(AGENCY)
@require_http_methods(["GET", "POST"])
def return_(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """Choose the fields that go back, each with its reason."""
    case = case_of(request, pk, Purpose.SCREENING)
    now = {"expected_version": case.unit.application.version_number}
    form = ReturnForm(request.POST if request.method == "POST" else None, initial=now, edition=case.unit.edition)
    stale = None
    if form.is_bound and form.is_valid():
        try:
            _give_back(request, case, form)
        except Invalid as error:
            put_errors(form, error)
        except Conflict as error:
            stale = error
        else:
            messages.success(request, _("已退回补正，申报主体会收到逐项要求。"))
            return redirect("agency_case", tenant, pk)
    if form.is_bound:
        renew(form, case.unit.application.version_number)
    context = {**page_context(case, {}, stale), "form": form, "groups": _return_groups(case, form)}
    context["due_on"] = last_day_for(case.unit.application)
    status = 409 if stale else 422 if form.errors else 200
    return render(request, "agency/return.html", context, status=status)


def _give_back(request: HttpRequest, case: EntrustedCase, form: ReturnForm) -> None:
    screening.screen(
        unit_id=case.unit.pk,
        outcome=ScreeningOutcome.RETURNED,
        checks={},
        report=form.cleaned_data["note"],
        reasons=form.reasons(),
        expected_version=form.cleaned_data["expected_version"],
        actor=request.actor,  # type: ignore[attr-defined]
    )


def _return_groups(case: EntrustedCase, form: ReturnForm) -> list[dict[str, Any]]:
    """Groups of rows (control, what was answered)."""
    answers: dict[str, str] = {}
    for one in case.sections:
        for shown in one.fields:
            answers[shown.field.key] = "；".join(" ".join(row) for row in shown.rows) or shown.text
        for file in one.files:
            answers[file.key] = "、".join(filter(None, (answers.get(file.key), file.name)))
    groups = []
    for title, controls in form.bound_groups():
        rows = [{"bound": bound, "text": answers.get(bound.name.removeprefix("reason-")) or "—"} for bound in controls]
        groups.append({"title": title, "rows": rows, "typed": sum(bool(bound.value()) for bound in controls)})
    return groups


@member(AGENCY)
@require_POST
def accept(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    case = case_of(request, pk, Purpose.CERTIFICATION)
    return carry_out(
        request,
        tenant,
        pk,
        bound={},
        act=lambda: certifying.accept(unit_id=case.unit.pk, actor=request.actor),  # type: ignore[attr-defined]
        done=_("已受理，申报主体会收到通知。"),
    )


@member(AGENCY)
@require_POST
def refuse(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """Not taken on, or not certified: whichever waits."""
    case, form = case_of(request, pk, Purpose.CERTIFICATION), RefusalForm(request.POST)
    by = certifying.refuse_certificate if case.unit.state == State.CERT_DECISION else certifying.refuse
    return carry_out(
        request,
        tenant,
        pk,
        bound={"refusal": form},
        act=lambda: by(unit_id=case.unit.pk, **form.cleaned_data, actor=request.actor),  # type: ignore[attr-defined]
        done=_("已登记，申报主体会收到理由。"),
    )


@member(AGENCY)
@require_POST
def step(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """A type test or a site audit."""
    case = case_of(request, pk, Purpose.CERTIFICATION)
    form = StepForm(request.POST, edition=case.unit.edition, passed=case.passed_kinds)
    return carry_out(
        request,
        tenant,
        pk,
        bound={"step": form},
        act=lambda: certifying.record_step(
            unit_id=case.unit.pk,
            facts=StepFacts(**form.cleaned_data),
            actor=request.actor,  # type: ignore[attr-defined]
        ),
        done=_("已登记，申报主体会收到通知。"),
    )


@member(AGENCY)
@require_POST
def resolve(request: HttpRequest, tenant: str, pk: int, step_id: int) -> HttpResponse:
    """Close the nonconformities of a step."""
    case = case_of(request, pk, Purpose.CERTIFICATION)
    form = ResolveForm(request.POST, prefix=f"s{step_id}")
    return carry_out(
        request,
        tenant,
        pk,
        bound={f"resolve-{step_id}": form},
        act=lambda: certifying.resolve_step(
            unit_id=case.unit.pk,
            step_id=step_id,
            **form.cleaned_data,
            actor=request.actor,  # type: ignore[attr-defined]
        ),
        done=_("不符合项已关闭。"),
    )


@member(AGENCY)
@require_POST
def certify(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    case, form = case_of(request, pk, Purpose.CERTIFICATION), CertificateForm(request.POST)
    return carry_out(
        request,
        tenant,
        pk,
        bound={"certificate": form},
        act=lambda: certifying.decide(
            unit_id=case.unit.pk,
            facts=CertificateFacts(**form.cleaned_data),
            actor=request.actor,  # type: ignore[attr-defined]
        ),
        done=_("证书已登记，组织方将按程序公布。"),
    )
