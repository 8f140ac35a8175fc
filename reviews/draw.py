"""Random draw of a panel that nobody can steer and anybody can recompute. Domain rule 5.

Order of events: the organiser and one other person each publish commitment(secret); the pool is frozen and
pool_digest published; both secrets are revealed; seed_from(...) is the seed. The seed alone orders the candidates: by
SHA-256 over seed and id, lowest first. Load is frozen with the pool and shown, but does not change the order, since
whoever hands out work could steer by it.
Candidates are taken in that order wherever the rest of the panel can still be seated (reviews.seating).
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from reviews.seating import Candidate, CannotSeat, choose

__all__ = [
    "CannotSeat",
    "Draw",
    "PoolEntry",
    "commitment",
    "draw",
    "next_reserve",
    "pool_digest",
    "seed_from",
]


@dataclass(frozen=True, slots=True)
class PoolEntry:
    """One expert for one field.

    id            stable code of the expert; one person may stand in the pool for several fields
    employer_uscc credit code of the employer; empty for a person without one
    district      region code; empty for a person from outside, who counts for no district
    load          files assigned now, shown only
    """

    id: str
    field: str
    employer_uscc: str | None = ""
    district: str | None = ""
    load: int = 0


@dataclass(frozen=True, slots=True)
class Draw:
    """Ids in drawn order; missing_reserves: how many reserves the pool could not give; digest over all of it."""

    seated: tuple[str, ...]
    reserves: tuple[str, ...]
    digest: str
    missing_reserves: int = 0


def draw(
    pool: Iterable[PoolEntry],
    *,
    seats: Mapping[str, int],
    reserves: int | Mapping[str, int],
    seed: str,
    exclusions: Mapping[str, str] | Collection[str] | None = None,
) -> Draw:
    """Seat a panel and line up its reserves; the same input gives the same bytes, in whatever order the pool comes.

    seats       {field: how many}; at most one per employer, at most half of all seats (rounded down, at least one)
                from one district
    reserves    {field: how many}, or one number spread over the fields in proportion to their seats; 1:1 by rule. A
                reserve shares no employer with anybody drawn, so it can step in anywhere in its field
    exclusions  {id: reason}: declared or found conflicts; never drawn
    Raises      CannotSeat when the rules leave no full panel; ValueError for a contradictory pool or no seats
    """
    entries, exclusions = _check_pool(pool), exclusions or {}
    wanted = _check_quota(seats)
    if not wanted:
        raise ValueError("A draw needs at least one seat.")
    spare = _spread(reserves, wanted) if isinstance(reserves, int) else _check_quota(reserves)
    candidates = [
        Candidate(entry.id, entry.field, entry.employer_uscc or f"none:{entry.id}", entry.district or "")
        for entry in sorted(entries, key=lambda entry: _order(str(seed), entry))
        if entry.id not in exclusions
    ]
    seated = choose(candidates, wanted)
    lined_up = _line_up(candidates, seated, spare)
    drawn = tuple(one.id for one in seated), tuple(one.id for one in lined_up)
    content = {
        "pool": pool_digest(entries),
        "seats": dict(sorted(wanted.items())),
        "reserves": dict(sorted(spare.items())),
        "seed": str(seed),
        "exclusions": dict(sorted(exclusions.items())) if isinstance(exclusions, Mapping) else sorted(exclusions),
        "seated": [[one.id, one.field] for one in seated],
        "reserve_list": [[one.id, one.field] for one in lined_up],
    }
    return Draw(*drawn, _digest(content), sum(spare.values()) - len(lined_up))


def next_reserve(
    pool: Iterable[PoolEntry], *, drawn: Draw, sitting: Collection[str], field: str, unavailable: Collection[str] = ()
) -> str | None:
    """The first reserve of a field who may take an empty seat; None when a new draw is needed.

    sitting      ids that still sit, the one who leaves not among them; the panel is one larger than that
    unavailable  ids that declined or stepped in already and left
    """
    entries = list(pool)
    districts = [next(entry.district for entry in entries if entry.id == one) or "" for one in sitting]
    most = max(1, (len(sitting) + 1) // 2)
    fields = {(entry.id, entry.field): entry.district or "" for entry in entries}
    for one in drawn.reserves:
        if one in sitting or one in unavailable or (one, field) not in fields:
            continue
        district = fields[one, field]
        if not district or districts.count(district) < most:
            return one
    return None


def commitment(secret: str) -> str:
    """SHA-256 of a secret, hex: published before the pool is frozen, so that the secret cannot be chosen later."""
    if not secret:
        raise ValueError("A secret must not be empty.")
    return hashlib.sha256(secret.encode()).hexdigest()


def pool_digest(pool: Iterable[PoolEntry]) -> str:
    """SHA-256, hex, over the pool's content in canonical order."""
    rows = [[entry.id, entry.field, entry.employer_uscc or "", entry.district or "", entry.load] for entry in pool]
    return _digest(sorted(rows, key=lambda row: (str(row[0]), str(row[1]))))


def seed_from(pool_digest: str, secret_a: str, secret_b: str) -> str:
    """SHA-256, hex, over the pool's digest and both secrets, one a line; a secret is one line of text.

    `printf '%s\\n%s\\n%s' DIGEST SECRET_A SECRET_B | sha256sum` gives the same.
    """
    for secret in (secret_a, secret_b):
        if not secret or len(secret.splitlines()) != 1 or secret != secret.splitlines()[0]:
            raise ValueError("A secret is one line of text and not empty.")
    return hashlib.sha256("\n".join((pool_digest, secret_a, secret_b)).encode()).hexdigest()


def _order(seed: str, entry: PoolEntry) -> tuple[str, str, str]:
    """Fields of one person stand together, so several fields are no several lots; the field only parts them."""
    return hashlib.sha256(f"{seed}\n{entry.id}".encode()).hexdigest(), str(entry.id), entry.field


def _line_up(candidates: list[Candidate], seated: list[Candidate], spare: Mapping[str, int]) -> list[Candidate]:
    """As many reserves as the pool gives, in drawn order; nobody of an employer that is drawn already."""
    taken = {one.employer for one in seated}
    left = dict(spare)
    lined_up = []
    for one in candidates:
        if left.get(one.field, 0) and one.employer not in taken:
            lined_up.append(one)
            taken.add(one.employer)
            left[one.field] -= 1
    return lined_up


def _spread(reserves: int, seats: Mapping[str, int]) -> dict[str, int]:
    """One number of reserves over the fields, largest remainder first, then by name."""
    if isinstance(reserves, bool) or reserves < 0:
        raise ValueError(f"Reserves are a number from 0 on, not {reserves!r}.")
    total = sum(seats.values())
    spread = {field: reserves * count // total for field, count in seats.items()}
    by_remainder = sorted(seats, key=lambda field: (-(reserves * seats[field] % total), field))
    for field in by_remainder[: reserves - sum(spread.values())]:
        spread[field] += 1
    return spread


def _check_quota(quota: Mapping[str, int]) -> dict[str, int]:
    for field, count in quota.items():
        if isinstance(count, bool) or not isinstance(count, int) or count < 0:
            raise ValueError(f"The number for {field!r} is a whole number from 0 on, not {count!r}.")
    return {field: count for field, count in quota.items() if count}


def _check_pool(pool: Iterable[PoolEntry]) -> list[PoolEntry]:
    """A person is listed once for a field and has one employer and one district."""
    entries = list(pool)
    if len({(entry.id, entry.field) for entry in entries}) != len(entries):
        raise ValueError("The pool lists an expert twice for one field.")
    facts = {(entry.id, entry.employer_uscc or "", entry.district or "") for entry in entries}
    if len(facts) != len({entry.id for entry in entries}):
        raise ValueError("The pool gives an expert two employers or two districts.")
    return entries


def _digest(content: object) -> str:
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()
