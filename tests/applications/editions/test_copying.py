"""A new edition: out of another year's, or out of a programme's defaults."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.actions.copying import copy_edition, make_edition, moved_instant
from portal.audit.models import Event
from portal.kit import clock
from portal.kit.clock import SHANGHAI
from portal.kit.errors import Denied, Invalid, NotFound
from portal.tenancy import fence
from programmes.models import Edition, EditionDistrict, EditionState, EditionVersion

TITLE = "2027年度市级中小企业特色产业集群（示例）"
QUESTION = {"key": "q_aaaaaaaaaa", "section": "basics", "label": "补充说明", "kind": "text"}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def prepare(cast: Any) -> None:
    """An edition with something of every kind. 2027: 1 March is a Monday, 4 April a Sunday, 30 May a Sunday."""
    with fence.as_tenant(cast.tenant.pk):
        edition = cast.edition
        edition.opens_at, edition.closes_at = at("2026-03-02T09:00"), at("2026-04-04T00:00")
        edition.district_due_at, edition.review_due_at = at("2026-04-24T17:00"), at("2026-05-30T17:00")
        edition.parameters, edition.questions = {"pass_line": 65}, [QUESTION]
        edition.wording = {"edition_opened": {"subject": "{edition}开始了", "body": "{edition}至{closes_at}"}}
        edition.document_number = "示例〔2026〕1号"
        edition.save()
        terms = {"tenant": cast.tenant, "edition": edition}
        EditionDistrict.objects.create(
            **terms, district=cast.minhang, closes_at=at("2026-04-02T17:00"), paper_copies=3, quota=8, note="先交电子版"
        )
        EditionDistrict.objects.create(**terms, district=cast.songjiang, closes_at=at("2026-05-02T17:00"), discs=2)


def copy(cast: Any, actor: Any = None, **over: Any) -> Edition:
    actor = actor or cast.city
    with fence.entered(actor):
        return copy_edition(**({"edition_id": cast.edition.pk, "year": 2027, "title": TITLE, "actor": actor} | over))


def test_a_copy_is_a_draft_with_everything_but_the_number_of_the_notice(cast):
    prepare(cast)
    made = copy(cast)
    with fence.as_tenant(cast.tenant.pk):
        made.refresh_from_db()
        assert {
            name: getattr(made, name)
            for name in ("state", "year", "title", "document_number", "parameters", "questions", "wording", "version")
        } == {
            "state": EditionState.DRAFT,
            "year": 2027,
            "title": TITLE,
            "document_number": "",
            "parameters": {"pass_line": 65},
            "questions": [QUESTION],
            "wording": {"edition_opened": {"subject": "{edition}开始了", "body": "{edition}至{closes_at}"}},
            "version": 1,
        }
        assert (made.copied_from_id, made.switched_stages) == (cast.edition.pk, ["certificate"])
        rows = EditionDistrict.objects.filter(edition=made).order_by("district__code")
        assert [(r.district_id, r.closes_at, r.paper_copies, r.discs, r.quota, r.note) for r in rows] == [
            (cast.minhang.pk, at("2027-04-02T17:00"), 3, None, 8, "先交电子版"),
            (cast.songjiang.pk, None, None, 2, None, ""),  # it would have closed after the edition
        ]
        kept = EditionVersion.objects.get(edition=made)
        assert (kept.number, kept.content["title"], kept.changed_by_id) == (1, TITLE, cast.city.user_id)
        assert Event.objects.get(act="copy_edition").payload["copied_from"] == cast.edition.pk


def test_dates_move_to_working_days_of_the_new_year(cast):
    """24:00 of Friday 3 April 2026 becomes 24:00 of Monday 5 April 2027: the 3rd is a Saturday there."""
    prepare(cast)
    made = copy(cast)
    found = [getattr(made, name) for name in ("opens_at", "closes_at", "district_due_at", "review_due_at")]
    assert found == [
        at("2027-03-02T09:00"),
        at("2027-04-06T00:00"),
        at("2027-04-26T17:00"),
        at("2027-05-31T17:00"),
    ]


@pytest.mark.parametrize(
    ("before", "years", "after"),
    [
        ("2024-02-29T17:00", 1, "2025-02-28T17:00"),
        ("2024-02-29T17:00", 0, "2024-02-29T17:00"),
        ("2025-10-09T09:00", 1, "2026-10-09T09:00"),
        ("2025-10-01T09:00", 1, "2026-10-08T09:00"),  # 国庆 2026: 1 to 7 October
        ("2025-02-14T00:00", 1, "2026-02-14T00:00"),  # 24:00 of 13 February, a Friday
        ("2025-02-15T17:00", 1, "2026-02-24T17:00"),  # 春节 2026: 15 to 23 February
    ],
)
def test_an_instant_lands_on_a_working_day_at_the_same_time(before, years, after):
    assert moved_instant(at(before), years, None) == at(after)


def test_two_clicks_give_one_draft(cast):
    prepare(cast)
    assert copy(cast).pk == copy(cast).pk
    with fence.as_tenant(cast.tenant.pk):
        assert Edition.objects.filter(year=2027).count() == 1
        assert Event.objects.filter(act="copy_edition").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_give_one_draft(cast):
    made: list[int] = []
    barrier = threading.Barrier(2)

    def click() -> None:
        try:
            barrier.wait()
            made.append(copy(cast).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 2
    assert len(set(made)) == 1


@pytest.mark.parametrize(
    ("over", "field"),
    [({"year": 2025}, "year"), ({"year": 20270}, "year"), ({"title": "短"}, "title"), ({"title": "长" * 121}, "title")],
)
def test_a_year_before_and_a_title_out_of_bounds_are_refused_at_their_field(cast, over, field):
    with pytest.raises(Invalid) as refused:
        copy(cast, **over)
    assert list(refused.value.fields) == [field]


def test_a_title_that_the_year_has_already_is_refused(cast):
    with pytest.raises(Invalid) as refused:
        copy(cast, year=2026, title=cast.edition.title)
    assert list(refused.value.fields) == ["title"]


@pytest.mark.parametrize(
    ("who", "refusal"), [("officer", Denied), ("city_leader", Denied), ("auditor", Denied), ("stranger", NotFound)]
)
def test_only_a_city_officer_or_administrator_copies(cast, who, refusal):
    with pytest.raises(refusal):
        copy(cast, getattr(cast, who))
    assert copy(cast, cast.admin).state == EditionState.DRAFT


def test_emoji_and_rare_characters_in_a_title_are_kept(cast):
    assert copy(cast, title="2027年度𠮷祥🏅集群申报\x00\u202e").title == "2027年度𠮷祥🏅集群申报"


def dates() -> dict[str, datetime]:
    now = clock.now()
    return {"opens_at": now + timedelta(days=5), "closes_at": now + timedelta(days=30)}


def make(cast: Any, **over: Any) -> Edition:
    given = {"programme_slug": "brand_value", "year": 2027, "title": "2027年度示例价值榜", "dates": dates()} | over
    with fence.entered(cast.city):
        return make_edition(**given, actor=cast.city)


def test_a_first_edition_has_the_defaults_of_its_programme_and_two_clicks_give_one(cast):
    made = make(cast)
    assert make(cast).pk == made.pk
    assert (made.state, made.parameters, made.switched_stages, made.questions) == (EditionState.DRAFT, {}, [], [])
    assert made.settings() == dict(made.programme.defaults)


def test_dates_out_of_order_and_an_unknown_programme_are_refused_at_their_field(cast):
    with pytest.raises(Invalid) as refused:
        make(cast, dates={**dates(), "closes_at": clock.now()})
    assert list(refused.value.fields) == ["closes_at"]
    with pytest.raises(Invalid) as refused:
        make(cast, programme_slug="no_such")
    assert list(refused.value.fields) == ["programme_slug"]


def test_page_offers_next_year_and_leads_to_the_draft(cast):
    prepare(cast)
    browser, url = cast.client("city"), f"/sheitc/office/editions/{cast.edition.pk}/copy/"
    page = browser.get(url).content.decode()
    assert 'value="2027"' in page
    assert f'value="{TITLE}"' in page
    assert "2027年4月5日 (周一) 24:00" in page
    answer = browser.post(url, {"year": "２０２７", "title": TITLE})
    with fence.as_tenant(cast.tenant.pk):
        made = Edition.objects.get(year=2027)
    assert answer.headers["Location"] == f"/sheitc/office/editions/{made.pk}/"
    assert browser.get(answer.headers["Location"]).status_code == 200


def test_page_keeps_what_was_typed_beside_what_is_wrong(cast):
    url = f"/sheitc/office/editions/{cast.edition.pk}/copy/"
    page = cast.client("city").post(url, {"year": "二〇二七", "title": "短"})
    assert page.status_code == 422
    assert "请填写四位数的年份" in page.content.decode()
    assert 'value="二〇二七"' in page.content.decode()


@pytest.mark.parametrize(("who", "status"), [("city", 200), ("admin", 200), ("officer", 403), ("stranger", 404)])
def test_the_pages_are_for_whoever_may_make_an_edition(cast, who, status):
    for part in (f"{cast.edition.pk}/copy/", f"{cast.edition.pk}/name/", "new/"):
        assert cast.client(who).get(f"/sheitc/office/editions/{part}").status_code == status


@pytest.mark.parametrize("districts", [1, 3])
def test_the_page_costs_the_same_whatever_is_copied(cast, districts):
    browser = cast.client("city")
    with fence.as_tenant(cast.tenant.pk):
        cast.edition.questions = [QUESTION | {"key": f"q_{n}"} for n in range(districts)]
        cast.edition.save()
    with CaptureQueriesContext(connection) as spent:
        assert browser.get(f"/sheitc/office/editions/{cast.edition.pk}/copy/").status_code == 200
    assert len(spent) == 23
