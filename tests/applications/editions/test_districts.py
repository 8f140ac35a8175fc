"""What single districts set for themselves, in the organiser's browser."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.actions.edition_districts import set_districts
from applications.edition_rules import Terms
from applications.workflow import State
from portal.audit.models import Event
from portal.kit import clock
from portal.kit.errors import Conflict, Denied, Invalid, NotFound
from portal.notifications.models import Announcement
from portal.tenancy import fence
from portal.tenancy.models import District
from programmes.models import Edition, EditionDistrict, EditionState, EditionVersion
from tests.applications.factories import make_application

DAY = timedelta(days=1)


def put(cast: Any, one: Terms, actor: Any = None, **over: Any) -> Edition:
    actor = actor or cast.city
    given = {"edition_id": cast.edition.pk, "terms": {cast.minhang.pk: one}, "reason": "材料复核。"} | over
    with fence.entered(actor):
        return set_districts(**({"expected_version": 1} | given), actor=actor)


def rows(cast: Any) -> list[tuple[Any, ...]]:
    with fence.as_tenant(cast.tenant.pk):
        found = EditionDistrict.objects.filter(edition=cast.edition).order_by("district__code")
        return [(r.district_id, r.closes_at, r.paper_copies, r.discs, r.quota, r.note) for r in found]


def draft(cast: Any) -> None:
    with fence.as_tenant(cast.tenant.pk):
        Edition.objects.filter(pk=cast.edition.pk).update(state=EditionState.DRAFT)


def test_a_district_is_earlier_and_asks_for_other_counts(cast):
    at = cast.edition.closes_at - DAY
    put(cast, Terms(at, 3, 1, 8, " 先交电子版 "))
    assert rows(cast) == [(cast.minhang.pk, at, 3, 1, 8, "先交电子版")]
    put(cast, Terms(), expected_version=2)
    assert rows(cast) == []
    with fence.as_tenant(cast.tenant.pk):
        kept = EditionVersion.objects.filter(edition=cast.edition).order_by("number")
        assert [[one["district"] for one in row.content["districts"]] for row in kept] == [[], ["310112"], []]
        events = Event.objects.filter(act="change_district_terms")
        quotas = sorted(str(one.payload["310112"]["quota"]) for one in events)
    assert quotas == ["{'after': 8, 'before': None}", "{'after': None, 'before': 8}"]


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        (lambda e: Terms(e.closes_at + timedelta(minutes=1)), "closes_at"),
        (lambda e: Terms(e.opens_at), "closes_at"),
        (lambda e: Terms(clock.now() - DAY), "closes_at"),
        (lambda e: Terms(paper_copies=51), "paper_copies"),
        (lambda e: Terms(quota=10_000), "quota"),
        (lambda e: Terms(note="长" * 301), "note"),
    ],
)
def test_never_later_than_the_edition_and_within_bounds(cast, terms, field):
    with pytest.raises(Invalid) as refused:
        put(cast, terms(cast.edition))
    assert list(refused.value.fields) == [f"{cast.minhang.pk}.{field}"]
    assert rows(cast) == []


def test_the_very_last_instant_of_the_edition_is_allowed(cast):
    put(cast, Terms(cast.edition.closes_at))
    assert len(rows(cast)) == 1


def test_once_announced_the_district_and_whoever_writes_there_are_told(cast):
    make_application(cast, state=State.DRAFT)
    make_application(cast, enterprise_id=cast.other_enterprise_id, uscc="91310000132260250X")
    put(cast, Terms(cast.edition.closes_at - DAY))
    with fence.as_tenant(cast.tenant.pk):
        told = {row.kind: row.audience for row in Announcement.objects.all()}
        assert Announcement.objects.count() == 2
    assert told == {
        "district_terms_changed": {"roles": ["district_officer", "district_leader"], "district": cast.minhang.pk},
        "edition_dates_changed": {"enterprise": cast.enterprise_id},
    }


def test_a_draft_tells_nobody_and_needs_no_reason(cast):
    with pytest.raises(Invalid) as refused:
        put(cast, Terms(quota=3), reason="")
    assert list(refused.value.fields) == ["reason"]
    draft(cast)
    put(cast, Terms(quota=3), reason="")
    with fence.as_tenant(cast.tenant.pk):
        assert Announcement.objects.count() == 0


def test_nothing_changed_another_organisers_district_and_a_stale_page_are_refused(cast):
    with fence.as_tenant(cast.stranger_tenant.pk):
        theirs = District.objects.create(tenant=cast.stranger_tenant, code="340203", name="弋江区", office_name="示例")
    with pytest.raises(Invalid):
        put(cast, Terms())
    with pytest.raises(Invalid):
        put(cast, Terms(), terms={theirs.pk: Terms(quota=1)})
    with pytest.raises(Conflict):
        put(cast, Terms(quota=1), expected_version=7)


@pytest.mark.parametrize(("who", "refusal"), [("officer", Denied), ("leader", Denied), ("stranger", NotFound)])
def test_only_a_city_officer_or_administrator_sets_them(cast, who, refusal):
    with pytest.raises(refusal):
        put(cast, Terms(quota=3), getattr(cast, who))


def typed(cast: Any, **over: str) -> dict[str, str]:
    local = (cast.edition.closes_at - DAY).astimezone(clock.SHANGHAI)
    return {
        "expected_version": "1",
        "reason": "材料复核。",
        f"{cast.minhang.pk}.closes_at": f"{local:%Y-%m-%dT%H:%M}",
        f"{cast.minhang.pk}.quota": "１２",
        f"{cast.minhang.pk}.note": "先交电子版🏅",
    } | over


def test_page_reads_full_width_digits_and_says_what_is_wrong_at_its_control(cast):
    browser, url = cast.client("city"), f"/sheitc/office/editions/{cast.edition.pk}/districts/"
    assert browser.get(url).status_code == 200
    wrong = browser.post(
        url, typed(cast, **{f"{cast.minhang.pk}.paper_copies": "三", f"{cast.songjiang.pk}.quota": "-1"})
    )
    assert wrong.status_code == 422
    for name in (f"{cast.minhang.pk}.paper_copies", f"{cast.songjiang.pk}.quota"):
        assert f'id="id_{name}_error"' in wrong.content.decode()
    assert 'value="三"' in wrong.content.decode()
    assert browser.post(url, typed(cast)).status_code == 302
    assert [(row[0], row[4], row[5]) for row in rows(cast)] == [(cast.minhang.pk, 12, "先交电子版🏅")]


@pytest.mark.parametrize(("who", "status"), [("city", 200), ("admin", 200), ("officer", 403), ("stranger", 404)])
def test_the_page_is_for_whoever_may_save_it(cast, who, status):
    assert cast.client(who).get(f"/sheitc/office/editions/{cast.edition.pk}/districts/").status_code == status


@pytest.mark.parametrize("more", [1, 3])
def test_the_page_costs_the_same_with_one_district_more_or_three(cast, more):
    with fence.as_tenant(cast.tenant.pk):
        for number in range(more):
            row = District.objects.create(
                tenant=cast.tenant, code=f"31012{number}", name=f"示例{number}区", office_name=""
            )
            EditionDistrict.objects.create(tenant=cast.tenant, edition=cast.edition, district=row, quota=number)
    browser = cast.client("city")
    with CaptureQueriesContext(connection) as spent:
        assert browser.get(f"/sheitc/office/editions/{cast.edition.pk}/districts/").status_code == 200
    assert len(spent) == 24
