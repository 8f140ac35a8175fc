"""The whole way of a unit through this app, by actions."""

from __future__ import annotations

from decimal import Decimal

from applications.models import Milestone, Outcome, Unit
from portal.kit.actor import Actor
from portal.tenancy import fence
from reviews import actions, queries
from reviews.models import PanelUnit
from tests.cast import Cast
from tests.reviews.scene import accept_unit, calculate, fill_pool, review


def test_a_unit_goes_from_accepted_to_proposed(cast: Cast) -> None:
    fill_pool(cast)
    unit = accept_unit(cast)
    review(cast, unit, 90)
    run = calculate(cast, unit)
    with fence.entered(cast.city):
        actions.submit_run(run_id=run.pk, actor=cast.city)
    with fence.entered(cast.city_leader):
        actions.approve_run(run_id=run.pk, reason="同意拟认定名单", expected_digest=run.digest, actor=cast.city_leader)
        outcome = Outcome.objects.get(unit=unit)
        quantitative = Decimal(run.results[0]["quantitative"])
        total = (Decimal("0.6") * quantitative + Decimal("0.4") * 90).quantize(Decimal("0.01"))
        assert (outcome.panel, outcome.rank, outcome.is_proposed) == (Decimal("90.00"), 1, True)
        assert abs(outcome.total - total) <= Decimal("0.01")
        assert Unit.objects.get(pk=unit.pk).state == "proposed"
        keys = list(Milestone.objects.filter(unit=unit).order_by("pk").values_list("key", "digest"))
        assert [key for key, _ in keys] == ["scores_complete", "run_approved"]
        assert keys[1][1] == run.digest
        approved = queries.approved_results(cast.edition)
        assert approved == [queries.ApprovedResult(unit.pk, unit.name, outcome.total, 1, run.digest)]
        assert PanelUnit.objects.get(unit=unit).value == Decimal("90.00")
    with fence.entered(Actor(tenant_id=cast.stranger_tenant.pk)):
        assert queries.approved_results(cast.edition) == []
