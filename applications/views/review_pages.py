"""Before and at the end of filing: everything on one page, handing in, the receipt, the print, withdrawing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from applications import policy, queries
from applications.actions import filing
from applications.forms import SubmitForm, WithdrawForm
from applications.models import Version
from applications.queries import Writing
from applications.queries.identity import same_product
from applications.queries.paper import own_paper
from portal.kit import clock
from portal.kit.access import enterprise
from portal.kit.errors import Closed, Conflict, Invalid, NotFound
from portal.tenancy.calendar import statutory_calendar
from programmes.fields.words import said

from . import printed, shown, steps
from .form_pages import correction_rows


@enterprise
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """Everything on one page with links to change it; handing in."""
    writing = queries.writing_for(request.actor, pk)  # type: ignore[attr-defined]
    if request.method == "POST":
        return hand_in(request, writing, tenant)
    if not writing.is_writable:
        return redirect("application", tenant, pk)
    signer = writing.application.profile_snapshot.get("legal_rep", "")
    form = SubmitForm(initial={"revision": writing.application.revision, "signer_name": signer})
    return show_review(request, writing, form, tenant)


def hand_in(request: HttpRequest, writing: Writing, tenant: str) -> HttpResponse:
    """Submit; a refusal shows the page again with the name that was typed."""
    form = SubmitForm(request.POST)
    form.is_valid()
    values = form.cleaned_data
    try:
        version = filing.submit_application(
            application_id=writing.application.pk,
            expected_revision=values.get("revision") or 0,
            signer_name=values.get("signer_name", ""),
            is_declared=bool(values.get("is_declared")),
            actor=request.actor,  # type: ignore[attr-defined]
        )
    except (Invalid, Closed, Conflict) as error:
        return refuse(request, writing, form, error, tenant)
    messages.success(request, _("已提交第 %s 版，回执如下。") % version.number)
    return redirect("application_version", tenant, writing.application.pk, version.number)


def refuse(
    request: HttpRequest, writing: Writing, form: SubmitForm, error: Invalid | Conflict, tenant: str
) -> HttpResponse:
    """Nothing is lost: the page says why, with the fresh revision behind the button."""
    data = {**request.POST.dict(), "revision": str(writing.application.revision)}
    again = SubmitForm(data)
    again.add_error(None, str(error.message))
    for text in _beside_gaps(writing, error) if isinstance(error, Invalid) else ():
        again.add_error(None, text)
    return show_review(request, writing, again, tenant, status=error.status)


def _beside_gaps(writing: Writing, error: Invalid) -> list[str]:
    """What is wrong with answers that are no gap of the page, each by its label."""
    labels = {field.key: said(field.label) for field in writing.application.edition.programme.fields()}
    keys = [key for key in error.fields if key in labels and key not in {gap.key for gap in writing.gaps}]
    return [_("%(label)s：%(text)s") % {"label": labels[key], "text": error.fields[key]} for key in keys]


def show_review(
    request: HttpRequest, writing: Writing, form: SubmitForm, tenant: str, *, status: int = 200
) -> HttpResponse:
    districts = queries.district_choices(writing.application.tenant_id)
    sections = printed.sections_of(writing, writing.answers, writing.files, districts, tenant=tenant)
    for row in sections:
        row["change_url"] = shown.section_address(writing, row["key"], tenant)
    gaps = shown.gap_links(writing.gaps, tenant, writing.application.pk)
    context = {
        "writing": writing,
        "application": writing.application,
        "sections": sections,
        "gaps": gaps,
        "groups": shown.verdict_groups(writing.verdict),
        "deadline": shown.deadline_box(writing.deadline_at, statutory_calendar()),
        "next_steps": steps.next_steps(writing.application, writing.correction, own_paper(writing.application)),
        "form": form,
        "corrections": correction_rows(writing, tenant),
        "same": same_product(writing.application, writing.answers),
        "crumbs": shown.crumbs(writing, tenant, _("检查并提交")),
    }
    return render(request, "applications/review.html", context, status=status)


@enterprise
@require_GET
def version(request: HttpRequest, tenant: str, pk: int, number: int) -> HttpResponse:
    """The receipt of one submission."""
    application = queries.own_for(request.actor, pk)  # type: ignore[attr-defined]
    row = queries.version_of(application, number)
    context = {
        "application": application,
        "version": row,
        "next_steps": steps.next_steps(application, None, own_paper(application)),
        "file_count": len(row.content["attachments"]),
    }
    return render(request, "applications/receipt.html", context)


@enterprise
@require_GET
def print_page(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """A4 pages as PDF: ?version=2 for one that was handed in, else what is written now, with a watermark."""
    writing = queries.writing_for(request.actor, pk)  # type: ignore[attr-defined]
    asked = request.GET.get("version", "")
    frozen: Version | None = None
    if asked:
        frozen = queries.version_of(writing.application, int(asked) if asked.isdecimal() and len(asked) < 9 else 0)
    elif not writing.is_writable and writing.application.version_number:
        frozen = queries.latest_version(writing.application)
    districts = queries.district_choices(writing.application.tenant_id)
    context: dict[str, Any] = printed.paper_of(writing, frozen, districts)
    if frozen is not None and not writing.programme.is_single_unit:
        context["items"] = shown.unit_rows(writing.application, queries.units_of(writing.application))
        context["printed_at"] = clock.now()
    return printed.pdf_of(context, f"{writing.application.reference}.pdf")


@enterprise
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """Taking the filing back: shows the effect, asks once."""
    application = queries.own_for(request.actor, pk)  # type: ignore[attr-defined]
    if not policy.may_withdraw(application, queries.units_of(application)):
        raise NotFound()
    form = WithdrawForm(request.POST or None, initial={"revision": application.revision})
    if request.method == "POST" and form.is_valid():
        filing.withdraw_application(
            application_id=pk,
            expected_revision=form.cleaned_data["revision"],
            reason=form.cleaned_data["reason"],
            actor=request.actor,  # type: ignore[attr-defined]
        )
        messages.success(request, _("申报已撤回。内容仍可查看；截止前可以重新申报。"))
        return redirect("application", tenant, pk)
    context = {"application": application, "form": form, "effects": steps.withdrawal_effects(application)}
    return render(request, "applications/withdraw.html", context, status=422 if form.errors else 200)
