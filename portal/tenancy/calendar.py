"""The statutory calendar as the database knows it: decreed days over the library."""

from __future__ import annotations

from portal.kit.workdays import Calendar

from .models import CalendarDay


def statutory_calendar() -> Calendar:
    """One query. Rows decide their day; rows that nobody has confirmed are provisional."""
    rows = list(CalendarDay.objects.order_by("day"))
    return Calendar(
        overrides={row.day: row.is_workday for row in rows},
        provisional_days=frozenset(row.day for row in rows if not row.is_confirmed),
    )
