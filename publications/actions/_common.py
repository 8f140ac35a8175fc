"""What every action here does at its end."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from portal.audit.record import record
from portal.kit.actor import Actor


def note(row: Any, act: str, *, actor: Actor, reason: str = "", payload: dict[str, Any] | None = None) -> None:
    """Record an act on a publication; never with personal data in the payload."""
    assert isinstance(row, Model)
    record(
        actor=actor,
        act=act,
        subject=f"publications.{row._meta.model_name}:{row.pk}",
        tenant_id=row.tenant_id,  # type: ignore[attr-defined]
        enterprise_id=getattr(row, "enterprise_id", None),
        reason=reason,
        payload=payload,
    )
