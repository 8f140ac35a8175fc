"""Pages of the register of honours: a list with filters, one enterprise over time, what is taken for what."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from applications import policy
from applications.models import HonourRecord, Recognition
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import NotFound
from portal.kit.folding import fold_code

PAGE_SIZE = 50
IN_FORCE, ENDED, WITHDRAWN = "in_force", "ended", "withdrawn"


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """What the address asks for; empty = everything. standing: in_force, ended or withdrawn. after: see RegisterPage"""

    text: str = ""
    honour: str = ""
    standing: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """next_key: day and key of the last row, for the page after it; "" at the end."""

    rows: list[HonourRecord]
    next_key: str


@dataclass(frozen=True, slots=True)
class HeldOverTime:
    """Everything that the register says of one code, newest first; names: as written, the newest first."""

    uscc: str
    names: tuple[str, ...]
    rows: list[HonourRecord]
    counts_as: dict[str, list[str]] = field(default_factory=dict)


def register_page(actor: Actor, wanted: RegisterFilter) -> RegisterPage:
    """Fifty rows after the key, newest honour first; one query."""
    rows = _filtered(HonourRecord.objects.filter(tenant_id=policy.tenant_of(actor)), wanted)
    if key := _key_of(wanted.after):
        day, pk = key
        rows = rows.filter(Q(issued_on__lt=day) | Q(issued_on=day, pk__lt=pk))
    found = list(rows.order_by("-issued_on", "-pk")[: PAGE_SIZE + 1])
    page = found[:PAGE_SIZE]
    last = page[-1] if len(found) > PAGE_SIZE else None
    return RegisterPage(page, f"{last.issued_on.isoformat()}_{last.pk}" if last else "")


def _filtered(rows: QuerySet[HonourRecord], wanted: RegisterFilter) -> QuerySet[HonourRecord]:
    if wanted.honour:
        rows = rows.filter(honour=wanted.honour)
    today = clock.today()
    if wanted.standing == WITHDRAWN:
        rows = rows.filter(withdrawn_at__isnull=False)
    elif wanted.standing == IN_FORCE:
        rows = rows.filter(Q(valid_to=None) | Q(valid_to__gte=today), withdrawn_at=None)
    elif wanted.standing == ENDED:
        rows = rows.filter(valid_to__lt=today, withdrawn_at=None)
    if text := wanted.text.strip():
        said = Q(enterprise_name__icontains=text) | Q(number__icontains=text) | Q(item__icontains=text)
        rows = rows.filter(said | Q(uscc=fold_code(text)))
    return rows


def _key_of(after: str) -> tuple[date, int] | None:
    """What makes no sense in an address counts as not asked for."""
    day, _sign, pk = after.partition("_")
    try:
        return (date.fromisoformat(day), int(pk)) if pk.isascii() and len(pk) <= 18 else None
    except ValueError:
        return None


def standing_of(row: HonourRecord, on: date) -> str:
    if row.withdrawn_at is not None:
        return WITHDRAWN
    return ENDED if row.valid_to is not None and row.valid_to < on else IN_FORCE


def record_for(actor: Actor, record_id: int) -> HonourRecord:
    """One row of the register with who wrote it. Raises NotFound."""
    rows = HonourRecord.objects.filter(tenant_id=policy.tenant_of(actor), pk=record_id)
    row = rows.select_related("recorded_by", "batch").first()
    if row is None:
        raise NotFound()
    return row


def held_over_time(actor: Actor, code: str) -> HeldOverTime:
    """Two queries. Raises NotFound where the register holds nothing of the code."""
    rows = HonourRecord.objects.filter(tenant_id=policy.tenant_of(actor), uscc=code)
    found = list(rows.order_by("-issued_on", "-pk"))
    if not found:
        raise NotFound()
    same: dict[str, list[str]] = {}
    for one in recognitions(actor):
        same.setdefault(one.honour, []).append(one.counts_as)
    return HeldOverTime(code, tuple(dict.fromkeys(row.enterprise_name for row in found)), found, same)


def recognitions(actor: Actor) -> list[Recognition]:
    """What this organiser takes for what, with who decided it."""
    rows = Recognition.objects.filter(tenant_id=policy.tenant_of(actor)).select_related("decided_by")
    return list(rows.order_by("honour", "counts_as", "pk"))


def recognition_for(actor: Actor, recognition_id: int) -> Recognition:
    """Raises NotFound."""
    rows = Recognition.objects.filter(tenant_id=policy.tenant_of(actor), pk=recognition_id)
    row = rows.select_related("decided_by").first()
    if row is None:
        raise NotFound()
    return row
