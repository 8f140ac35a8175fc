"""Every address names its audience, and a change of anybody's reach is a visible line of a text file."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal import gate
from tests.urls.table import addresses

# Views of a library that stay shut: nobody is let in with a code by mail alone.
SHUT = {"account_confirm_login_code"}
GOLDEN = Path(__file__).with_name("audiences.txt")


def test_every_view_has_decided_who_may_ask_for_it() -> None:
    assert {address.name for address in addresses() if address.audience is None} == SHUT


def test_every_address_has_a_name_of_its_own() -> None:
    names = [address.name for address in addresses()]
    assert sorted({name for name in names if not name or names.count(name) > 1}) == []


def test_the_list_of_library_views_names_only_what_exists() -> None:
    assert sorted(set(gate.LIBRARY_AUDIENCES) - {address.name for address in addresses()}) == []


def test_a_view_of_a_library_is_named_in_the_gate() -> None:
    """Ours carry their mark; a library's view that a new version adds must not become open by its prefix."""
    unmarked = {a.name for a in addresses() if not hasattr(a.view, "audience")}
    assert sorted(name for name in unmarked if name not in gate.LIBRARY_AUDIENCES) == sorted(SHUT)


def test_who_may_ask_for_what_is_as_written_down(pytestconfig: pytest.Config) -> None:
    """After a wanted change: pytest tests/urls/test_audience.py --write-audiences, and read the difference."""
    lines = sorted(address.described() for address in addresses())
    if pytestconfig.getoption("--write-audiences"):
        GOLDEN.write_text("\n".join(lines) + "\n")
    assert lines == GOLDEN.read_text().splitlines()
