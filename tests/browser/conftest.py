"""A live server on the played demo; the browser is that of tests/chromium.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker


@pytest.fixture(scope="module")
def seeded(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    from tests.seeded import copied

    with django_db_blocker.unblock(), copied("browser") as name:
        yield name


@pytest.fixture(scope="module")
def address(seeded: str) -> Iterator[str]:
    """Where this module's copy of the demo is served."""
    from portal.desks.serving import served

    with served() as base:
        yield base
