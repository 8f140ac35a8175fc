"""A ranked review on its pages: four criteria, a run, verification, the run that counts it, the explanation."""

from __future__ import annotations

import re
from collections.abc import Sequence

from playwright.sync_api import expect

from tests.journeys.browser import Person
from tests.journeys.by_hand import Line


def calculate(person: Person, titles: Sequence[str]) -> None:
    """Freeze the inputs of all that can be calculated."""
    person.visit("评审结果")
    person.follow("选择申报并计算", exact=False)
    freeze(person, titles)


def calculate_final(person: Person, titles: Sequence[str], *, number: int) -> None:
    """From the verified run on: the same inputs with what the panel has said."""
    open_run(person, number)
    person.follow("计算最终结果")
    freeze(person, titles)


def freeze(person: Person, titles: Sequence[str]) -> None:
    person.sees_heading("计算评审结果")
    for title in titles:
        expect(person.page.get_by_label(title)).to_be_checked()
    person.press("冻结并计算")
    person.sees_heading("评审结果")


def open_run(person: Person, number: int) -> None:
    person.visit("评审结果")
    person.follow(f"第 {number} 次")
    person.sees_heading(f"评审结果（第 {number} 次计算）")


def open_verification(person: Person) -> None:
    person.press("启动校验评审")
    person.sees("专家正在校验")


def visit_verification(person: Person) -> None:
    person.visit("我的评审")
    person.follow("去校验", exact=False)
    person.sees_heading("校验评审")


def open_unit(person: Person, title: str) -> None:
    person.page.get_by_role("row").filter(has_text=title).get_by_role("link").click()
    person.sees_heading(title)


def propose_adjustment(person: Person, title: str, *, per_cent: str, reason: str) -> None:
    visit_verification(person)
    open_unit(person, title)
    person.page.get_by_label("调整：在限度内调高或调低").check()
    person.fill("调整幅度", per_cent)
    person.fill("理由", reason)
    person.press("签名提交")
    person.sees_heading()


def second(person: Person, title: str, *, reason: str) -> None:
    """Another expert reads why, and signs."""
    visit_verification(person)
    open_unit(person, title)
    person.sees(reason)
    person.press("签名同意")
    person.sees_heading()


def confirm_rest(person: Person, titles: Sequence[str]) -> None:
    """Tick what nobody doubts, sign once."""
    visit_verification(person)
    for title in titles:
        person.page.get_by_label(f"确认 {title}").check()
    person.press("签名确认所选申报")
    person.sees_heading("校验评审")


def read_list(person: Person, code: str) -> list[tuple[str, str, str, str]]:
    """(place, place before verification, application, what is proposed) line by line, of one list of the open run."""
    heading = person.page.get_by_role("heading", level=2, name=re.compile(f"^{code} "))
    section = person.page.locator("section").filter(has=heading)
    expect(section).to_have_count(1)
    found = []
    for row in section.locator("tbody tr:not(.is-current)").all():
        cells = [text.strip().split("\n")[0] for text in row.locator("td").all_inner_texts()]
        found.append((cells[0], cells[1], row.locator("th a").inner_text(), cells[-1]))
    return found


def submit_run(person: Person) -> None:
    person.press("提请审定")
    person.sees_heading("评审结果")


def read_tables(person: Person) -> dict[str, tuple[Line, ...]]:
    """Every table of an explanation, heading -> lines as they stand there."""
    found = {}
    for section in person.page.locator("main section.sheet").filter(has=person.page.locator("table")).all():
        rows = []
        for row in section.locator("tbody tr").all():
            label = row.locator("th").inner_text().split("\n")[0].strip()
            value, source, *numbers = (text.strip() for text in row.locator("td").all_inner_texts())
            score, weight, result = numbers if len(numbers) == 3 else ("", "", *numbers)
            rows.append(Line(label, value, source, score, weight, result))
        found[section.get_by_role("heading", level=2).inner_text().strip()] = tuple(rows)
    return found


def read_facts(person: Person, heading: str) -> dict[str, str]:
    """The named results under a heading."""
    section = person.page.locator("main section.sheet").filter(
        has=person.page.get_by_role("heading", level=2, name=heading, exact=True)
    )
    return {
        line.locator("dt").inner_text().strip(): line.locator("dd").inner_text().strip()
        for line in section.locator(".summary-list__line").all()
    }
