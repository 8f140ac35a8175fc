"""What a published list says, as plain values: the text under its digest and of its JSON download."""

from __future__ import annotations

import hashlib
from typing import Any

from portal.audit.record import canonical_json

from .models import ListEntry, PublishedList


def digest_of_list(row: PublishedList, entries: list[ListEntry]) -> str:
    """SHA-256 over what the list says; never ids or wall-clock, so anybody can compute it from the download."""
    return hashlib.sha256(canonical_json(content_of_list(row, entries)).encode()).hexdigest()


def content_of_list(row: PublishedList, entries: list[ListEntry]) -> dict[str, Any]:
    """What the list says, as it stands in its JSON download; entries in order. Ranks and figures only where shown."""
    return {
        "title": row.title,
        "year": row.edition.year,
        "programme": row.edition.programme.title,
        "list": row.code,
        "document_number": row.document_number,
        "published_on": row.published_on,
        "issuers": row.issuers,
        "entries": [_line(row, entry) for entry in entries],
    }


def _line(row: PublishedList, entry: ListEntry) -> dict[str, Any]:
    line: dict[str, Any] = {
        "position": entry.position,
        "name": entry.name,
        "holder": entry.holder,
        "district": entry.district_name,
        "certificate_number": entry.certificate_number,
        "valid_from": entry.valid_from,
        "valid_to": entry.valid_to,
    }
    if entry.outside:
        line["outside"] = dict(entry.outside)
    if row.shows_rank:
        line |= {"rank": entry.rank, "is_rank_shared": entry.is_rank_shared}
    if row.shows_figure:
        line["figure"] = None if entry.figure is None else f"{entry.figure:.2f}"
    return line
