"""The right to use the mark, given to every listed unit in the release itself."""

from __future__ import annotations

from ..models import ListEntry, MarkRight, PublishedList
from .numbers import MARK_SERIES, take_numbers


def grant_rights(row: PublishedList, entries: list[ListEntry]) -> None:
    """One right for each entry of a list that goes out now, with a number of the edition's series of marks."""
    assert row.published_on is not None
    numbers = take_numbers(row, len(entries), code=MARK_SERIES)
    MarkRight.objects.bulk_create(
        MarkRight(
            tenant_id=row.tenant_id,
            enterprise_id=entry.enterprise_id,
            edition_id=row.edition_id,
            entry=entry,
            number=number,
            granted_on=row.published_on,
        )
        for entry, number in zip(entries, numbers, strict=True)
    )
