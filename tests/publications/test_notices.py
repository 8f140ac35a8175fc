"""Notices: the term, who publishes, what never changes again, and the instant at which they end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import InternalError, transaction

from applications.models import Milestone, Unit
from portal.audit.models import Event
from portal.kit import clock
from portal.kit.errors import Conflict, Denied, Invalid, NotFound
from portal.notifications.models import Announcement
from portal.tenancy import fence
from publications.actions import notices
from publications.models import Change, Notice, NoticeEntry
from publications.tasks import end_notices
from tests.cast import Cast
from tests.publications.stage import WORDING, at, end, propose, show


def states(cast: Cast) -> list[str]:
    with fence.as_tenant(cast.tenant.pk):
        return list(Unit.objects.order_by("pk").values_list("state", flat=True))


def test_publishing_shows_every_proposed_unit_for_five_working_days_and_tells_each_enterprise(cast: Cast) -> None:
    notice, units = show(cast)
    with fence.entered(cast.city):
        entries = list(NoticeEntry.objects.values_list("position", "name", "holder", "district_name", "change"))
        told = list(Announcement.objects.order_by("key").values_list("kind", "audience"))
        acts = sorted(e.act for e in Event.objects.all() if e.subject == f"publications.notice:{notice.pk}")
    assert (notice.published_on, notice.first_on, notice.last_on) == (
        date(2026, 3, 10),
        date(2026, 3, 10),
        date(2026, 3, 16),
    )
    assert notice.ends_at == at(17, 0)
    assert entries == [
        (1, "示例乙集群", "示例集群运营公司", "闵行区", "proposed"),
        (2, "示例甲集群", "示例集群运营公司", "闵行区", "proposed"),
    ]
    assert states(cast) == ["public_notice", "public_notice"]
    assert sorted(told, key=str) == sorted(
        [("notice_published", {"enterprise": unit.enterprise_id}) for unit in units], key=str
    )
    assert acts == ["draft_notice", "publish_notice"]
    assert notice.run_digests == ["d" * 64]


@pytest.mark.parametrize(
    ("published", "counting", "last_on"),
    [
        (at(10), "incl", date(2026, 3, 16)),
        (at(10), "excl", date(2026, 3, 17)),
        # domain rule 6: a term over the Spring Festival and its make-up Saturdays
        (at(12, month=2), "incl", date(2026, 2, 25)),
        (at(12, month=2), "excl", date(2026, 2, 26)),
    ],
)
def test_the_last_day_follows_the_statutory_calendar(
    cast: Cast, published: object, counting: str, last_on: date
) -> None:
    propose(cast, "示例甲集群")
    with clock.frozen(published), fence.entered(cast.city):  # type: ignore[arg-type]
        draft = notices.draft_notice(
            edition_id=cast.edition.pk, wording=replace(WORDING, counting=counting), actor=cast.city
        )
        row = notices.publish_notice(notice_id=draft.pk, expected_last_on=last_on, actor=cast.city)
    assert row.last_on == last_on


def test_a_year_without_decreed_rest_days_needs_a_confirmation(cast: Cast) -> None:
    propose(cast, "示例甲集群")
    with clock.frozen(at(30, month=12)), fence.entered(cast.city):
        draft = notices.draft_notice(edition_id=cast.edition.pk, wording=WORDING, actor=cast.city)
        term = notices.notice_term(draft, clock.today())
        with pytest.raises(Invalid) as refused:
            notices.publish_notice(notice_id=draft.pk, expected_last_on=term.last_on, actor=cast.city)
        row = notices.publish_notice(
            notice_id=draft.pk, expected_last_on=term.last_on, confirms_provisional=True, actor=cast.city
        )
    assert list(refused.value.fields) == ["confirms_provisional"]
    assert row.state == "published"


def test_a_page_left_open_over_midnight_is_asked_to_look_again(cast: Cast) -> None:
    propose(cast, "示例甲集群")
    with fence.entered(cast.city):
        draft = notices.draft_notice(edition_id=cast.edition.pk, wording=WORDING, actor=cast.city)
        with clock.frozen(at(11)), pytest.raises(Conflict, match="2026-03-17"):
            notices.publish_notice(notice_id=draft.pk, expected_last_on=date(2026, 3, 16), actor=cast.city)
    assert states(cast) == ["proposed"]


@pytest.mark.parametrize("who", ["officer", "city_leader", "auditor", "admin"])
def test_only_a_city_officer_drafts_a_notice(cast: Cast, who: str) -> None:
    propose(cast, "示例甲集群")
    actor = getattr(cast, who)
    with fence.entered(actor), pytest.raises(Denied):
        notices.draft_notice(edition_id=cast.edition.pk, wording=WORDING, actor=actor)


def test_another_tenant_finds_no_such_notice_or_edition(cast: Cast) -> None:
    notice, _units = show(cast)
    with fence.entered(cast.stranger):
        with pytest.raises(NotFound):
            notices.draft_notice(edition_id=cast.edition.pk, wording=WORDING, actor=cast.stranger)
        with pytest.raises(NotFound):
            notices.discard_notice(notice_id=notice.pk, actor=cast.stranger)


def test_nothing_to_show_is_no_notice(cast: Cast) -> None:
    with fence.entered(cast.city), pytest.raises(Conflict):
        notices.draft_notice(edition_id=cast.edition.pk, wording=WORDING, actor=cast.city)


@pytest.mark.parametrize("days", [4, 61])
def test_a_notice_has_at_least_five_and_at_most_sixty_days(cast: Cast, days: int) -> None:
    propose(cast, "示例甲集群")
    with fence.entered(cast.city), pytest.raises(Invalid) as refused:
        notices.draft_notice(edition_id=cast.edition.pk, wording=replace(WORDING, days=days), actor=cast.city)
    assert list(refused.value.fields) == ["days"]


def test_a_published_notice_is_changed_neither_by_an_action_nor_by_sql(cast: Cast) -> None:
    notice, _units = show(cast)
    with fence.entered(cast.city):
        for act in (
            lambda: notices.revise_notice(notice_id=notice.pk, wording=WORDING, actor=cast.city),
            lambda: notices.discard_notice(notice_id=notice.pk, actor=cast.city),
            lambda: notices.publish_notice(notice_id=notice.pk, expected_last_on=notice.last_on, actor=cast.city),
        ):
            with pytest.raises(Conflict):
                act()
        for change in (
            lambda: Notice.objects.update(title="改过的标题"),
            lambda: NoticeEntry.objects.update(name="改过的名称"),
            lambda: NoticeEntry.objects.all().delete(),
        ):
            with pytest.raises(InternalError), transaction.atomic():
                change()


@pytest.mark.parametrize(("seconds", "ended"), [(-1, 0), (0, 1), (1, 1)])
def test_a_notice_ends_at_midnight_after_its_last_day(cast: Cast, seconds: int, ended: int) -> None:
    show(cast)
    with clock.frozen(at(17, 0) + timedelta(seconds=seconds)):
        assert end(cast) == ended
        with fence.as_tenant(cast.tenant.pk):
            assert Milestone.objects.filter(key="notice_ended").count() == 2 * ended


def test_ending_twice_changes_nothing_the_second_time(cast: Cast) -> None:
    notice, _units = show(cast)
    with clock.frozen(at(17, 0, 0, 20)):
        assert [end_notices(tenant_id=cast.tenant.pk), end_notices(tenant_id=cast.tenant.pk)] == [1, 0]
        with fence.as_tenant(cast.tenant.pk):
            notice.refresh_from_db()
            assert (notice.state, Milestone.objects.filter(key="notice_ended").count()) == ("ended", 2)
            assert Announcement.objects.filter(kind="notice_ended").count() == 1


def test_a_wrong_name_is_corrected_by_a_newer_notice_that_refers_to_the_old_one(cast: Cast) -> None:
    notice, units = show(cast)
    with fence.entered(cast.city):
        entry = notice.entries.get(unit=units[0])
        renamed = {"entry": entry.pk, "name": "示例甲（更正）集群", "note": "名称笔误"}
        draft = notices.draft_correction(notice_id=notice.pk, wording=WORDING, renamed=renamed, actor=cast.city)
        last_on = notices.notice_term(draft, clock.today()).last_on
        row = notices.publish_notice(notice_id=draft.pk, expected_last_on=last_on, actor=cast.city)
        shown = list(row.entries.values_list("name", "change", "note"))
    assert (row.corrects_id, shown) == (notice.pk, [("示例甲（更正）集群", Change.CORRECTED, "名称笔误")])
    assert states(cast) == ["public_notice", "public_notice"]


def test_a_correction_without_a_change_is_refused(cast: Cast) -> None:
    notice, _units = show(cast)
    with fence.entered(cast.city), pytest.raises(Conflict):
        notices.draft_correction(notice_id=notice.pk, wording=WORDING, actor=cast.city)
