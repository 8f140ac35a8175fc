"""A district's recommendations of an edition: its order, the letter, the workbook."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from applications.actions.ranking import set_ranks
from applications.forms_edition import RanksForm
from applications.models import DistrictReview
from applications.queries.recommending import districts_of, newest_recommendations
from applications.wording import staff_word, tone
from portal.audit.record import record
from portal.kit import clock
from portal.kit.access import member
from portal.kit.actor import Actor, Role
from portal.kit.errors import Closed, Denied, Invalid
from portal.kit.paper import render_pdf
from portal.tenancy.models import District
from programmes.models import Edition
from programmes.queries import edition_of

from .case_page import put_errors
from .queue import READERS
from .several import basis_words


def chosen_district(request: HttpRequest) -> tuple[list[District], District]:
    """The districts that this person may read, and the one that the address names (else the first).

    Raises Denied for another district's, Http404 where there is none.
    """
    districts = districts_of(request.actor)  # type: ignore[attr-defined]
    if not districts:
        raise Http404
    wanted = request.GET.get("district", "")
    if not wanted:
        return districts, districts[0]
    found = next((district for district in districts if str(district.pk) == wanted), None)
    if found is None:
        raise Denied(_("该区不属于您负责的范围。"))
    return districts, found


@member(*READERS)
@require_http_methods(["GET", "POST"])
def recommendations(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """The ranked list. The district's officer may change the order until the district's deadline."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    edition = edition_of(actor, pk)
    districts, district = chosen_district(request)
    reviews = newest_recommendations(actor, edition.pk, district.pk)
    form = RanksForm(request.POST if request.method == "POST" else None, reviews=reviews)
    closed = None
    if form.is_bound and form.is_valid():
        try:
            set_ranks(edition_id=edition.pk, district_id=district.pk, ranks=form.ranks(), actor=actor)
        except Invalid as error:
            put_errors(form, error)
        except Closed as error:
            closed = error
        else:
            messages.success(request, _("排序已保存。"))
            return redirect(f"{request.path}?district={district.pk}")
    is_due = edition.district_due_at is not None and clock.now() >= edition.district_due_at
    context = _context(edition, district, reviews, form) | {
        "districts": districts,
        "may_rank": not is_due and district.pk in actor.districts_for(Role.DISTRICT_OFFICER),
        "closed": closed,
    }
    return render(
        request, "office/recommendations.html", context, status=409 if closed else 422 if form.errors else 200
    )


def _context(edition: Edition, district: District, reviews: list[DistrictReview], form: RanksForm) -> dict[str, Any]:
    return {
        "edition": edition,
        "district": district,
        "form": form,
        "rows": [
            {
                "review": review,
                "application": review.application,
                "word": staff_word(review.application.state),
                "tone": tone(review.application.state),
                "control": form[f"rank-{review.application_id}"],
            }
            for review in reviews
        ],
    }


@member(*READERS)
@require_GET
def letter(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """The letter of recommendation with its list, for printing and sealing; signed filings only."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    edition = edition_of(actor, pk)
    _districts, district = chosen_district(request)
    reviews = [r for r in newest_recommendations(actor, edition.pk, district.pk) if r.is_confirmed]
    _note_export(actor, edition, district, act="print_recommendations", rows=len(reviews))
    context = {
        "edition": edition,
        "district": district,
        "reviews": reviews,
        "priorities": [(r.application.title, basis_words(r.priority_basis)) for r in reviews if r.is_priority],
        "title": _("推荐函"),
        "code": f"{edition.pk:03d}-{district.code}",
        "today": clock.today(),
        "organiser": edition.tenant.name,
        "without_links": True,
    }
    response = HttpResponse(render_pdf(render_to_string("office/letter.html", context)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="recommendation-{edition.year}-{district.code}.pdf"'
    return response


@member(*READERS)
@require_GET
def workbook(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    edition = edition_of(actor, pk)
    _districts, district = chosen_district(request)
    reviews = newest_recommendations(actor, edition.pk, district.pk)
    _note_export(actor, edition, district, act="export_recommendations", rows=len(reviews))
    response = HttpResponse(
        summary_workbook(edition, district, reviews),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    response["Content-Disposition"] = f'attachment; filename="recommendations-{edition.year}-{district.code}.xlsx"'
    return response


def _note_export(actor: Actor, edition: Edition, district: District, *, act: str, rows: int) -> None:
    record(
        actor=actor,
        act=act,
        subject=f"programmes.edition:{edition.pk}",
        tenant_id=edition.tenant_id,
        payload={"district": district.code, "rows": rows},
    )


def summary_workbook(edition: Edition, district: District, reviews: list[DistrictReview]) -> bytes:
    """推荐汇总表: one line for each filing in the district's order; text only, no cell is a formula."""
    heads = [_("排序"), _("名称"), _("申报主体"), _("统一社会信用代码"), _("初审意见"), _("状态"), _("版本"), _("编号")]
    if edition.programme.priority:
        heads += [_("重点推荐"), _("重点推荐依据")]
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(_("推荐汇总表"))
        sheet.write_string(0, 0, f"{edition.title} {district.name}{_('推荐汇总表')}")
        sheet.write_row(1, 0, heads)
        for line, review in enumerate(reviews, start=2):
            a = review.application
            sheet.write(line, 0, review.rank or "")
            cells = (a.title, a.enterprise_name, a.enterprise_uscc, review.opinion, str(staff_word(a.state)))
            for column, text in enumerate(cells, start=1):
                sheet.write_string(line, column, text)
            sheet.write_number(line, 6, a.version_number)
            sheet.write_string(line, 7, a.reference)
            if review.is_priority:
                sheet.write_string(line, 8, str(_("是")))
                sheet.write_string(line, 9, "；".join(basis_words(review.priority_basis)))
        sheet.set_column(0, 0, 8)
        sheet.set_column(1, len(heads) - 1, 26)
        sheet.freeze_panes(2, 0)
    return buffer.getvalue()
