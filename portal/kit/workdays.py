"""Working days and terms in China: statutory rest periods and make-up working days included.

Order of truth: the organiser's own calendar rows, then the library (2004-2026), then plain weekends, which are
provisional until a person has confirmed the year: nothing may be published on them before.
Counting is per notice: "incl" makes the publication day day 1 (practice of public notices), "excl" the next day
(民法典 art. 201). A term ends at 24:00 of its last day in Asia/Shanghai.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

import chinese_calendar
from chinese_calendar.constants import holidays as _library_holidays

Counting = Literal["incl", "excl"]
Unit = Literal["working", "calendar"]

LONGEST_DAYS = 3660
_ONE_DAY = timedelta(days=1)
_COVERED_YEARS = frozenset(day.year for day in _library_holidays)


@dataclass(frozen=True)
class Calendar:
    """Day overrides over the library over plain weekends.

    overrides         day -> is it a working day; a row decides its day
    provisional_days  rows that nobody has confirmed yet
    confirmed_years   years beyond the library of which a person says that all rest and make-up days are entered
    """

    overrides: Mapping[date, bool] = field(default_factory=dict)
    provisional_days: Collection[date] = frozenset()
    confirmed_years: Collection[int] = frozenset()

    def is_workday(self, day: date) -> bool:
        if day in self.overrides:
            return self.overrides[day]
        if day.year in _COVERED_YEARS:
            return bool(chinese_calendar.is_workday(day))
        return day.weekday() < 5

    def is_provisional(self, day: date) -> bool:
        """Nobody has confirmed whether this is a working day."""
        if day in self.provisional_days:
            return True
        return not (day in self.overrides or day.year in _COVERED_YEARS or day.year in self.confirmed_years)


AnyCalendar = Calendar | Mapping[date, bool] | None


@dataclass(frozen=True, slots=True)
class Term:
    """What a notice shows: publication day, day 1, the last day, and whether the calendar behind it is confirmed."""

    published_on: date
    first_on: date
    last_on: date
    is_provisional: bool


def is_workday(day: date, calendar: AnyCalendar = None) -> bool:
    return _as_calendar(calendar).is_workday(_as_day(day))


def next_workday(day: date, calendar: AnyCalendar = None) -> date:
    """The first working day after `day`."""
    return _on_or_after(_as_day(day) + _ONE_DAY, _as_calendar(calendar))


def workday_on_or_after(day: date, calendar: AnyCalendar = None) -> date:
    return _on_or_after(_as_day(day), _as_calendar(calendar))


def workdays_between(start: date, end: date, calendar: AnyCalendar = None) -> int:
    """Number of working days from `start` to `end`, both included; 0 when `end` is before `start`.

    So workdays_between(d, last_day(d, n)) == n, and a term that ends today has one day left.
    """
    rules = _as_calendar(calendar)
    return sum(rules.is_workday(day) for day in _each_day(_as_day(start), _as_day(end)))


def is_provisional(start: date, end: date, calendar: AnyCalendar = None) -> bool:
    """True when any day from `start` to `end`, both included, rests on an unconfirmed guess."""
    rules = _as_calendar(calendar)
    return any(rules.is_provisional(day) for day in _each_day(_as_day(start), _as_day(end)))


def last_day(
    published_on: date,
    days: int,
    *,
    counting: Counting = "incl",
    unit: Unit = "working",
    calendar: AnyCalendar = None,
) -> date:
    """Last day of a term of `days` that begins with a publication.

    working   a rest day is never counted: published on one, day 1 is the next working day in both conventions
    calendar  every day counts; an end on a rest day moves to the next working day (民法典 art. 203)
    Raises    ValueError: days not a whole number of 1 to 3660, unknown counting or unit

    >>> last_day(date(2022, 12, 29), 5)
    datetime.date(2023, 1, 5)
    """
    return term(published_on, days, counting=counting, unit=unit, calendar=calendar).last_on


def term(
    published_on: date,
    days: int,
    *,
    counting: Counting = "incl",
    unit: Unit = "working",
    calendar: AnyCalendar = None,
) -> Term:
    """The whole term; same arguments and errors as last_day."""
    published_on, rules = _as_day(published_on), _as_calendar(calendar)
    _check_term(days, counting, unit)
    first_on = published_on if counting == "incl" else published_on + _ONE_DAY
    if unit == "calendar":
        last_on = _on_or_after(first_on + timedelta(days=days - 1), rules)
    else:
        first_on = last_on = _on_or_after(first_on, rules)
        for _ in range(days - 1):
            last_on = _on_or_after(last_on + _ONE_DAY, rules)
    return Term(published_on, first_on, last_on, is_provisional(published_on, last_on, rules))


def _check_term(days: int, counting: str, unit: str) -> None:
    if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= LONGEST_DAYS:
        raise ValueError(f"A term has 1 to {LONGEST_DAYS} whole days, not {days!r}.")
    if counting not in ("incl", "excl"):
        raise ValueError(f"Counting is 'incl' or 'excl', not {counting!r}.")
    if unit not in ("working", "calendar"):
        raise ValueError(f"The unit is 'working' or 'calendar', not {unit!r}.")


def _as_day(day: date) -> date:
    """Refuses an instant: which day it is depends on a time zone that the caller must choose."""
    if isinstance(day, datetime) or not isinstance(day, date):
        raise TypeError(f"A date is expected, not {day!r}.")
    return day


def _as_calendar(calendar: AnyCalendar) -> Calendar:
    return calendar if isinstance(calendar, Calendar) else Calendar(overrides=calendar or {})


def _on_or_after(day: date, rules: Calendar) -> date:
    """Stops after a year of rest days: such a calendar is wrong, not long."""
    for candidate in _each_day(day, day + timedelta(days=366)):
        if rules.is_workday(candidate):
            return candidate
    raise ValueError(f"The calendar has no working day within a year from {day}.")


def _each_day(start: date, end: date) -> Iterator[date]:
    return (date.fromordinal(number) for number in range(start.toordinal(), end.toordinal() + 1))
