"""Writing an event: one insert in the caller's transaction, with a digest of its own content."""

from __future__ import annotations

import hashlib
import json
import os
import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from portal.kit import clock
from portal.kit.actor import Actor

from .models import Event

# What a digest covers. A column added later must not change the digests of old events, so it is not found by itself.
DIGESTED = (
    *("id", "tenant_id", "enterprise_id", "at", "actor_id", "actor_name", "roles"),
    *("act", "subject", "reason", "payload", "request_id"),
)


def record(
    *,
    actor: Actor,
    act: str,
    subject: str,
    tenant_id: int | None,
    enterprise_id: int | None = None,
    reason: str = "",
    payload: dict[str, Any] | None = None,
) -> Event:
    """Write that somebody did something.

    act      verb_noun key, e.g. "submit_application"
    subject  "<app>.<model>:<pk>", e.g. "applications.application:12"
    tenant_id  whose chain; None = the platform's
    enterprise_id  set when an applicant acts, so that the fence lets the row in
    Never pass personal data in payload: events are kept for years.
    """
    event = Event(
        id=new_event_id(),
        tenant_id=tenant_id,
        enterprise_id=enterprise_id if enterprise_id is not None else actor.enterprise_id,
        at=clock.now(),
        actor_id=actor.user_id,
        actor_name=actor.name[:60],
        roles=",".join(sorted(actor.roles)),
        act=act,
        subject=subject,
        reason=reason,
        payload=storable(json.loads(canonical_json(payload or {}))),
        request_id=actor.request_id,
    )
    event.digest = digest_of(event)
    event.save(force_insert=True)
    return event


def new_event_id() -> uuid.UUID:
    """UUIDv7 of the clock's instant: 48 bits of milliseconds, then random bits."""
    milliseconds = int(clock.now().timestamp() * 1000)
    random = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & (1 << 48) - 1) << 80 | random
    value = value & ~(0xF << 76) | 0x7 << 76
    return uuid.UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


def storable(value: Any) -> Any:
    """JSON that the database gives back unchanged: jsonb keeps 1e16 as a whole number and -0.0 as 0.0."""
    if isinstance(value, dict):
        return {key: storable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [storable(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def digest_of(event: Event) -> str:
    """SHA-256 over the columns of DIGESTED, in canonical JSON."""
    content = {name: getattr(event, name) for name in DIGESTED}
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()


def canonical_json(value: Any) -> str:
    """Sorted keys, no spaces, instants in UTC to the microsecond, decimals as plain text.

    Raises ValueError for NaN and infinities.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain, allow_nan=False)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(clock.UTC).isoformat(timespec="microseconds")
    if isinstance(value, (date, uuid.UUID)):
        return str(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)
