"""Clockwork: editions turn at their instants, each deadline is reminded of once per step, however often it runs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from applications.models import Application
from applications.reminding import step_due
from applications.tasks import remind_deadlines, turn_editions
from portal.audit.models import Event
from portal.kit import clock
from portal.notifications.catalogue import render
from portal.notifications.models import Announcement
from portal.tenancy import fence
from programmes.models import Edition, EditionDistrict, EditionState
from tests.applications.filing.test_correcting import send_back
from tests.applications.filing.writing import start, submitted
from tests.cast import Cast


def run(task: object, cast: Cast) -> object:
    return task(tenant_id=cast.tenant.pk)  # type: ignore[operator]


def told(cast: Cast, *kinds: str) -> list[tuple[str, object]]:
    with fence.as_tenant(cast.tenant.pk):
        rows = Announcement.objects.filter(kind__in=kinds).order_by("id")
        # Rows of one instant have random ids: those of one kind are put in the order of their keys.
        return [(row.kind, row.audience) for row in sorted(rows, key=lambda row: (row.written_at, row.kind, row.key))]


def state_of(cast: Cast) -> str:
    with fence.as_tenant(cast.tenant.pk):
        return Edition.objects.get(pk=cast.edition.pk).state


@pytest.mark.parametrize(("seconds", "state"), [(-1, "announced"), (0, "open"), (1, "open")])
def test_edition_opens_at_its_instant(cast: Cast, seconds: int, state: str) -> None:
    with fence.as_tenant(cast.tenant.pk):
        Edition.objects.update(state=EditionState.ANNOUNCED)
    with clock.frozen(cast.edition.opens_at + timedelta(seconds=seconds)):
        run(turn_editions, cast)
    assert state_of(cast) == state


@pytest.mark.parametrize(("seconds", "state"), [(-1, "open"), (0, "closed"), (1, "closed")])
def test_edition_closes_at_its_instant(cast: Cast, seconds: int, state: str) -> None:
    with clock.frozen(cast.edition.closes_at + timedelta(seconds=seconds)):
        run(turn_editions, cast)
    assert state_of(cast) == state


def test_turning_twice_is_turning_once(cast: Cast) -> None:
    with clock.frozen(cast.edition.closes_at):
        first, second = run(turn_editions, cast), run(turn_editions, cast)
    assert (first, second) == ([f"close_edition:{cast.edition.pk}"], [])
    assert told(cast, "edition_closed") == [("edition_closed", {"roles": ["city_officer", "district_officer"]})]
    with fence.as_tenant(cast.tenant.pk):
        assert Event.objects.filter(act="close_edition").count() == 1


def test_edition_missed_while_asleep_opens_and_closes_in_one_sweep(cast: Cast) -> None:
    with fence.as_tenant(cast.tenant.pk):
        Edition.objects.update(state=EditionState.ANNOUNCED)
    with clock.frozen(cast.edition.closes_at + timedelta(days=1)):
        run(turn_editions, cast)
    assert state_of(cast) == "closed"


@pytest.mark.parametrize(
    ("left", "step"),
    [
        (timedelta(days=7, seconds=1), None),
        (timedelta(days=7), 7),
        (timedelta(days=3, seconds=1), 7),
        (timedelta(days=2), 3),
        (timedelta(hours=1), 1),
        (timedelta(0), None),
        (timedelta(seconds=-1), None),
    ],
)
def test_step_is_the_smallest_that_still_covers_the_deadline(left: timedelta, step: int | None) -> None:
    now = clock.start_of(clock.date(2026, 3, 10))
    assert step_due(now + left, now, (7, 3, 1)) == step


def test_draft_is_reminded_of_once_at_each_step(cast: Cast) -> None:
    start(cast)
    for days in (8, 7, 6, 3, 2, 1, 1):
        with clock.frozen(cast.edition.closes_at - timedelta(days=days)):
            run(remind_deadlines, cast)
    owner = {"enterprise": cast.enterprise_id}
    assert told(cast, "draft_closing_soon") == [("draft_closing_soon", owner)] * 3


def test_districts_own_deadline_is_the_one_reminded_of(cast: Cast) -> None:
    application = start(cast)
    with fence.as_tenant(cast.tenant.pk):
        Application.objects.filter(pk=application.pk).update(district=cast.minhang)
        closes_at = cast.edition.closes_at - timedelta(days=10)
        EditionDistrict.objects.create(
            tenant=cast.tenant, edition=cast.edition, district=cast.minhang, closes_at=closes_at
        )
    with clock.frozen(closes_at - timedelta(hours=2)):
        run(remind_deadlines, cast)
    with fence.as_tenant(cast.tenant.pk):
        context = Announcement.objects.get(kind="draft_closing_soon").context
    # Ten days before 2026-03-30 10:00.
    assert (context["closes_at"], context["days"]) == ("2026年3月20日 10:00", 1)


def test_submitted_filing_is_not_reminded_of_but_the_district_is(cast: Cast) -> None:
    submitted(cast)
    assert cast.edition.district_due_at is not None
    with clock.frozen(cast.edition.district_due_at - timedelta(days=1)):
        run(remind_deadlines, cast)
        run(remind_deadlines, cast)
    district = {"roles": ["district_officer", "district_leader"], "district": cast.minhang.pk}
    assert told(cast, "draft_closing_soon", "district_queue_due_soon") == [("district_queue_due_soon", district)]


def test_unanswered_return_is_reminded_of_then_told_to_both_sides_once(cast: Cast) -> None:
    application = submitted(cast)
    send_back(cast, application, version=1)
    due_at = clock.datetime(2026, 3, 18, 0, 0, tzinfo=clock.SHANGHAI)
    for moment in (due_at - timedelta(days=2), due_at - timedelta(hours=1), due_at, due_at + timedelta(days=1)):
        with clock.frozen(moment):
            run(remind_deadlines, cast)
    owner, officer = {"enterprise": cast.enterprise_id}, {"role": "district_officer", "district": cast.minhang.pk}
    assert told(cast, "correction_due_soon", "correction_overdue") == [
        ("correction_due_soon", owner),
        ("correction_due_soon", owner),
        ("correction_overdue", officer),
        ("correction_overdue", owner),
    ]


def test_every_message_of_filing_finds_its_values(cast: Cast) -> None:
    application = submitted(cast)
    send_back(cast, application, version=1)
    start(cast, cast.rival)
    for moment in (cast.edition.closes_at - timedelta(hours=1), cast.edition.closes_at):
        with clock.frozen(moment):
            run(remind_deadlines, cast)
            run(turn_editions, cast)
    own = ["application_receipt", "application_submitted", "draft_closing_soon", "correction_overdue", "edition_closed"]
    with fence.as_tenant(cast.tenant.pk):
        rows = list(Announcement.objects.filter(kind__in=own))
        assert {row.kind for row in rows} == set(own)
        for row in rows:
            subject, body = render(row.kind, row.context)
            assert subject
            assert body
            assert row.context["url"].startswith("/")
