"""Every page that a person of the demo can reach, in a browser, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, ConsoleMessage, Page

from portal.desks import shots
from tests.seeded import client_of
from tests.urls.keys import KEYS, Seed

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SEEN: set[str] = set()
AXE = Path(__file__).resolve().parent.parent / "assets" / "axe.min.js"
RUN_AXE = """async () => {
  const found = await axe.run(document, {resultTypes: ['violations'],
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']});
  return found.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' ; '));
}"""
# What a page is made of: elements, classes and states without words and keys; rows like the one before count once.
SKELETON = """() => {
  const left = new Set(['id', 'href', 'for', 'value', 'name', 'action', 'src', 'datetime', 'title', 'content']);
  const points = {for: 1, 'aria-labelledby': 1, 'aria-describedby': 1, headers: 1};
  const said = (a) => a.name in points
    ? a.name + (a.value.split(' ').every(id => document.getElementById(id)) ? '+' : '-')
    : left.has(a.name) || a.name === 'aria-label' ? a.name + (a.value ? '+' : '-') : a.name + '=' + a.value;
  const tell = (node) => {
    const parts = [];
    for (const one of node.childNodes) {
      const text = one.nodeType === 3 ? (one.data.trim() ? 'x' : '') : one.nodeType === 1
        ? '<' + one.tagName + [...one.attributes].map(said).sort().join(' ') + '>' + tell(one) : '';
      if (text && text !== parts[parts.length - 1]) parts.push(text);
    }
    return parts.join('');
  };
  const main = document.querySelector('main');
  const ids = [...document.querySelectorAll('[id]')].map(one => one.id);
  return (main ? tell(main) : '') + (new Set(ids).size === ids.length);
}"""
MEASURE = """() => ({
  overflow: document.scrollingElement.scrollWidth - window.innerWidth,
  headings: document.querySelectorAll('h1').length,
  language: document.documentElement.lang,
  title: document.title.trim(),
})"""


@pytest.fixture(scope="module")
def page_of(browser: Browser, address: str) -> Iterator[Any]:
    """A tab for a person: one context each, kept for the module."""
    contexts = {}

    def open_for(login: str) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True, locale="zh-CN")
        if login:
            context.add_cookies([{"name": "sessionid", "value": shots.session_for(login), "url": address}])
        context.add_init_script(path=str(AXE))
        contexts[login] = context
        return context.new_page()

    yield open_for
    for context in contexts.values():
        context.close()


@pytest.mark.parametrize(("person", "login"), shots.PEOPLE, ids=[person for person, _login in shots.PEOPLE])
def test_every_page_is_accessible_and_fits_wide_and_narrow(page_of: Any, address: str, person: str, login: str) -> None:
    pages = list(shots.pages_of(person, client_of(login)))
    assert len(pages) >= 3
    inspect(page_of(login), address, pages)


@pytest.mark.parametrize("name", ["objection_response", "revocation_response", "second_look", "sheet", "sheet_declare"])
def test_a_page_that_waits_for_one_person_only_is_accessible_too(page_of: Any, address: str, name: str) -> None:
    key = KEYS[name](Seed())
    url = reverse(name, kwargs={"tenant": "sheitc", **key.kwargs})
    inspect(page_of(key.by), address, [shots.Page(key.by, url, name)])


@pytest.mark.parametrize("width", shots.WIDTHS)
def test_the_inspection_finds_what_is_wrong(page_of: Any, width: int) -> None:
    """A page with one fault of each kind, so that a page without findings means something."""
    tab = page_of("")
    tab.goto("about:blank")
    tab.set_viewport_size({"width": width, "height": 900})
    tab.set_content("<main><h1>一</h1><h1>二</h1><img src='data:,'><p style='width:1400px'>宽</p></main>")
    found = " ".join(look(tab, width))
    for fault in ("image-alt", "wider than the window", "2 main headings", "language ''", "no title"):
        assert fault in found


def inspect(tab: Page, address: str, pages: list[shots.Page]) -> None:
    """Each page once, measured at both widths; fails with every finding of all of them.

    axe looks at a person's first page whole, and after that at every page whose middle is made as no other before it.
    """
    spoken: list[str] = []
    tab.on("console", lambda said: spoken.append(said.text) if is_error(said) else None)
    tab.on("pageerror", lambda error: spoken.append(str(error)))
    wrong = []
    for number, page in enumerate(pages):
        spoken.clear()
        tab.set_viewport_size({"width": 1280, "height": 900})
        answer = tab.goto(address + page.url, wait_until="load")
        assert answer is not None
        shape = tab.evaluate(SKELETON)
        is_new = number == 0 or shape not in SEEN
        SEEN.add(shape)
        found = look(tab, 1280, with_axe=is_new)
        tab.set_viewport_size({"width": 390, "height": 844})
        found += look(tab, 390, with_axe=is_new)
        found += [f"console: {text}" for text in spoken if answer.status < 400]
        wrong += [f"{page.url} {one}" for one in found]
    assert not wrong, "\n".join(wrong)


def is_error(said: ConsoleMessage) -> bool:
    return said.type == "error"


def look(tab: Page, width: int, *, with_axe: bool = True) -> list[str]:
    measured = tab.evaluate(MEASURE)
    found = [f"at {width}: {violation}" for violation in (tab.evaluate(RUN_AXE) if with_axe else ())]
    if measured["overflow"] > 0:
        found.append(f"at {width}: wider than the window by {measured['overflow']} px")
    if measured["headings"] != 1:
        found.append(f"at {width}: {measured['headings']} main headings")
    if measured["language"] != "zh-hans" and not measured["language"].startswith("zh"):
        found.append(f"at {width}: language {measured['language']!r}")
    if not measured["title"]:
        found.append(f"at {width}: no title")
    return found
