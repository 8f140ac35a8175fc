"""Versions of an edition in words: each beside the one before it. No queries here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from applications.queries.editions import PAGE_SIZE
from applications.wording import stage_word
from portal.tenancy.models import District
from programmes.editionfile import changes_between
from programmes.models import Edition, EditionVersion
from programmes.registry import programme


def told_versions(
    edition: Edition, versions: Sequence[EditionVersion], districts: Sequence[District]
) -> list[dict[str, Any]]:
    """versions: newest first; the last of a full page is only what the one above it is compared with."""
    of = programme(edition.programme_slug)
    names = {row.code: row.name for row in districts}
    stages = {key: str(stage_word(key, edition)) for key in of.stages if key in of.optional_stages}
    told = []
    for place, row in enumerate(versions[:PAGE_SIZE]):
        former = versions[place + 1] if place + 1 < len(versions) else None
        changes = changes_between(of, former.content, row.content, districts=names, stages=stages) if former else []
        told.append({"row": row, "changes": changes, "is_first": former is None})
    return told
