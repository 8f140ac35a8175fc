"""Validity: domain rule 1.4, worked by hand."""

from __future__ import annotations

from datetime import date

import pytest

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


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(ValueError, match="validity mode"):
        validity_period(date(2024, 7, 18), years=3, mode="forever")


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
