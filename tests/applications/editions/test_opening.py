"""Checked, announced, ended early, put away: an edition's own course, and what it was before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.actions.editions_settings import change_settings
from applications.actions.opening_edition import announce_edition, archive_edition, end_edition
from applications.course import standstills
from applications.queries.editions import surroundings_of
from applications.readiness import remarks_on
from applications.views.edition_history import question_changes
from applications.workflow import State
from portal.audit.models import Event
from portal.kit import clock
from portal.kit.errors import Conflict, Denied, Invalid, NotFound
from portal.notifications.models import Announcement
from portal.tenancy import fence
from programmes.editionfile import content_of
from programmes.models import Edition, EditionDistrict, EditionState, EditionVersion
from programmes.registry import all_programmes
from tests.applications.factories import make_application, make_unit_in

DAY = timedelta(days=1)


def prepare(cast: Any, **over: Any) -> Edition:
    """A sound draft, to be opened in five days. A whole number is an instant so many days from now."""
    now = clock.now()
    over = {name: now + value * DAY if isinstance(value, int) else value for name, value in over.items()}
    given = {
        "state": EditionState.DRAFT,
        "opens_at": now + 5 * DAY,
        "closes_at": now + 30 * DAY,
        "district_due_at": now + 40 * DAY,
        "review_due_at": now + 60 * DAY,
        "document_number": "示例〔2026〕1号",
    } | over
    with fence.as_tenant(cast.tenant.pk):
        Edition.objects.filter(pk=cast.edition.pk).update(**given)
        return Edition.objects.get(pk=cast.edition.pk)


def stopping(cast: Any) -> list[tuple[str, str]]:
    with fence.entered(cast.city):
        edition = Edition.objects.get(pk=cast.edition.pk)
        return [(one.page, one.text) for one in remarks_on(edition, surroundings_of(edition)) if one.is_blocking]


def act(cast: Any, what: Any, actor: Any = None, **over: Any) -> Edition:
    actor = actor or cast.city
    given = {"edition_id": cast.edition.pk, "expected_version": 1} | over
    with fence.entered(actor):
        return what(**given, actor=actor)


@pytest.mark.parametrize("slug", sorted(all_programmes()))
def test_no_programme_comes_to_a_standstill_whatever_is_switched(slug):
    of = all_programmes()[slug]
    chosen: list[tuple[str, ...]] = [()]
    for stage in sorted(of.optional_stages):
        chosen += [(*one, stage) for one in chosen]
    for on in chosen:
        stages = {key for key in of.stages if key not in of.optional_stages or key in on}
        assert standstills(stages.__contains__) == []


@pytest.mark.parametrize(
    ("stages", "where"),
    [
        ({"apply", "formal_check", "expert_review", "decision"}, {State.PROPOSED}),
        ({"apply", "formal_check", "decision", "publish"}, {State.ACCEPTED}),
        ({"apply", "expert_review", "publish"}, {State.REVIEWED}),
        ({"apply"}, {State.WAITING}),
        ({"apply", "incubation", "expert_review", "decision", "publish"}, {State.INCUBATION}),
        ({"apply", "expert_review", "decision", "cert_application", "publish"}, {State.CERT_TESTING}),
    ],
)
def test_a_course_without_a_way_on_names_where_it_stands_still(stages, where):
    assert {one.state for one in standstills(stages.__contains__)} >= where


def test_a_sound_draft_has_nothing_that_stops_it(cast):
    prepare(cast)
    assert stopping(cast) == []


@pytest.mark.parametrize(
    ("over", "page", "said"),
    [
        ({"district_due_at": 29}, "edition_dates", "区级推荐截止不能早于申报截止"),
        ({"review_due_at": 35}, "edition_dates", "评审截止不能早于"),
        ({"opens_at": -2}, "edition_dates", "“开始申报”已经过去"),
        ({"parameters": {"expert_weight": "0.9"}}, "edition_settings", "之和须为 1"),
        ({"parameters": {"notice_days": 0}}, "edition_settings", "公示"),
        ({"questions": [{"key": "q_a", "section": "no", "label": "问", "kind": "text"}]}, "edition_questions", "问"),
        ({"wording": {"edition_opened": {"subject": "x", "body": "y"}}}, "edition_wordings", "还缺少"),
    ],
)
def test_what_stops_it_is_said_with_the_page_that_mends_it(cast, over, page, said):
    prepare(cast, **over)
    found = stopping(cast)
    assert {where for where, _text in found} == {page}
    assert any(said in text for _where, text in found)
    with pytest.raises(Invalid):
        act(cast, announce_edition)


def test_a_district_that_closes_after_the_edition_stops_it(cast):
    edition = prepare(cast)
    with fence.as_tenant(cast.tenant.pk):
        EditionDistrict.objects.create(
            tenant=cast.tenant, edition=edition, district=cast.minhang, closes_at=edition.closes_at + DAY
        )
    assert [(page, text[:4]) for page, text in stopping(cast)] == [("edition_districts", "闵行区：")]


def test_announcing_shows_it_to_the_public_and_tells_the_offices(cast):
    prepare(cast)
    url = f"/sheitc/editions/{cast.edition.pk}/"
    assert cast.client("applicant").get(url).status_code == 404
    assert act(cast, announce_edition).state == EditionState.ANNOUNCED
    assert cast.client("applicant").get(url).status_code == 200
    with fence.as_tenant(cast.tenant.pk):
        assert [row.kind for row in Announcement.objects.all()] == ["edition_announced"]
        assert Event.objects.get(act="announce_edition").payload == {"from": "draft", "to": "announced"}
    with pytest.raises(Conflict):
        act(cast, announce_edition, expected_version=2)


def test_ended_early_takes_nothing_more_and_tells_whoever_was_writing(cast):
    make_application(cast, state=State.DRAFT)
    with pytest.raises(Invalid) as refused:
        act(cast, end_edition, reason=" ")
    assert list(refused.value.fields) == ["reason"]
    ended = act(cast, end_edition, reason="政策调整。")
    assert (ended.state, ended.closes_at <= clock.now()) == (EditionState.CLOSED, True)
    with fence.as_tenant(cast.tenant.pk):
        assert sorted((row.kind, "enterprise" in row.audience) for row in Announcement.objects.all()) == [
            ("edition_ended", False),
            ("edition_ended", True),
        ]
        assert Event.objects.get(act="end_edition").reason == "政策调整。"
    with pytest.raises(Conflict):
        act(cast, end_edition, reason="再次", expected_version=2)


@pytest.mark.parametrize(("state", "is_over"), [(State.LISTED, True), (State.FORMAL_CHECK, False)])
def test_only_a_finished_edition_is_put_away_and_then_nothing_is_set(cast, state, is_over):
    with pytest.raises(Conflict):
        act(cast, archive_edition, reason="")
    prepare(cast, state=EditionState.CLOSED)
    make_unit_in(cast, state)
    if not is_over:
        with pytest.raises(Conflict):
            act(cast, archive_edition, reason="")
        return
    assert act(cast, archive_edition, reason="").state == EditionState.ARCHIVED
    with fence.entered(cast.city), pytest.raises(Conflict):
        change_settings(
            edition_id=cast.edition.pk, values={}, stages=[], reason="x", expected_version=2, actor=cast.city
        )


@pytest.mark.parametrize(("who", "refusal"), [("officer", Denied), ("city_leader", Denied), ("stranger", NotFound)])
def test_only_a_city_officer_or_administrator_moves_it_on(cast, who, refusal):
    prepare(cast)
    for what, over in ((announce_edition, {}), (end_edition, {"reason": "x"}), (archive_edition, {"reason": "x"})):
        with pytest.raises(refusal):
            act(cast, what, getattr(cast, who), **over)


def test_a_draft_is_for_the_city_alone(cast):
    prepare(cast)
    url = f"/sheitc/office/editions/{cast.edition.pk}/"
    asked = {
        who: cast.client(who).get(url).status_code for who in ("city", "city_leader", "admin", "officer", "leader")
    }
    assert asked == {"city": 200, "city_leader": 200, "admin": 200, "officer": 404, "leader": 404}
    assert cast.edition.title not in cast.client("officer").get("/sheitc/office/editions/").content.decode()


def test_pages_check_announce_and_show_every_version(cast):
    prepare(cast, parameters={"expert_weight": "0.9"})
    browser, here = cast.client("city"), f"/sheitc/office/editions/{cast.edition.pk}/"
    page = browser.get(f"{here}check/").content.decode()
    assert ("去修改" in page, "发布申报通知？" in page) == (True, False)
    assert browser.post(f"{here}check/", {"expected_version": "1"}).status_code == 422
    with fence.entered(cast.city):
        values = {"expert_weight": "0.6", "quantitative_weight": "0.4"}
        change_settings(
            edition_id=cast.edition.pk,
            values=values,
            stages=["certificate"],
            reason="权重更正。",
            expected_version=1,
            actor=cast.city,
        )
    assert "发布申报通知？" in browser.get(f"{here}check/").content.decode()
    assert browser.post(f"{here}check/", {"expected_version": "1"}).status_code == 409
    assert browser.post(f"{here}check/", {"expected_version": "2"}).status_code == 302
    history = browser.get(f"{here}versions/").content.decode()
    assert all(text in history for text in ("权重更正。", "0.9", "第 2 版", "第 3 版", "最初的设置"))
    with fence.as_tenant(cast.tenant.pk):
        assert EditionVersion.objects.filter(edition=cast.edition).count() == 3


@pytest.mark.parametrize("who", ["city_leader", "auditor"])
def test_who_only_looks_is_offered_no_act(cast, who):
    prepare(cast)
    here = f"/sheitc/office/editions/{cast.edition.pk}/"
    assert "发布申报通知？" not in cast.client(who).get(f"{here}check/").content.decode()
    assert cast.client(who).post(f"{here}check/", {"expected_version": "1"}).status_code == 403
    assert [cast.client(who).get(f"{here}{part}/").status_code for part in ("end", "archive")] == [403, 403]


@pytest.mark.parametrize("number", [1, 3])
def test_check_and_history_cost_the_same_whatever_is_set(cast, number):
    edition = prepare(cast)
    with fence.as_tenant(cast.tenant.pk):
        for place in range(number):
            EditionVersion.objects.create(
                tenant=cast.tenant, edition=edition, number=place + 1, content=content(edition), changed_at=clock.now()
            )
    browser, spent = cast.client("city"), []
    for part in ("check", "versions"):
        with CaptureQueriesContext(connection) as found:
            assert browser.get(f"/sheitc/office/editions/{edition.pk}/{part}/").status_code == 200
        spent.append(len(found))
    assert spent == [26, 21]


def content(edition: Edition) -> dict[str, Any]:
    return content_of(edition, [])


def test_the_history_tells_a_question_in_words(cast):
    edition = prepare(cast)
    row = {"key": "q_a", "section": "basics", "label": "标准数量", "kind": "integer", "unit": "项"}
    more = {**row, "key": "q_b", "label": "专利数量", "required": True}
    of = edition.programme
    found = question_changes(of, [row], [more, {**row, "help": "按件"}])
    was = "标准数量（整数） · 选填 · 单位 项 · "
    assert [(one.name, one.before, one.after) for one in found] == [
        ("补充问题“标准数量”", f"{was}集群基本情况", f"{was}按件 · 集群基本情况"),
        ("补充问题“专利数量”", "—", "专利数量（整数） · 必填 · 单位 项 · 集群基本情况"),
    ]
    moved = question_changes(of, [row, more], [more, row])
    assert [(one.name, one.before, one.after) for one in moved] == [
        ("补充问题的顺序", "标准数量、专利数量", "专利数量、标准数量")
    ]
