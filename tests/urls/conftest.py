"""The played demo for every module of this folder; what a test writes is rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-audiences", action="store_true", help="write tests/urls/audiences.txt anew")


@pytest.fixture(scope="module")
def seeded(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The name of this module's copy of the played base."""
    from tests.seeded import copied

    with django_db_blocker.unblock(), copied(request.module.__name__.rpartition(".")[2]) as name:
        yield name


@pytest.fixture
def rolled_back(seeded: str) -> Iterator[str]:
    from django.db import transaction

    with transaction.atomic():
        yield seeded
        transaction.set_rollback(True)
