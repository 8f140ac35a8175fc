"""Facts: reported answers, verified figures on top, newest findings, honours valid on the closing day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from applications import queries
from applications.models import CheckFinding, Unit, VerifiedFigure
from portal.kit import clock
from portal.tenancy import fence
from tests.applications.filing.writing import submitted
from tests.cast import Cast


def add_figure(cast: Cast, unit: Unit, value: str) -> None:
    VerifiedFigure.objects.create(
        tenant_id=unit.tenant_id,
        enterprise_id=unit.enterprise_id,
        unit=unit,
        key="output_total_y0",
        reported="38.9",
        verified=Decimal(value),
        reason="统计年报（示例）",
        verified_by=cast.user("city"),
        verified_at=clock.now(),
    )


def add_finding(cast: Cast, unit: Unit, is_met: bool | None) -> None:
    CheckFinding.objects.create(
        tenant_id=unit.tenant_id,
        unit=unit,
        key="c2_policy",
        is_met=is_met,
        found_by=cast.user("city"),
        found_at=clock.now(),
    )


def test_newest_verified_figure_and_finding_count(cast: Cast) -> None:
    application = submitted(cast)
    with fence.entered(cast.city):
        unit = queries.unit_for(cast.city, Unit.objects.get(application=application).pk)
        add_figure(cast, unit, "30")
        add_figure(cast, unit, "29.99")
        add_finding(cast, unit, False)
        add_finding(cast, unit, True)
        facts = queries.facts_for(unit)
        assert facts.answers["output_total_y0"] == Decimal("38.9")
        assert (facts.verified, facts.findings) == ({"output_total_y0": Decimal("29.9900")}, {"c2_policy": True})
        # closes_at is 2026-03-30 10:00, so the last day is the 30th.
        assert facts.closing_on == date(2026, 3, 30)
        assert len(facts.honours) == len(facts.answers["firm_list"])
        lines = {line.key: line.passed for _title, group in queries.verdict_for(unit).groups for line in group}
        # 29.99 is below 30 亿元, whatever was reported.
        assert (lines["c2_output_y0"], lines["c2_policy"]) == (False, True)


def test_facts_of_many_units_cost_four_queries(cast: Cast, django_assert_num_queries: object) -> None:
    application = submitted(cast)
    with fence.entered(cast.city):
        unit = queries.unit_for(cast.city, Unit.objects.get(application=application).pk)
        for units in ([unit], [unit, unit, unit]):
            with django_assert_num_queries(4):  # type: ignore[operator]
                assert list(queries.facts_for_all(units)) == [unit.pk]


def test_expired_honours_and_a_midnight_deadline(cast: Cast) -> None:
    application = submitted(cast)
    edition = application.edition
    edition.closes_at = clock.start_of(date(2024, 5, 16))
    assert queries.facts.last_day_of(edition) == date(2024, 5, 15)
    rows = [
        {"uscc": "A", "honour": "little_giant", "valid_to": date(2024, 5, 15)},
        {"uscc": "B", "honour": "little_giant", "valid_to": date(2024, 5, 14)},
        {"uscc": "C", "honour": None, "valid_to": None},
    ]
    facts = queries.facts.facts_of(edition, {"firm_list": rows})
    assert [row["uscc"] for row in facts.honours] == ["A"]
