"""Every form that a person of the demo sees, sent with nonsense: answered in words, with what was typed still there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse

from portal.desks import shots
from tests.seeded import client_of
from tests.urls.keys import KEYS, Seed

# What a button or hidden field carries is ours, not typed; secrets are never shown again.
OURS = {"hidden", "submit", "button", "file", "password", "checkbox", "radio", "select"}
NEVER_AGAIN = re.compile("password|code|secret|csrf")
# Forms of the login library keep no secrets and log attempts; the reader's own settings have nothing typed in them.
QUIET = re.compile("^(account_|mfa_|set_language|large_type|demo_|parts$)")
HUGE = "长" * 34_000  # 102 kB of UTF-8
ODD = "😀〇㛃𠮷<b>\"'&ｘ"
BY_KIND = {
    "number": "-1",
    "date": "2099-12-31",
    "email": "不是邮箱",
    "url": "javascript:alert(1)",
    "tel": "１２３ａｂｃ",
}
CHINESE = re.compile(r"[\u4e00-\u9fff]{4,}")
# Where a page says what is wrong: the summary on top, a field, a callout.
TOLD = (
    re.compile(r'class="error-summary.*?</div>', re.S),
    re.compile(r'role="alert".*?</section>', re.S),
    re.compile(r'class="[^"]*(?:field__error|notice--(?:returned|error))[^"]*"[^>]*>.*?</', re.S),
)
EXTRA = ("objection_response", "revocation_response", "second_look", "sheet", "sheet_declare")
PEOPLE = [*shots.PEOPLE, *((name, "") for name in EXTRA)]


@dataclass(frozen=True)
class Found:
    """A form on a page: url is where it is sent."""

    url: str
    fields: tuple[tuple[str, str, str], ...]

    @property
    def typed(self) -> list[tuple[str, str]]:
        return [(name, kind) for name, kind, _value in self.fields if kind not in OURS]

    def filled(self, values: dict[str, str]) -> dict[str, object]:
        """As the page stands, with some values typed over; a .exe that calls itself a PDF in each file field."""
        sent: dict[str, object] = {name: value for name, _kind, value in self.fields if name}
        for name, kind, _value in self.fields:
            if kind == "file":
                sent[name] = SimpleUploadedFile("合同.pdf", b"MZ\x90\x00" + b"\x00" * 200, "application/pdf")
        return {**sent, **values}


def forms_of(client: Client, person: str) -> Iterator[Found]:
    """Every POST form, once per address and set of fields."""
    seen = set()
    starts = [] if person in EXTRA else list(shots.pages_of(person, client))
    if person in EXTRA:
        starts = [
            shots.Page(person, reverse(person, kwargs={"tenant": "sheitc", **KEYS[person](Seed()).kwargs}), person)
        ]
    for page in starts:
        for form in shots.read(client.get(page.url).content.decode()).forms:
            url = urlsplit(form.action).path or page.url
            name = resolve(urlsplit(url).path).view_name
            key = (name, tuple(sorted(field for field, _kind, _value in form.fields)))
            if form.method == "post" and key not in seen and not QUIET.match(name):
                seen.add(key)
                yield Found(url, tuple(form.fields))


def send(client: Client, url: str, values: dict[str, object]) -> HttpResponse:
    with transaction.atomic():
        response = client.post(url, values)
        transaction.set_rollback(True)
    return response


def variants(form: Found) -> Iterator[tuple[str, dict[str, str]]]:
    yield "empty", {name: "" for name, _kind, _value in form.fields if not name.startswith("csrf")}
    yield "huge", {name: HUGE for name, _kind in form.typed}
    yield "odd", {name: BY_KIND.get(kind, ODD) for name, kind in form.typed}
    yield "spaces", {name: "　 \t" for name, _kind in form.typed}
    yield "full-width", {name: "－１２３４５６７８９０１２３４５" for name, _kind in form.typed}
    yield "untouched", {}
    yield "stale", {name: "999999" for name, kind, _value in form.fields if kind == "hidden" and "csrf" not in name}


def faults(response: HttpResponse, values: dict[str, str], form: Found) -> Iterator[str]:
    if response.status_code >= 500:
        yield f"answered {response.status_code}"
    if not 400 <= response.status_code < 500:
        return
    text = unescape(response.content.decode())
    if response.status_code != 422:
        if not CHINESE.search(text):
            yield f"answers {response.status_code} without a word in Chinese"
        return
    if not any(CHINESE.search(said) for told in TOLD for said in told.findall(text)):
        yield "refuses without a word in Chinese"
    names = {name for name, _kind in form.typed}
    lost = [
        name for name, value in values.items() if name in names and value.strip() and not is_kept(text, name, value)
    ]
    if lost:
        yield f"lost what was typed in {sorted(lost)}"


def is_kept(text: str, name: str, value: str) -> bool:
    return bool(NEVER_AGAIN.search(name)) or value in text


@pytest.mark.parametrize(("person", "login"), PEOPLE, ids=[person for person, _login in PEOPLE])
def test_no_form_falls_over_or_forgets(seeded: str, person: str, login: str) -> None:
    client = client_of(KEYS[person](Seed()).by if person in EXTRA else login)
    client.raise_request_exception = False
    found, wrong, statuses = list(forms_of(client, person)), [], Counter[int]()
    for form in found:
        for word, values in variants(form):
            response = send(client, form.url, form.filled(values))
            statuses[response.status_code] += 1
            wrong += [f"{form.url} {word}: {fault}" for fault in faults(response, values, form)]
    assert not wrong, "\n".join(wrong)
    assert statuses[422] > 0 or not any(form.typed for form in found), "no form was refused: nothing was tried"


def test_a_form_sent_after_the_session_ended_gives_back_what_was_typed(seeded: str) -> None:
    """Every form of a person, sent by a browser whose session is gone: the page names the words again."""
    client, gone = client_of("city"), client_of("")
    found = [form for form in forms_of(client, "city-officer") if form.typed]
    assert len(found) >= 5
    for form in found:
        values = {name: f"示例文字 {number} {ODD}" for number, (name, _kind) in enumerate(form.typed)}
        response = send(gone, form.url, form.filled(values))
        text = unescape(response.content.decode())
        assert response.status_code == 403
        assert "页面已过期" in text
        assert [value for name, value in values.items() if not is_kept(text, name, value)] == []


def test_a_form_without_its_token_gives_back_what_was_typed(seeded: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client_of("admin").cookies
    response = send(strict, "/sheitc/office/members/", {"email": "示例@demo.example", "name": ODD})
    assert response.status_code == 403
    assert ODD in unescape(response.content.decode())
