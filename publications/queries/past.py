"""Lists and certificates of the years before the portal. Filters on what is shown, for members of the tenant too."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import NotFound
from portal.kit.folding import fold_code

from ..models import Certificate, PastEntry, PastKind, PastList, Standing
from .paging import Page, page_by_newest, page_by_position

NEWEST = 10


@dataclass(frozen=True, slots=True)
class PastVerdict:
    """What an imported number is worth today: valid, expired or revoked, and since when (None while it is valid)."""

    entry: PastEntry
    status: str
    since: date | None


def is_taken_in(tenant_id: int, kind: PastKind, programme: str, year: int, *, title: str) -> bool:
    rows = PastList.objects.filter(tenant_id=tenant_id, kind=kind, programme_slug=programme, year=year)
    return rows.filter(title=" ".join(title.split()), withdrawn_at=None).exists()


def numbers_taken(tenant_id: int, keys: Collection[str]) -> dict[str, str]:
    """Folded number -> where it stands already: an import that is shown, or a certificate of the portal's own."""
    past = PastEntry.objects.filter(tenant_id=tenant_id, number_key__in=set(keys), is_shown=True).exclude(number_key="")
    found = {row.number_key: row.past_list.title for row in past.select_related("past_list").order_by("pk")}
    own = Certificate.objects.filter(tenant_id=tenant_id, number__in=set(keys)).order_by("pk")
    return found | dict.fromkeys(own.values_list("number", flat=True), _("本平台签发的证书"))


def past_lists(tenant_id: int, *, kind: str = PastKind.LIST, after: str = "") -> Page[PastList]:
    """Imports that are shown, newest first."""
    rows = PastList.objects.filter(tenant_id=tenant_id, withdrawn_at=None)
    return page_by_newest(rows.filter(kind=kind) if kind else rows, after=after, size=50)


def newest_past_lists(tenant_id: int) -> list[PastList]:
    """The newest ten lists by the day of their publication."""
    rows = PastList.objects.filter(tenant_id=tenant_id, kind=PastKind.LIST, withdrawn_at=None)
    return list(rows.order_by("-published_on", "-pk")[:NEWEST])


def office_past_lists(actor: Actor, *, after: str = "") -> Page[PastList]:
    """Every import with who did it, withdrawn ones included."""
    rows = PastList.objects.filter(tenant_id=actor.tenant_id or 0).select_related("batch__imported_by")
    return page_by_newest(rows, after=after)


def office_past_list(actor: Actor, list_id: int) -> PastList:
    """Raises NotFound."""
    rows = PastList.objects.filter(tenant_id=actor.tenant_id or 0, pk=list_id)
    row = rows.select_related("batch__imported_by", "withdrawn_by").first()
    if row is None:
        raise NotFound()
    return row


def past_entry_for(actor: Actor, entry_id: int) -> PastEntry:
    """Raises NotFound."""
    rows = PastEntry.objects.filter(tenant_id=actor.tenant_id or 0, pk=entry_id).select_related("past_list")
    row = rows.first()
    if row is None:
        raise NotFound()
    return row


def public_past_list(tenant_id: int, list_id: int) -> PastList:
    """Also one that was withdrawn: its address says so. Raises NotFound."""
    row = PastList.objects.filter(tenant_id=tenant_id, pk=list_id).select_related("tenant").first()
    if row is None:
        raise NotFound()
    return row


def past_entries(row: PastList, *, text: str = "", after: str = "", is_office: bool = False) -> Page[PastEntry]:
    """Entries of one import by their place; of a withdrawn one the office alone sees them."""
    rows = PastEntry.objects.filter(tenant_id=row.tenant_id, past_list_id=row.pk)
    if not is_office:
        rows = rows.filter(is_shown=True)
    return page_by_position(_saying(rows, text) if text else rows, after=after, size=50)


def _saying(rows: QuerySet[PastEntry], text: str) -> QuerySet[PastEntry]:
    named = Q(name__contains=text) | Q(holder__contains=text) | Q(district_name__contains=text)
    return rows.filter(named | Q(number_key=fold_code(text)) | Q(past_list__title__contains=text))


def past_found(tenant_id: int, text: str) -> list[PastEntry]:
    """The newest fifty entries of past years by name, holder, district, number or title; one query."""
    rows = PastEntry.objects.filter(tenant_id=tenant_id, is_shown=True).select_related("past_list")
    return list(_saying(rows, text).order_by("-past_list__published_on", "-pk")[:50])


def past_by_number(tenant_id: int, number: str) -> PastVerdict | None:
    """What is said of a number as somebody copied it, in any width, case and spacing."""
    key = fold_code(number)[:80]
    rows = PastEntry.objects.filter(tenant_id=tenant_id, number_key=key, is_shown=True).exclude(number_key="")
    row = rows.select_related("past_list").first()
    return verdict_on(row) if row else None


def verdict_on(row: PastEntry) -> PastVerdict:
    if row.standing == Standing.REVOKED:
        return PastVerdict(row, Standing.REVOKED, row.standing_on)
    if row.valid_to is not None and row.valid_to < clock.today():
        return PastVerdict(row, Standing.EXPIRED, row.valid_to)
    return PastVerdict(row, Standing.VALID, None)
