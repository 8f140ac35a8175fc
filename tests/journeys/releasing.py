"""Several lists of one edition, each released on a set day by the clock."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.browser import Person


def publish_notice(person: Person, *, names: list[str], last_day: str) -> None:
    """In the wording that is offered. names: what will be shown; last_day: as the page writes it."""
    person.visit("公示")
    person.follow("起草公示")
    wording = person.page.get_by_label("公示标题").input_value()
    person.press("保存草稿")
    person.sees_heading(wording)
    table = person.page.get_by_role("table", name="将公示的名单")
    assert table.locator("tbody th").all_inner_texts() == names
    person.sees(last_day)
    person.press("确认发布")
    person.sees("公示中")


def draft_list(person: Person, title: str, *, release_on: str) -> str:
    """The officer takes the wording that is offered and sets the day. title: of the list, without its year."""
    person.visit("名单")
    ready = person.page.locator(".notice").filter(has_text=f"· {title}：")
    ready.get_by_role("link", name="起草名单").click()
    person.sees_heading("起草名单")
    wording = person.page.get_by_label("名单标题").input_value()
    assert title in wording, wording
    person.fill("发证单位", "示例市中小企业服务中心\n示例品牌研究所")
    person.fill("定期公布日", release_on)
    person.press("保存草稿")
    person.sees_heading(wording)
    expect(person.page.get_by_role("button", name="审定并定期公布")).to_have_count(0)
    return wording


def draft_only_list(person: Person, *, issuer: str, release_on: str) -> str:
    """The same where an edition has one list. Answers its wording."""
    person.visit("名单")
    person.follow("起草名单")
    person.sees_heading("起草名单")
    wording = person.page.get_by_label("名单标题").input_value()
    person.fill("发证单位", issuer)
    person.fill("定期公布日", release_on)
    person.press("保存草稿")
    person.sees_heading(wording)
    return wording


def approve_list(person: Person, wording: str, *, names: list[str], day: str) -> None:
    """Another than who drafted it; what will be published stands there first."""
    person.visit("名单")
    person.follow(wording)
    person.sees_heading(wording)
    table = person.page.get_by_role("table", name="将公布")
    assert table.locator("tbody th").all_inner_texts() == names
    person.press("审定并定期公布")
    person.sees(f"已审定，系统将于 {day} 0:00 公布")


def public_lists(person: Person, organiser: str) -> dict[str, list[str]]:
    """What anybody reads from the start page: {list: place and name of every line}."""
    person.open_start()
    person.follow(organiser)
    person.follow("全部名单")
    person.sees_heading("历年名单")
    titles = person.page.locator("main .lines a").all_inner_texts()
    return {title: read_public_list(person, title) for title in titles}


def read_public_list(person: Person, title: str) -> list[str]:
    """Place and name of every line, from the list's own page."""
    person.follow(title)
    person.sees_heading(title)
    rows = person.page.locator("main table.data-table tbody tr").all()
    heads = person.page.locator("main table.data-table thead th").all_inner_texts()
    place = heads.index("名次")
    cells = [row.locator("th,td").all_inner_texts() for row in rows]
    person.page.go_back()
    return [re.sub(r"\s+", " ", f"{own[place]} {own[heads.index('名称')]}") for own in cells]
