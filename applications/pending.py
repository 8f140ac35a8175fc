"""A checked workbook between the dry run and the word to take it in: kept for half an hour, for one person."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache

from portal.kit.actor import Actor

KEPT_SECONDS = 30 * 60


@dataclass(frozen=True, slots=True)
class Pending:
    """name: of the file as uploaded. about: what was typed beside it, plain values."""

    name: str
    content: bytes
    about: dict[str, Any] = field(default_factory=dict)


def keep(actor: Actor, kind: str, pending: Pending) -> str:
    """The token by which this person, and nobody else, gets it back."""
    token = secrets.token_urlsafe(16)
    value = (pending.name, pending.content, pending.about)
    cache.set(_key(actor, kind, token), value, KEPT_SECONDS)
    return token


def fetch(actor: Actor, kind: str, token: str) -> Pending | None:
    """None once the half hour is over."""
    value = cache.get(_key(actor, kind, token)) if token.isascii() and len(token) <= 40 else None
    return Pending(*value) if value else None


def drop(actor: Actor, kind: str, token: str) -> None:
    cache.delete(_key(actor, kind, token))


def _key(actor: Actor, kind: str, token: str) -> str:
    return f"pending:{actor.tenant_id}:{actor.user_id}:{kind}:{token}"
