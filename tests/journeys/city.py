"""The city's officer: formal check, inspection, calculating the result; and the leader who decides."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.browser import Person
from tests.journeys.district import open_case


def check_clauses(person: Person, title: str) -> None:
    """Every clause that people decide is found to be met, one of them with a note."""
    open_case(person, title)
    person.unfold_all()
    answers = person.page.get_by_role("region", name="逐条核查").get_by_role("combobox")
    assert answers.count() > 20
    for answer in answers.all():
        answer.select_option(label="符合")
    person.page.get_by_label("说明").first.fill("已与主管部门核实（示例）")
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
