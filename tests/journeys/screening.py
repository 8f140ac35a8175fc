"""What an agency does with the items that are entrusted to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from playwright.sync_api import expect

from tests.journeys.browser import Person


def entrust(person: Person, items: Sequence[str], agency: str) -> None:
    """By an officer of the city, several at once."""
    person.visit("委托机构")
    for item in items:
        person.page.get_by_label(item, exact=True).check()
    person.choose("受托机构", agency)
    person.press("委托所选")
    person.sees(f"已委托 {len(items)} 个申报")


def open_item(person: Person, item: str) -> None:
    person.visit("受托事项")
    person.follow(item)
    person.sees_heading(item)


def send_back(person: Person, item: str, reasons: Mapping[str, str]) -> None:
    """reasons: by the label of the field, what to correct."""
    open_item(person, item)
    person.follow("退回补正")
    person.sees_heading("退回补正")
    person.unfold_all()
    for label, reason in reasons.items():
        person.fill(f"{label} 补正要求", reason, exact=True)
    person.press("退回补正")
    person.sees_heading(item)
    person.sees("已退回补正")


def conclude(person: Person, item: str, *, count: int, outcome: str, report: str) -> None:
    """Every clause that people decide is met; then a word on the whole. count: how many there are."""
    open_item(person, item)
    answers = person.page.locator(".clauses").get_by_role("combobox")
    expect(answers).to_have_count(count)
    for answer in answers.all():
        answer.select_option(label="符合")
    person.page.get_by_role("group", name="初筛结论").get_by_label(outcome, exact=True).check()
    person.fill("初筛意见", report)
    person.press("提交结论")
    person.sees_heading()
    person.sees(outcome)
