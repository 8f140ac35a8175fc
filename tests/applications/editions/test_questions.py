"""An edition's own questions: put on pages, checked part by part, locked by what was handed in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.actions.asking_more import put_question, remove_question, shift_question
from applications.workflow import State
from portal.audit.models import Event
from portal.kit.errors import Conflict, Denied, Invalid, NotFound
from portal.tenancy import fence
from programmes.models import Edition, EditionVersion
from tests.applications.factories import make_application

NUMBER = {"section": "basics", "label": "标准数量", "kind": "integer", "unit": "项", "maximum": "100"}
TABLE = {
    "section": "basics",
    "label": "主导标准",
    "kind": "table",
    "required": True,
    "min_rows": 1,
    "columns": [
        {"key": "name", "label": "名称", "kind": "text", "required": True},
        {"key": "level", "label": "级别", "kind": "choice", "choices": [["a", "国家"], ["b", "行业"]]},
    ],
}


def put(cast: Any, row: dict[str, Any], actor: Any = None, **over: Any) -> Edition:
    actor = actor or cast.city
    given = {"edition_id": cast.edition.pk, "reason": "", "expected_version": stored(cast).version} | over
    with fence.entered(actor):
        return put_question(row=row, actor=actor, **given)


def stored(cast: Any) -> Edition:
    with fence.as_tenant(cast.tenant.pk):
        return Edition.objects.get(pk=cast.edition.pk)


def refused(cast: Any, row: dict[str, Any], **over: Any) -> dict[str, Any]:
    with pytest.raises(Invalid) as error:
        put(cast, row, **over)
    return error.value.fields


def test_a_question_gets_a_key_of_its_own_and_stands_on_its_page(cast):
    first = put(cast, NUMBER).questions
    second = put(cast, {**NUMBER, "label": "专利数量", "required": False}).questions
    assert [{k: v for k, v in row.items() if k != "key"} for row in second] == [NUMBER, {**NUMBER, "label": "专利数量"}]
    assert first[0] == second[0]
    assert all(re.fullmatch(r"q_[0-9a-f]{10}", row["key"]) for row in second)
    assert second[0]["key"] != second[1]["key"]
    page = stored(cast).programme.section_named("basics")
    assert [field.label for field in page.fields[-2:]] == ["标准数量", "专利数量"]


def test_a_removed_key_never_comes_back(cast):
    key = put(cast, NUMBER).questions[0]["key"]
    with fence.entered(cast.city):
        remove_question(edition_id=cast.edition.pk, key=key, reason="", expected_version=2, actor=cast.city)
    assert put(cast, NUMBER).questions[0]["key"] != key


def test_every_change_is_kept_as_a_version_and_on_the_record(cast):
    key = put(cast, NUMBER).questions[0]["key"]
    put(cast, {**NUMBER, "key": key, "label": "标准数量（项）"})
    with fence.as_tenant(cast.tenant.pk):
        kept = EditionVersion.objects.filter(edition=cast.edition).order_by("number")
        asked = [(row.number, [one["label"] for one in row.content["questions"]]) for row in kept]
        acts = sorted(Event.objects.filter(act__endswith="_question").values_list("act", flat=True))
    assert asked == [(1, []), (2, ["标准数量"]), (3, ["标准数量（项）"])]
    assert acts == ["add_question", "change_question"]


@pytest.mark.parametrize(
    ("row", "parts"),
    [
        ({"section": "nowhere", "label": "", "kind": "text"}, {"section", "label"}),
        ({"section": "basics", "label": "长" * 121, "kind": "text", "help": "长" * 301}, {"label", "help"}),
        ({"section": "basics", "label": "问", "kind": "uscc"}, {"kind"}),
        ({**NUMBER, "minimum": "5", "maximum": "4"}, {"maximum"}),
        ({**NUMBER, "minimum": "1.5", "unit": "长" * 21}, {"minimum", "unit"}),
        ({"section": "basics", "label": "问", "kind": "text", "maximum": "201"}, {"maximum"}),
        ({"section": "basics", "label": "问", "kind": "date", "unit": "天"}, {"unit"}),
        ({"section": "basics", "label": "问", "kind": "choice", "choices": [["a", "甲"]]}, {"choices"}),
        ({"section": "basics", "label": "问", "kind": "choices", "choices": [["a", "甲"], ["b", "甲"]]}, {"choices.1"}),
        ({"section": "basics", "label": "问", "kind": "table"}, {"columns"}),
        ({**TABLE, "columns": [{"key": "a", "label": "甲", "kind": "file"}]}, {"columns.0.kind"}),
        ({**TABLE, "columns": [TABLE["columns"][0], {**TABLE["columns"][0], "key": "b"}]}, {"columns.1.label"}),
        ({**TABLE, "min_rows": 9, "max_rows": 5}, {"min_rows"}),
        ({**NUMBER, "requires": "q_nothing"}, {"requires"}),
        ({**NUMBER, "colour": "red"}, {"key"}),
    ],
)
def test_everything_wrong_is_said_at_once_at_its_part(cast, row, parts):
    assert set(refused(cast, row)) == parts
    assert stored(cast).questions == []


def test_the_same_question_twice_on_a_page_is_refused(cast):
    put(cast, NUMBER)
    assert list(refused(cast, NUMBER)) == ["label"]
    own = stored(cast).programme.section_named("basics").fields[0].label
    assert list(refused(cast, {**NUMBER, "label": own})) == ["label"]


def test_a_condition_is_a_yes_or_no_question_and_never_goes_round(cast):
    yes_no = {"section": "basics", "label": "是否参与", "kind": "boolean"}
    first = put(cast, yes_no).questions[0]["key"]
    second = put(cast, {**yes_no, "label": "是否主导", "requires": first}).questions[1]["key"]
    number = put(cast, {**NUMBER, "requires": second}).questions[2]["key"]
    assert list(refused(cast, {**yes_no, "key": first, "requires": second})) == ["requires"]
    assert list(refused(cast, {**NUMBER, "key": number, "label": "另问", "requires": number})) == ["requires"]
    with fence.entered(cast.city), pytest.raises(Invalid) as error:
        remove_question(edition_id=cast.edition.pk, key=first, reason="", expected_version=4, actor=cast.city)
    assert "是否主导" in str(error.value.fields[""])


def filed(cast: Any) -> dict[str, dict[str, Any]]:
    """One question of three kinds, then a filing."""
    put(cast, NUMBER)
    put(cast, TABLE)
    put(cast, {"section": "plan", "label": "方向", "kind": "choice", "choices": [["a", "甲"], ["b", "乙"]]})
    make_application(cast)
    return {row["kind"]: row for row in stored(cast).questions}


NARROWED: list[tuple[str, dict[str, Any], set[str]]] = [
    ("integer", {"required": True}, {"required"}),
    ("integer", {"kind": "decimal"}, {"kind"}),
    ("integer", {"unit": "件", "maximum": "99", "minimum": "1"}, {"unit", "maximum", "minimum"}),
    ("choice", {"choices": [["a", "甲"], ["c", "丙"]]}, {"choices"}),
    ("table", {"columns": TABLE["columns"][:1]}, {"columns"}),
    ("table", {"columns": [{**TABLE["columns"][0], "kind": "date"}, TABLE["columns"][1]]}, {"columns.0.kind"}),
    (
        "table",
        {"columns": [*TABLE["columns"], {"key": "c", "label": "年份", "kind": "integer", "required": True}]},
        {"columns.2.required"},
    ),
    ("table", {"min_rows": 2, "max_rows": 20}, {"min_rows", "max_rows"}),
]


@pytest.mark.parametrize(("kind", "change", "parts"), NARROWED)
def test_what_handed_in_answers_hang_on_stays(cast, kind, change, parts):
    rows = filed(cast)
    assert set(refused(cast, rows[kind] | change, reason="更正")) == parts


WIDENED: list[tuple[str, dict[str, Any]]] = [
    ("integer", {"label": "主导标准数量", "help": "按发布日期统计", "maximum": "200"}),
    ("choice", {"choices": [["a", "甲方向"], ["b", "乙"], ["c", "丙"]]}),
    ("table", {"required": False, "min_rows": 0}),
    ("table", {"columns": [*TABLE["columns"], {"key": "c", "label": "年份", "kind": "integer"}]}),
]


@pytest.mark.parametrize(("kind", "change"), WIDENED)
def test_words_may_change_and_bounds_widen_with_a_reason(cast, kind, change):
    rows = filed(cast)
    assert list(refused(cast, rows[kind] | change)) == ["reason"]
    put(cast, rows[kind] | change, reason="更正")


def test_after_the_first_filing_only_questions_without_a_duty_come_and_none_goes(cast):
    rows = filed(cast)
    assert set(refused(cast, {**NUMBER, "label": "新问题", "required": True})) == {"required", "reason"}
    put(cast, {**NUMBER, "label": "新问题"}, reason="补充统计")
    key = rows["integer"]["key"]
    with fence.entered(cast.city), pytest.raises(Invalid) as error:
        remove_question(edition_id=cast.edition.pk, key=key, reason="不要了", expected_version=5, actor=cast.city)
    assert "不能删除" in str(error.value.fields[""])


def test_a_draft_locks_nothing(cast):
    key = put(cast, NUMBER).questions[0]["key"]
    make_application(cast, state=State.DRAFT)
    with fence.entered(cast.city):
        remove_question(edition_id=cast.edition.pk, key=key, reason="", expected_version=2, actor=cast.city)
    assert stored(cast).questions == []


def test_of_two_editors_at_once_the_second_is_told_and_loses_nothing(cast):
    first, second = cast.client("city"), cast.client("second_city")
    url = f"/sheitc/office/editions/{cast.edition.pk}/questions/add/?kind=integer&section=basics"
    typed = {"section": "basics", "label": "标准数量", "unit": "项", "expected_version": "1"}
    assert first.post(url, typed).status_code == 302
    page = second.post(url, typed | {"label": "专利数量🏅𠮷"})
    assert page.status_code == 409
    assert "刚刚被他人修改" in page.content.decode()
    assert 'value="专利数量🏅𠮷"' in page.content.decode()
    assert 'name="expected_version" value="2"' in page.content.decode()
    assert second.post(url, typed | {"label": "专利数量🏅𠮷", "expected_version": "2"}).status_code == 302
    assert [row["label"] for row in stored(cast).questions] == ["标准数量", "专利数量🏅𠮷"]


def test_questions_change_places_on_their_page_only(cast):
    for label in ("一", "二", "三"):
        put(cast, {**NUMBER, "label": f"问题{label}"})
    put(cast, {**NUMBER, "section": "plan", "label": "别页"})
    keys = {row["label"]: row["key"] for row in stored(cast).questions}

    def shift(label: str, is_up: bool) -> list[str]:
        with fence.entered(cast.city):
            edition_id, version = cast.edition.pk, stored(cast).version
            shift_question(
                edition_id=edition_id, key=keys[label], is_up=is_up, expected_version=version, actor=cast.city
            )
        return [row["label"] for row in stored(cast).questions]

    assert shift("问题三", True) == ["问题一", "问题三", "问题二", "别页"]
    assert shift("问题一", True) == ["问题一", "问题三", "问题二", "别页"]
    assert shift("别页", False) == ["问题一", "问题三", "问题二", "别页"]


@pytest.mark.parametrize(
    ("who", "refusal"), [("officer", Denied), ("city_leader", Denied), ("auditor", Denied), ("stranger", NotFound)]
)
def test_only_a_city_officer_or_administrator_asks(cast, who, refusal):
    with pytest.raises(refusal):
        put(cast, NUMBER, getattr(cast, who))
    put(cast, NUMBER, cast.admin)


def test_a_key_that_the_edition_has_not_is_not_found(cast):
    with pytest.raises(NotFound):
        put(cast, {**NUMBER, "key": "q_0123456789"})


def test_a_stale_version_is_refused(cast):
    with pytest.raises(Conflict):
        put(cast, NUMBER, expected_version=9)


@pytest.mark.parametrize("asked", [1, 3])
def test_the_list_costs_the_same_whatever_is_asked(cast, asked):
    for number in range(asked):
        put(cast, {**NUMBER, "label": f"问题{number}"})
    browser = cast.client("city")
    with CaptureQueriesContext(connection) as spent:
        assert browser.get(f"/sheitc/office/editions/{cast.edition.pk}/questions/").status_code == 200
    assert len(spent) == 24
