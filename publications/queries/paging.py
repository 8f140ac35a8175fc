"""Keyset pages: rows after a key in a total order, so that nothing shifts while people read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """next_key: what to ask for to get the rows after these; "" at the end."""

    rows: list[Row]
    next_key: str


def page_by_newest(rows: QuerySet[Row], *, after: str = "", size: int = PAGE_SIZE) -> Page[Row]:
    """Rows by descending primary key. after: the key of the last row seen; what is no number counts as none."""
    if after.isdecimal() and len(after) <= 18:
        rows = rows.filter(pk__lt=int(after))
    return _cut(list(rows.order_by("-pk")[: size + 1]), size, lambda row: str(row.pk))


def page_by_position(rows: Any, *, after: str = "", size: int = PAGE_SIZE) -> Page[Any]:
    """Entries of one list by ascending position, which is unique in it."""
    if after.isdecimal() and len(after) <= 9:
        rows = rows.filter(position__gt=int(after))
    return _cut(list(rows.order_by("position", "pk")[: size + 1]), size, lambda row: str(row.position))


def _cut(found: list[Row], size: int, key: Callable[[Row], str]) -> Page[Row]:
    rows = found[:size]
    return Page(rows, key(rows[-1]) if len(found) > size else "")
