"""Terms counted with the statutory calendar: how long a notice runs, by when an objection is answered."""

from __future__ import annotations

from datetime import date, datetime

from portal.kit import clock
from portal.kit.workdays import Calendar, Term, last_day, term, workdays_between
from portal.tenancy.calendar import statutory_calendar

from .models import Notice

ACCEPT_DAYS = 2
ANSWER_DAYS = 10
EXTENSION_DAYS = 10
INQUIRY_DAYS = 5
REVOCATION_ANSWER_DAYS = 10


def notice_term(notice: Notice, published_on: date) -> Term:
    """The term that the notice has if it is published on this day."""
    return term(
        published_on,
        notice.days,
        counting=notice.counting,  # type: ignore[arg-type]
        unit=notice.unit,  # type: ignore[arg-type]
        calendar=statutory_calendar(),
    )


def handling_due(start_on: date, days: int) -> date:
    """The last day for an office or a party to act: working days, the first being the one after `start_on`."""
    return last_day(start_on, days, counting="excl", calendar=statutory_calendar())


def workdays_left(last_on: date, calendar: Calendar, *, today: date | None = None) -> int:
    """Working days from today to the last day, both included; 0 when it has passed."""
    return workdays_between(today or clock.today(), last_on, calendar)


def has_ended(notice: Notice, at: datetime) -> bool:
    """ends_at is 24:00 of the last day: the instant itself is too late."""
    return notice.ends_at is not None and at >= notice.ends_at
