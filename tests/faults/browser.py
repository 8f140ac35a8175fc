"""People with browsers who keep calm: after a lost answer they reload the page and look before they try again."""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain, repeat
from urllib.parse import urlencode

from .stack import Trouble

INPUT = re.compile(r"<input\b[^>]*>")
ATTRIBUTE = re.compile(r'\b(name|value)="([^"]*)"')
DIGEST = re.compile(r">([0-9a-f]{64})<")
# Between two tries, longer each time.
PAUSES_SECONDS = (0.3, 0.6, 1.2, 2.0)
ANSWER_SECONDS = 60
PATIENCE_SECONDS = 120


class Lost(Exception):
    """No answer, or one that says that the server failed: nobody knows what came of it."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    to: str
    text: str


@dataclass
class Browser:
    """One login. The form's token and cookie are those of the page that was read last."""

    port: int
    session: str
    token: str = ""

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> Answer:
        """Raises Lost. A connection of its own each time: kills leave none behind."""
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={self.token}", "Accept": "text/html"}
        body = None
        if form is not None:
            body, headers["Content-Type"] = urlencode(form), "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        try:
            connection.request(method, path, body, headers)
            got = connection.getresponse()
            text = got.read().decode()
            cookie = re.search(r"csrftoken=([^;]+)", ", ".join(got.headers.get_all("Set-Cookie") or []))
            self.token = cookie[1] if cookie else self.token
            to = got.getheader("Location") or ""
        except (OSError, http.client.HTTPException) as error:
            raise Lost(f"{type(error).__name__}: {error}") from None
        finally:
            connection.close()
        if got.status >= 500:
            raise Lost(f"answered {got.status}")
        if to.startswith("/accounts/login"):
            raise Trouble(f"{path}: somebody who was logged in is asked to log in")
        return Answer(got.status, to, text)

    def open(self, path: str) -> Answer:
        """Reload until an answer comes. Raises Trouble when patience ends."""
        started, last = time.monotonic(), Lost()
        for pause in chain(PAUSES_SECONDS, repeat(PAUSES_SECONDS[-1])):
            try:
                return self.ask("GET", path)
            except Lost as error:
                last = error
            if time.monotonic() - started > PATIENCE_SECONDS:
                break
            time.sleep(pause)
        raise Trouble(f"{path}: {last} for {PATIENCE_SECONDS} s")


def fields_of(page: str) -> dict[str, str]:
    """Name -> value of every input of a page, the last one of a name."""
    found = (dict(ATTRIBUTE.findall(tag)) for tag in INPUT.findall(page))
    return {one["name"]: one.get("value", "") for one in found if "name" in one}


@dataclass
class Tally:
    """What people saw. receipts: application -> digest on its receipt. seconds: from first page to receipt."""

    receipts: dict[int, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, *what: str) -> None:
        with self.lock:
            self.counts.update(what)

    def receive(self, application: int, digest: str, seconds: float) -> None:
        with self.lock:
            self.receipts[application] = digest
            self.seconds.append(seconds)


@dataclass
class Applicant:
    """Hands one filing in and holds its receipt in the end."""

    browser: Browser
    tally: Tally
    tenant: str
    application: int
    clicks_twice: bool = False

    @property
    def address(self) -> str:
        return f"/my/{self.tenant}/applications/{self.application}/"

    def hand_in(self) -> None:
        """Acknowledged means: the answer to the click was the way to the receipt."""
        started = time.monotonic()
        while True:
            page = self.browser.open(f"{self.address}review/")
            if page.status == 302:
                self.tally.count("found handed in after a lost answer")
                break
            if page.status != 200 or "revision" not in fields_of(page.text):
                raise Trouble(f"{self.address}: the review answered {page.status} without a form")
            if self.click(page):
                break
            time.sleep(PAUSES_SECONDS[0])
        receipt = self.browser.open(f"{self.address}versions/1/")
        digest = DIGEST.search(receipt.text)
        if receipt.status != 200 or digest is None:
            raise Trouble(f"{self.address}: handed in, but the receipt answered {receipt.status}")
        self.tally.receive(self.application, digest[1], time.monotonic() - started)

    def click(self, page: Answer) -> bool:
        """Whether the hand-in was acknowledged. A double click sends the same form twice at once."""
        values = fields_of(page.text) | {"signer_name": "示例签署人", "is_declared": "on"}
        form = {key: values[key] for key in ("csrfmiddlewaretoken", "revision", "signer_name", "is_declared")}
        if not self.clicks_twice:
            return self.send(form)
        with ThreadPoolExecutor(2) as hands:
            self.tally.count("double clicks")
            return any(list(hands.map(self.send, [form] * 2)))

    def send(self, form: dict[str, str]) -> bool:
        try:
            answer = self.browser.ask("POST", f"{self.address}review/", form)
        except Lost:
            self.tally.count("lost answers")
            return False
        if answer.status == 302 and answer.to == f"{self.address}versions/1/":
            self.tally.count("acknowledged")
            return True
        if answer.status == 409:
            self.tally.count("refused as handed in already")
            return False
        raise Trouble(f"{self.address}: the hand-in answered {answer.status} {answer.to}")


@dataclass
class Leader:
    """Releases a list, clicking twice; a lost answer makes him look again."""

    browser: Browser
    tally: Tally
    tenant: str

    def release(self, list_id: int) -> None:
        address = f"/{self.tenant}/office/lists/{list_id}/"
        while True:
            page = self.browser.open(address)
            values = fields_of(page.text)
            if page.status != 200:
                raise Trouble(f"{address} answered {page.status}")
            if "expected" not in values:
                return self.tally.count("lists released")
            form = {key: values[key] for key in ("csrfmiddlewaretoken", "expected")}
            with ThreadPoolExecutor(2) as hands:
                list(hands.map(self.send, [f"{address}release/"] * 2, [form] * 2))

    def send(self, address: str, form: dict[str, str]) -> None:
        try:
            answer = self.browser.ask("POST", address, form)
        except Lost:
            return self.tally.count("lost answers of releases")
        if answer.status not in (302, 409):
            raise Trouble(f"{address} answered {answer.status}")


def guarded(tally: Tally, act: Callable[[], None]) -> None:
    """In a thread: what goes wrong is kept for the end, so that one mishap does not hide the others."""
    try:
        act()
    except Exception as error:
        with tally.lock:
            tally.troubles.append(f"{type(error).__name__}: {error}")
