"""Reads of marks: rights, files and downloads, for the organiser, the holder and the public."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Count, Max

from portal.kit.actor import Actor
from portal.kit.errors import NotFound
from programmes.models import Edition

from ..codes import has_mark
from ..models import ListEntry, MarkAsset, MarkDownload, MarkRight
from ..policy import own_tenant
from .paging import Page, page_by_newest

Row = TypeVar("Row")
ENTRY = ("entry__published_list__edition", "edition", "tenant")


@dataclass(frozen=True, slots=True)
class MarkEdition:
    """One edition with a mark as its organiser sees it. assets: those offered now."""

    edition: Edition
    rights: int
    assets: int
    downloads: int


def right_by_number(tenant_id: int, number: str) -> MarkRight:
    """For anybody; its entry comes with the right itself and the edition. Raises NotFound."""
    rows = MarkRight.objects.select_related("entry__published_list__edition", "entry__mark_right", "tenant")
    return _found(rows.filter(tenant_id=tenant_id, number=number).first())


def rights_of(actor: Actor) -> dict[int, MarkRight]:
    """Entry id -> right, of everything the enterprise was listed for, at all organisers."""
    if actor.enterprise_id is None:
        return {}
    rows = MarkRight.objects.filter(enterprise_id=actor.enterprise_id).select_related("tenant")
    return {row.entry_id: row for row in rows.order_by("pk")}


def own_right(actor: Actor, right_id: int) -> MarkRight:
    """A right of the enterprise, at the organiser of the page. Raises NotFound, also for another enterprise's."""
    rows = MarkRight.objects.filter(enterprise_id=actor.enterprise_id or 0, tenant_id=actor.public_tenant_id or 0)
    return _found(rows.select_related(*ENTRY).filter(pk=right_id).first())


def lock_own_right(actor: Actor, right_id: int) -> MarkRight:
    """As own_right, with its entry locked, so that nobody suspends it while a file is handed over."""
    row = own_right(actor, right_id)
    locked = ListEntry.objects.select_for_update(of=("self",)).get(pk=row.entry_id)
    row.entry.standing, row.entry.standing_on = locked.standing, locked.standing_on
    return row


def offered_assets(right: MarkRight) -> list[MarkAsset]:
    rows = MarkAsset.objects.filter(tenant_id=right.tenant_id, edition_id=right.edition_id, withdrawn_at=None)
    return list(rows.order_by("pk"))


def downloads_of(right: MarkRight) -> list[MarkDownload]:
    return list(right.downloads.select_related("asset").order_by("-pk"))


def mark_editions(actor: Actor) -> list[MarkEdition]:
    """Editions of the actor's organiser that give a mark, newest first. Four queries."""
    tenant_id = own_tenant(actor)
    editions = [row for row in Edition.objects.filter(tenant_id=tenant_id).order_by("-year", "-pk") if has_mark(row)]
    rights = _counts(MarkRight.objects.filter(tenant_id=tenant_id), "edition_id")
    assets = _counts(MarkAsset.objects.filter(tenant_id=tenant_id, withdrawn_at=None), "edition_id")
    taken = _counts(MarkDownload.objects.filter(tenant_id=tenant_id), "right__edition_id")
    return [MarkEdition(row, rights.get(row.pk, 0), assets.get(row.pk, 0), taken.get(row.pk, 0)) for row in editions]


def _counts(rows: object, key: str) -> dict[int, int]:
    grouped = rows.values(key).annotate(n=Count("pk")).order_by(key)  # type: ignore[attr-defined]
    return {row[key]: row["n"] for row in grouped}


def assets_of(edition: Edition) -> list[MarkAsset]:
    """Every file, those no longer offered too, with its number of downloads (download_count)."""
    rows = MarkAsset.objects.filter(tenant_id=edition.tenant_id, edition_id=edition.pk).select_related("uploaded_by")
    return list(rows.annotate(download_count=Count("downloads")).order_by("pk"))


def asset_for(actor: Actor, asset_id: int) -> MarkAsset:
    return _found(MarkAsset.objects.filter(tenant_id=own_tenant(actor), pk=asset_id).first())


def rights_page(edition: Edition, *, after: str = "") -> Page[MarkRight]:
    """Rights of an edition, newest first, with download_count and when a file was taken last (newest_at)."""
    rows = MarkRight.objects.filter(tenant_id=edition.tenant_id, edition_id=edition.pk).select_related("entry")
    return page_by_newest(
        rows.annotate(download_count=Count("downloads"), newest_at=Max("downloads__downloaded_at")), after=after
    )


def download_page(edition: Edition, *, after: str = "") -> Page[MarkDownload]:
    """Who took which file for what use, newest first."""
    rows = MarkDownload.objects.filter(tenant_id=edition.tenant_id, right__edition_id=edition.pk)
    return page_by_newest(rows.select_related("asset", "right__entry"), after=after)


def _found(row: Row | None) -> Row:
    if row is None:
        raise NotFound()
    return row
