"""Order of a list: highest first, ties broken by the programme's keys in order, full ties share a rank (1, 2, 2, 4).

Never by time of submission. Domain rule 5: final score, quantitative score, median of the experts' scores, the
decisive indicators of the programme in their order, shared rank; another programme names other keys.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, TypeVar

Entry = TypeVar("Entry")
Key = str | Callable[[Any], Decimal | int | None]


@dataclass(frozen=True, slots=True)
class Ranked(Generic[Entry]):
    """rank: 1 is best; decided_by: how many keys it took to part this entry from the one above it.

    decided_by  0 for the first entry, 1 when `by` decided, 2 when the first tie key did, ...; None on a shared rank
                below its first holder
    """

    rank: int
    entry: Entry
    is_shared: bool
    decided_by: int | None


def rank(
    entries: Iterable[Entry], *, by: Key, ties: Sequence[Key] = (), listed_by: Callable[[Entry], Any] = repr
) -> list[Ranked[Entry]]:
    """Entries in their order, whatever order they came in.

    by, ties   attribute, key of a mapping, or a function; higher is better, a missing value is below every value
    listed_by  order in which holders of a shared rank are printed; says nothing about merit. Give a stable code.

    >>> [line.rank for line in rank([("a", 90), ("b", 80), ("c", 90), ("d", 70)], by=lambda entry: entry[1])]
    [1, 1, 3, 4]
    """
    keys = (by, *ties)
    merits = [(tuple(_merit(entry, key) for key in keys), entry) for entry in entries]
    merits.sort(key=lambda pair: listed_by(pair[1]))
    merits.sort(key=lambda pair: pair[0], reverse=True)
    holders: dict[tuple[Any, ...], int] = {}
    for merit, _ in merits:
        holders[merit] = holders.get(merit, 0) + 1
    ranked: list[Ranked[Entry]] = []
    above: tuple[Any, ...] | None = None
    for position, (merit, entry) in enumerate(merits, start=1):
        place = ranked[-1].rank if merit == above else position
        ranked.append(Ranked(place, entry, holders[merit] > 1, _decided_by(above, merit)))
        above = merit
    return ranked


def _decided_by(above: tuple[Any, ...] | None, merit: tuple[Any, ...]) -> int | None:
    if above is None:
        return 0
    return next((number for number, pair in enumerate(zip(above, merit, strict=True), 1) if pair[0] != pair[1]), None)


def _merit(entry: object, key: Key) -> tuple[bool, Any]:
    """(is there a value, the value); a not-a-number would make any order look right, so it is refused."""
    if callable(key):
        value = key(entry)
    elif isinstance(entry, Mapping):
        value = entry[key]
    else:
        value = getattr(entry, key)
    if value is None:
        return False, 0
    if value != value:
        raise ValueError(f"{key!r} of {entry!r} is not a number.")
    return True, value
