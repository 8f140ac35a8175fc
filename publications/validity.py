"""How long an honour is valid. Pure dates; domain rules 1.4 (three years from publication, or calendar years) and 9
(the year of the list, no end, or the dates of an outside certificate)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

MODES = ("from_publication", "calendar_years", "edition_year", "none", "outside")


@dataclass(frozen=True, slots=True)
class Validity:
    """Both days included; valid_to None = no end."""

    valid_from: date
    valid_to: date | None


def validity_period(
    published_on: date, *, years: int | None, mode: str = "from_publication", edition_year: int | None = None
) -> Validity:
    """The validity of what is published on a day.

    from_publication  the same day `years` later minus one (29 February counts as 1 March where there is none)
    calendar_years    1 January of the publication's year to 31 December of the last of `years` years
    edition_year      1 January to 31 December of the edition's year, whatever the day of publication and `years`
    none              no end, whatever `years`
    Raises            ValueError: unknown mode, edition_year without a year, or outside, whose dates no day decides

    >>> validity_period(date(2024, 7, 18), years=3).valid_to
    datetime.date(2027, 7, 17)
    """
    if mode not in MODES:
        raise ValueError(f"The validity mode is one of {MODES}, not {mode!r}.")
    if mode == "edition_year":
        if edition_year is None:
            raise ValueError("The validity of an edition's year needs the year.")
        return Validity(date(edition_year, 1, 1), date(edition_year, 12, 31))
    if mode == "outside":
        raise ValueError("An outside certificate brings its own dates.")
    if years is None or mode == "none":
        return Validity(published_on, None)
    if mode == "calendar_years":
        return Validity(date(published_on.year, 1, 1), date(published_on.year + years - 1, 12, 31))
    return Validity(published_on, _same_day(published_on, years) - timedelta(days=1))


def whole_year(valid_from: date, valid_to: date | None) -> int | None:
    """The calendar year that a validity is, from its first day to its last; None for any other."""
    if valid_to is None or valid_from.year != valid_to.year:
        return None
    is_whole = (valid_from.month, valid_from.day, valid_to.month, valid_to.day) == (1, 1, 12, 31)
    return valid_from.year if is_whole else None


def _same_day(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def due_warning(today: date, valid_to: date, warn_days: list[int]) -> int | None:
    """The tightest warning that is due: the smallest threshold not below the days left; None before the first.

    >>> due_warning(date(2027, 4, 18), date(2027, 7, 17), [180, 90, 30])
    90
    """
    left = (valid_to - today).days
    return min((days for days in warn_days if left <= days), default=None) if left >= 0 else None
