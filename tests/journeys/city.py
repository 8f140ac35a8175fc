"""The city's officer: formal check, inspection, calculating the result; and the leader who decides."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import expect

from tests.journeys.browser import Person
from tests.journeys.district import open_case


def check_clauses(person: Person, title: str, *, count: int, unmet: Sequence[str] = ()) -> None:
    """Every clause that people decide is found to be met but those named, with a note on each of them or on the first.

    count  how many there are to decide
    """
    open_case(person, title)
    person.unfold_all()
    region = person.page.get_by_role("region", name="逐条核查")
    answers = region.get_by_role("combobox")
    expect(answers).to_have_count(count)
    for answer in answers.all():
        answer.select_option(label="不符合" if answer.get_attribute("aria-label") in unmet else "符合")
    for clause in unmet:
        region.get_by_label(f"{clause} 说明").fill("认定名单中没有该单位（示例）")
    if not unmet:
        region.get_by_label("说明").first.fill("已与主管部门核实（示例）")
    person.press("保存核查结果")
    person.sees_heading(title)
    expect(person.page.get_by_text("条未核")).to_have_count(0)


def verify_figure(person: Person, *, figure: str, verified: str, reason: str) -> None:
    """On the page of the case: the reported figure stays, the verified one counts."""
    person.unfold("核定一个数据")
    person.choose("字段", figure)
    person.fill("核定值", verified)
    person.fill("核定理由", reason)
    person.press("登记核定值")
    person.sees_heading()
    expect(person.page.get_by_role("region", name="核定数据")).to_contain_text(verified)


def accept(person: Person) -> None:
    person.press("通过形式审查")
    person.sees_heading()


def plan_inspection(person: Person, title: str, *, on: str) -> None:
    person.visit("实地抽查")
    person.page.get_by_role("listitem").filter(has_text=title).get_by_role("link", name="安排抽查").click()
    person.sees_heading("安排抽查")
    person.fill("计划日期", on)
    person.fill("抽查人员", "示例乙\n示例丙")
    person.press("安排抽查")
    person.sees_heading("实地抽查")


def record_inspection(person: Person, title: str, *, on: str) -> None:
    person.visit("实地抽查")
    person.page.get_by_role("listitem").filter(has_text=title).get_by_role("link", name="登记结果").click()
    person.sees_heading("登记抽查结果")
    person.fill("抽查日期", on)
    person.page.get_by_label("与申报一致").check()
    person.fill("抽查记录", "查看公共检测平台和三家重点企业，核对台账与设备，所见与申报材料一致（示例）。")
    person.press("登记结果")
    person.sees_heading("实地抽查")


def calculate(person: Person, title: str, *, expert_points: str, result: str = "拟认定") -> None:
    """Freeze the inputs, look at the total, hand it to the leader. result: what the row says will become of it."""
    person.visit("评审结果")
    person.follow("选择申报并计算", exact=False)
    person.sees_heading("计算评审结果")
    expect(person.page.get_by_label(title)).to_be_checked()
    person.press("冻结并计算")
    person.sees_heading("评审结果")
    row = person.page.get_by_role("table", name="名次和得分").get_by_role("row").filter(has_text=title)
    expect(row).to_contain_text(expert_points)
    expect(row).to_contain_text(result)
    person.press("提请审定")
    person.sees_heading("评审结果")


def approve(person: Person, *, number: int = 1) -> None:
    """The leader, who calculated nothing, approves the run of that number."""
    person.visit("评审结果")
    person.follow(f"第 {number} 次")
    person.sees_heading("评审结果")
    person.fill("审定意见", "同意（示例）")
    person.press("审定通过")
    person.sees_heading("评审结果")
