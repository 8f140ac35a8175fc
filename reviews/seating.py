"""The first full panel in a given order: quotas per field, one per employer, at most half from one district.

A candidate is taken whenever a full panel with everybody taken before is still possible, so "cannot be seated" is
said only when it is true. The question "still possible?" is searched, cut short by two bounds: seats against
employers and seats against districts, for every set of fields (Hall's condition).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

# Far above what real pools need; a pool that passes it is refused by name instead of keeping a worker busy.
_MOST_STEPS = 20_000


class CannotSeat(ValueError):
    """The rules leave no full panel. `field` names the short one, or is "" when the rules clash only together."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Candidate:
    """employer and district of "" never clash: the caller gives a person without employer a name of its own."""

    id: str
    field: str
    employer: str
    district: str


def most_per_district(seats: int) -> int:
    """Not more than half of the seats; a single seat may come from anywhere."""
    return max(1, seats // 2)


def choose(candidates: Sequence[Candidate], seats: Mapping[str, int]) -> list[Candidate]:
    """The panel, in the order of the candidates. Raises CannotSeat."""
    for field, wanted in sorted(seats.items()):
        found = len({one.employer for one in candidates if one.field == field})
        if found < wanted:
            raise CannotSeat(f"{field}: {wanted} seats, but {found} experts of different employers.", field)
    search = _Search(candidates, most_per_district(sum(seats.values())))
    open_seats = dict(seats)
    if not search.is_possible([], open_seats, 0):
        raise CannotSeat("No panel keeps one expert per employer and at most half of the seats per district.")
    taken: list[Candidate] = []
    for position, one in enumerate(candidates):
        if not search.may_join(one, taken, open_seats):
            continue
        after = {field: wanted - (field == one.field) for field, wanted in open_seats.items()}
        if search.is_possible([*taken, one], after, position + 1):
            taken.append(one)
            open_seats = after
    return taken


class _Search:
    """Whether a partial panel can be completed from the candidates at `position` and later."""

    def __init__(self, candidates: Sequence[Candidate], most: int) -> None:
        self._candidates = candidates
        self._most = most
        self._steps = 0
        self._dead: set[tuple[object, ...]] = set()

    def may_join(self, one: Candidate, taken: Sequence[Candidate], open_seats: Mapping[str, int]) -> bool:
        if not open_seats.get(one.field) or any(other.employer == one.employer for other in taken):
            return False
        return not one.district or sum(other.district == one.district for other in taken) < self._most

    def is_possible(self, taken: list[Candidate], open_seats: dict[str, int], position: int) -> bool:
        if not any(open_seats.values()):
            return True
        usable = [one for one in self._candidates[position:] if self.may_join(one, taken, open_seats)]
        counts = Counter(one.district for one in taken)
        if not self._passes_bounds(usable, open_seats, counts):
            return False
        # Two partial panels with the same open seats and the same usable rest have the same future.
        state = (
            tuple(sorted(open_seats.items())),
            frozenset((one.field, one.employer, one.district) for one in usable),
            frozenset((one.district, counts[one.district]) for one in usable),
        )
        if state in self._dead:
            return False
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise CannotSeat("The rules leave so few panels that none was found; widen the pool.")
        for one in _scarcest(usable, open_seats):
            after = {field: wanted - (field == one.field) for field, wanted in open_seats.items()}
            if self.is_possible([*taken, one], after, position):
                return True
        self._dead.add(state)
        return False

    def _passes_bounds(self, usable: list[Candidate], open_seats: Mapping[str, int], counts: Counter[str]) -> bool:
        for fields in _sets_of_fields(open_seats):
            wanted = sum(open_seats[field] for field in fields)
            within = [one for one in usable if one.field in fields]
            employers: dict[str, set[str]] = {}
            for one in within:
                employers.setdefault(one.district, set()).add(one.employer)
            room = sum(
                min(len(found), self._most - counts[district]) if district else len(found)
                for district, found in employers.items()
            )
            if min(room, len({one.employer for one in within})) < wanted:
                return False
        return True


def _scarcest(usable: Sequence[Candidate], open_seats: Mapping[str, int]) -> list[Candidate]:
    """One candidate of each kind (employer, district) in the open field that has the fewest kinds."""
    kinds = {(one.field, one.employer, one.district): one for one in usable}
    choices = Counter(field for field, _, _ in kinds)
    scarcest = min((field for field, wanted in open_seats.items() if wanted), key=lambda field: (choices[field], field))
    return [one for one in kinds.values() if one.field == scarcest]


def _sets_of_fields(open_seats: Mapping[str, int]) -> Iterator[tuple[str, ...]]:
    """Every set of fields with open seats; of many fields, only single ones, pairs and all together."""
    fields = sorted(field for field, wanted in open_seats.items() if wanted)
    sizes = range(1, len(fields) + 1) if len(fields) <= 6 else (1, 2, len(fields))
    for size in sizes:
        yield from combinations(fields, size)
