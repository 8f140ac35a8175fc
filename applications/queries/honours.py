"""What the organiser's own register says about enterprises, with what it recognises as the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from applications.models import HonourRecord, Recognition


@dataclass(frozen=True, slots=True)
class Held:
    """One honour held on a day. honour: what it counts as; by_recognition: it was given under another name."""

    honour: str
    record: HonourRecord
    by_recognition: bool = False


def held_by(tenant_id: int, codes: Collection[str], *, on: date) -> dict[str, tuple[Held, ...]]:
    """Code -> honours of the register that were held on the day; two queries. Seen only from inside the tenant."""
    rows = HonourRecord.objects.filter(tenant_id=tenant_id, uscc__in=set(codes), withdrawn_at=None, issued_on__lte=on)
    in_force = rows.filter(Q(valid_to=None) | Q(valid_to__gte=on)).order_by("uscc", "honour", "pk")
    same: dict[str, list[str]] = defaultdict(list)
    for one in Recognition.objects.filter(tenant_id=tenant_id).order_by("honour", "counts_as"):
        same[one.honour].append(one.counts_as)
    found: dict[str, list[Held]] = defaultdict(list)
    for row in in_force:
        found[row.uscc].append(Held(row.honour, row))
        found[row.uscc] += [Held(other, row, by_recognition=True) for other in same[row.honour]]
    return {code: tuple(held) for code, held in found.items()}
