"""The district's officer and leader: check, send back with reasons, put forward, sign."""

from __future__ import annotations

from collections.abc import Mapping

from tests.journeys.browser import Person


def accept_claim(person: Person, organisation: str) -> None:
    """Look at licence and letter, then decide who speaks for the organisation."""
    person.visit("主体核验")
    person.follow(organisation)
    person.sees_heading(organisation)
    assert person.page.locator("iframe").count() == 2
    person.fill("依据或理由", "证照与授权委托书一致（示例）")
    person.press("核验通过")
    person.sees("核验结果")


def open_case(person: Person, title: str) -> None:
    person.visit("申报列表")
    person.follow(title)
    person.sees_heading(title)


def return_for_correction(person: Person, title: str, reasons: Mapping[str, str]) -> None:
    """reasons: by the label of the field, what to correct."""
    open_case(person, title)
    person.follow("退回补正")
    person.sees_heading("退回补正")
    person.unfold_all()
    for label, reason in reasons.items():
        person.fill(f"{label} 补正要求", reason, exact=True)
    person.press("退回补正")
    person.sees("待补正")


def put_forward(person: Person, title: str, *, opinion: str, is_priority: bool = False) -> None:
    open_case(person, title)
    person.unfold("核对情况")
    if is_priority:
        person.page.get_by_role("checkbox", name="重点推荐").check()
    for box in person.page.get_by_role("group", name="核对情况").get_by_role("checkbox").all():
        box.check()
    person.fill("区内推荐排序", "1")
    person.page.get_by_role("group", name="初审结论").get_by_label("拟推荐", exact=True).check()
    person.fill("初审意见", opinion)
    person.press("提请审签")


def sign(person: Person, title: str, *, opinion: str) -> None:
    """The leader signs what the officer wrote."""
    open_case(person, title)
    person.sees(opinion)
    person.press("同意")
