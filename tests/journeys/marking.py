"""The special mark: the organiser's files, a holder's download, and who looks at both."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import FilePayload

from tests.journeys.browser import Person

WORDS = "横版，彩色，印刷用"
DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 40">'
    b'<rect width="80" height="40" fill="#ffffff" stroke="#888888"/><path d="M10 30 L40 10 L70 30 Z"/></svg>\n'
)
"""A drawing that stands for no real mark."""


def open_edition(person: Person, edition_title: str) -> None:
    person.visit("专用标志")
    person.follow(edition_title)
    person.sees_heading("专用标志")


def upload(person: Person, edition_title: str) -> None:
    open_edition(person, edition_title)
    person.fill("文件说明", WORDS)
    file: FilePayload = {"name": "mark.svg", "mimeType": "image/svg+xml", "buffer": DRAWING}
    person.page.get_by_label("标志文件").and_(person.page.locator("input")).set_input_files(file)
    person.press("上传", exact=True)
    person.sees(WORDS)


def open_own(person: Person, item: str) -> None:
    person.visit("荣誉与证书")
    person.page.get_by_role("link", name=re.compile(rf"专用标志\s*{item}")).click()
    person.sees_heading("专用标志")


def take(person: Person, folder: Path, *, use: str, place: str, on: str) -> bytes:
    """From the open page of a right: what comes down, after the rules were accepted."""
    person.page.get_by_label(WORDS).check()
    person.page.get_by_label(use, exact=True).check()
    person.fill("用在哪里", place)
    person.fill("首次使用日期", on)
    person.page.get_by_label("我已阅读并同意").check()
    got = person.download(person.button("同意规则并下载"))
    got.save_as(folder / got.suggested_filename)
    return (folder / got.suggested_filename).read_bytes()
