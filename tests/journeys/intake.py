"""What the city's officer of a programme with paper and registers does: settings, envelopes, the data check."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.journeys.browser import Person
from tests.journeys.district import open_case


def change_setting(person: Person, edition_title: str, *, table: str, control: str, value: str) -> list[str]:
    """Type one figure of a table of the edition's settings; answers what the page says of it then: before, after."""
    person.visit("年度工作")
    person.follow(edition_title)
    person.sees_heading(edition_title)
    person.sees("全部参数采用默认值。")
    person.follow("修改参数与环节")
    person.sees_heading("参数与环节")
    person.unfold(table)
    person.page.get_by_role("textbox", name=control).fill(value)
    person.press("保存设置")
    person.sees_heading(edition_title)
    changed = person.page.get_by_role("table", name="与默认值不同的设定").get_by_role("row").filter(has_text=control)
    return changed.locator("td").all_inner_texts()


def open_envelopes(person: Person) -> None:
    person.visit("申报列表")
    person.follow("纸质申报表登记")
    person.sees_heading("纸质申报表登记")


def awaited_references(person: Person) -> dict[str, str]:
    """{enterprise: reference} of the paper forms that have not come in."""
    open_envelopes(person)
    rows = person.page.get_by_role("region", name="尚未收齐").locator("tbody tr").all()
    return {row.locator("td").first.inner_text(): row.locator("th").inner_text() for row in rows}


def record_mismatch(person: Person, title: str, *, on: str, note: str) -> None:
    """On the page of the case: the form has come, but it is not what was filed."""
    open_case(person, title)
    person.unfold("登记纸质申报表")
    paper = person.page.get_by_role("region", name="电子件与纸质件")
    paper.get_by_label("不一致").check()
    paper.get_by_label("收到日期").fill(on)
    paper.get_by_label("邮戳日期").fill(on)
    paper.get_by_label("说明").fill(note)
    paper.get_by_role("button", name="登记").click()
    person.sees_heading(title)
    expect(paper).to_contain_text(note)


def record_envelopes(person: Person, references: list[str], *, on: str) -> None:
    """A pile of matching forms, one number on each line."""
    open_envelopes(person)
    person.fill("编号", "\n".join(references))
    person.fill("收到日期", on)
    person.fill("邮戳日期", on)
    person.press("登记为收到且一致")
    person.sees(f"{len(references)} 行中 {len(references)} 行已登记")


def open_data_check(person: Person, title: str) -> None:
    open_case(person, title)
    person.follow("核对数据")
    person.sees_heading("数据核对")


def line_of(person: Person, label: str) -> Locator:
    """The row of a figure: reported beside found."""
    head = person.page.get_by_role("rowheader", name=re.compile(rf"^{re.escape(label)}"))
    return person.page.get_by_role("row").filter(has=head)


def record_value(person: Person, label: str, *, value: str, source: str, reason: str) -> None:
    """What a register holds of a figure or a choice; "" where it holds nothing."""
    line_of(person, label).get_by_role("link", name="登记").click()
    form = person.page.locator("#record")
    expect(form.get_by_role("heading")).to_contain_text(label)
    form.get_by_label("查到" if value else "查无记录").check()
    control = form.get_by_label(re.compile(rf"^{re.escape(label)}"))
    if value and control.evaluate("one => one.tagName") == "SELECT":
        control.select_option(label=value)
    elif value:
        control.fill(value)
    form.get_by_label("来源").fill(source)
    form.get_by_label("理由").fill(reason)
    form.get_by_role("button", name="登记查询值").click()
    person.sees_heading("数据核对")
    expect(line_of(person, label)).to_contain_text(reason)


def confirm_figures(person: Person) -> None:
    person.press("确认数据")
    person.sees_heading()
    person.sees("数据已核对")


def ask_applicant(person: Person, title: str, label: str, question: str) -> None:
    """A question to the applicant about one answer: it goes back for a correction."""
    open_case(person, title)
    person.follow("请申报主体说明")
    person.unfold_all()
    person.fill(f"{label} 补正要求", question, exact=True)
    person.press("退回补正")
    person.sees("待补正")
