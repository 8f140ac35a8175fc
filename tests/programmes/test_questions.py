"""An organiser's own questions as data: put on pages, told wrong part by part, kept by what was answered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from programmes.contract import FieldKind
from programmes.fields import build_form, from_json, to_json
from programmes.question_changes import refusals
from programmes.question_flaws import MOST_QUESTIONS, flaws_of_question, flaws_of_questions
from programmes.questions import KINDS, asked_too
from programmes.registry import all_programmes

CHOICES = [["a", "甲🏅"], ["b", "𠮷祥"]]
COLUMN = {"key": "x", "label": "名称", "kind": "text"}
ANSWERS: dict[str, Any] = {
    "text": "示例𠮷",
    "long_text": "两行\n示例🏅",
    "integer": 12,
    "decimal": Decimal("1.50"),
    "date": date(2027, 3, 1),
    "boolean": False,
    "choice": "b",
    "choices": ["a", "b"],
    "table": [{"x": "示例"}],
}


def row(kind: str, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"key": f"q_{kind.replace('_', '')}", "label": f"{kind}问题", "kind": kind, **more}
    found |= {"choices": CHOICES} if kind in ("choice", "choices") else {}
    found |= {"columns": [COLUMN]} if kind == "table" else {}
    return found | ({"places": 2} if kind == "decimal" else {})


@pytest.mark.parametrize("slug", sorted(all_programmes()))
def test_every_kind_stands_at_the_end_of_any_page_and_its_answer_is_kept_whole(slug):
    of = all_programmes()[slug]
    page = of.sections[-1]
    rows = [row(kind.value, section=page.key) for kind in KINDS]
    assert flaws_of_questions(of, rows) == {}
    asked = asked_too(of, rows)
    own = asked.sections[-1].fields[len(page.fields) :]
    assert [field.kind for field in own] == list(KINDS)
    assert [one.fields for one in asked.sections[:-1]] == [one.fields for one in of.sections[:-1]]
    answers = {field.key: ANSWERS[field.kind.value] for field in own if field.kind is not FieldKind.FILE}
    assert from_json(own, to_json(own, answers)) == answers
    assert {field.key for field in own} <= {*build_form(asked.sections[-1]).fields, "q_table"}


def test_without_questions_the_programme_is_the_very_same():
    of = next(iter(all_programmes().values()))
    assert asked_too(of, []) is of


def test_one_question_too_many_is_told():
    of = next(iter(all_programmes().values()))
    rows = [
        {"key": f"q_{place}", "section": of.sections[0].key, "label": f"问题{place}", "kind": "text"}
        for place in range(MOST_QUESTIONS + 1)
    ]
    assert flaws_of_questions(of, rows[:-1]) == {}
    assert list(flaws_of_questions(of, rows)) == [MOST_QUESTIONS]


@pytest.mark.parametrize(
    "broken",
    [
        {"kind": 3},
        {"label": None},
        {"choices": "甲"},
        {"columns": {"a": 1}},
        {"places": True},
        {"minimum": "x"},
        {"required": "yes"},
        {"min_rows": 1.5},
        {"kind": "table", "columns": ["名称"]},
        {"kind": "table", "columns": [{"label": "名称", "kind": "text", "key": ""}]},
        {"kind": "choice", "choices": [["a"], "b"]},
        {"key": "revenue"},
        {"key": "q_"},
        {"section": 5},
    ],
)
def test_whatever_a_file_may_hold_is_told_and_breaks_nothing(broken):
    of = next(iter(all_programmes().values()))
    given = {"key": "q_a", "section": of.sections[0].key, "label": "问题", "kind": "text"} | broken
    assert flaws_of_question(of, given, [given]) != {}


def test_what_widens_is_let_through_and_what_narrows_is_not():
    before = row("integer", minimum="1", maximum="10")
    allowed = ({"minimum": "0"}, {"maximum": "11"}, {"maximum": None}, {"label": "另问"}, {"help": "提示"})
    refused = ({"minimum": "2"}, {"maximum": "9"}, {"required": True}, {"unit": "项"}, {"requires": "q_b"})
    assert [refusals(before, {**before, **one}) for one in allowed] == [{}] * 5
    assert [list(refusals(before, {**before, **one})) for one in refused] == [list(one) for one in refused]
    assert (refusals(None, before), list(refusals(before, None))) == ({}, [""])
