"""The whole demo as test data: played once through the actions into a base of its own, then copied for each module.

The other tests keep their empty base. A copy takes a fraction of a second, the play half a minute; the play is kept
from one run to the next as long as no source changes that it could depend on.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test import Client, override_settings

from portal.desks.demo import filling
from portal.desks.shots import client_for, session_for
from portal.kit import clock
from tests.extras import add_everything
from tests.fixtures import NOON

PLAYED = ("sheitc", "smesc")  # tests.extras plays the others' programmes at the first of these
KEPT = 2  # filings of a kind in each edition: the others differ in words and figures
ROOT = Path(__file__).resolve().parent.parent
PLAYERS = ("tests/seeded.py", "tests/extras.py", "tests/extras_beside.py")
SOURCES = ("portal", "programmes", "applications", "reviews", "publications", *PLAYERS)
# Pages have no part in the play, which goes through actions and queries only.
PAGES_ONLY = ("views", "templatetags", "templates", "tests", "management")


def fingerprint() -> str:
    """Of everything that the play runs through."""
    digest = hashlib.sha256(NOON.isoformat().encode())
    for source in SOURCES:
        path = ROOT / source
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            parts = set(file.relative_to(ROOT).parts)
            if file == path or not (parts & set(PAGES_ONLY) or file.name.startswith(("urls", "forms"))):
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def as_owner(database: str | None = None) -> Iterator[Any]:
    """A cursor of the owner's on any base of the server, outside a transaction."""
    params = connections["owner"].get_connection_params()
    owner = psycopg2.connect(**{**params, "dbname": database or "postgres"})
    owner.autocommit = True
    try:
        with owner.cursor() as cursor:
            yield cursor
    finally:
        owner.close()


def ensure_template() -> str:
    """The name of the base that holds the played demo; whoever comes second waits for the first.

    SEEDED_BASE names an older one to use as it is, for whoever works on pages while others change the rest.
    """
    if kept := os.environ.get("SEEDED_BASE"):
        return kept
    name = f"seeded_{fingerprint()}"
    with (Path(settings.STATE_DIR) / "seeded.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with as_owner() as cursor:
            cursor.execute("select datname, shobj_description(oid, 'pg_database') from pg_database")
            found = dict(cursor.fetchall())
            if found.get(name) == "ready":
                return name
            for stale in (n for n in found if n.startswith("seeded_")):
                cursor.execute(f'drop database if exists "{stale}" with (force)')
            cursor.execute(f'create database "{name}"')
            play_into(name)
            cursor.execute(f"comment on database \"{name}\" is 'ready'")
    return name


def play_into(name: str) -> None:
    owner, before = connections["owner"], connections["owner"].settings_dict["NAME"]
    owner.close()
    owner.settings_dict["NAME"] = name
    try:
        call_command("migrate", database="owner", verbosity=0)
    finally:
        owner.close()
        owner.settings_dict["NAME"] = before
    with application_on(name), clock.frozen(NOON), override_settings(IS_DEMO=True):
        filling.fill(clock.today(), most=KEPT, organisers=PLAYED)
        with transaction.atomic():
            add_everything()


@contextmanager
def application_on(name: str) -> Iterator[None]:
    """Point the application's connections, of every thread, at a base."""
    app, before = connections["default"], connections["default"].settings_dict["NAME"]
    app.close()
    app.settings_dict["NAME"] = name
    try:
        yield
    finally:
        app.close()
        app.settings_dict["NAME"] = before


@contextmanager
def copied(purpose: str) -> Iterator[str]:
    """A copy of the played base for one module of tests, at the play's own instant."""
    template = ensure_template()
    name = f"copy_{purpose}_{os.getpid()}"
    with as_owner() as cursor:
        cursor.execute(f'drop database if exists "{name}" with (force)')
        cursor.execute(f'create database "{name}" template "{template}"')
    try:
        with application_on(name), clock.frozen(NOON), override_settings(IS_DEMO=True):
            yield name
    finally:
        with as_owner() as cursor:
            cursor.execute(f'drop database if exists "{name}" with (force)')


def client_of(login: str) -> Client:
    """A browser of this person; login "" is nobody's."""
    return client_for(session_for(login) if login else "")


def count_here(sql: str, params: tuple[Any, ...] = ()) -> int:
    """Counted by the application's role under whatever fence is set."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.fetchone()[0])
