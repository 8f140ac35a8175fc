"""What was taken in from workbooks, and what the register holds of the codes that a workbook names."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from applications import policy
from applications.models import HonourRecord, Import
from portal.kit.actor import Actor

MOST_SHOWN = 20


def imported_before(tenant_id: int, kind: str, digest: str) -> Import | None:
    """The earlier import of the very same file, with who did it."""
    rows = Import.objects.filter(tenant_id=tenant_id, kind=kind, digest=digest)
    return rows.select_related("imported_by").order_by("pk").first()


def recorded_identities(tenant_id: int, codes: Collection[str]) -> set[tuple[Any, ...]]:
    """(uscc, honour, item, issued_on) of what the register holds of these codes."""
    rows = HonourRecord.objects.filter(tenant_id=tenant_id, uscc__in=set(codes), withdrawn_at=None)
    return set(rows.order_by("pk").values_list("uscc", "honour", "item", "issued_on"))


def newest_imports(actor: Actor, *kinds: str) -> list[Import]:
    """The last twenty workbooks of these kinds, newest first."""
    rows = Import.objects.filter(tenant_id=policy.tenant_of(actor), kind__in=kinds).select_related("imported_by")
    return list(rows.order_by("-imported_at", "-pk")[:MOST_SHOWN])
