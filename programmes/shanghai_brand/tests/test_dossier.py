"""Answers go into typed columns and come back as they were; the database keeps the bounds and the fence."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from applications.actions.units import follow_answers
from applications.models import Application, Unit
from applications.queries.facts import judge_answers
from portal.kit import clock
from portal.tenancy import fence
from programmes import registry
from programmes.models import Edition, EditionState
from programmes.shanghai_brand.examples import complete_answers, example_profile, item_row
from programmes.shanghai_brand.models import CultivationDossier
from programmes.shanghai_brand.programme import PROGRAMME

CODE = "91310000631696382C"


@pytest.fixture
def application(cast):
    now = clock.now()
    with fence.as_tenant(cast.tenant.pk):
        edition = Edition.objects.create(
            tenant=cast.tenant,
            programme_slug=PROGRAMME.slug,
            year=2026,
            title="2026年“上海品牌”培育试点（示例）",
            state=EditionState.OPEN,
            opens_at=now - timedelta(days=10),
            closes_at=now + timedelta(days=20),
        )
    with fence.entered(cast.applicant):
        yield Application.objects.create(
            tenant=cast.tenant,
            enterprise_id=cast.enterprise_id,
            edition=edition,
            enterprise_name="示例",
            enterprise_uscc=CODE,
            created_at=now,
            saved_at=now,
            moved_at=now,
            created_by=cast.user("applicant"),
        )


def test_every_answer_comes_back_as_it_was_written(application):
    registry.write_answers(application, complete_answers())
    assert registry.read_answers(application) == complete_answers()
    row = CultivationDossier.objects.get()
    assert (row.net_profit_y2, row.items[0]["tm_valid_to"]) == (Decimal("-50.25"), "2049-12-31")


@pytest.mark.parametrize(
    "wrong",
    [
        {"revenue_y0": Decimal("-0.01")},
        {"liabilities_y0": Decimal("100000000.01")},
        {"net_profit_y2": Decimal("-100000000.01")},
        {"sh_staff_share": Decimal("100.01")},
        {"employees": -1},
    ],
)
def test_the_database_refuses_figures_out_of_bounds(application, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        registry.write_answers(application, wrong)


def test_a_dossier_of_another_enterprise_is_not_seen(application, cast):
    registry.write_answers(application, {"hq_note": "示例"})
    with fence.entered(cast.rival):
        assert CultivationDossier.objects.count() == 0
    assert CultivationDossier.objects.count() == 1


def test_every_item_is_a_unit_of_its_own_and_follows_its_row(application):
    rows = [item_row(f"示例{place}号") for place in (1, 2, 3)]
    follow_answers(application, complete_answers(items=rows))
    assert names_of(application) == [(1, "示例1号"), (2, "示例2号"), (3, "示例3号")]
    follow_answers(application, complete_answers(items=[rows[2], {**rows[0], "name": ""}]))
    assert names_of(application) == [(1, "示例3号"), (2, "示例（2）")]


def names_of(application):
    return list(Unit.objects.filter(application=application).order_by("position").values_list("position", "name"))


def test_what_an_applicant_has_written_so_far_is_judged_over_all_items(application):
    licensed = complete_answers(items=[item_row(), item_row("示例二号", tm_owner="示例许可人")])
    for answers, expected in ((complete_answers(), True), (licensed, False), ({}, None)):
        verdict = judge_answers(application.edition, answers, profile=example_profile(CODE))
        lines = {line.key: line.passed for _title, group in verdict.groups for line in group}
        assert lines["b4"] is expected
