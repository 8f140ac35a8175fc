"""Nobody is shown a link to a page that refuses him, and hardly a page is without a link to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from portal.desks import shots
from tests.seeded import client_of
from tests.urls.keys import KEYS
from tests.urls.table import Address, addresses
from tests.urls.test_crawl import World, url_of, world

__all__ = ["world"]

# Addresses of pages that no page of the demo leads to now: what has to happen first is said.
NOT_OFFERED_NOW = {
    "case_reveal": "in the dialogue of a masked value",
    "list_new": "what may be listed is drafted already",
    "notice_new": "no edition's results are ready to be shown",
    "application_verdict": "a part of the form's page",
    "change_colleague": "nobody has a colleague",
    "entrusting_end": "behind a filter of the list of what bodies have",
    "edition_question": "no edition of the play asks anything of its own",
    "edition_question_remove": "no edition of the play asks anything of its own",
}


Walks = Callable[[str, str], list[shots.Page]]


@pytest.fixture(scope="module")
def walked(seeded: str) -> Walks:
    """Each person's pages, walked once."""
    return cache(lambda person, login: list(shots.pages_of(person, client_of(login))))


@pytest.mark.parametrize(("person", "login"), shots.PEOPLE, ids=[person for person, _login in shots.PEOPLE])
def test_no_link_leads_to_a_refusal(walked: Walks, person: str, login: str) -> None:
    pages = walked(person, login)
    assert [f"{p.linked_from} -> {p.url}: {p.status}" for p in pages if p.linked_from and p.status >= 400] == []


def test_every_page_is_reached_by_links(world: World, walked: Walks) -> None:
    """A page: what answers GET with HTML to the one for whom it is. No page is to be found by typing alone."""
    people = [*shots.PEOPLE, ("applicant-new", "newcomer")]
    people += [(name, KEYS[name](world.seed).by) for name in ("objection_response", "revocation_response")]
    people += [(name, KEYS[name](world.seed).by) for name in ("second_look", "sheet", "sheet_declare")]
    people += [(name, KEYS[name](world.seed).by) for name in ("application_result", "office_mail")]
    people += [(name, KEYS[name](world.seed).by) for name in ("mark_mine", "reward_mine")]
    people += [(login, login) for login in ("agency", "certifier", "dept.economy")]
    reached = {page.name for person, login in people for page in walked(person, login)}
    pages = {a.name for a in addresses() if a.name in KEYS and is_page(world, a)}
    assert len(pages) > 40
    assert pages - reached == set(NOT_OFFERED_NOW), sorted((pages - reached) ^ set(NOT_OFFERED_NOW))


def is_page(world: World, address: Address) -> bool:
    key = world.key(address)
    assert key is not None
    response = world.ask(key.by, url_of(address, key))
    return response.status_code == 200 and response.headers["Content-Type"].startswith("text/html")
