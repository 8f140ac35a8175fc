"""Whether a district may recommend a filing with priority: the honours of the register that its programme names."""

from __future__ import annotations

from typing import Any

from applications.models import Application, HonourRecord
from portal.kit import clock
from portal.kit.honours import HONOURS
from programmes.models import Edition

from .honours import Held, held_by


def priority_honours(edition: Edition) -> frozenset[str]:
    """Keys of the honours that this edition takes as a ground; empty where its programme knows no priority."""
    key = edition.programme.priority
    return frozenset(name for name, counts in edition.settings()[key].items() if counts) if key else frozenset()


def grounds_for(application: Application) -> list[Held]:
    """Honours on which a priority may rest, held on the day of submission; none where the programme knows none."""
    wanted, submitted_at = priority_honours(application.edition), application.submitted_at
    if not wanted or submitted_at is None:
        return []
    code = application.enterprise_uscc
    held = held_by(application.tenant_id, [code], on=clock.day_of(submitted_at)).get(code, ())
    return [one for one in held if one.honour in wanted]


def basis_row(held: Held) -> dict[str, Any]:
    """One ground as plain JSON, frozen with the opinion that rests on it."""
    row = held.record
    return {
        "record": row.pk,
        "honour": held.honour,
        "given_as": row.honour,
        "issuer": row.issuer,
        "number": row.number,
        "issued_on": row.issued_on.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else "",
        "source": row.source,
        "by_recognition": held.by_recognition,
    }


def standing(basis: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The grounds that have not been withdrawn from the register since."""
    keys = [row["record"] for row in basis]
    left = set(HonourRecord.objects.filter(pk__in=keys, withdrawn_at=None).order_by("pk").values_list("pk", flat=True))
    return [row for row in basis if row["record"] in left]


def honour_word(key: str) -> str:
    return HONOURS.get(key, key)
