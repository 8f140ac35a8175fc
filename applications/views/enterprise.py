"""The enterprise's own pages: my desk, applying, one filing with its station and its history, its files."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from applications import policy, queries, terms
from applications.actions import filing
from applications.awaiting import OwnNeed, own_needs
from applications.queries import Filing
from applications.queries.agencies import own_bodies
from applications.queries.identity import same_product
from applications.queries.paper import own_paper
from applications.workflow import State
from portal.kit import clock
from portal.kit.access import enterprise
from portal.kit.errors import Conflict
from portal.kit.workdays import Calendar
from portal.people.models import ClaimState, EnterpriseClaim
from portal.tenancy.calendar import statutory_calendar
from portal.tenancy.files import serve

from . import shown, steps
from .form_pages import correction_rows
from .self_check import bring_along

DONE = frozenset({State.WITHDRAWN, State.NOT_RECOMMENDED})


@enterprise
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """What needs me now and by when; every filing with its station; what one may apply to."""
    found, calendar = queries.desk_for(request.actor), statutory_calendar()  # type: ignore[attr-defined]
    rows = [desk_row(filing_, calendar) for filing_ in found.filings]
    needs = [row for row in rows if row["need"]]
    needs += [need_row(need, calendar) for need in own_needs(request.actor)]  # type: ignore[attr-defined]
    context = {
        "needs": sorted(needs, key=lambda row: row["deadline"]["closes_at"]),
        "rows": rows,
        "editions": [(edition, shown.deadline_box(edition.closes_at, calendar)) for edition in found.open_editions],
        "further": [(one, shown.deadline_box(one.closes_at, calendar), n) for one, n in found.further_editions],
        "claim": claim_notice(found.claims),
    }
    return render(request, "applications/desk.html", context)


def desk_row(row: Filing, calendar: Calendar) -> dict[str, Any]:
    """One filing on one line; need: what the enterprise itself has to do, "" while others are at work."""
    application, need = row.application, ""
    closes_at = row.correction.due_at if row.correction else terms.closing_of(application, row.own_terms)
    is_late = clock.now() >= closes_at
    if row.correction is not None and application.state not in DONE:
        need = _("补正期限已过，请联系受理部门") if is_late else _("按退回意见补正后重新提交")
    elif application.state == State.DRAFT and not is_late:
        need = _("填写完整后提交")
    word, mood = shown.station_of(application, row.units)
    if application.state == State.DRAFT and is_late:
        word = _("未提交，已截止")
    return {
        "application": application,
        "title": application.title or _("未命名的申报"),
        "under": application.edition.title,
        "url": reverse("application", args=(application.tenant.slug, application.pk)),
        "word": word,
        "tone": mood,
        "need": need,
        "waiting": steps.waiting_for(application, row.units),
        "deadline": shown.deadline_box(closes_at, calendar),
    }


def need_row(need: OwnNeed, calendar: Calendar) -> dict[str, Any]:
    """What is to be done outside the filings, on a line like theirs."""
    deadline = shown.deadline_box(need.due_at, calendar)
    return {"title": need.title, "under": need.under, "need": need.need, "url": need.url, "deadline": deadline}


def claim_notice(claims: list[EnterpriseClaim]) -> dict[str, str] | None:
    """Whether the organisation is proven, and whether somebody else claims it too; for components/notice.html."""
    states = {claim.state for claim in claims}
    people = {claim.user_id for claim in claims if claim.state not in {ClaimState.REFUSED, ClaimState.REPLACED}}
    if len(people) > 1:
        text = _("另有他人也主张代表本单位，组织方正在核对双方的证照和授权委托书。核对期间可以填写和提交。")
        return {"tone": "soon", "title": _("本单位存在多个主张"), "text": text}
    if ClaimState.ACCEPTED in states or not claims:
        return None
    if ClaimState.FILED in states:
        text = _("营业执照（或登记证书）和授权委托书已提交，正由组织方核验。核验期间可以填写和提交。")
    else:
        text = _("可以填写和提交；请尽快上传营业执照（或登记证书）和授权委托书，由组织方核验。")
    return {"tone": "soon", "title": _("本单位的代表身份尚未核验"), "text": text}


@enterprise
@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, tenant: str, edition_id: int) -> HttpResponse:
    """Who may apply, clause by clause, what is needed and by when; then start."""
    actor = request.actor  # type: ignore[attr-defined]
    edition = queries.edition_for(actor, edition_id)
    refusal, own = None, queries.own_applications(actor, edition_id)
    if request.method == "POST":
        try:
            is_further = "further" in request.POST
            application = filing.start_application(edition_id=edition_id, is_further=is_further, actor=actor)
            bring_along(request, application)
            return redirect("application", tenant, application.pk)
        except Conflict as error:
            refusal = error.message
    context = {
        "edition": edition,
        "existing": own,
        "left": edition.programme.most_filings - len(own),
        "is_taking": terms.is_taking(edition, clock.now()),
        "refusal": refusal,
        "deadline": shown.deadline_box(edition.closes_at, statutory_calendar()),
        "groups": shown.clause_groups(queries.judge_answers(edition, {})),
        "evidence": shown.evidence_rows(edition.programme),
        "district_terms": [row for row in queries.terms_by_district(edition) if row.closes_at],
        "settings": edition.settings(),
        "way": steps.whole_way(edition),
    }
    return render(request, "applications/apply.html", context, status=409 if refusal else 200)


@enterprise
@require_GET
def application(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """One filing: what to do now, its sections, what happened."""
    writing = queries.writing_for(request.actor, pk)  # type: ignore[attr-defined]
    row, units = writing.application, queries.units_of(writing.application)
    word, mood = shown.station_of(row, units)
    sections, sheet = shown.section_rows(writing, tenant), own_paper(row)
    context = {
        "writing": writing,
        "application": row,
        "units": units,
        "items": shown.unit_rows(row, units),
        "station": {"word": word, "tone": mood},
        "sections": sections,
        "done_count": sum(section["state"] == "done" for section in sections),
        "first_open": next((s["url"] for s in sections if s["state"] != "done"), shown.review_address(writing, tenant)),
        "deadline": shown.deadline_box(writing.deadline_at, statutory_calendar()),
        "corrections": correction_rows(writing, tenant),
        "waiting": steps.waiting_for(row, units),
        "facts": steps.facts_of(row),
        "post_title": steps.post_title(sheet) if sheet else "",
        "by_district": row.edition.has_stage("district_review"),
        "paper": steps.paper_lines(sheet) if sheet and row.version_number else [],
        "post_step": steps.post_step(sheet) if sheet and steps.is_to_post(sheet, row) else "",
        "bodies": own_bodies(row),
        "same": same_product(row, writing.answers),
        "today": clock.today(),
        "timeline": shown.timeline_items(queries.timeline_of(row), row.edition),
        "versions": queries.versions_of(row),
        "can_withdraw": policy.may_withdraw(row, units),
        "claim": claim_notice(queries.claims_of(request.actor)),  # type: ignore[attr-defined]
    }
    return render(request, "applications/application.html", context)


@enterprise
@require_GET
def attachment(request: HttpRequest, tenant: str, pk: int) -> FileResponse:
    """One of the enterprise's own files."""
    row = queries.attachment_for(request.actor, pk)  # type: ignore[attr-defined]
    try:
        return serve(str(row.file.name), download_name=row.name, content_type=row.content_type)
    except FileNotFoundError as error:
        raise Http404 from error
