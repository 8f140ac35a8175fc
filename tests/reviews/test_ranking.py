"""Ranks: shared for full ties, decided by the programme's keys, the same for any order of input."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.ranking import rank


@dataclass(frozen=True)
class Unit:
    code: str
    final: Decimal | int | None
    quantitative: Decimal | int | None = 0
    median: int = 0


TIES = ("quantitative", "median")
UNITS = st.lists(
    st.builds(Unit, st.text("abcdef", min_size=3, max_size=3), *[st.integers(0, 3)] * 3),
    max_size=12,
    unique_by=lambda unit: unit.code,
)


def ranks(*units: Unit) -> list[tuple[int, str, bool, int | None]]:
    lines = rank(units, by="final", ties=TIES, listed_by=lambda unit: unit.code)
    return [(line.rank, line.entry.code, line.is_shared, line.decided_by) for line in lines]


def test_full_ties_share_a_rank_and_the_next_one_is_left_out():
    units = Unit("d", 70), Unit("c", 80), Unit("a", 90), Unit("b", 80)
    assert ranks(*units) == [(1, "a", False, 0), (2, "b", True, 1), (2, "c", True, None), (4, "d", False, 1)]


def test_ties_are_broken_by_the_keys_in_their_order():
    units = Unit("a", 80, 60, 99), Unit("b", 80, 70, 1), Unit("c", 80, 60, 98)
    assert ranks(*units) == [(1, "b", False, 0), (2, "a", False, 2), (3, "c", False, 3)]


def test_a_missing_value_is_below_every_value():
    assert [code for _, code, *_ in ranks(Unit("a", None), Unit("b", 0), Unit("c", 1))] == ["c", "b", "a"]
    assert [code for _, code, *_ in ranks(Unit("a", 5, None), Unit("b", 5, 0))] == ["b", "a"]


def test_trailing_zeros_do_not_part_a_tie():
    assert [line[0] for line in ranks(Unit("a", Decimal("80.0")), Unit("b", Decimal("80.00")))] == [1, 1]


def test_mappings_and_functions_serve_as_well():
    rows = [{"code": "a", "final": 1}, {"code": "b", "final": 2}]
    assert [line.entry["code"] for line in rank(rows, by="final")] == ["b", "a"]
    assert [line.entry["code"] for line in rank(rows, by=lambda row: -row["final"], ties=["code"])] == ["a", "b"]


def test_an_empty_list_has_no_ranks():
    assert rank([], by="final", ties=TIES) == []


def test_not_a_number_is_refused():
    with pytest.raises(ValueError, match="not a number"):
        rank([Unit("a", Decimal("NaN"))], by="final")


@pytest.mark.property
@given(UNITS.flatmap(lambda units: st.tuples(st.just(units), st.permutations(units))))
def test_the_order_of_input_changes_nothing(orders):
    assert ranks(*orders[0]) == ranks(*orders[1])


@pytest.mark.property
@given(UNITS)
def test_a_rank_is_one_more_than_the_number_of_better_entries(units):
    merit = {unit.code: (unit.final, unit.quantitative, unit.median) for unit in units}
    for place, code, is_shared, _ in ranks(*units):
        assert place == 1 + sum(other > merit[code] for other in merit.values())
        assert is_shared == (list(merit.values()).count(merit[code]) > 1)


@pytest.mark.property
@given(UNITS, st.integers(0, 11))
def test_removing_an_entry_keeps_the_order_of_the_rest(units, position):
    if not units:
        return
    gone = units[position % len(units)]
    rest = [line[1] for line in ranks(*(unit for unit in units if unit is not gone))]
    assert rest == [line[1] for line in ranks(*units) if line[1] != gone.code]
