"""Keyset pages: a list query returns one row more than a page where there is a next one."""

from __future__ import annotations

from typing import Any, TypeVar

from django.http import HttpRequest

from portal.people.queries import PAGE_SIZE

Row = TypeVar("Row")


def after_of(request: HttpRequest) -> int:
    """The key after which the page begins; nonsense begins at the start."""
    typed = request.GET.get("after", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 18 else 0


def cut(request: HttpRequest, rows: list[Any]) -> dict[str, Any]:
    """Context of a list page: rows, next_url."""
    if len(rows) <= PAGE_SIZE:
        return {"rows": rows, "next_url": ""}
    rows = rows[:PAGE_SIZE]
    query = request.GET.copy()
    query["after"] = str(rows[-1].pk)
    return {"rows": rows, "next_url": f"?{query.urlencode()}"}
