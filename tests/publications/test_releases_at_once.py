"""Two releases at the same time: one list is released once, and two lists take numbers of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from portal.kit.errors import Conflict
from portal.tenancy import fence
from publications import queries
from publications.actions import lists
from publications.models import Certificate, ListEntry
from tests.cast import Cast
from tests.publications.ranked_stage import decide_three_lists, draft
from tests.ranked import open_ranked_edition

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """The results of acts that start together, each on a connection of its own; a Conflict counts as a result."""
    gate, results = threading.Barrier(len(acts)), [object()] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        gate.wait(timeout=30)
        try:
            results[place] = act()
        except Conflict:
            results[place] = "conflict"
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def releasing(cast: Cast, list_id: int, seen: str) -> Callable[[], object]:
    def release() -> object:
        with fence.entered(cast.city_leader):
            return lists.release_list(list_id=list_id, expected=seen, actor=cast.city_leader).state

    return release


def test_a_list_released_twice_at_once_goes_out_once_without_a_gap(cast: Cast) -> None:
    edition = open_ranked_edition(cast)
    decide_three_lists(cast, edition)
    row = draft(cast, edition)
    with fence.entered(cast.city):
        seen = lists.fingerprint(queries.listable_units(edition, code="L1"))
    results = at_once(*[releasing(cast, row.pk, seen)] * 2)
    assert sorted(map(str, results)) == ["conflict", "released"]
    with fence.entered(cast.city):
        numbers = sorted(Certificate.objects.values_list("number", flat=True))
        assert ([n[:-2] for n in numbers], ListEntry.objects.count()) == (
            [f"SHBV-2024-L1-000{n}" for n in (1, 2, 3)],
            3,
        )


def test_two_lists_released_at_once_do_not_share_a_series(cast: Cast) -> None:
    edition = open_ranked_edition(cast)
    decide_three_lists(cast, edition)
    rows = [draft(cast, edition, code) for code in ("L1", "L2")]
    with fence.entered(cast.city):
        seen = [lists.fingerprint(queries.listable_units(edition, code=row.code)) for row in rows]
    results = at_once(*(releasing(cast, row.pk, one) for row, one in zip(rows, seen, strict=True)))
    assert results == ["released", "released"]
    with fence.entered(cast.city):
        numbers = sorted(Certificate.objects.values_list("number", flat=True))
        assert [n[:-2] for n in numbers] == [
            "SHBV-2024-L1-0001",
            "SHBV-2024-L1-0002",
            "SHBV-2024-L1-0003",
            "SHBV-2024-L2-0001",
        ]
