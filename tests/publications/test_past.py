"""Lists and certificates of past years: taken in from a workbook, shown as imported, verified, taken back."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from applications.models import Import
from portal.kit.errors import Conflict, Denied, Invalid
from portal.tenancy import fence
from publications.actions import importing as acts
from publications.actions.importing import Heading
from publications.models import PastEntry, PastKind, PastList
from tests.cast import USCCS, Cast

from .stage import listed

HEADS = [
    "名称",
    "持有主体",
    "统一社会信用代码",
    "所在区",
    "荣誉",
    "证书编号",
    "发证日期",
    "有效期起",
    "有效期止",
    "现状",
    "撤销日期",
]
SLUG = "industrial_cluster"
HEADING = Heading(SLUG, 2023, "2023年度示例集群名单", date(2023, 6, 1), "示例〔2023〕1号公布文件", "示例〔2023〕1号")
ONE = ("示例老集群", "示例老公司", USCCS[2], "闵行区", "示例集群", "示例-（2023） 001", "2023-06-01", "", "2026-05-31")
TWO = ("示例旧集群", "示例旧公司", "", "", "示例集群", "示例-2023-002", "2023-06-01", "", "2024-05-31")
PAGES = "/sheitc/office/past/"


def workbook(*rows: Sequence[Any]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((HEADS, *rows)):
            for place, cell in enumerate(row):
                if cell != "":
                    sheet.write_string(number, place, cell)
    return buffer.getvalue()


def take_in(cast: Cast, *rows: Sequence[Any], kind: PastKind = PastKind.LIST, heading: Heading = HEADING) -> PastList:
    with fence.entered(cast.city):
        content = workbook(*(rows or (ONE, TWO)))
        return acts.import_past(kind=kind, heading=heading, content=content, name="往年.xlsx", actor=cast.city)


def flaws_of(cast: Cast, *rows: Sequence[Any], kind: PastKind = PastKind.CERTIFICATES) -> list[tuple[int, str, str]]:
    with fence.entered(cast.city):
        before = Import.objects.count()
        trial = acts.try_past(kind=kind, heading=HEADING, content=workbook(*rows), actor=cast.city)
        assert Import.objects.count() == before
        return [(flaw.line, flaw.column, flaw.text) for flaw in trial.flaws]


def text_of(client: Client, path: str, **asked: str) -> str:
    return client.get(f"/sheitc/{path}", asked).content.decode()


def test_a_past_list_is_public_and_says_that_it_was_imported(cast: Cast) -> None:
    row, anybody = take_in(cast), Client()
    page = text_of(anybody, f"lists/past/{row.pk}/")
    for words in (
        "历史名单（导入）",
        "未经过本平台的申报和评审流程",
        "示例〔2023〕1号公布文件",
        "示例老公司",
        "已到期",
    ):
        assert words in page
    assert "2023年度示例集群名单" in text_of(anybody, "lists/")
    assert "2023年度示例集群名单" in text_of(anybody, "lists/past/")
    assert "示例旧集群" in text_of(anybody, "lists/", q="示例旧")
    assert "示例旧集群" not in text_of(anybody, f"lists/past/{row.pk}/", q="示例老")
    assert anybody.get(f"/stranger/lists/past/{row.pk}/").status_code == 404


@pytest.mark.parametrize("typed", ["示例-（2023） 001", "示例-(2023)001", " 示例-（２０２３）００１"])
def test_a_past_certificate_is_found_however_its_number_is_copied(cast: Cast, typed: str) -> None:
    take_in(cast, kind=PastKind.CERTIFICATES)
    for page in (text_of(Client(), "verify/", number=typed), text_of(Client(), f"verify/{typed}/")):
        for words in ("历史证书（导入）", "示例老公司", "按导入的记录，该荣誉目前有效。", "没有可扫描的二维码"):
            assert words in page
    assert "有效期已于 2024-05-31 届满。" in text_of(Client(), "verify/", number="示例-2023-002")
    unknown = Client().get("/sheitc/verify/", {"number": "示例-2023-003"})
    assert (unknown.status_code, "历史证书" in unknown.content.decode()) == (422, False)


@pytest.mark.parametrize(
    ("place", "value", "column", "says"),
    [
        (0, "", "名称", ""),
        (2, "91310000759565082C", "统一社会信用代码", "统一社会信用代码的校验位不符"),
        (4, "", "荣誉", ""),
        (5, "", "证书编号", ""),
        (6, "2026-03-11", "发证日期", ""),
        (8, "2023-05-31", "有效期止", "有效期止不能早于有效期起（2023-06-01）。"),
        (9, "暂停", "现状", "“暂停”不在可选范围内，请从下列各项中选：有效、已撤销。"),
        (9, "已撤销", "撤销日期", "现状为已撤销的，请填写撤销日期，例如 2024-06-30。"),
        (10, "2024-06-30", "现状", "填写了撤销日期，现状应为“已撤销”。"),
    ],
)
def test_a_wrong_cell_is_named_by_line_and_column(cast: Cast, place: int, value: str, column: str, says: str) -> None:
    row = [*ONE, "", ""]
    row[place] = value
    ((line, where, text),) = flaws_of(cast, TWO, row)
    assert (line, where, text.startswith(says)) == (3, column, True), text


def test_numbers_that_are_taken_are_refused_with_where_they_stand(cast: Cast) -> None:
    own = listed(cast)
    with fence.entered(cast.city):
        number = own.entries.get(position=1).certificate_number
    take_in(cast)
    twice = (*ONE[:5], "示例-（２０２３）001", *ONE[6:])
    found = flaws_of(
        cast, twice, (*TWO[:5], number, *TWO[6:]), (*TWO[:5], "新-1", *TWO[6:]), (*ONE[:5], "新－1", *ONE[6:])
    )
    assert [(line, column) for line, column, _text in found] == [(2, "证书编号"), (3, "证书编号"), (5, "证书编号")]
    assert "2023年度示例集群名单" in found[0][2]
    assert "本平台签发的证书" in found[1][2]


def test_a_list_names_each_thing_once(cast: Cast) -> None:
    same = (*ONE[:5], "", *ONE[6:])
    assert [(flaw[0], flaw[1]) for flaw in flaws_of(cast, ONE, same, kind=PastKind.LIST)] == [(3, "名称")]


@pytest.mark.parametrize(
    ("heading", "keys"),
    [
        (Heading("nothing", 1989, " ", date(2026, 3, 11), "示例", "号" * 81), 5),
        (Heading(SLUG, 2027, "示例", date(2023, 1, 1), "示例"), 1),
    ],
)
def test_a_heading_that_makes_no_sense_is_refused(cast: Cast, heading: Heading, keys: int) -> None:
    with pytest.raises(Invalid) as refused:
        take_in(cast, heading=heading)
    assert len(refused.value.fields) == keys


def test_the_same_list_and_the_same_file_are_taken_in_once(cast: Cast) -> None:
    take_in(cast)
    with pytest.raises(Invalid) as again:
        take_in(cast, (*ONE[:5], "其他-1", *ONE[6:]))
    assert set(again.value.fields) == {"title"}
    other = Heading(SLUG, 2022, "2022年度示例集群名单", date(2022, 6, 1), "示例")
    with pytest.raises(Invalid) as same:
        take_in(cast, heading=other)
    assert set(same.value.fields) == {"file"}
    with fence.entered(cast.city):
        assert (PastList.objects.count(), PastEntry.objects.count(), Import.objects.count()) == (1, 2, 1)


def test_what_is_withdrawn_is_found_no_more_and_may_come_again(cast: Cast) -> None:
    row = take_in(cast)
    browser = cast.client("admin")
    assert browser.post(f"{PAGES}{row.pk}/", {"reason": ""}).status_code == 422
    assert browser.post(f"{PAGES}{row.pk}/", {"reason": "文件取错了年份"}).status_code == 302
    page = text_of(Client(), f"lists/past/{row.pk}/")
    assert ("这份导入已撤下" in page, "文件取错了年份" in page, "示例老公司" in page) == (True, True, False)
    assert Client().get("/sheitc/verify/", {"number": ONE[5]}).status_code == 422
    assert "示例老集群" not in text_of(Client(), "lists/", q="示例老")
    with fence.entered(cast.city), pytest.raises(Conflict):
        acts.withdraw_past(list_id=row.pk, reason="再次", actor=cast.city)
    assert take_in(cast, ONE).pk != row.pk


def test_a_past_honour_that_was_revoked_says_so(cast: Cast) -> None:
    row = take_in(cast)
    with fence.entered(cast.city):
        entry = row.entries.get(position=1)
    path = f"{PAGES}entries/{entry.pk}/revoke/"
    late = cast.client("city").post(path, {"revoked_on": "2026-03-11", "reason": "示例"})
    assert (late.status_code, "撤销日期不能晚于今天" in late.content.decode()) == (422, True)
    assert cast.client("city").post(path, {"revoked_on": "2026-03-09", "reason": "示例决定书"}).status_code == 302
    assert "已于 2026-03-09 撤销，不得再使用。" in text_of(Client(), "verify/", number=ONE[5])
    with fence.entered(cast.city), pytest.raises(Conflict):
        acts.revoke_past(entry_id=entry.pk, revoked_on=date(2026, 3, 9), reason="再次", actor=cast.city)


@pytest.mark.parametrize("who", ["officer", "auditor", "city_leader"])
def test_only_officers_of_the_city_and_administrators_take_in(cast: Cast, who: str) -> None:
    row, actor = take_in(cast), getattr(cast, who)
    with fence.entered(actor), pytest.raises(Denied):
        acts.withdraw_past(list_id=row.pk, reason="试", actor=actor)
    browser = cast.client(who)
    assert browser.get(f"{PAGES}import/list/").status_code == 403
    assert browser.get(f"{PAGES}{row.pk}/").status_code == (403 if who == "officer" else 200)


def test_a_dry_run_comes_first_and_the_word_takes_it_in(cast: Cast) -> None:
    browser, path = cast.client("city"), f"{PAGES}import/certificates/"
    assert browser.get(path).status_code == 200
    assert browser.get(f"{path}template.xlsx").content[:2] == b"PK"
    assert browser.get(f"{PAGES}import/nothing/").status_code == 404
    about = {"programme": SLUG, "year": "2023", "title": "2023年度证书", "published_on": "2023-06-01", "source": "示例"}
    wrong = browser.post(path, {**about, "title": "", "file": SimpleUploadedFile("a.xlsx", workbook(ONE))})
    assert (wrong.status_code, "请填写标题" in wrong.content.decode()) == (422, True)
    page = browser.post(path, {**about, "file": SimpleUploadedFile("a.xlsx", workbook(ONE))}).content.decode()
    assert "检查通过：1 行，没有问题" in page
    with fence.entered(cast.city):
        assert PastList.objects.count() == 0
    token = page.split('name="token" value="')[1].split('"')[0]
    done = browser.post(path, {**about, "token": token, "apply": "yes"}, follow=True)
    assert "已导入 1 项。" in done.content.decode()
    with fence.entered(cast.city):
        entry = PastEntry.objects.get()
        assert (entry.holder, entry.number_key, entry.valid_from) == ("示例老公司", "示例-(2023)001", date(2023, 6, 1))


@pytest.mark.parametrize(("path", "cost"), [("lists/past/{}/", 11), ("office/past/{}/", 20)])
def test_pages_cost_the_same_for_one_entry_and_for_three(
    cast: Cast, path: str, cost: int, django_assert_num_queries: Callable[..., object]
) -> None:
    three = [(f"示例{n}集群", "示例公司", "", "", "", f"示例-{n}", *ONE[6:]) for n in range(3)]
    other = Heading(SLUG, 2022, "2022年度示例集群名单", date(2022, 6, 1), "示例")
    rows = [take_in(cast), take_in(cast, *three, heading=other)]
    browser = cast.client("city") if path.startswith("office") else Client()
    browser.get("/sheitc/" + path.format(rows[0].pk))
    for row in rows:
        with django_assert_num_queries(cost):
            assert browser.get("/sheitc/" + path.format(row.pk)).status_code == 200
