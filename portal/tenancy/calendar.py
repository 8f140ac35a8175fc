"""The statutory calendar as the base holds it, for everything that counts working days."""

from __future__ import annotations

from functools import lru_cache

from portal.kit.workdays import Calendar

from . import fence
from .models import CalendarDay


def statutory_calendar() -> Calendar:
    """The organiser-independent calendar: rows over the library over plain weekends. One query per request.

    A year counts as confirmed when it has rows and every one of them is confirmed.
    """
    request_id = fence.current().request_id
    return _calendar_of_request(request_id) if request_id else read_calendar()


@lru_cache(maxsize=64)
def _calendar_of_request(request_id: str) -> Calendar:
    # A request's id is random and never comes back, so that a change shows from the next request on.
    return read_calendar()


def read_calendar() -> Calendar:
    rows = list(CalendarDay.objects.order_by("day"))
    open_years = {row.day.year for row in rows if not row.is_confirmed}
    return Calendar(
        overrides={row.day: row.is_workday for row in rows},
        provisional_days=frozenset(row.day for row in rows if not row.is_confirmed),
        confirmed_years=frozenset(row.day.year for row in rows) - open_years,
    )
