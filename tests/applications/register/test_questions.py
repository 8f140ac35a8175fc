"""Questions about clauses: asked by an enterprise, answered once, published without a name, corrected on the record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from applications.actions import clause_questions as acts
from applications.models import ClauseQuestion
from portal.audit.models import Event
from portal.kit import clock
from portal.kit.errors import Closed, Conflict, Denied, Invalid, NotFound
from portal.notifications.models import Announcement
from portal.tenancy import fence
from tests.cast import Cast

OFFICE = "/sheitc/office/questions/"
WORDS = "近三年的产值是否包括分公司的产值？"
SHOWN = {"public_question": WORDS, "answer": "包括在本市注册的分公司，按统计口径填报。", "is_public": True}


def ask(cast: Cast, question: str = WORDS, clause: str = "c2_output_y0", who: str = "applicant") -> ClauseQuestion:
    actor = getattr(cast, who)
    with fence.entered(actor):
        return acts.ask_question(edition_id=cast.edition.pk, clause=clause, question=question, actor=actor)


def answer(cast: Cast, row: ClauseQuestion, who: str = "city", **more: Any) -> ClauseQuestion:
    actor = getattr(cast, who)
    with fence.entered(actor):
        return acts.answer_question(question_id=row.pk, **(SHOWN | more), actor=actor)


def public_page(cast: Cast) -> str:
    return Client().get(f"/sheitc/editions/{cast.edition.pk}/").content.decode()


def kinds_told(cast: Cast) -> list[str]:
    with fence.entered(cast.city):
        rows = Announcement.objects.filter(kind__startswith="clause").order_by("pk")
        return list(rows.values_list("kind", flat=True))


def test_a_published_answer_stands_beside_its_clause_without_a_name(cast: Cast) -> None:
    row = ask(cast)
    assert WORDS not in public_page(cast)
    answer(cast, row)
    page = public_page(cast)
    line = page.split("c2_output_y0")[1].split("</li>")[0]
    assert (WORDS in line, "包括在本市注册的分公司" in line) == (True, True)
    assert "示例集群运营公司" not in page
    assert kinds_told(cast) == ["clause_question_asked", "clause_question_answered"]
    own = cast.client("applicant").get(f"/my/sheitc/editions/{cast.edition.pk}/ask/").content.decode()
    assert "包括在本市注册的分公司" in own
    other = cast.client("rival").get(f"/my/sheitc/editions/{cast.edition.pk}/ask/").content.decode()
    assert ("还没有提过问题" in other, WORDS in other) == (True, False)


def test_a_private_answer_is_read_by_the_asker_alone(cast: Cast) -> None:
    answer(cast, ask(cast), is_public=False)
    assert "包括在本市注册的分公司" not in public_page(cast)
    with fence.entered(cast.rival):
        assert list(ClauseQuestion.objects.all()) == []
    with fence.entered(cast.applicant):
        assert ClauseQuestion.objects.get().answer == SHOWN["answer"]


@pytest.mark.parametrize(
    "text", ["示例集群运营公司的产值是否包括分公司？", "代码９１３１００００６３１６９６３８２Ｃ的产值怎样填？"]
)
def test_a_name_is_not_published(cast: Cast, text: str) -> None:
    row = ask(cast)
    with pytest.raises(Invalid) as refused:
        answer(cast, row, public_question=text)
    assert set(refused.value.fields) == {"public_question"}
    assert kinds_told(cast) == ["clause_question_asked"]


def test_a_correction_keeps_the_old_answer_in_the_record_and_tells_the_asker(cast: Cast) -> None:
    row = answer(cast, ask(cast))
    with fence.entered(cast.second_city):
        given = {"public_question": WORDS, "answer": "不包括分公司的产值，请分别填报。", "actor": cast.second_city}
        with pytest.raises(Invalid):
            acts.correct_answer(question_id=row.pk, reason=" ", **given)
        acts.correct_answer(question_id=row.pk, reason="引用口径有误", **given)
        with pytest.raises(Conflict):
            acts.correct_answer(question_id=row.pk, reason="没有变化", **given)
        event = Event.objects.get(act="correct_clause_answer")
        assert (event.reason, event.payload["before"]["answer"]) == ("引用口径有误", SHOWN["answer"])
    page = public_page(cast)
    assert ("不包括分公司的产值" in page, "包括在本市注册的分公司" in page) == (True, False)
    assert kinds_told(cast).count("clause_answer_corrected") == 1


def test_a_question_is_answered_once_and_corrected_only_afterwards(cast: Cast) -> None:
    row = ask(cast)
    with fence.entered(cast.city), pytest.raises(Conflict):
        acts.correct_answer(
            question_id=row.pk, public_question=WORDS, answer="八个字以上的答复", reason="x", actor=cast.city
        )
    answer(cast, row)
    with pytest.raises(Conflict):
        answer(cast, row)


@pytest.mark.parametrize("who", ["officer", "city_leader", "auditor", "admin", "expert1"])
def test_only_officers_of_the_city_answer(cast: Cast, who: str) -> None:
    row = ask(cast)
    with pytest.raises(Denied):
        answer(cast, row, who=who)
    may_read = who in {"city_leader", "auditor", "admin"}
    assert cast.client(who).get(f"{OFFICE}{row.pk}/").status_code == (200 if may_read else 403)


def test_a_stranger_finds_no_question(cast: Cast) -> None:
    row = ask(cast)
    with pytest.raises(NotFound):
        answer(cast, row, who="stranger")
    assert cast.client("stranger").get(f"{OFFICE}{row.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("question", "clause", "field"),
    [("太短了", "", "question"), ("长" * 1001, "", "question"), (WORDS, "no_such_clause", "clause")],
)
def test_a_question_that_makes_no_sense_is_refused(cast: Cast, question: str, clause: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        ask(cast, question, clause)
    assert set(refused.value.fields) == {field}


def test_floods_are_stopped(cast: Cast) -> None:
    rows = [ask(cast, f"{WORDS}（{n}）") for n in range(5)]
    with pytest.raises(Invalid, match="已有 5 个问题等待答复"):
        ask(cast, "第六个问题是否可以再问一次？")
    ask(cast, WORDS, who="rival")
    for row in rows:
        answer(cast, row, is_public=False)
    with pytest.raises(Invalid, match="已经问过"):
        ask(cast, f"{WORDS}（1）")
    for n in range(5, 10):
        answer(cast, ask(cast, f"{WORDS}（{n}）"), is_public=False)
    with pytest.raises(Invalid, match="24 小时内已提问 10 次"):
        ask(cast, "第十一个问题是否可以再问一次？")
    with clock.frozen(clock.now() + timedelta(days=1, seconds=1)):
        assert ask(cast, "第十一个问题是否可以再问一次？").pk


@pytest.mark.parametrize("seconds", [-1, 0])
def test_questions_are_taken_until_the_edition_closes(cast: Cast, seconds: int) -> None:
    with clock.frozen(cast.edition.closes_at + timedelta(seconds=seconds)):
        if seconds < 0:
            assert ask(cast).pk
        else:
            with pytest.raises(Closed):
                ask(cast)
            page = cast.client("applicant").get(f"/my/sheitc/editions/{cast.edition.pk}/ask/").content.decode()
            assert "现在不接受提问" in page


def test_pages_lead_from_the_home_to_the_answer_and_keep_what_was_typed(cast: Cast) -> None:
    row, browser = ask(cast), cast.client("city")
    assert "条款提问待答复" in browser.get("/sheitc/office/").content.decode()
    assert WORDS in browser.get(OFFICE).content.decode()
    wrong = browser.post(f"{OFFICE}{row.pk}/", {"public_question": WORDS, "answer": "短", "is_public": "yes"})
    assert (wrong.status_code, WORDS in wrong.content.decode()) == (422, True)
    sent = {"public_question": WORDS, "answer": SHOWN["answer"], "is_public": "yes"}
    assert browser.post(f"{OFFICE}{row.pk}/", sent).status_code == 302
    assert "没有待答复的提问" in browser.get(OFFICE).content.decode()
    assert "已公开" in browser.get(f"{OFFICE}?show=answered").content.decode()
    assert "条款提问待答复" not in browser.get("/sheitc/office/").content.decode()


def test_an_enterprise_asks_on_the_page(cast: Cast) -> None:
    browser, path = cast.client("applicant"), f"/my/sheitc/editions/{cast.edition.pk}/ask/"
    assert 'value="c2_policy" selected' in browser.get(f"{path}?clause=c2_policy").content.decode()
    wrong = browser.post(path, {"clause": "c2_policy", "question": "短"})
    assert (wrong.status_code, "请写 8 至 1000 字，现有 1 字" in wrong.content.decode()) == (422, True)
    assert browser.post(path, {"clause": "c2_policy", "question": WORDS}).status_code == 302
    assert "待答复" in browser.get(path).content.decode()


@pytest.mark.parametrize(
    ("who", "path", "cost"), [("city", OFFICE, 19), ("applicant", "/my/sheitc/editions/{}/ask/", 19)]
)
def test_one_question_and_three_cost_the_same(
    cast: Cast, who: str, path: str, cost: int, django_assert_num_queries: Callable[..., object]
) -> None:
    browser, path = cast.client(who), path.format(cast.edition.pk)
    ask(cast)
    browser.get(path)
    for _round in range(2):
        with django_assert_num_queries(cost):
            assert browser.get(path).status_code == 200
        if _round == 0:
            ask(cast, f"{WORDS}一")
            ask(cast, f"{WORDS}二")
