"""An organiser's own words for messages: placeholders checked, frozen when written, back to the default."""

from __future__ import annotations

from typing import Any

import pytest

from applications.actions.editions import change_dates
from applications.actions.wording import kinds_in, word_message
from portal.kit.clock import SHANGHAI
from portal.kit.errors import Conflict, Denied, Invalid, NotFound
from portal.notifications.catalogue import Kind, all_kinds
from portal.notifications.concerning import CONCERNS, NAME_WORDS
from portal.notifications.expanding import expand_waiting
from portal.notifications.models import Announcement, Message
from portal.notifications.wording import default_texts, flaws_of_wording, kept_text, placeholders_of, typed_text
from portal.tenancy import fence
from programmes.models import Edition

KIND = Kind(subject="日期：%(edition)s", body="现为%(closes_at)s。", sample={"edition": "示例", "closes_at": "今天"})
OWN = {"subject": "%(edition)s改期", "body": "截止%(closes_at)s，推荐%(due_at)s，完成 100%%。"}


def word(cast: Any, texts: dict[str, str] | None, actor: Any = None, **over: Any) -> Edition:
    actor = actor or cast.city
    given = {"edition_id": cast.edition.pk, "kind": "edition_dates_changed", "expected_version": 1} | over
    with fence.entered(actor):
        return word_message(texts=texts, actor=actor, **given)


def test_people_write_words_in_braces_and_the_catalogues_form_is_kept():
    typed = "｛年度工作｝至{closes_at}，100%，%(closes_at)s"
    kept = kept_text(KIND, typed)
    assert kept == "%(edition)s至%(closes_at)s，100%%，%(closes_at)s"
    assert typed_text(KIND, kept) == "{年度工作}至{申报截止}，100%，{申报截止}"


@pytest.mark.parametrize(
    ("subject", "body", "wrong"),
    [
        ("{年度工作}", "{申报截止}", {}),
        ("{年度工作}🏅𠮷", "{申报截止}", {}),
        ("", "{申报截止}{年度工作}", {"subject": "请填写文字"}),
        ("{年度}", "{申报截止}{年度工作}", {"subject": "没有占位符 {年度}，可用的有：{申报截止}、{年度工作}。"}),
        ("改期", "{年度工作}", {"body": "还缺少：{申报截止}"}),
        ("{年度工作", "{申报截止}", {"subject": "花括号只用来写占位符"}),
        ("{年度工作}\n第二行", "{申报截止}", {"subject": "标题只能写一行"}),
        ("{年度工作}" + "长" * 200, "{申报截止}", {"subject": "最多 200 字"}),
    ],
)
def test_a_placeholder_that_is_unknown_left_out_or_unfinished_is_named(subject, body, wrong):
    found = flaws_of_wording(KIND, {"subject": kept_text(KIND, subject), "body": kept_text(KIND, body)})
    assert list(found) == list(wrong)
    assert all(text in found[part] for part, text in wrong.items())


def test_every_default_passes_its_own_check_and_every_name_has_a_word():
    known = all_kinds()
    assert set(CONCERNS) - set(known) == set()
    wrong = {key: found for key in CONCERNS if (found := flaws_of_wording(known[key], default_texts(known[key])))}
    names = {one.name for key in CONCERNS for one in placeholders_of(known[key])}
    assert (wrong, names - set(NAME_WORDS)) == ({}, set())
    assert len({str(word) for word in NAME_WORDS.values()}) == len(NAME_WORDS)
    again = {key: kept_text(known[key], typed_text(known[key], default_texts(known[key])["body"])) for key in CONCERNS}
    assert again == {key: default_texts(known[key])["body"].strip() for key in CONCERNS}


def test_a_message_has_the_words_of_the_moment_in_which_it_was_written(cast):
    word(cast, OWN)
    with fence.entered(cast.city):
        e = Edition.objects.get(pk=cast.edition.pk)
        dates = {"opens_at": e.opens_at, "district_due_at": e.district_due_at, "review_due_at": e.review_due_at}
        closes_at = e.closes_at.astimezone(SHANGHAI).replace(hour=17, minute=0, second=0, microsecond=0)
        change_dates(
            edition_id=e.pk, closes_at=closes_at, **dates, reason="系统升级。", expected_version=2, actor=cast.city
        )
        word_message(edition_id=e.pk, kind="edition_dates_changed", texts=None, expected_version=3, actor=cast.city)
    with fence.as_tenant(cast.tenant.pk):
        assert [row.wording for row in Announcement.objects.all()] == [OWN]
        expand_waiting(cast.tenant.pk)
        found = {(row.subject, row.body.partition("，推荐")[0], row.body[-8:]) for row in Message.objects.all()}
    said = f"截止{closes_at.year}年{closes_at.month}月{closes_at.day}日 17:00"
    assert found == {(f"{cast.edition.title}改期", said, "完成 100%。")}


def test_words_that_cannot_be_filled_in_give_way_to_the_catalogues(cast):
    with fence.as_tenant(cast.tenant.pk):
        Announcement.objects.create(
            id="01890a5d-ac96-774b-bcce-b302099a8057",
            tenant=cast.tenant,
            key="edition:1:x",
            kind="edition_opened",
            audience={"role": "city_officer"},
            context={"edition": "示例", "closes_at": "今天"},
            wording={"subject": "%(nothing)s", "body": "%"},
            written_at=cast.edition.opens_at,
        )
        expand_waiting(cast.tenant.pk)
        assert {row.subject for row in Message.objects.all()} == {"已开始申报：示例"}


def test_the_default_itself_and_none_are_the_default(cast):
    assert word(cast, OWN).wording == {"edition_dates_changed": OWN}
    kind = all_kinds()["edition_dates_changed"]
    assert word(cast, default_texts(kind), expected_version=2).wording == {}
    assert word(cast, None, expected_version=3).version == 3


def test_a_kind_of_a_stage_that_the_edition_has_not_is_not_found(cast):
    assert "screening_passed" not in kinds_in(cast.edition)
    for kind in ("screening_passed", "claim_filed", "nothing"):
        with pytest.raises(NotFound):
            word(cast, OWN, kind=kind)


@pytest.mark.parametrize(("who", "refusal"), [("officer", Denied), ("city_leader", Denied), ("stranger", NotFound)])
def test_only_a_city_officer_or_administrator_words_messages(cast, who, refusal):
    with pytest.raises(refusal):
        word(cast, OWN, getattr(cast, who))
    with pytest.raises(Conflict):
        word(cast, OWN, expected_version=5)
    with pytest.raises(Invalid):
        word(cast, {"subject": "改期", "body": "改期"})


def test_page_previews_with_samples_saves_and_goes_back(cast):
    browser = cast.client("city")
    url = f"/sheitc/office/editions/{cast.edition.pk}/wording/edition_dates_changed/"
    assert "{年度工作}" in browser.get(url).content.decode()
    typed = {"expected_version": "1", "subject": "{年度工作}改期", "body": "截止{申报截止}，推荐{截止时间}，100%。"}
    looked = browser.post(url, typed | {"go": "preview"}).content.decode()
    assert "截止2026年3月30日 17:00，推荐2026年4月30日 17:00，100%。" in looked
    wrong = browser.post(url, typed | {"go": "save", "subject": "{年份}改期"})
    assert wrong.status_code == 422
    assert "没有占位符 {年份}" in wrong.content.decode()
    assert browser.post(url, typed | {"go": "save"}).status_code == 302
    stale = browser.post(url, typed | {"go": "save", "subject": "{年度工作}又改期"})
    assert (stale.status_code, "{年度工作}又改期" in stale.content.decode()) == (409, True)
    assert browser.post(url, {"expected_version": "2", "go": "default"}).status_code == 302
    assert "本年度设定" not in browser.get(url.replace("edition_dates_changed/", "")).content.decode()
