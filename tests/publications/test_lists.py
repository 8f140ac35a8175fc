"""Lists: two persons, one transaction, gap-free numbers, and nothing edited afterwards."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date

import pytest
from django.db import InternalError, transaction
from django.test import Client

from applications.models import Milestone, Unit
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Denied, Invalid, NotFound
from portal.notifications.models import Announcement
from portal.tenancy import fence
from publications import queries
from publications.actions import entries, lists
from publications.models import Certificate, ListEntry, NumberSeries, PublishedList
from publications.numbering import certificate_number
from tests.cast import Cast
from tests.publications.stage import LIST_WORDING, at, end, listed, release, show


def draft(cast: Cast) -> PublishedList:
    show(cast)
    with clock.frozen(at(17, 9)):
        end(cast)
        with fence.entered(cast.city):
            return lists.draft_list(edition_id=cast.edition.pk, wording=LIST_WORDING, actor=cast.city)


def expected(cast: Cast, row: PublishedList) -> str:
    with fence.entered(cast.city):
        return lists.fingerprint(queries.listable_units(row.edition))


def test_a_release_lists_the_units_freezes_their_names_and_takes_their_numbers(cast: Cast) -> None:
    row = listed(cast)
    with fence.entered(cast.city):
        shown = list(
            row.entries.values_list("position", "name", "certificate_number", "valid_from", "valid_to", "standing")
        )
        papers = list(Certificate.objects.values_list("number", "holder", "issued_on"))
        states = list(Unit.objects.values_list("state", flat=True))
        marks = Milestone.objects.filter(key="released", digest=row.digest).count()
        told = Announcement.objects.filter(kind="list_released").count()
    days = (date(2026, 3, 17), date(2029, 3, 16))
    first, second = (
        certificate_number(programme="SHCL", year=2026, list_code="K1", sequence=number) for number in (1, 2)
    )
    assert shown == [
        (1, "示例乙集群", first, *days, "valid"),
        (2, "示例甲集群", second, *days, "valid"),
    ]
    assert sorted(papers) == [
        (first, "示例集群运营公司", date(2026, 3, 17)),
        (second, "示例集群运营公司", date(2026, 3, 17)),
    ]
    assert (states, marks, told) == (["listed", "listed"], 2, 2)


def test_an_edition_without_certificates_publishes_a_list_alone(cast: Cast) -> None:
    with fence.as_tenant(cast.tenant.pk):
        cast.edition.switched_stages = []
        cast.edition.save()
    row = listed(cast)
    with fence.entered(cast.city):
        assert list(row.entries.values_list("certificate_number", "valid_to")) == [("", date(2029, 3, 16))] * 2
        assert (Certificate.objects.count(), NumberSeries.objects.count()) == (0, 0)


def test_the_drafter_never_releases_even_as_a_leader(cast: Cast) -> None:
    row = draft(cast)
    drafter = Actor(user_id=cast.city.user_id, name="both", tenant_id=cast.tenant.pk, grants=cast.city_leader.grants)
    seen = expected(cast, row)
    for actor in (drafter, cast.second_city, cast.auditor):
        with fence.entered(actor), pytest.raises(Denied):
            lists.release_list(list_id=row.pk, expected=seen, actor=actor)
    with fence.entered(cast.stranger_leader), pytest.raises(NotFound):
        lists.release_list(list_id=row.pk, expected=seen, actor=cast.stranger_leader)
    with clock.frozen(at(17, 10)), fence.entered(cast.city_leader):
        assert lists.release_list(list_id=row.pk, expected=seen, actor=cast.city_leader).state == "released"


def test_nothing_is_listed_before_the_notice_has_ended(cast: Cast) -> None:
    show(cast)
    with fence.entered(cast.city):
        assert queries.listable_units(cast.edition) == []
        with pytest.raises(Conflict):
            lists.draft_list(edition_id=cast.edition.pk, wording=LIST_WORDING, actor=cast.city)


def test_a_release_of_something_else_than_was_seen_is_refused_and_takes_no_number(cast: Cast) -> None:
    row = draft(cast)
    with clock.frozen(at(17, 10)), fence.entered(cast.city_leader):
        with pytest.raises(Conflict):
            lists.release_list(list_id=row.pk, expected="0" * 16, actor=cast.city_leader)
        assert (ListEntry.objects.count(), NumberSeries.objects.count()) == (0, 0)


def test_releasing_twice_is_refused(cast: Cast) -> None:
    row = draft(cast)
    seen = expected(cast, row)
    with clock.frozen(at(17, 10)), fence.entered(cast.city_leader):
        lists.release_list(list_id=row.pk, expected=seen, actor=cast.city_leader)
        with pytest.raises(Conflict):
            lists.release_list(list_id=row.pk, expected=seen, actor=cast.city_leader)
        assert Certificate.objects.count() == 2


def test_numbers_of_a_series_have_no_gap_when_a_release_fails(cast: Cast) -> None:
    row = draft(cast)
    with clock.frozen(at(17, 10)), fence.entered(cast.city_leader):
        with transaction.atomic():
            entries.take_numbers(row, 3)
            transaction.set_rollback(True)  # the release fails after taking its numbers
        assert entries.take_numbers(row, 2) == [
            certificate_number(programme="SHCL", year=2026, list_code="K1", sequence=number) for number in (1, 2)
        ]


def test_a_used_up_series_is_refused(cast: Cast) -> None:
    row = draft(cast)
    with fence.entered(cast.city_leader):
        entries.take_numbers(row, 9998)
        with pytest.raises(Conflict):
            entries.take_numbers(row, 2)


def test_a_released_list_is_changed_neither_by_an_action_nor_by_sql(cast: Cast) -> None:
    row = listed(cast)
    with fence.entered(cast.city):
        for act in (
            lambda: lists.revise_list(list_id=row.pk, wording=LIST_WORDING, actor=cast.city),
            lambda: lists.discard_list(list_id=row.pk, actor=cast.city),
        ):
            with pytest.raises(Conflict):
                act()
        for change in (
            lambda: PublishedList.objects.update(title="改过的标题"),
            lambda: ListEntry.objects.update(holder="改过的主体"),
            lambda: ListEntry.objects.all()._raw_delete("default"),
        ):
            with pytest.raises(InternalError), transaction.atomic():
                change()


def test_anybody_can_compute_the_digest_from_the_download(cast: Cast) -> None:
    row = listed(cast)
    body = json.loads(Client().get(f"/{cast.tenant.slug}/lists/{row.pk}.json").content)
    text = json.dumps(body["content"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(text.encode()).hexdigest() == body["digest_sha256"] == row.digest


@pytest.mark.parametrize(("change", "field"), [({"code": "L9"}, "code"), ({"issuers": []}, "issuers")])
def test_a_list_needs_a_code_of_the_programme_and_an_issuer(cast: Cast, change: dict[str, object], field: str) -> None:
    show(cast)
    with clock.frozen(at(17, 9)):
        end(cast)
        wording = replace(LIST_WORDING, **change)  # type: ignore[arg-type]
        with fence.entered(cast.city), pytest.raises(Invalid) as refused:
            lists.draft_list(edition_id=cast.edition.pk, wording=wording, actor=cast.city)
    assert list(refused.value.fields) == [field]


def test_what_comes_later_gets_the_next_number(cast: Cast) -> None:
    show(cast, "示例甲集群")
    with clock.frozen(at(17, 9)):
        end(cast)
        release(cast)
        with fence.entered(cast.city):
            assert (
                queries.next_numbers(PublishedList.objects.get(), 1)
                == (certificate_number(programme="SHCL", year=2026, list_code="K1", sequence=2),) * 2
            )
