"""What anybody may read: organisers, editions, notices, lists."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from applications.queries.clause_questions import published_questions
from portal.kit import clock
from portal.kit.access import public
from portal.tenancy.calendar import statutory_calendar
from programmes.contract import Facts, Line
from programmes.models import Edition

from .. import queries
from ..codes import by_list, figure_label, has_mark, head_of_names
from ..forms_public import VerifyForm
from ..queries import past
from ..queries import public as reads
from ..terms import has_ended, workdays_left
from ._common import tenant_of

HOME_SECONDS = 30


@public
def home(request: HttpRequest) -> HttpResponse:
    """Kept for half a minute: it looks at every organiser."""
    fronts = cache.get_or_set("publications:fronts", reads.home_fronts, HOME_SECONDS)
    return render(request, "public/home.html", {"fronts": fronts})


@public
def tenant_home(request: HttpRequest, tenant: str) -> HttpResponse:
    organiser, calendar = tenant_of(request), statutory_calendar()
    front = queries.tenant_front(organiser.pk)
    for edition in front.editions:
        edition.days_left = days_left(edition)  # type: ignore[attr-defined]
    for notice in front.notices:
        assert notice.last_on is not None
        notice.days_left = workdays_left(notice.last_on, calendar)  # type: ignore[attr-defined]
    return render(request, "public/tenant_home.html", {"front": front, "form": VerifyForm()})


def days_left(edition: Edition) -> int | None:
    """Calendar days until the edition closes, today not counted; None before it opens."""
    now = clock.now()
    return None if now < edition.opens_at else (clock.day_of(edition.closes_at) - clock.today()).days


@public
def edition_public(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    edition = queries.public_edition(tenant_of(request).pk, pk)
    now, text = clock.now(), search_text(request)
    context = {
        "edition": edition,
        "programme": edition.programme,
        "groups": clause_groups(edition),
        "timeline": timeline(edition),
        "districts": reads.edition_districts(edition),
        "has_districts": edition.has_stage("district_review"),
        "notices": reads.edition_notices(edition),
        "lists": reads.edition_lists(edition),
        "text": text,
        "found": reads.entries_found(edition.tenant_id, text, edition_id=edition.pk, after=after(request))
        if text
        else None,
        "is_open": edition.opens_at <= now < edition.closes_at and edition.state in {"open", "announced"},
        "days_left": days_left(edition),
        "questions": published_questions(edition),
    }
    return render(request, "public/edition.html", context)


def search_text(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:100]


def after(request: HttpRequest) -> str:
    return request.GET.get("after", "")


def clause_groups(edition: Edition) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """(title, lines with this edition's thresholds) in the order of the source: the verdict on nothing at all."""
    return edition.programme.judge(Facts(answers={}), edition.settings()).groups


def timeline(edition: Edition) -> list[dict[str, object]]:
    """The edition's dates with the state of each: done, now, later."""
    steps = [
        (_("开始申报"), edition.opens_at),
        (_("申报截止"), edition.closes_at),
        (_("区级推荐截止"), edition.district_due_at if edition.has_stage("district_review") else None),
        (_("评审截止"), edition.review_due_at),
    ]
    now = clock.now()
    items: list[dict[str, object]] = [
        {"title": t, "when": at, "state": "done" if at <= now else "later"} for t, at in steps if at
    ]
    coming = next((item for item in items if item["state"] == "later"), None)
    if coming is not None:
        coming["state"] = "now"
    return items


@public
def notices_public(request: HttpRequest, tenant: str) -> HttpResponse:
    page = queries.notices_shown(tenant_of(request).pk, after=request.GET.get("after", ""))
    return render(request, "public/notices.html", {"page": page, "now": clock.now()})


@public
def notice_public(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    notice = queries.public_notice(tenant_of(request).pk, pk)
    text = search_text(request)
    assert notice.last_on is not None
    page = queries.shown_entries(notice, text=text, after=after(request))
    context = {
        "notice": notice,
        "page": page,
        "groups": by_list(notice.edition.programme, page.rows),
        "name_head": head_of_names(notice.edition.programme),
        "corrections": reads.corrections_of(notice),
        "text": text,
        "has_ended": has_ended(notice, clock.now()),
        "days_left": workdays_left(notice.last_on, statutory_calendar()),
    }
    return render(request, "public/notice.html", context)


@public
def lists_public(request: HttpRequest, tenant: str) -> HttpResponse:
    organiser, text = tenant_of(request), search_text(request)
    if text:
        context = {"found": reads.entries_found(organiser.pk, text, after=after(request)), "text": text}
        context["past_found"] = past.past_found(organiser.pk, text)
    else:
        context = {"page": queries.lists_shown(organiser.pk, after=after(request)), "text": ""}
        context["past_lists"] = past.newest_past_lists(organiser.pk)
    return render(request, "public/lists.html", context)


@public
def list_public(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    row = queries.public_list(tenant_of(request).pk, pk)
    text = search_text(request)
    page = queries.list_entries_shown(row, text=text, after=after(request))
    context = {
        "list": row,
        "page": page,
        "text": text,
        "has_numbers": any(entry.certificate_number for entry in page.rows),
        "figure": figure_label(row.edition.programme, row.code),
        "name_head": head_of_names(row.edition.programme),
        "is_outside": any(entry.outside for entry in page.rows),
        "has_marks": has_mark(row.edition),
    }
    return render(request, "public/list.html", context)
