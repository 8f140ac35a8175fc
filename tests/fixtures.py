"""Tests run on real PostgreSQL and Redis, as the application's role; the owner only makes and flushes the base."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

import psycopg2
import pytest
from django.core.cache import cache
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from portal.kit import clock

if TYPE_CHECKING:
    from tests.cast import Cast

# A working Tuesday, mid-morning in Shanghai.
NOON = datetime(2026, 3, 10, 10, 0, tzinfo=clock.SHANGHAI)


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Make the test base as owner, then point the application's connection at it."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "")
    from django.test import TransactionTestCase

    TransactionTestCase._fixture_teardown = flush_as_owner  # type: ignore[method-assign]
    with django_db_blocker.unblock():
        owner, app = connections["owner"], connections["default"]
        owner.settings_dict["TEST"]["NAME"] = f"test_portal{worker and '_'}{worker}"
        before = owner.settings_dict["NAME"]
        name = owner.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        app.close()
        app.settings_dict["NAME"] = name
    yield
    with django_db_blocker.unblock():
        app.close()
        owner.close()
        drop_base(name, before)


def drop_base(name: str, instead: str) -> None:
    """Drop the test base even while threads of a live server, or the server's autovacuum, are still in it."""
    # Models cannot be imported before Django is set up.
    from portal.desks.rehearsal.base import drop

    owner, app = connections["owner"], connections["default"]
    owner.settings_dict["NAME"] = app.settings_dict["NAME"] = instead
    end_others = "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s and usename = current_user"
    with cursor_of(app) as cursor:  # only a role itself may end its connections
        cursor.execute(end_others, [name])
    with cursor_of(owner) as cursor:
        drop(cursor, name)


@contextmanager
def cursor_of(login: Any) -> Iterator[Any]:
    """Outside a transaction."""
    link = psycopg2.connect(**login.get_connection_params())
    link.autocommit = True
    try:
        with link.cursor() as cursor:
            yield cursor
    finally:
        link.close()


def flush_as_owner(self: Any) -> None:
    """Empty every table. The application's role may not TRUNCATE, so a connection of the owner's own does it."""
    kept = ("django_migrations", "django_content_type", "auth_permission")
    owner = psycopg2.connect(**connections["owner"].get_connection_params())
    with owner, owner.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public' and tablename not in %s", [kept])
        tables = [f'"{name}"' for (name,) in cursor.fetchall()]
        cursor.execute(f"truncate {', '.join(tables)} restart identity cascade")
    owner.close()


@pytest.fixture(autouse=True)
def _clock_as_it_was() -> Iterator[None]:
    """Whatever a test does to the clock ends with it, also where its fixtures let go in another order."""
    before = clock._frozen_at
    yield
    clock._frozen_at = before


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """Rate limits live in the cache: without this, later tests fail with too many logins."""
    cache.clear()


@pytest.fixture
def frozen() -> Iterator[None]:
    with clock.frozen(NOON):
        yield


@pytest.fixture
def cast(db: None, frozen: None) -> Cast:
    """An owner of an application, officers of two districts, a city side, three experts, a stranger tenant."""
    from tests.cast import make_cast  # models can be imported only once Django is set up

    return make_cast()
