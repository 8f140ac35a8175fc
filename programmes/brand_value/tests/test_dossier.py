"""Answers go into typed columns and come back as they were; the database keeps the bounds."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from applications.models import Application
from portal.kit import clock
from portal.tenancy import fence
from programmes import registry
from programmes.brand_value.examples import complete_answers
from programmes.brand_value.models import BrandDossier
from tests.ranked import open_ranked_edition


@pytest.fixture
def application(cast):
    edition = open_ranked_edition(cast)
    with fence.entered(cast.applicant):
        now = clock.now()
        yield Application.objects.create(
            tenant=cast.tenant,
            enterprise_id=cast.enterprise_id,
            edition=edition,
            enterprise_name="示例",
            enterprise_uscc="91310000631696382C",
            created_at=now,
            saved_at=now,
            moved_at=now,
            created_by=cast.user("applicant"),
        )


def test_every_answer_comes_back_as_it_was_written(application):
    registry.write_answers(application, complete_answers())
    assert registry.read_answers(application) == complete_answers()
    row = BrandDossier.objects.get()
    assert (str(row), row.net_profit_y0, row.tm_list[0]["valid_to"]) == ("示例恒测", Decimal("3300.00"), "2049-12-31")


def test_a_loss_is_kept_with_its_sign(application):
    registry.write_answers(application, {"net_profit_y0": Decimal("-80.25"), "nonrecurring_y1": Decimal("-1")})
    read = registry.read_answers(application)
    assert (read["net_profit_y0"], read["nonrecurring_y1"]) == (Decimal("-80.25"), Decimal(-1))


@pytest.mark.parametrize(
    "wrong",
    [
        {"revenue_y0": Decimal("-0.01")},
        {"liabilities_y0": Decimal("100000000.01")},
        {"net_profit_y2": Decimal("-100000000.01")},
        {"csat": Decimal("100.01")},
        {"brand_first_use_year": 1799},
        {"tm_overseas_regions": 201},
        {"employees": -1},
    ],
)
def test_the_database_refuses_figures_out_of_bounds(application, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        registry.write_answers(application, wrong)


def test_a_dossier_of_another_enterprise_is_not_seen(application, cast):
    registry.write_answers(application, {"brand_name_zh": "示例恒测"})
    with fence.entered(cast.rival):
        assert BrandDossier.objects.count() == 0
    assert BrandDossier.objects.count() == 1
