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
        payload=json.loads(canonical_json(payload or {})),
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


def digest_of(event: Event) -> str:
    """SHA-256 over every column of an event but the digest itself, in canonical JSON."""
    content = {
        field.attname: getattr(event, field.attname) for field in event._meta.concrete_fields if field.name != "digest"
    }
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()


def canonical_json(value: Any) -> str:
    """Sorted keys, no spaces, instants in UTC to the microsecond, decimals as plain text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(clock.UTC).isoformat(timespec="microseconds")
    if isinstance(value, (date, uuid.UUID)):
        return str(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)
