"""The reward of a new certificate: claimed, checked, approved by another, paid with a reference."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.browser import Person

STATEMENT = "该产品新取得“芜湖智造”品牌认证，申请一次性奖励（示例）。"


def claim(person: Person, title: str, *, amount: str) -> None:
    """By whoever files for the firm. No page asks for an account."""
    person.visit("荣誉与证书")
    person.follow("奖励：可申领", exact=False)
    person.sees_heading("申领奖励")
    expect(person.page.locator(".lead")).to_contain_text(title)
    expect(person.page.locator(".summary-list")).to_contain_text(amount)
    person.sees("平台不收集银行账号")
    person.fill("联系人", "示例经办人")
    person.fill("联系电话", "13800000000")
    person.fill("申领说明", STATEMENT)
    person.page.get_by_label("我确认所填内容属实").check()
    person.press("提交申领")
    person.sees("申领已提交，等待组织方核对。")


def open_reward(person: Person, title: str) -> None:
    person.visit("奖励")
    person.follow(title)
    person.sees_heading(title)


def check(person: Person, title: str) -> None:
    open_reward(person, title)
    person.press("核对通过")
    person.sees("已核对，等待另一位市级审定人员审批。")
    expect(person.page.get_by_role("button", name="同意奖励")).to_have_count(0)


def approve(person: Person, title: str) -> None:
    open_reward(person, title)
    person.press("同意奖励")
    person.sees("已审批，等待财务部门拨付。")


def pay(person: Person, title: str, *, on: str, reference: str) -> None:
    open_reward(person, title)
    person.fill("拨付日期", on)
    person.fill("拨付凭证号", reference)
    person.press("登记拨付")
    person.sees("拨付已登记，已通知企业。")
