"""The draw: fair seating, steerable by nobody, recomputable by anybody."""

import hashlib
from collections import Counter
from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reviews.draw import CannotSeat, Draw, PoolEntry, commitment, draw, next_reserve, pool_digest, seed_from

SEATS = {"technical": 3, "brand": 2, "finance": 2}
SEED = seed_from("pool", "first secret", "second secret")


def make_pool(count: int = 42, employers: int = 30, districts: int = 6) -> list[PoolEntry]:
    fields = sorted(SEATS)
    return [
        PoolEntry(f"E{n:03d}", fields[n % 3], f"firm{n % employers}", f"3101{n % districts:02d}", n % 5)
        for n in range(count)
    ]


POOL = make_pool()
BY_ID = {entry.id: entry for entry in POOL}


def draw_from(pool: list[PoolEntry], **changes: object) -> Draw:
    return draw(pool, **({"seats": SEATS, "reserves": SEATS, "seed": SEED, "exclusions": {}} | changes))


def test_seats_and_reserves_are_filled_by_field():
    drawn = draw_from(POOL)
    assert Counter(BY_ID[one].field for one in drawn.seated) == SEATS
    assert Counter(BY_ID[one].field for one in drawn.reserves) == SEATS
    assert drawn.missing_reserves == 0


def test_the_same_input_gives_the_same_draw_in_any_order_of_the_pool():
    assert draw_from(POOL) == draw_from(list(reversed(POOL)))
    assert draw_from(POOL, seats=dict(reversed(SEATS.items()))) == draw_from(POOL)


def test_the_lots_are_drawn_by_the_hash_of_seed_and_id():
    by_lot = sorted(POOL, key=lambda entry: hashlib.sha256(f"{SEED}\n{entry.id}".encode()).hexdigest())
    assert draw_from(POOL, seats={"brand": 1}, reserves=0).seated == (
        next(entry.id for entry in by_lot if entry.field == "brand"),
    )


def test_another_seed_draws_another_panel_and_load_steers_nothing():
    panels = {draw_from(POOL, seed=f"seed {n}").seated for n in range(20)}
    assert len(panels) == 20
    busy = [replace(entry, load=99 - entry.load) for entry in POOL]
    assert draw_from(busy).seated == draw_from(POOL).seated
    assert draw_from(busy).digest != draw_from(POOL).digest


def test_everybody_has_a_fair_chance():
    times = Counter(one for n in range(600) for one in draw_from(POOL, seed=f"seed {n}", reserves=0).seated)
    technical = [times[entry.id] for entry in POOL if entry.field == "technical"]
    assert len(technical) == 14
    assert min(technical) > 70  # expected 600 x 3 / 14 = 129
    assert max(technical) < 190


def test_the_excluded_are_never_drawn():
    first = draw_from(POOL)
    conflicts = dict.fromkeys((*first.seated, *first.reserves[:3]), "employer of an applicant")
    second = draw_from(POOL, exclusions=conflicts)
    assert not set(conflicts) & {*second.seated, *second.reserves}
    assert Counter(BY_ID[one].field for one in second.seated) == SEATS


def test_the_digest_covers_every_input():
    digests = [
        draw_from(POOL).digest,
        draw_from(POOL, exclusions={"E999": "left"}).digest,
        draw_from(POOL, exclusions={"E999": "moved"}).digest,
        draw_from(POOL, reserves=0).digest,
        draw_from(POOL[:-1]).digest,
        draw_from(POOL, seed="other").digest,
    ]
    assert len(set(digests)) == len(digests)


@pytest.mark.parametrize(
    ("reserves", "expected"), [(0, {}), (7, SEATS), (3, {"technical": 1, "brand": 1, "finance": 1})]
)
def test_one_number_of_reserves_is_spread_over_the_fields(reserves, expected):
    drawn = draw_from(POOL, reserves=reserves)
    assert Counter(BY_ID[one].field for one in drawn.reserves) == expected


def test_reserves_that_the_pool_cannot_give_are_counted():
    drawn = draw_from(make_pool(9, employers=9), reserves=SEATS)
    assert len(drawn.seated) == 7
    assert (len(drawn.reserves), drawn.missing_reserves) == (2, 5)


def test_a_field_with_too_few_employers_is_named():
    one_firm = [replace(entry, employer_uscc="same") if entry.field == "brand" else entry for entry in POOL]
    with pytest.raises(CannotSeat, match="brand: 2 seats, but 1") as caught:
        draw_from(one_firm)
    assert caught.value.field == "brand"
    with pytest.raises(CannotSeat):
        draw_from(POOL, seats={"law": 1})
    with pytest.raises(CannotSeat):
        draw_from([])


def test_a_pool_from_one_district_cannot_give_a_panel():
    with pytest.raises(CannotSeat, match="per district"):
        draw_from([replace(entry, district="310101") for entry in POOL])


def test_persons_without_employer_or_district_do_not_clash():
    free = [replace(entry, employer_uscc="", district=None) for entry in POOL]
    assert len(draw_from(free).seated) == 7


def test_a_single_seat_may_come_from_anywhere():
    assert len(draw_from(POOL[:1], seats={POOL[0].field: 1}, reserves=0).seated) == 1


def test_a_person_with_two_fields_sits_once():
    both = [replace(entry, field=field) for entry in POOL[:8] for field in SEATS]
    drawn = draw_from(both, reserves=0)
    assert len(set(drawn.seated)) == 7


@pytest.mark.parametrize(
    "wrong",
    [
        {"seats": {}},
        {"seats": {"brand": 0}},
        {"seats": {"brand": -1}},
        {"seats": {"brand": 1.5}},
        {"reserves": -1},
        {"reserves": {"brand": -1}},
    ],
)
def test_quotas_are_whole_numbers(wrong):
    with pytest.raises(ValueError, match=r"number|seat"):
        draw_from(POOL, **wrong)


def test_a_contradictory_pool_is_refused():
    with pytest.raises(ValueError, match="twice"):
        draw_from([*POOL, POOL[0]])
    with pytest.raises(ValueError, match="two employers"):
        draw_from([*POOL, replace(POOL[0], field="law", employer_uscc="other")])


def test_a_reserve_steps_in_for_its_field_and_keeps_the_district_rule():
    drawn = draw_from(POOL)
    leaving = next(one for one in drawn.seated if BY_ID[one].field == "technical")
    sitting = [one for one in drawn.seated if one != leaving]
    comes = next_reserve(POOL, drawn=drawn, sitting=sitting, field="technical")
    assert comes in drawn.reserves
    assert BY_ID[comes].field == "technical"
    districts = Counter(BY_ID[one].district for one in [*sitting, comes])
    assert max(districts.values()) <= 3
    other = next_reserve(POOL, drawn=drawn, sitting=sitting, field="technical", unavailable={comes})
    assert other != comes
    assert next_reserve(POOL, drawn=drawn, sitting=sitting, field="technical", unavailable=drawn.reserves) is None


def test_commitment_seed_and_pool_digest_are_plain_sha256():
    assert commitment("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert seed_from("d", "a", "b") == hashlib.sha256(b"d\na\nb").hexdigest()
    assert seed_from("d", "a", "b") != seed_from("d", "b", "a")
    assert pool_digest(POOL) == pool_digest(list(reversed(POOL)))
    assert pool_digest(POOL) != pool_digest([replace(POOL[0], load=50), *POOL[1:]])


@pytest.mark.parametrize("secret", ["", "two\nlines", "end\n"])
def test_a_secret_is_one_line(secret):
    with pytest.raises(ValueError, match="secret"):
        seed_from("d", "a", secret)


def test_a_large_lopsided_pool_is_decided_at_once():
    lopsided = [PoolEntry(f"E{n}", f"field{n % 5}", f"firm{n}", "310101" if n > 3 else f"d{n}") for n in range(600)]
    seats = {f"field{n}": 2 for n in range(5)}
    with pytest.raises(CannotSeat):
        draw_from(lopsided, seats=seats)
    enough = [*lopsided, PoolEntry("X1", "field4", "x1", "d8"), PoolEntry("X2", "field4", "x2", "d9")]
    assert {"X1", "X2"} & set(draw_from(enough, seats=seats, reserves=0).seated)


SMALL_ENTRIES = st.builds(
    PoolEntry,
    id=st.integers(0, 99).map(str),
    field=st.sampled_from("abc"),
    employer_uscc=st.sampled_from(["", "f1", "f2", "f3", "f4", "f5"]),
    district=st.sampled_from(["", "d1", "d2", "d3"]),
)
SMALL_POOLS = st.lists(SMALL_ENTRIES, max_size=9, unique_by=lambda entry: entry.id)
SMALL_SEATS = st.dictionaries(st.sampled_from("abc"), st.integers(1, 3), min_size=1)


def keeps_rules(panel: tuple[PoolEntry, ...]) -> bool:
    employers = [entry.employer_uscc for entry in panel if entry.employer_uscc]
    districts = Counter(entry.district for entry in panel if entry.district)
    most = max(1, len(panel) // 2)
    return len(employers) == len(set(employers)) and all(count <= most for count in districts.values())


def first_panel(pool: list[PoolEntry], seats: dict[str, int], seed: str) -> tuple[str, ...] | None:
    """By brute force: the lawful panel whose lots are first in dictionary order."""
    by_lot = sorted(pool, key=lambda entry: hashlib.sha256(f"{seed}\n{entry.id}".encode()).hexdigest())
    per_field = [
        combinations([n for n, entry in enumerate(by_lot) if entry.field == field], count)
        for field, count in seats.items()
    ]
    panels = (sorted(number for part in parts for number in part) for parts in product(*per_field))
    lawful = [panel for panel in panels if keeps_rules(tuple(by_lot[n] for n in panel))]
    return tuple(by_lot[n].id for n in min(lawful)) if lawful else None


@pytest.mark.property
@settings(deadline=None)
@given(SMALL_POOLS, SMALL_SEATS, st.text("ab", max_size=3))
def test_the_panel_is_the_first_lawful_one_and_refused_only_when_there_is_none(pool, seats, seed):
    expected = first_panel(pool, seats, seed)
    if expected is None:
        with pytest.raises(CannotSeat):
            draw(pool, seats=seats, reserves=0, seed=seed, exclusions={})
    else:
        assert draw(pool, seats=seats, reserves=0, seed=seed, exclusions={}).seated == expected


@pytest.mark.property
@settings(deadline=None)
@given(SMALL_POOLS, SMALL_SEATS, st.sets(st.integers(0, 99).map(str), max_size=20), st.integers(0, 5))
def test_reserves_share_no_employer_with_anybody_drawn(pool, seats, excluded, reserves):
    try:
        drawn = draw(pool, seats=seats, reserves=reserves, seed="s", exclusions=dict.fromkeys(excluded, "conflict"))
    except CannotSeat:
        assume(False)
    by_id = {entry.id: entry for entry in pool}
    everybody = [*drawn.seated, *drawn.reserves]
    employers = [by_id[one].employer_uscc for one in everybody if by_id[one].employer_uscc]
    assert len(set(everybody)) == len(everybody)
    assert len(set(employers)) == len(employers)
    assert not excluded & set(everybody)
    assert len(drawn.reserves) + drawn.missing_reserves == reserves
