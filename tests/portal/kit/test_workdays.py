"""Terms in working and calendar days: the worked table of domain 6, overrides, and years nobody has confirmed."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit import workdays
from portal.kit.workdays import Calendar, Term, is_provisional, is_workday, last_day, next_workday, term

WORKING = [
    ("2022-12-29", 5, "2023-01-05", "2023-01-06"),
    ("2022-06-17", 5, "2022-06-23", "2022-06-24"),
    ("2024-02-07", 5, "2024-02-19", "2024-02-20"),
    ("2024-04-30", 5, "2024-05-09", "2024-05-10"),
    ("2024-07-08", 5, "2024-07-12", "2024-07-15"),
    ("2024-09-30", 7, "2024-10-14", "2024-10-15"),
    ("2025-01-24", 5, "2025-02-06", "2025-02-07"),
    ("2025-09-29", 5, "2025-10-11", "2025-10-13"),
    ("2026-02-12", 5, "2026-02-25", "2026-02-26"),
    ("2026-04-30", 10, "2026-05-15", "2026-05-18"),
    ("2026-09-24", 7, "2026-10-10", "2026-10-12"),
]
IN_CALENDAR_DAYS = [
    ("2024-09-26", 7, "2024-10-08", "2024-10-08"),
    ("2026-02-09", 7, "2026-02-24", "2026-02-24"),
    ("2025-04-28", 5, "2025-05-06", "2025-05-06"),
]
MAKE_UP_DAYS = """
2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12
2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11
2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10
""".split()  # noqa: SIM905
COVERED_DAYS = st.dates(date(2004, 1, 1), date(2026, 6, 30))
COUNTINGS = st.sampled_from(["incl", "excl"])


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(("published", "days", "incl", "excl"), WORKING)
def test_terms_in_working_days(published, days, incl, excl):
    assert last_day(day(published), days, counting="incl", unit="working") == day(incl)
    assert last_day(day(published), days, counting="excl", unit="working") == day(excl)


@pytest.mark.parametrize(("published", "days", "incl", "excl"), IN_CALENDAR_DAYS)
def test_terms_in_calendar_days_move_off_a_rest_day(published, days, incl, excl):
    assert last_day(day(published), days, counting="incl", unit="calendar") == day(incl)
    assert last_day(day(published), days, counting="excl", unit="calendar") == day(excl)


@pytest.mark.parametrize("text", MAKE_UP_DAYS)
def test_make_up_days_are_working_days(text):
    assert day(text).weekday() >= 5
    assert is_workday(day(text))


def test_published_on_a_rest_day_day_one_is_the_next_working_day_in_both_conventions():
    saturday = day("2024-07-06")
    assert {last_day(saturday, 1, counting=counting) for counting in ("incl", "excl")} == {day("2024-07-08")}
    assert {last_day(saturday, 5, counting=counting) for counting in ("incl", "excl")} == {day("2024-07-12")}


def test_a_term_shows_its_first_and_last_day():
    published = day("2024-04-30")
    assert term(published, 5) == Term(published, published, day("2024-05-09"), False)
    assert term(published, 5, counting="excl") == Term(published, day("2024-05-06"), day("2024-05-10"), False)


@pytest.mark.parametrize("days", [0, -1, True, 1.0, "5", None, 3661])
def test_a_term_has_whole_days_from_one_on(days):
    with pytest.raises(ValueError, match="whole days"):
        last_day(day("2024-07-08"), days)


@pytest.mark.parametrize("wrong", [{"counting": "inclusive"}, {"unit": "weeks"}, {"counting": None}])
def test_unknown_counting_or_unit_is_refused(wrong):
    with pytest.raises(ValueError, match="not"):
        last_day(day("2024-07-08"), 5, **wrong)


def test_an_instant_is_no_day():
    with pytest.raises(TypeError):
        last_day(datetime(2024, 7, 8, 23, 0), 5)


def test_own_rows_decide_over_the_library():
    typhoon = {day("2024-07-10"): False, day("2024-07-13"): True}
    assert last_day(day("2024-07-08"), 5, calendar=typhoon) == day("2024-07-13")
    assert last_day(day("2024-07-08"), 5, calendar=Calendar(typhoon)) == day("2024-07-13")
    assert not is_workday(day("2024-07-10"), typhoon)


def test_a_year_without_decree_counts_plain_weekends_and_says_so():
    assert last_day(day("2027-01-08"), 5) == day("2027-01-14")
    assert term(day("2026-12-28"), 5) == Term(day("2026-12-28"), day("2026-12-28"), day("2027-01-01"), True)
    assert not term(day("2026-12-28"), 4).is_provisional
    assert not is_provisional(day("2026-12-01"), day("2026-12-31"))
    assert is_provisional(day("2026-12-31"), day("2027-01-01"))


def test_rows_or_a_confirmed_year_end_the_doubt():
    new_year = {day("2027-01-01"): False}
    decided = term(day("2026-12-28"), 5, calendar=Calendar(new_year, confirmed_years={2027}))
    assert decided == Term(day("2026-12-28"), day("2026-12-28"), day("2027-01-04"), False)
    assert term(day("2026-12-28"), 5, calendar=Calendar(new_year)).is_provisional
    assert not is_provisional(day("2026-12-31"), day("2027-01-01"), new_year)
    unconfirmed = Calendar(new_year, provisional_days={day("2027-01-01")}, confirmed_years={2027})
    assert is_provisional(day("2026-12-31"), day("2027-01-01"), unconfirmed)


def test_next_working_day_comes_after_and_the_other_may_be_the_day_itself():
    assert next_workday(day("2024-07-08")) == day("2024-07-09")
    assert next_workday(day("2024-05-10")) == day("2024-05-11")
    assert workdays.workday_on_or_after(day("2024-07-08")) == day("2024-07-08")
    assert workdays.workday_on_or_after(day("2024-10-01")) == day("2024-10-08")


def test_working_days_between_two_days_count_both():
    assert workdays.workdays_between(day("2024-04-30"), day("2024-05-09")) == 5
    assert workdays.workdays_between(day("2024-05-01"), day("2024-05-05")) == 0
    assert workdays.workdays_between(day("2024-07-09"), day("2024-07-08")) == 0


def test_a_calendar_of_rest_days_only_is_an_error_not_an_endless_search():
    start = day("2024-01-01")
    nothing_but_rest = {start + timedelta(days=number): False for number in range(800)}
    with pytest.raises(ValueError, match="no working day"):
        last_day(start, 1, calendar=nothing_but_rest)


@pytest.mark.property
@given(COVERED_DAYS, st.integers(1, 60))
def test_a_term_holds_exactly_its_number_of_working_days(published, days):
    end = last_day(published, days, counting="incl")
    assert is_workday(end)
    assert workdays.workdays_between(published, end) == days


@pytest.mark.property
@given(COVERED_DAYS, st.integers(1, 60))
def test_counting_from_the_next_day_is_one_working_day_later_or_the_same_from_a_rest_day(published, days):
    incl, excl = (last_day(published, days, counting=counting) for counting in ("incl", "excl"))
    assert excl == (next_workday(incl) if is_workday(published) else incl)


@pytest.mark.property
@given(COVERED_DAYS, st.integers(1, 60), COUNTINGS, st.sampled_from(["working", "calendar"]))
def test_one_day_more_never_ends_earlier(published, days, counting, unit):
    ends = [last_day(published, n, counting=counting, unit=unit) for n in (days, days + 1)]
    assert ends[0] <= ends[1]
    assert all(is_workday(end) for end in ends)


@pytest.mark.property
@given(COVERED_DAYS, st.integers(1, 60), COUNTINGS)
def test_a_calendar_day_term_ends_on_the_first_working_day_from_its_plain_end(published, days, counting):
    plain = published + timedelta(days=days - (counting == "incl"))
    assert last_day(published, days, counting=counting, unit="calendar") == workdays.workday_on_or_after(plain)
