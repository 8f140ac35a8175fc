"""What a journey works with: the clock, the stage, and a person in front of a browser of his own."""

from __future__ import annotations

import re
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Download, Locator, Page, expect

from portal.kit import clock
from portal.tenancy.tasks import sweep_now
from tests.cast import PASSWORD, Cast

DESKTOP = (1280, 900)
PHONE = (390, 844)
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)


class MovingClock:
    """The one clock of the process, live server included, held where the journey says."""

    def __init__(self) -> None:
        self._hold = ExitStack()

    def move_to(self, at: datetime) -> None:
        self._hold.close()
        self._hold.enter_context(clock.frozen(at))

    def release(self) -> None:
        self._hold.close()


@dataclass
class Person:
    """One human being: a browser context of his own, what he knows to log in, and his hands."""

    page: Page
    start: str
    email: str = ""
    password: str = PASSWORD
    secret: str = ""

    def open_start(self) -> None:
        self.page.goto(self.start)

    def log_in(self) -> None:
        """From the start page through the login form, and the second factor where the account has one."""
        from tests.journeys.scenery import current_code

        self.open_start()
        self.link("登录").click()
        self.fill("电子邮件", self.email)
        self.fill("密码", self.password, exact=True)
        self.press("登录")
        if self.secret:
            self.fill("动态验证码", current_code(self.secret))
            self.press("登录")
        expect(self.page.get_by_role("navigation", name="主导航")).to_be_visible()

    def visit(self, entry: str) -> None:
        """Follow an entry of the side navigation, which may say how much waits there."""
        whole = re.compile(rf"^\s*{re.escape(entry)}(\s*\d+)?\s*$")
        self.page.get_by_role("navigation", name="主导航").get_by_role("link", name=whole).click()
        self.sees_heading()

    def link(self, name: str, *, exact: bool = True) -> Locator:
        return self.page.get_by_role("link", name=name, exact=exact).first

    def button(self, name: str, *, exact: bool = True) -> Locator:
        return self.page.get_by_role("button", name=name, exact=exact).first

    def press(self, name: str, *, exact: bool = True) -> None:
        self.button(name, exact=exact).click()

    def follow(self, name: str, *, exact: bool = True) -> None:
        self.link(name, exact=exact).click()

    def fill(self, label: str, value: str, *, exact: bool = False) -> None:
        self.page.get_by_label(label, exact=exact).first.fill(value)

    def choose(self, label: str, option: str) -> None:
        self.page.get_by_label(label).first.select_option(label=option)

    def unfold(self, summary: str) -> None:
        """Open a group, unless it is."""
        head = self.page.locator("summary", has_text=summary).first
        if not head.evaluate("one => one.parentElement.open"):
            head.click()

    def unfold_all(self) -> None:
        """Open every folded group of the page."""
        for group in self.page.locator("details.group").all():
            if group.get_attribute("open") is None:
                group.locator("summary").first.click()

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def sees_heading(self, text: str | None = None) -> None:
        heading = self.page.get_by_role("heading", level=1)
        expect(heading).to_be_visible()
        if text is not None:
            expect(heading).to_contain_text(text)
        if self.is_on_phone:
            assert self.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0], self.page.url

    @property
    def is_on_phone(self) -> bool:
        """Then every page that is read is also measured: none may scroll sideways."""
        return self.page.viewport_size is not None and self.page.viewport_size["width"] <= PHONE[0]

    def reads(self) -> str:
        """The words in the middle of the page."""
        return self.page.locator("main").inner_text()

    def download(self, locator: Locator) -> Download:
        with self.page.expect_download() as waiting:
            locator.click()
        return waiting.value


@dataclass
class Theatre:
    """The live server, the clock, the people set up beforehand, and every context that was opened."""

    browser: Browser
    url: str
    clock: MovingClock
    cast: Cast
    folder: Path
    contexts: list[BrowserContext] = field(default_factory=list)

    def someone(self, *, size: tuple[int, int] = DESKTOP, **knows: Any) -> Person:
        """A person in a fresh context: no cookies, nothing cached."""
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale="zh-CN", accept_downloads=True
        )
        context.set_default_timeout(PATIENCE_MS)
        self.contexts.append(context)
        return Person(page=context.new_page(), start=f"{self.url}/", **knows)

    def member(self, key: str, *, size: tuple[int, int] = DESKTOP) -> Person:
        """A member of staff or an expert of the cast, logged in with the second factor."""
        from tests.journeys.scenery import give_second_factor

        user = self.cast.user(key)
        person = self.someone(size=size, email=user.email, secret=give_second_factor(user))
        person.log_in()
        return person

    def wait_until(self, at: datetime) -> None:
        """Time passes, and beat does what is due by then."""
        self.clock.move_to(at)
        self.beat()

    def beat(self) -> None:
        """Every clock of the schedule once, as beat would."""
        sweep_now()

    def close(self) -> None:
        for context in self.contexts:
            context.close()
