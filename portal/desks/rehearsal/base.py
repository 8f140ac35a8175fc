"""A throw-away base on the same server: copied from a migrated template as owner, dropped at the end in any case.

The template is kept for the next rehearsal as long as no source changes that it could depend on. A base whose
rehearsal was killed outright is recognised by its free lock and dropped by the next one.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg2 import sql

from portal.embedded_postgres import GRANTS

TEMPLATE, COPY = "rehearsal_template_", "rehearsal_copy_"
SOURCES = ("portal", "programmes", "applications", "reviews", "publications")
READY = "ready"
DROP_TRIES = 8
# Planning joins of ten tables in every order costs more than running them.
PLANNING = ("join_collapse_limit = 4", "from_collapse_limit = 4")
# Nothing here need outlive a power cut.
SPEEDS = ("synchronous_commit = off", *PLANNING)


class NoRehearsal(RuntimeError):
    """A rehearsal cannot be held here; the text says why, in one line."""


@contextmanager
def throwaway_base() -> Iterator[str]:
    """The application's connections, of every thread, point at a fresh migrated base within the block.

    Raises  NoRehearsal where the server or the owner's role does not allow it
    """
    with as_owner() as cursor:
        name = f"{COPY}{os.getpid()}_{secrets.token_hex(4)}"
        cursor.execute("select pg_advisory_lock(hashtext(%s))", [name])  # held while this connection lives
        try:
            _copy_template(cursor, name)
            with application_on(name):
                yield name
        finally:
            drop(cursor, name)


@contextmanager
def as_owner() -> Iterator[Any]:
    """A cursor of the owner's outside a transaction, on the server's own base. Raises NoRehearsal."""
    if "owner" not in connections:
        raise NoRehearsal("DATABASE_OWNER_URL is not set: a rehearsal makes a database of its own")
    try:
        link = psycopg2.connect(**{**connections["owner"].get_connection_params(), "dbname": "postgres"})
    except psycopg2.OperationalError as error:
        raise NoRehearsal(f"the database server does not answer: {str(error).strip().splitlines()[0]}") from None
    link.autocommit = True
    try:
        with link.cursor() as cursor:
            yield cursor
    finally:
        link.close()


@contextmanager
def application_on(name: str) -> Iterator[None]:
    """Point both connections at a base."""
    before = {alias: connections[alias].settings_dict["NAME"] for alias in ("default", "owner")}
    try:
        for alias in before:
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = name
        yield
    finally:
        for alias, former in before.items():
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = former


def _copy_template(cursor: Any, name: str) -> None:
    """Only one rehearsal at a time makes or copies the template: copying needs it to itself."""
    cursor.execute("select pg_advisory_lock(hashtext(%s))", [TEMPLATE])
    try:
        template = _ensure_template(cursor)
        cursor.execute(sql.SQL("create database {} template {}").format(*map(sql.Identifier, (name, template))))
        for setting in SPEEDS:
            cursor.execute(sql.SQL("alter database {} set " + setting).format(sql.Identifier(name)))
    except psycopg2.errors.InsufficientPrivilege:
        raise NoRehearsal("the owner's role may not make databases: ALTER ROLE … CREATEDB as superuser") from None
    finally:
        cursor.execute("select pg_advisory_unlock(hashtext(%s))", [TEMPLATE])


def _ensure_template(cursor: Any) -> str:
    """The name of a migrated base of the present sources; what is left of others and of killed rehearsals goes."""
    name = f"{TEMPLATE}{fingerprint()}"
    cursor.execute("select datname, shobj_description(oid, 'pg_database') from pg_database")
    found = dict(cursor.fetchall())
    stale = [one for one in found if one.startswith(TEMPLATE) and (one != name or found[one] != READY)]
    left = [one for one in found if one.startswith(COPY) and _is_abandoned(cursor, one)]
    for other in stale + left:
        drop(cursor, other)
    if found.get(name) != READY:
        cursor.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        _migrate(name)
        cursor.execute(sql.SQL("comment on database {} is {}").format(sql.Identifier(name), sql.Literal(READY)))
    return name


def _is_abandoned(cursor: Any, name: str) -> bool:
    cursor.execute("select pg_try_advisory_lock(hashtext(%s))", [name])
    return bool(cursor.fetchone()[0])


def _migrate(name: str) -> None:
    with application_on(name):
        with connections["owner"].cursor() as cursor:
            for grant in GRANTS:
                cursor.execute(grant)
        call_command("migrate", database="owner", interactive=False, verbosity=0)


def drop(cursor: Any, name: str) -> None:
    """Even while others use it. The server's own autovacuum may not be forced out, but leaves when asked plainly."""
    plain = sql.SQL("drop database if exists {}").format(sql.Identifier(name))
    for attempt in range(DROP_TRIES):
        try:
            cursor.execute(plain + sql.SQL(" with (force)" if attempt % 2 == 0 else ""))
            return
        except (psycopg2.errors.InsufficientPrivilege, psycopg2.errors.ObjectInUse):
            if attempt == DROP_TRIES - 1:
                raise


def fingerprint() -> str:
    """Of every source that migrations and the fence could depend on."""
    digest = hashlib.sha256()
    for folder in SOURCES:
        for file in sorted((settings.BASE_DIR / folder).rglob("*.py")):
            if file.parent.name in {"migrations", "models", "tenancy", "kit"} or file.name in {"models.py", "fence.py"}:
                digest.update(f"{file.relative_to(settings.BASE_DIR)}\n".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
