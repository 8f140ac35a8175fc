"""Honours out of a workbook: every flaw named by line and column, nothing changed, the same file once."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from applications.actions import importing
from applications.models import HonourRecord, Import
from portal.audit.models import Event
from portal.kit.errors import Conflict, Denied, Invalid
from portal.tenancy import fence
from programmes.fields import template_workbook
from tests.cast import USCCS, Cast

from .making import GOOD, HEADS, put, with_cell, workbook

PAGE = "/sheitc/office/register/import/"


def flaws_of(cast: Cast, content: bytes) -> list[tuple[int, str, str]]:
    with fence.entered(cast.city):
        trial = importing.try_honours(content=content, actor=cast.city)
        assert HonourRecord.objects.filter(batch__isnull=False).count() == Import.objects.count() == 0
        return [(flaw.line, flaw.column, flaw.text) for flaw in trial.flaws]


def test_a_sound_workbook_is_taken_in_as_a_whole(cast: Cast) -> None:
    second = (USCCS[3], "示例模具公司", "高新", "", "示例", "", date(2023, 5, 1), None, "示例公告")
    rows = [GOOD, ("９１３３０１０６６７３９５９６５４ｐ".upper(), *second[1:2], "国家级高新技术企业", *second[3:])]
    content = workbook(*rows)
    assert flaws_of(cast, content) == []
    with fence.entered(cast.city):
        batch = importing.import_honours(content=content, name="往年荣誉.xlsx", source="示例移交清单", actor=cast.city)
        assert (batch.row_count, batch.name, batch.source) == (2, "往年荣誉.xlsx", "示例移交清单")
        found = HonourRecord.objects.order_by("pk").values_list("uscc", "honour", "issued_on", "valid_to", "batch_id")
        assert list(found) == [
            (USCCS[2], "little_giant", date(2024, 7, 1), date(2027, 6, 30), batch.pk),
            (USCCS[3], "hi_tech", date(2023, 5, 1), None, batch.pk),
        ]
        assert Event.objects.get(act="import_honours").payload["rows"] == 2


WRONG_CELLS: list[tuple[int, Any, str, str]] = [
    (0, "91310000759565082C", "统一社会信用代码", "统一社会信用代码的校验位不符"),
    (0, 91310000759565082.0, "统一社会信用代码", "代码被表格软件转成了数字"),
    (0, "9131000075956508", "统一社会信用代码", "统一社会信用代码应为 18 位，现有 16 位"),
    (1, "", "企业名称", "请填写"),
    (2, "诺贝尔奖", "荣誉", "“诺贝尔奖”不在可选范围内，请从下列各项中选：国家级专精特新“小巨人”企业"),
    (6, "2024-02-30", "授予日期", ""),
    (6, "2026-03-11", "授予日期", ""),
    (6, 45474, "授予日期", "单元格是数字，应为日期，例如 2026-12-31"),
    (7, "2024-06-30", "有效期至", "有效期至不能早于授予日期（2024-07-01）。"),
    (8, "", "依据", "请填写"),
]


@pytest.mark.parametrize(("place", "value", "column", "says"), WRONG_CELLS)
def test_a_wrong_cell_is_named_by_line_and_column(cast: Cast, place: int, value: Any, column: str, says: str) -> None:
    ((line, where, text),) = flaws_of(cast, workbook(("",), with_cell(place, value)))
    assert (line, where, text.startswith(says)) == (3, column, True), text


@pytest.mark.parametrize(
    "text", ["2024年7月1日", "2024/7/1", "２０２４-０７-０１", "20240701", date(2024, 7, 1), 20240701]
)
def test_a_day_may_be_written_in_many_ways(cast: Cast, text: Any) -> None:
    with fence.entered(cast.city):
        trial = importing.try_honours(content=workbook(with_cell(6, text)), actor=cast.city)
        assert (trial.flaws, trial.rows[0]["issued_on"]) == ((), date(2024, 7, 1))


def test_all_flaws_of_a_file_are_named_at_once(cast: Cast) -> None:
    put(cast, code=USCCS[3], honour="hi_tech", issued_on=date(2023, 5, 1))
    known = (USCCS[3], "示例模具公司", "国家级高新技术企业", "", "示例", "", "2023-05-01", "", "示例公告")
    found = flaws_of(cast, workbook(GOOD, with_cell(2, "诺贝尔奖"), GOOD, known, formula="E6"))
    assert sorted((line, column) for line, column, _text in found) == [
        (3, "荣誉"),
        (4, "荣誉"),
        (5, "荣誉"),
        (6, "E"),
        (6, "企业名称"),
        (6, "依据"),
        (6, "授予日期"),
        (6, "统一社会信用代码"),
        (6, "荣誉"),
    ]


def test_the_same_file_is_refused_the_second_time(cast: Cast) -> None:
    content = workbook(GOOD)
    with fence.entered(cast.city):
        importing.import_honours(content=content, name="一.xlsx", source="示例", actor=cast.city)
        again = importing.try_honours(content=content, actor=cast.second_city)
        assert again.flaws[0].text == "这个文件已于 2026-03-10 由city导入（一.xlsx），不能重复导入。"
        with pytest.raises(Invalid):
            importing.import_honours(content=content, name="二.xlsx", source="示例", actor=cast.city)
        assert HonourRecord.objects.count() == 1


def bomb() -> bytes:
    buffer = io.BytesIO(workbook(GOOD))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", b"0" * 61 * 1024 * 1024)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: b"", "不是 .xlsx 文件"),
        (lambda: b"%PDF-1.7 renamed", "不是 .xlsx 文件"),
        (lambda: b"\xd0\xcf\x11\xe0" + b"0" * 600, "文件是旧版 .xls 格式或者设有密码"),
        (lambda: workbook(GOOD)[:-400], "不是 .xlsx 文件"),
        (bomb, "文件解开后过大"),
        (lambda: workbook(), "文件里没有填写任何一行"),
        (lambda: workbook(GOOD, heads=("公司", *HEADS[1:])), "第一行应为表头"),
        (lambda: workbook(GOOD, GOOD, merge="E2:E3"), "有 1 处合并单元格（E2:E3）"),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(cast: Cast, make: Callable[[], bytes], says: str) -> None:
    ((line, column, text),) = flaws_of(cast, make())
    assert (line, column, text.startswith(says)) == (0, "", True), text


def test_a_formula_is_refused_where_it_stands(cast: Cast) -> None:
    found = flaws_of(cast, workbook(GOOD, formula="E2"))
    assert found == [(2, "E", "单元格 E2 是公式；请复制后“选择性粘贴为数值”，再重新上传。")]


def test_the_template_is_found_good_once_it_is_filled_in(cast: Cast) -> None:
    content = cast.client("admin").get(f"{PAGE}template.xlsx").content
    assert content[:2] == template_workbook(importing.HONOUR_TABLE)[:2] == b"PK"
    assert flaws_of(cast, content) == [(0, "", "文件里没有填写任何一行；请从第二行起填写，每行一条。")]


@pytest.mark.parametrize("who", ["officer", "auditor", "city_leader"])
def test_only_the_keepers_of_the_register_import(cast: Cast, who: str) -> None:
    actor = getattr(cast, who)
    with fence.entered(actor), pytest.raises(Denied):
        importing.import_honours(content=workbook(GOOD), name="x", source="x", actor=actor)
    assert cast.client(who).get(PAGE).status_code == 403


def send(browser: Client, content: bytes, source: str = "示例移交清单") -> Any:
    return browser.post(PAGE, {"source": source, "file": SimpleUploadedFile("往年.xlsx", content)})


def token_in(page: str) -> str:
    return page.split('name="token" value="')[1].split('"')[0]


def test_a_dry_run_comes_first_and_the_word_takes_it_in(cast: Cast) -> None:
    browser = cast.client("city")
    page = send(browser, workbook(GOOD)).content.decode()
    assert "检查通过：1 行，没有问题" in page
    with fence.entered(cast.city):
        assert HonourRecord.objects.count() == 0
    posted = {"token": token_in(page), "source": "示例移交清单", "apply": "yes"}
    assert cast.client("second_city").post(PAGE, posted).status_code == 422
    done = browser.post(PAGE, posted, follow=True)
    assert "已导入 1 项荣誉。" in done.content.decode()
    assert browser.post(PAGE, posted).status_code == 422
    with fence.entered(cast.city):
        assert (HonourRecord.objects.count(), Import.objects.get().name) == (1, "往年.xlsx")


def test_a_dry_run_that_is_over_keeps_what_was_typed(cast: Cast) -> None:
    browser = cast.client("city")
    page = send(browser, workbook(GOOD), source="只此一份清单").content.decode()
    cache.clear()
    again = browser.post(PAGE, {"token": token_in(page), "source": "只此一份清单", "apply": "yes"})
    assert again.status_code == 422
    assert "只此一份清单" in again.content.decode()
    assert "最多保留半小时" in again.content.decode()


def test_a_register_that_moved_on_meanwhile_refuses_the_word(cast: Cast) -> None:
    browser = cast.client("city")
    page = send(browser, workbook(GOOD)).content.decode()
    put(cast, code=USCCS[2], honour="little_giant")
    again = browser.post(PAGE, {"token": token_in(page), "apply": "yes"})
    assert again.status_code == 422
    assert "这项荣誉（同一企业、同一授予日期）已经登记" in again.content.decode()


def test_a_wrong_file_shows_its_flaws_and_changes_nothing(cast: Cast) -> None:
    page = send(cast.client("city"), workbook(with_cell(2, "诺贝尔奖")), source="")
    assert (page.status_code, "请写明文件的来源" in page.content.decode()) == (422, True)
    page = send(cast.client("city"), workbook(with_cell(2, "诺贝尔奖")))
    text = page.content.decode()
    assert (page.status_code, "1 处问题，没有导入任何内容" in text, "“诺贝尔奖”不在可选范围内" in text) == (
        422,
        True,
        True,
    )


def test_two_who_import_the_same_file_at_once_are_told(cast: Cast) -> None:
    content = workbook(GOOD)
    with fence.entered(cast.city):
        trial = importing.try_honours(content=content, actor=cast.city)
        importing.import_honours(content=content, name="一.xlsx", source="示例", actor=cast.second_city)
        with pytest.raises(Conflict):
            importing.open_batch(
                kind=importing.ImportKind.HONOURS, trial=trial, name="一.xlsx", source="示例", actor=cast.city
            )
