"""What a certification body does with a product that is entrusted to it, and afterwards with its certificate."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.browser import Person


def entrust(person: Person, title: str, body: str) -> None:
    """By an officer of the city, to a body of the register."""
    person.visit("委托机构")
    person.sees_heading("委托机构")
    person.page.get_by_label(title).check()
    person.choose("受托机构", body)
    person.press("委托所选")
    person.sees("已委托 1 个申报")


def open_case(person: Person, title: str) -> None:
    person.visit("受托事项")
    person.follow(title)
    person.sees_heading(title)


def accept(person: Person, title: str) -> None:
    open_case(person, title)
    person.press("受理")
    person.sees_heading(title)


def record(
    person: Person, title: str, *, kind: str, outcome: str, number: str, findings: str, due_on: str = ""
) -> None:
    """A type test or a site audit of today. due_on: until when what it found is to be closed."""
    open_case(person, title)
    person.choose("环节", kind)
    person.page.get_by_label(outcome, exact=True).check()
    person.fill("报告编号", number)
    person.fill("情况说明", findings)
    if due_on:
        person.fill("整改期限", due_on)
    person.press("登记结果")
    person.sees_heading(title)
    person.sees(number)


def resolve(person: Person, title: str, *, resolution: str) -> None:
    open_case(person, title)
    person.fill("整改和验证情况", resolution)
    person.press("关闭不符合项")
    person.sees_heading(title)
    person.sees("不符合项已关闭")


def certify(person: Person, title: str, *, number: str, standard: str, issued_on: str, valid_to: str) -> None:
    open_case(person, title)
    person.fill("认证证书编号", number)
    person.fill("认证依据", standard)
    person.fill("认证范围", f"{title}，EX-R20、EX-R50，示例开发区示例路1号")
    person.fill("发证日期", issued_on)
    person.fill("有效期至", valid_to)
    person.press("登记证书")
    person.sees_heading(title)
    person.sees("新取得")


def watch(person: Person, title: str, *, act: str, reason: str, standing: str) -> None:
    """After the certificate. act: as the button says it; standing: what the page says then."""
    person.visit("证后监督")
    person.follow(title)
    person.sees_heading(title)
    form = person.page.locator("form").filter(has=person.page.get_by_role("button", name=act, exact=True))
    if not form.is_visible():
        person.unfold(act)
    form.get_by_label("情况和理由").fill(reason)
    form.get_by_role("button", name=act, exact=True).click()
    person.sees_heading(title)
    expect(person.page.locator(".lead")).to_contain_text(standing)
