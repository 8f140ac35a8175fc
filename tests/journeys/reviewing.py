"""A panel from forming to closing: two secrets, a draw, declarations, sheets, a second look."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from playwright.sync_api import expect

from tests.journeys.browser import Person


@dataclass(frozen=True)
class Seat:
    """A line of the published draw."""

    name: str
    field: str
    is_reserve: bool


def form_panel(person: Person, *titles: str) -> None:
    """The officer picks what one panel judges and freezes the pool."""
    person.visit("专家组")
    person.follow("组建专家组", exact=False)
    person.sees_heading("组建专家组")
    for title in titles:
        person.page.get_by_label(title).check()
    person.press("组建专家组")
    person.sees_heading("专家组")
    person.press("锁定专家库")
    person.sees("专家库摘要")


def open_panel(person: Person, number: int = 1) -> None:
    person.visit("专家组")
    person.follow(f"第 {number} 组")
    person.sees_heading(f"第 {number} 专家组")


def commit(person: Person, secret: str, number: int = 1) -> None:
    open_panel(person, number)
    person.page.get_by_role("textbox", name="口令").fill(secret)
    person.press("提交承诺值")
    person.sees_heading(f"第 {number} 专家组")
    expect(person.page.get_by_text(secret)).to_have_count(0)


def reveal(person: Person, secret: str, number: int = 1) -> None:
    open_panel(person, number)
    person.page.get_by_role("textbox", name="口令").fill(secret)
    person.press("公开口令")
    person.sees_heading(f"第 {number} 专家组")


def read_draw(person: Person, number: int = 1) -> list[Seat]:
    """Everybody drawn, in the order of the draw."""
    open_panel(person, number)
    table = person.page.get_by_role("table", name="席位与候补，按抽取次序")
    seats = []
    for row in table.locator("tbody tr").all():
        _code, name, field_word, _employer, kind = row.locator("td").all_inner_texts()
        seats.append(Seat(name.strip(), field_word.strip(), kind.strip() == "候补"))
    return seats


def start_review(person: Person, number: int = 1) -> None:
    open_panel(person, number)
    person.press("启动评审")
    person.sees("评分中")


def declare(person: Person, *, conflict: str = "") -> None:
    """Before the file is open. conflict: the reason to recuse; "" declares that there is none."""
    person.visit("我的评审")
    person.follow("声明", exact=False)
    person.sees_heading("利益冲突声明")
    if conflict:
        person.page.get_by_label("有利益冲突，申请回避").check()
        person.fill("回避或不能评审的理由", conflict)
    else:
        person.page.get_by_label("没有上述任何情形，可以公正评审").check()
    person.press("提交声明")
    person.sees_heading()


def score(person: Person, *, title: str, marks: Mapping[str, str], total: str, signer: str, paper: str) -> None:
    """Look at the file, type points criterion by criterion, read the total that they make, sign.

    marks  criterion's label -> points; paper: a file that must be open to the expert
    """
    person.sees_heading(title)
    person.sees(paper)
    type_marks(person, marks)
    person.press("核对并签名")
    person.sees_heading("核对并签名")
    person.sees(total)
    person.fill("签名", signer, exact=True)
    person.press("签名并提交")
    person.sees_heading()


def type_marks(person: Person, marks: Mapping[str, str]) -> None:
    for label, points in marks.items():
        person.page.get_by_role("textbox", name=re.compile(rf"^{label}")).fill(points)


def answer_second_look(person: Person, *, marks: Mapping[str, str], reason: str) -> None:
    """The one whose score stands apart sees all scores without names and changes his."""
    person.visit("我的评审")
    person.follow("复核", exact=False)
    person.sees_heading("复核评分")
    person.page.get_by_label("调整").check()
    type_marks(person, marks)
    person.fill("理由", reason)
    person.press("提交复核答复")
    person.sees_heading()


def close_review(person: Person, *, value: str, count: int = 1, number: int = 1) -> None:
    """The officer closes what is complete. value: the panel's score as the page shows it; count: of applications."""
    open_panel(person, number)
    person.sees("评分齐备")
    person.sees(value)
    person.press(f"结束 {count} 个申报的评审")
    person.sees("评审完成")
