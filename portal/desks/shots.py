"""Every page that each person of the demo can reach by links: what the browser tests look at, and the contact sheet."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import Resolver404, resolve

from portal.gate import audience_of
from portal.kit.access import Kind
from portal.people.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WIDTHS = (1280, 390)
# What somebody is, and the login in the demo; "" is nobody.
PEOPLE: tuple[tuple[str, str], ...] = (
    ("public", ""),
    ("applicant-draft", "cluster29"),
    ("applicant-returned", "cluster27"),
    ("applicant-listed", "cluster04"),
    ("district-officer", "officer.minhang"),
    ("district-leader", "leader.jiading"),
    ("city-officer", "city"),
    ("city-leader", "cityleader"),
    ("supervisor", "auditor"),
    ("tenant-admin", "admin"),
    ("expert", "expert01"),
    ("platform", "platform"),
)
STARTS = ("/", "/landing/", "/my/", "/accounts/me/", "/platform/")
# Reached by typing or by mail, never by a link from a page of the demo.
PUBLIC_STARTS = (
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/confirm-email/",
    "/sheitc/objection/",
    "/sheitc/verify/SHCL-0000-K1-0000/",
    "/no-such-page/",
    "/_parts/",
)
DEMO_STARTS = ("/demo/mailbox/", "/demo/clock/")
# Parts of a query that page through the same thing.
PAGING = frozenset({"after", "before", "page", "sort", "next"})
# Rows of one kind that are opened; of those, one page is kept for each set of acts and links that it offers.
OPENED = 40
# Pages that are the same for all are kept for these people only, once each.
WHO_SEES_COMMON_PAGES = frozenset({"public", "applicant-returned"})
COMMON = frozenset({Kind.PUBLIC, Kind.ACCOUNT, Kind.DEMO})

Shape = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """person: as in PEOPLE. name: of the address, or "" where it leads nowhere. linked_from: "" for a start."""

    person: str
    url: str
    name: str
    status: int = 200
    linked_from: str = ""

    @property
    def title(self) -> str:
        tail = self.url.strip("/").replace("/", "-").replace("?", "-").replace("&", "-").replace("=", "-")
        return f"{self.person}--{tail or 'home'}"[:150]


@dataclass
class Form:
    """A form as the page shows it. fields: (name, type, value); a select's value is the chosen option's."""

    action: str
    method: str
    fields: list[tuple[str, str, str]] = field(default_factory=list)


class Reader(HTMLParser):
    """Links and forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._select = ""
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        elif tag == "form":
            self._open = Form(found.get("action", ""), found.get("method", "get").lower())
            self.forms.append(self._open)
        elif self._open is not None:
            self._read_field(tag, found)

    def _read_field(self, tag: str, found: dict[str, str]) -> None:
        assert self._open is not None
        name = found.get("name", "")
        if tag in {"input", "button"} and name:
            kind = found.get("type", "text" if tag == "input" else "submit")
            if kind not in {"checkbox", "radio"} or "checked" in found:
                self._open.fields.append((name, kind, found.get("value", "")))
        elif tag == "textarea" and name:
            self._open.fields.append((name, "textarea", ""))
        elif tag == "select" and name:
            self._select = name
            self._open.fields.append((name, "select", ""))
        elif tag == "option" and self._select and ("selected" in found or not self._open.fields[-1][2]):
            self._open.fields[-1] = (self._select, "select", found.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = ""


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


def session_for(login: str) -> str:
    """The key of a session in which a person of the demo is logged in, second factor and all. Never in production."""
    if settings.IS_PRODUCTION:
        raise RuntimeError("nobody logs in for somebody else in production")
    user = User.objects.get(email=f"{login}@demo.example")
    store = SessionStore()
    store["_auth_user_id"], store["_auth_user_backend"] = str(user.pk), BACKEND
    store["_auth_user_hash"] = user.get_session_auth_hash()
    now = time.time()
    store["account_authentication_methods"] = [{"method": "password", "at": now}, {"method": "mfa", "at": now}]
    store.save()
    return store.session_key or ""


def client_for(session_key: str = "") -> Client:
    client = Client()
    if session_key:
        client.cookies[settings.SESSION_COOKIE_NAME] = session_key
    return client


def shape_of(url: str) -> Shape:
    """What kind of page an address is: its name, its words, the names in its query; keys are left out."""
    parts = urlsplit(url)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return ("",)
    words = [str(value) for key, value in match.kwargs.items() if key != "tenant" and _is_word(str(value))]
    asked = sorted({key for key, _value in parse_qsl(parts.query)} - PAGING)
    return (match.view_name, *words, *asked)


def offers_of(html: str) -> frozenset[Shape]:
    """What a page offers: the shapes of its links, and of its forms with their fields."""
    found = read(html)
    forms = {(*shape_of(form.action), *sorted({name for name, _kind, _value in form.fields})) for form in found.forms}
    return frozenset({shape_of(link) for link in found.links} | forms)


def openings_of(person: str, url: str) -> int:
    """How many pages of one shape a person's walk opens."""
    parts = urlsplit(url)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return 1
    audience = audience_of(match.func, match.url_name)
    if audience is None or (audience.kind in COMMON and url not in STARTS):
        return int(person in WHO_SEES_COMMON_PAGES)
    return 1 if parts.query else OPENED


def _is_word(value: str) -> bool:
    return not any(letter.isdigit() for letter in value) or value.startswith(("group", "part"))


def starts_for(person: str) -> Iterator[str]:
    yield from STARTS
    if person == "public":
        yield from PUBLIC_STARTS
        if settings.IS_DEMO:
            yield from DEMO_STARTS


Answer = tuple[str, str, int]  # the address it ended at, HTML, status


def walk(person: str, fetch: Callable[[str], Answer | None], starts: Iterable[str]) -> Iterator[Page]:
    """Breadth first from the starts. fetch(url) gives None for what is no page: a download, say."""
    waiting = deque((url, "") for url in starts)
    seen, taken, kept = set[str](), Counter[Shape](), set[tuple[Shape, frozenset[Shape]]]()
    while waiting:
        url, parent = waiting.popleft()
        shape = shape_of(url)
        if url in seen or taken[shape] >= openings_of(person, url):
            continue
        seen.add(url)
        found = fetch(url)
        if found is None or (found[0] != url and found[0] in seen):
            continue
        ended, html, status = found
        taken[shape] += 1
        seen.add(ended)
        kind = shape_of(ended), offers_of(html)
        if kind not in kept or status >= 400:
            yield Page(person, ended, kind[0][0], status, parent)
        kept.add(kind)
        for link in read(html).links:
            joined = urlsplit(urljoin(ended, link))
            if not joined.netloc and joined.path.startswith("/"):
                waiting.append((f"{joined.path}?{joined.query}" if joined.query else joined.path, ended))


def pages_of(person: str, client: Client) -> Iterator[Page]:
    """Every page of one person, asked for in this process."""

    def fetch(url: str) -> Answer | None:
        response = client.get(url, follow=True)
        chain = getattr(response, "redirect_chain", [])
        kind = response.headers.get("Content-Type", "")
        if getattr(response, "streaming", False) or not kind.startswith("text/html"):
            response.close()
            return None
        return (chain[-1][0] if chain else url), response.content.decode(), response.status_code

    yield from walk(person, fetch, starts_for(person))
