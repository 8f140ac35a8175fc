"""What surrounds a district's recommendation: the register of honours, other departments, incubation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from playwright.sync_api import expect

from tests.journeys.browser import Person
from tests.journeys.district import open_case


def enter_bodies(person: Person, bodies: Mapping[str, str]) -> None:
    """By the organiser's administrator. bodies: name -> kind, as the page calls it."""
    person.visit("机构登记簿")
    for name, kind in bodies.items():
        person.choose("类型", kind)
        person.fill("机构全称", name)
        person.press("登记机构")
        expect(person.page.get_by_role("rowheader", name=name)).to_be_visible()


def record_honour(person: Person, given: Mapping[str, str], *, honour: str) -> None:
    """given: label of the form -> what is typed."""
    person.visit("荣誉登记")
    person.follow("登记一项")
    person.sees_heading("登记一项荣誉")
    person.choose("荣誉", honour)
    for label, value in given.items():
        person.fill(label, value)
    person.press("登记", exact=True)
    person.sees_heading()
    person.sees("有效")


def ask_departments(person: Person, title: str, bodies: Sequence[str], question: str) -> None:
    open_case(person, title)
    person.follow("征求意见")
    person.sees_heading("征求其他部门意见")
    for body in bodies:
        person.page.get_by_label(body).check()
    person.fill("征求意见事项", question)
    person.press("发出征求意见")
    person.sees_heading(title)
    expect(person.page.get_by_role("button", name="提请审签")).to_have_count(0)


def answer(person: Person, title: str, question: str) -> None:
    """A department, which has no objection."""
    person.visit("征求意见")
    person.follow(title)
    person.sees_heading(title)
    person.sees(question)
    person.page.get_by_label("无异议", exact=True).check()
    person.press("提交答复")
    person.sees_heading()


def open_log(person: Person, title: str, item: str) -> None:
    open_case(person, title)
    person.page.get_by_role("link", name=re.compile(rf"培育记录\s*{item}")).click()
    person.sees_heading(f"培育记录：{item}")


def log_activity(person: Person, title: str, item: str, *, kind: str, on: str, hours: str, note: str) -> None:
    open_log(person, title, item)
    person.choose("类型", kind)
    person.fill("日期", on)
    person.fill("时长", hours)
    person.fill("内容", note)
    person.press("登记")
    expect(person.page.locator("caption")).to_contain_text(f"有效记录 1 条，共 {hours} 小时")


def finish_incubation(person: Person, title: str, item: str) -> None:
    open_log(person, title, item)
    person.press("完成培育，进入初筛")
    person.sees_heading()
