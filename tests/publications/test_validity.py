"""Validity: domain rule 1.4, worked by hand."""

from __future__ import annotations

from datetime import date

import pytest

from publications.templatetags.publishing import valid_until, validity_words
from publications.validity import Validity, due_warning, validity_period


@pytest.mark.parametrize(
    ("published", "years", "mode", "start", "end"),
    [
        (date(2024, 7, 18), 3, "from_publication", date(2024, 7, 18), date(2027, 7, 17)),
        (date(2024, 2, 29), 3, "from_publication", date(2024, 2, 29), date(2027, 2, 28)),
        (date(2025, 3, 1), 3, "from_publication", date(2025, 3, 1), date(2028, 2, 29)),
        (date(2025, 1, 1), 3, "from_publication", date(2025, 1, 1), date(2027, 12, 31)),
        (date(2023, 1, 12), 3, "calendar_years", date(2023, 1, 1), date(2025, 12, 31)),
        (date(2024, 7, 18), None, "from_publication", date(2024, 7, 18), None),
    ],
)
def test_validity_runs_from_publication_or_by_calendar_years(
    published: date, years: int | None, mode: str, start: date, end: date | None
) -> None:
    assert validity_period(published, years=years, mode=mode) == Validity(start, end)


@pytest.mark.parametrize("years", [None, 1, 3])
@pytest.mark.parametrize("published", [date(2024, 5, 10), date(2025, 2, 3)])
def test_the_year_of_the_edition_is_the_validity_whenever_it_is_published(published: date, years: int | None) -> None:
    found = validity_period(published, years=years, mode="edition_year", edition_year=2024)
    assert found == Validity(date(2024, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize(
    ("first", "last", "words", "until"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), "2024年度", "2024年度"),
        (date(2024, 7, 18), date(2027, 7, 17), "2024年7月18日 至 2027年7月17日", "2027-07-17"),
        (date(2024, 1, 1), date(2025, 12, 31), "2024年1月1日 至 2025年12月31日", "2025-12-31"),
        (date(2024, 1, 1), date(2024, 12, 30), "2024年1月1日 至 2024年12月30日", "2024-12-30"),
        (date(2024, 7, 18), None, "长期", "长期"),
    ],
)
def test_a_whole_year_is_said_as_a_year(first: date, last: date | None, words: str, until: str) -> None:
    period = Validity(first, last)
    assert (validity_words(period), valid_until(period)) == (words, until)


def test_an_unknown_mode_and_an_editions_year_without_one_are_refused() -> None:
    with pytest.raises(ValueError, match="validity mode"):
        validity_period(date(2024, 7, 18), years=3, mode="forever")
    with pytest.raises(ValueError, match="needs the year"):
        validity_period(date(2024, 7, 18), years=3, mode="edition_year")


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (date(2027, 1, 17), None),  # 181 days before
        (date(2027, 1, 18), 180),
        (date(2027, 4, 17), 180),  # 91 days before
        (date(2027, 4, 18), 90),
        (date(2027, 6, 17), 30),
        (date(2027, 7, 17), 30),  # the last day itself
        (date(2027, 7, 18), None),
    ],
)
def test_the_tightest_warning_is_due_from_its_day_on(today: date, days: int | None) -> None:
    assert due_warning(today, date(2027, 7, 17), [180, 90, 30]) == days
