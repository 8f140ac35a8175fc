"""The fence: row level security under every tenant table, deny by default.

A model names its policy in a class attribute `fence`. The policies are written as SQL over four transaction-local
settings; no setting means "all". A value that is not a number counts as unset, so that nothing an injection
could write into a setting opens a row.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection, transaction

from portal.kit.actor import Actor, system

SETTINGS = ("app.tenant", "app.user", "app.enterprise", "app.public_tenant")

# The actor whose fence the present transaction has.
_current: ContextVar[Actor | None] = ContextVar("fence", default=None)


class FenceError(RuntimeError):
    """The fence was asked for outside a transaction, where it would silently not hold."""


def setting(name: str) -> str:
    """SQL for a setting as bigint or NULL; wrapped in a select so that it is read once per query, not per row."""
    raw = f"current_setting('{name}', true)"
    return f"(select case when {raw} ~ '^[0-9]{{1,18}}$' then {raw}::bigint end)"


TENANT, USER, ENTERPRISE, PUBLIC = (setting(name) for name in SETTINGS)


@dataclass(frozen=True, slots=True)
class Policy:
    """read: SQL condition of the rows that may be seen, changed or deleted; add: of those that may be inserted."""

    name: str
    read: str
    add: str


def inner(column: str = "tenant_id") -> Policy:
    """Members of the tenant and its tasks."""
    rule = f"{column} = {TENANT}"
    return Policy("inner", rule, rule)


def filed(tenant: str = "tenant_id", enterprise: str = "enterprise_id") -> Policy:
    """The tenant, and the enterprise that filed the row."""
    rule = f"({tenant} = {TENANT} or {enterprise} = {ENTERPRISE})"
    return Policy("filed", rule, rule)


def shown(when: str, column: str = "tenant_id") -> Policy:
    """The tenant, and on its public pages what is published. when: SQL over the row's own columns."""
    own = f"{column} = {TENANT}"
    return Policy("shown", f"({own} or ({column} = {PUBLIC} and ({when})))", own)


def dropped_in(column: str = "tenant_id", enterprise: str | None = None) -> Policy:
    """Rows that outsiders leave for a tenant (audit events, announcements, objections) and only it reads."""
    own = f"{column} = {TENANT}"
    extra = f" or {enterprise} = {ENTERPRISE}" if enterprise else ""
    return Policy("dropped_in", own, f"({own} or {column} = {PUBLIC}{extra})")


def custom(*, read: str, add: str | None = None) -> Policy:
    """A condition of its own, for the few global tables (people, enterprises, messages)."""
    return Policy("custom", read, add or read)


@contextmanager
def entered(actor: Actor) -> Iterator[Actor]:
    """Set the fence for an actor within the block, inside a transaction; the former fence comes back afterwards."""
    before = _current.get()
    token = _current.set(actor)
    with transaction.atomic():
        write_settings(actor)
        try:
            yield actor
        finally:
            _current.reset(token)
        # Not after an error: the rollback restores them, and a failed transaction would refuse to, hiding the error.
        if not connection.needs_rollback:
            write_settings(before or Actor())


@contextmanager
def as_tenant(tenant_id: int, *, enterprise_id: int | None = None) -> Iterator[Actor]:
    """The system inside one tenant: tasks, commands, test set-up."""
    with entered(system(tenant_id=tenant_id, enterprise_id=enterprise_id)) as actor:
        yield actor


@contextmanager
def widened(**ids: Any) -> Iterator[Actor]:
    """The present fence with single settings replaced, e.g. widened(enterprise_id=claim.enterprise_id)."""
    with entered(replace(_current.get() or Actor(), **ids)) as actor:
        yield actor


def current() -> Actor:
    """The actor whose fence is set; an empty actor where none is."""
    return _current.get() or Actor()


def write_settings(actor: Actor) -> None:
    """One round trip. Raises FenceError outside a transaction."""
    if not connection.in_atomic_block:
        raise FenceError("the fence holds only inside a transaction")
    calls = ", ".join(f"set_config('{name}', %s, true)" for name in SETTINGS)
    with connection.cursor() as cursor:
        cursor.execute(f"select {calls}", actor.fence())
