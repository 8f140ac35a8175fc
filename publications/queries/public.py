"""What anybody reads. Filters on what is published, for members of the tenant too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from portal.kit import clock
from portal.kit.errors import NotFound
from portal.tenancy import fence
from portal.tenancy.models import Tenant
from programmes.models import Edition, EditionDistrict, EditionState

from ..codes import figure_label, place_of
from ..models import (
    Certificate,
    ListEntry,
    ListState,
    Notice,
    NoticeEntry,
    NoticeState,
    Objection,
    PublishedList,
)
from ..tokens import digest_of
from .paging import Page, page_by_newest, page_by_position


@dataclass(frozen=True, slots=True)
class TenantFront:
    """What the front page of an organiser shows."""

    editions: list[Edition]
    notices: list[Notice]
    lists: list[PublishedList]


@dataclass(frozen=True, slots=True)
class ObjectionStatus:
    """All that an objection's token opens: state and dates, nobody's name."""

    receipt_number: str
    notice_title: str
    state: str
    received_on: date
    accept_due_on: date
    accepted_on: date | None
    answer_due_on: date
    is_extended: bool
    decided_on: date | None
    withdrawn_on: date | None


@dataclass(frozen=True, slots=True)
class ListShown:
    """One published list on the page of its edition. figure: (label, unit) of what it is ranked by."""

    row: PublishedList
    entry_count: int
    entries: list[ListEntry]
    figure: tuple[str, str]


@dataclass(frozen=True, slots=True)
class OrganiserFront:
    """One organiser on the home page: plain values, because they are kept in the cache."""

    slug: str
    name: str
    editions: tuple[tuple[int, str, datetime], ...]  # (key, title, the first instant too late)
    notice_count: int


def home_fronts() -> list[OrganiserFront]:
    """Every organiser with its open editions, those with something open first. Two reads per organiser."""
    fronts = []
    for tenant in Tenant.objects.order_by("slug"):
        with fence.widened(public_tenant_id=tenant.pk):
            front = tenant_front(tenant.pk)
        editions = tuple((e.pk, e.title, e.closes_at) for e in front.editions)
        fronts.append(OrganiserFront(tenant.slug, tenant.name, editions, len(front.notices)))
    return sorted(fronts, key=lambda front: (not front.editions, front.slug))


def _notices(tenant_id: int) -> QuerySet[Notice]:
    return Notice.objects.filter(tenant_id=tenant_id).exclude(state=NoticeState.DRAFT)


def _lists(tenant_id: int) -> QuerySet[PublishedList]:
    return PublishedList.objects.filter(tenant_id=tenant_id, state=ListState.RELEASED)


def tenant_front(tenant_id: int) -> TenantFront:
    """Three queries."""
    now = clock.now()
    shown = Edition.objects.filter(tenant_id=tenant_id).exclude(state__in=(EditionState.DRAFT, EditionState.ARCHIVED))
    running = _notices(tenant_id).filter(ends_at__gt=now).annotate(entry_count=Count("entries"))
    return TenantFront(
        editions=list(shown.filter(closes_at__gt=now).order_by("closes_at", "pk")[:20]),
        notices=list(running.order_by("ends_at", "pk")[:20]),
        lists=list(_lists(tenant_id).annotate(entry_count=Count("entries")).order_by("-published_on", "-pk")[:5]),
    )


def public_edition(tenant_id: int, edition_id: int) -> Edition:
    rows = Edition.objects.filter(tenant_id=tenant_id, pk=edition_id).exclude(state=EditionState.DRAFT)
    row = rows.select_related("tenant").first()
    if row is None:
        raise NotFound()
    return row


def edition_districts(edition: Edition) -> list[EditionDistrict]:
    rows = EditionDistrict.objects.filter(edition_id=edition.pk, tenant_id=edition.tenant_id)
    return list(rows.select_related("district").order_by("district__code", "pk"))


def edition_notices(edition: Edition) -> list[Notice]:
    """Notices of one edition, newest first."""
    return list(_notices(edition.tenant_id).filter(edition_id=edition.pk).order_by("-published_at", "-pk"))


def edition_lists(edition: Edition, *, most: int = 10) -> list[ListShown]:
    """What the edition ended in, list by list in the programme's order and then by day, each with its first entries.

    most  entries of each list. Two queries.
    """
    of = edition.programme
    counted = _lists(edition.tenant_id).filter(edition_id=edition.pk).annotate(entry_count=Count("entries"))
    rows = sorted(counted.order_by("published_on", "pk"), key=lambda row: place_of(of, row.code))
    entries = ListEntry.objects.filter(tenant_id=edition.tenant_id, published_list_id__in=[row.pk for row in rows])
    first: dict[int, list[ListEntry]] = {}
    for entry in entries.filter(position__lte=most).order_by("published_list_id", "position", "pk"):
        first.setdefault(entry.published_list_id, []).append(entry)
    return [ListShown(row, row.entry_count, first.get(row.pk, []), figure_label(of, row.code)) for row in rows]


def entries_found(tenant_id: int, text: str, *, edition_id: int | None = None, after: str = "") -> Page[ListEntry]:
    """Entries of published lists by name, holder, district, number or the title of their list, newest first."""
    rows = ListEntry.objects.filter(tenant_id=tenant_id, published_list__state=ListState.RELEASED)
    if edition_id is not None:
        rows = rows.filter(published_list__edition_id=edition_id)
    rows = rows.filter(_says(text) | Q(published_list__title__contains=text)).select_related("published_list__edition")
    return page_by_newest(rows, after=after)


def _says(text: str) -> Q:
    return (
        Q(name__contains=text)
        | Q(holder__contains=text)
        | Q(district_name__contains=text)
        | Q(certificate_number__contains=text.upper())
    )


def notices_shown(tenant_id: int, *, after: str = "") -> Page[Notice]:
    return page_by_newest(_notices(tenant_id).annotate(entry_count=Count("entries")), after=after)


def public_notice(tenant_id: int, notice_id: int) -> Notice:
    related = ("edition", "corrects", "tenant")
    row = _notices(tenant_id).select_related(*related).filter(pk=notice_id).first()
    if row is None:
        raise NotFound()
    return row


def corrections_of(notice: Notice) -> list[Notice]:
    return list(_notices(notice.tenant_id).filter(corrects_id=notice.pk).order_by("published_at", "pk"))


def shown_entries(notice: Notice, *, text: str = "", after: str = "", size: int = 50) -> Page[NoticeEntry]:
    rows = NoticeEntry.objects.filter(tenant_id=notice.tenant_id, notice_id=notice.pk)
    if text:
        rows = rows.filter(Q(name__contains=text) | Q(holder__contains=text) | Q(district_name__contains=text))
    return page_by_position(rows, after=after, size=size)


def all_entries(notice: Notice) -> list[NoticeEntry]:
    """Every entry, for downloads and for choosing the one objected to."""
    rows = NoticeEntry.objects.filter(tenant_id=notice.tenant_id, notice_id=notice.pk)
    return list(rows.order_by("position", "pk"))


def lists_shown(tenant_id: int, *, after: str = "") -> Page[PublishedList]:
    rows = _lists(tenant_id).select_related("edition").annotate(entry_count=Count("entries"))
    return page_by_newest(rows, after=after)


def public_list(tenant_id: int, list_id: int) -> PublishedList:
    row = _lists(tenant_id).select_related("edition", "tenant").filter(pk=list_id).first()
    if row is None:
        raise NotFound()
    return row


def list_entries_shown(row: PublishedList, *, text: str = "", after: str = "", size: int = 50) -> Page[ListEntry]:
    """With the right to a mark that each came with, where there is one."""
    rows = ListEntry.objects.filter(tenant_id=row.tenant_id, published_list_id=row.pk).select_related("mark_right")
    if text:
        rows = rows.filter(_says(text))
    return page_by_position(rows, after=after, size=size)


def all_list_entries(row: PublishedList) -> list[ListEntry]:
    rows = ListEntry.objects.filter(tenant_id=row.tenant_id, published_list_id=row.pk)
    return list(rows.order_by("position", "pk"))


def certificate_by_number(tenant_id: int, number: str) -> Certificate:
    """number: in its stored form. Raises NotFound."""
    related = ("entry", "entry__published_list__edition", "entry__mark_right", "replaced_by", "tenant")
    row = Certificate.objects.select_related(*related).filter(tenant_id=tenant_id, number=number).first()
    if row is None:
        raise NotFound()
    return row


def objection_by_token(tenant_id: int, token: str) -> ObjectionStatus:
    """State and dates for whoever holds the token. The only place where a public page looks behind the fence.

    Raises NotFound.
    """
    with fence.widened(tenant_id=tenant_id):
        rows = Objection.objects.select_related("notice").filter(tenant_id=tenant_id, token_digest=digest_of(token))
        row = rows.defer("objector_name", "objector_code", "objector_phone", "objector_email").first()
        if row is None:
            raise NotFound()
        return ObjectionStatus(
            receipt_number=row.receipt_number,
            notice_title=row.notice.title,
            state=row.state,
            received_on=clock.day_of(row.received_at),
            accept_due_on=row.accept_due_on,
            accepted_on=clock.day_of(row.accepted_at) if row.accepted_at else None,
            answer_due_on=row.answer_due_on,
            is_extended=row.is_extended,
            decided_on=clock.day_of(row.decided_at) if row.decided_at else None,
            withdrawn_on=clock.day_of(row.withdrawn_at) if row.withdrawn_at else None,
        )
