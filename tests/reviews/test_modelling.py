"""Runs of a programme with a model: worked by hand, the same for any order, nothing personal frozen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.contract import Facts
from reviews import frozen, modelling
from tests.reviews.ranked_model import CLOSING, RANKED, SETTINGS, a_ranked_unit, expert, verified

PARAMETERS: dict[str, Any] = {"settings": SETTINGS, "programme": RANKED.slug}


def run(*units: dict[str, Any], **settings: Any) -> list[dict[str, Any]]:
    return modelling.compute(RANKED, units, {**PARAMETERS, "settings": {**SETTINGS, **settings}})


def board(*units: dict[str, Any], **settings: Any) -> list[tuple[object, ...]]:
    found = run(*units, **settings)
    return [(one["list_code"], one["code"], one["rank_before"], one["rank"], one["cause"]) for one in found]


def test_example_a_of_the_rules_keeps_its_value_and_is_adjusted_by_five_per_cent() -> None:
    plain, lifted = "12323.73", verified("12323.73", "adjust", "0.05")
    assert [one["final_figure"] for one in run(a_ranked_unit("a", plain))] == ["12323.73"]
    (one,) = run(a_ranked_unit("a", plain, verification=lifted))
    # 12323.73 x 1.05 = 12939.9165
    assert (one["figure"], one["ratio"], one["final_figure"]) == ("12323.73", "0.05", "12939.92")


def test_each_list_is_ranked_by_itself_with_the_place_before_verification() -> None:
    units = (
        a_ranked_unit("a", "100", is_first_tier=True),
        a_ranked_unit("b", "104", is_first_tier=True, verification=verified("104.00")),
        a_ranked_unit("c", "300", verification=verified("300.00", "exclude")),
        a_ranked_unit("d", "200"),
        a_ranked_unit("e", "900", passed=False, failed=["商标"]),
        a_ranked_unit("f", "900", passed=None, failed=["失信"]),
        a_ranked_unit("g", None),
        a_ranked_unit("h", "900", inspection="refused_entry"),
    )
    assert board(*units) == [
        ("L1", "b", 1, 1, "passed"),
        ("L1", "a", 2, 2, "passed"),
        ("L2", "d", 2, 1, "passed"),
        ("L2", "c", 1, None, "excluded"),
        ("L2", "e", None, None, "unmet"),
        ("L2", "f", None, None, "open"),
        ("L2", "g", None, None, "unranked"),
        ("L2", "h", None, None, "refused_entry"),
    ]


def test_an_adjustment_moves_the_place_and_the_place_before_stays() -> None:
    lifted = a_ranked_unit("a", "100", verification=verified("100.00", "adjust", "0.05"))
    lowered = a_ranked_unit("c", "110", verification=verified("110.00", "adjust", "-0.10"))
    assert board(lifted, a_ranked_unit("b", "104"), lowered) == [
        ("L2", "a", 3, 1, "passed"),  # 105
        ("L2", "b", 2, 2, "passed"),
        ("L2", "c", 1, 3, "passed"),  # 99
    ]


def test_a_verification_of_another_figure_is_stale_and_changes_nothing() -> None:
    (one,) = run(a_ranked_unit("a", "100", verification=verified("99.99", "exclude")))
    assert (one["verification"], one["rank"], modelling.waits_for_verification(one)) == ("stale", 1, True)
    (one,) = run(a_ranked_unit("a", "100", verification=verified("100", "exclude")))
    assert (one["verification"], one["rank"], modelling.waits_for_verification(one)) == ("exclude", None, False)


def test_ties_go_by_strength_then_profit_then_share_a_rank() -> None:
    units = (
        a_ranked_unit("weak", "100", points=70),
        a_ranked_unit("strong", "100", points=90),
        a_ranked_unit("rich", "100", points=80, profit="2"),
        a_ranked_unit("same_a", "100", points=80, profit="1"),
        a_ranked_unit("same_b", "100", points=80, profit="1"),
    )
    assert [(one["code"], one["rank"], one["is_shared"], one["decided_by"]) for one in run(*units)] == [
        ("strong", 1, False, 0),
        ("rich", 2, False, 2),
        ("same_a", 3, True, 3),
        ("same_b", 3, True, None),
        ("weak", 5, False, 2),
    ]


@pytest.mark.parametrize(
    ("length", "entered"),
    [
        (0, ["a", "b", "c", "d"]),
        (1, ["a"]),
        (2, ["a", "b", "c"]),
        (3, ["a", "b", "c"]),
        (4, ["a", "b", "c", "d"]),
        (9, ["a", "b", "c", "d"]),
    ],
)
def test_whoever_has_the_figure_of_the_last_place_enters_too(length: int, entered: list[str]) -> None:
    units = [
        a_ranked_unit("a", "300"),
        a_ranked_unit("b", "200", points=90),
        a_ranked_unit("c", "200", points=80),
        a_ranked_unit("d", "199.99", points=99),
    ]
    found = run(*units, list_lengths={"L2": length})
    assert [one["code"] for one in found if one["is_proposed"]] == entered
    assert {one["cause"] for one in found if not one["is_proposed"]} <= {"below_cut"}


def test_criteria_are_aggregated_each_on_its_own() -> None:
    experts = [
        expert(f"E-{number}", care, fame)
        for number, (care, fame) in enumerate([(88, 50), (90, 90), (91, 90), (85, 90), (79, 90)], start=1)
    ]
    (one,) = run(a_ranked_unit("a", "100", experts=experts))
    # care: drop 79 and 91, (88 + 90 + 85) / 3 = 87.67; fame: drop 50 and 90, 90
    assert one["criteria"] == {
        "care": {"value": "87.67", "spread": "12", "dropped": ["79", "91"], "is_wide": False},
        "fame": {"value": "90.00", "spread": "40", "dropped": ["50", "90"], "is_wide": True},
    }
    # 0.4 x 87.67 + 0.6 x 90 = 89.068
    assert one["parts"]["strength"] == "89.0680"


def test_without_experts_the_model_still_says_a_figure() -> None:
    (one,) = run(a_ranked_unit("a", "100", experts=[]))
    assert (one["figure"], one["criteria"], one["ties"][0]) == ("100.00", {}, "0.00")


def test_a_list_that_the_programme_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="list that the programme does not have"):
        modelling.compute(replace(RANKED, lists=RANKED.lists[:1]), [a_ranked_unit("a", "100")], PARAMETERS)


def test_facts_are_frozen_without_what_the_model_does_not_read() -> None:
    facts = Facts(
        answers={"worth": Decimal("100.50"), "profit": None, "contact": "示例联系人"},
        verified={"worth": Decimal("99.5000"), "grade": "AAA", "contact": "示例"},
        findings={"tier": False},
        honours=({"uscc": "x", "honour": "h", "valid_to": date(2025, 1, 1)},),
        closing_on=CLOSING,
    )
    found = modelling.freeze_facts(RANKED, facts)
    assert found == {
        "answers": {"worth": "100.5", "profit": None},
        "verified": {"worth": "99.5000", "grade": "AAA"},
        "findings": {"tier": False},
        "honours": [{"uscc": "x", "honour": "h", "valid_to": "2025-01-01"}],
        "closing_on": "2024-04-12",
    }
    again = modelling.thaw_facts(RANKED, found)
    assert (again.answers["worth"], again.verified, again.findings, again.honours, again.closing_on) == (
        Decimal("100.50"),
        {"worth": Decimal("99.5000"), "grade": "AAA"},
        {"tier": False},
        facts.honours,
        CLOSING,
    )


def digest_of(units: list[dict[str, Any]]) -> str:
    return frozen.digest_of(units, PARAMETERS, modelling.compute(RANKED, units, PARAMETERS))


UNITS = st.lists(
    st.builds(
        a_ranked_unit,
        st.text("abcdef", min_size=3, max_size=3),
        st.sampled_from(["100", "100.00", "200", "200.01", None]),
        points=st.integers(60, 63),
        profit=st.sampled_from(["0", "1"]),
        is_first_tier=st.booleans(),
        passed=st.sampled_from([True, True, False, None]),
        verification=st.sampled_from([None, verified("100", "adjust", "0.05"), verified("200", "exclude")]),
    ),
    max_size=10,
    unique_by=lambda unit: unit["code"],
)


@pytest.mark.property
@given(UNITS.flatmap(lambda units: st.tuples(st.just(units), st.permutations(units))))
def test_the_order_of_input_changes_no_byte(orders: tuple[list[dict[str, Any]], list[dict[str, Any]]]) -> None:
    one, other = orders
    turned = [{**unit, "experts": list(reversed(unit["experts"]))} for unit in other]
    assert digest_of(one) == digest_of(turned)


@pytest.mark.property
@given(UNITS)
def test_every_unit_stands_in_the_results_once_and_ranks_begin_at_one(units: list[dict[str, Any]]) -> None:
    found = modelling.compute(RANKED, units, PARAMETERS)
    assert sorted(one["code"] for one in found) == sorted(unit["code"] for unit in units)
    for code in ("L1", "L2"):
        ranks = [one["rank"] for one in found if one["list_code"] == code and one["rank"]]
        assert ranks == sorted(ranks)
        assert ranks[:1] in ([], [1])


def test_one_figure_changes_the_digest() -> None:
    units = [a_ranked_unit(f"u{number}", f"{100 + number}") for number in range(5)]
    digest = digest_of(units)
    units[3]["facts"]["answers"]["profit"] = "0.01"
    assert digest_of(units) != digest
