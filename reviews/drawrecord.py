"""The record of a draw that anyone can recompute, on paper or with this module. Plain Python, no database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .draw import CannotSeat, Draw, PoolEntry, commitment, draw, pool_digest, seed_from

FORMAT = "draw-record/1"
RULE = (
    "1. commitment = SHA-256(secret), published by each of the two before either secret was known. "
    "2. pool_digest = SHA-256 over the pool as canonical JSON: rows [id, field, employer_uscc, district, load] sorted "
    "by id and field, no spaces. "
    "3. seed = SHA-256(pool_digest LF organiser's secret LF witness's secret). "
    "4. Candidates stand in the order of SHA-256(seed LF id), lowest first; excluded ones are left out. "
    "5. They are seated in that order wherever the rest of the panel can still be filled: at most one of an employer, "
    "at most half of all seats of one district. Those next in order are the reserves of their field."
)


def entries_of(record: Mapping[str, Any]) -> list[PoolEntry]:
    return [PoolEntry(**row) for row in record["pool"]]


def draw_from(record: Mapping[str, Any]) -> Draw:
    """Draw again from a record's pool, exclusions, quotas and seed. Raises CannotSeat, ValueError."""
    return draw(
        entries_of(record),
        seats=record["seats"],
        reserves=record["reserves"],
        seed=record["seed"],
        exclusions=record["exclusions"],
    )


def find_difference(record: Mapping[str, Any]) -> str | None:
    """The first step of a record that does not follow from the one before it, in words; None when all do."""
    secrets = {one["role"]: one for one in record["commitments"]}
    if sorted(secrets) != ["organiser", "witness"]:
        return "The record does not hold the two commitments."
    for role, one in sorted(secrets.items()):
        if not one["secret"] or commitment(one["secret"]) != one["digest"]:
            return f"The {role}'s secret does not fit the digest committed to."
    if pool_digest(entries_of(record)) != record["pool_digest"]:
        return "The pool does not fit its digest."
    seed = seed_from(record["pool_digest"], secrets["organiser"]["secret"], secrets["witness"]["secret"])
    if seed != record["seed"]:
        return "The seed does not follow from the pool's digest and the two secrets."
    return _compare(record)


def _compare(record: Mapping[str, Any]) -> str | None:
    try:
        again = draw_from(record)
    except (CannotSeat, ValueError) as error:
        return f"The draw cannot be repeated: {error}"
    for name, found in (("seated", list(again.seated)), ("reserve_list", list(again.reserves))):
        for position, (recorded, drawn) in enumerate(zip(record[name], found, strict=False), start=1):
            if recorded != drawn:
                return f"{name} {position}: recorded {recorded}, drawn {drawn}."
        if len(record[name]) != len(found):
            return f"{name}: recorded {len(record[name])}, drawn {len(found)}."
    return None if again.digest == record["digest"] else "The digest of the draw differs."
