"""Rules between the questions, what looks like a slip, and the dossier that keeps the answers."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from applications.models import Application
from portal.kit import clock
from portal.tenancy import fence
from programmes import registry
from programmes.wuhu_zhizao import checks, warnings
from programmes.wuhu_zhizao.examples import complete_answers, point
from programmes.wuhu_zhizao.form_fields import HIGHER, LOWER
from programmes.wuhu_zhizao.models import ProductDossier
from programmes.wuhu_zhizao.programme import PROGRAMME
from tests.cast import make_edition
from tests.fixtures import NOON

D = Decimal
AMOUNT = st.decimals(min_value=0, max_value=100_000_000, places=2)


@pytest.fixture(autouse=True)
def noon():
    with clock.frozen(NOON):
        yield


def honour(issued_on, valid_to):
    return {"honour": "hi_tech", "number": None, "issuer": "示例", "issued_on": issued_on, "valid_to": valid_to}


@pytest.mark.parametrize(
    ("slip", "found"),
    [
        ({}, {}),
        ({"product_revenue_y0": D("28000")}, {}),
        ({"product_revenue_y0": D("28000.01")}, {"product_revenue_y0": checks.PRODUCT_ABOVE_FIRM}),
        ({"product_revenue_y2": D("21000.01")}, {"product_revenue_y2": checks.PRODUCT_ABOVE_FIRM}),
        ({"revenue_y0": None, "product_revenue_y0": D("99999")}, {}),
        ({"industry_gbt4754": ["C3491", "C3421"]}, {"industry_gbt4754": checks.ONE_CODE}),
        ({"tm_reg_no": "1234"}, {"tm_reg_no": checks.NUMBER_SHAPE}),
        ({"tm_reg_no": "1234567890"}, {"tm_reg_no": checks.NUMBER_SHAPE}),
        ({"tm_reg_no": "G123456"}, {"tm_reg_no": checks.NUMBER_SHAPE}),
        ({"tm_reg_no": "３０００００１Ａ"}, {}),
        ({"declare_truth": False}, {"declare_truth": checks.TRUTH_NEEDED}),
        ({"honours": [honour(date(2023, 1, 1), date(2023, 1, 1)), honour(date(2023, 1, 1), None)]}, {}),
        (
            {"honours": [honour(date(2020, 1, 1), None), honour(date(2023, 1, 2), date(2023, 1, 1))]},
            {"honours": checks.HONOUR_REVERSED % {"row": 2}},
        ),
    ],
)
def test_answers_that_clash_are_told(slip, found):
    assert PROGRAMME.check_answers(complete_answers(**slip)) == found


def test_a_quality_certificate_must_hold_on_the_day_of_handing_in():
    today = clock.today()
    assert PROGRAMME.check_answers({"qms_valid_to": today}) == {}
    yesterday = {"qms_valid_to": today - timedelta(days=1)}
    assert PROGRAMME.check_answers(yesterday) == {"qms_valid_to": checks.CERTIFICATE_ENDED}


@pytest.mark.parametrize(
    ("slip", "found"),
    [
        ({}, {}),
        ({"revenue_y1": D("84000.01")}, {"revenue_y1": warnings.STEP}),
        ({"revenue_y1": D("84000")}, {}),
        ({"product_revenue_y1": D("24400.01")}, {"product_revenue_y1": warnings.STEP}),
        ({"product_revenue_y2": D(0)}, {}),
        ({"market_share": D("0.35")}, {"market_share": warnings.SHARE_AS_RATIO}),
        ({"market_share": D(0)}, {}),
        ({"industry_gbt4754": ["I6513"]}, {"industry_gbt4754": warnings.NOT_MADE}),
        (
            {"advanced_points": [point("a", None, HIGHER, "2", "1", "3"), point("b", None, LOWER, "2", "1", "3")]},
            {"advanced_points": warnings.REVERSED % {"row": 2}},
        ),
    ],
)
def test_what_looks_like_a_slip_is_wondered_at(slip, found):
    assert PROGRAMME.warn_answers(complete_answers(**slip)) == found


@pytest.mark.parametrize(("days", "is_warned"), [(-1, False), (0, True), (179, True), (180, False)])
def test_a_quality_certificate_that_ends_soon_is_wondered_at(days, is_warned):
    found = PROGRAMME.warn_answers({"qms_valid_to": clock.today() + timedelta(days=days)})
    assert found == ({"qms_valid_to": warnings.ENDS_SOON} if is_warned else {})


@given(AMOUNT, AMOUNT)
def test_a_part_is_refused_exactly_when_it_is_above_its_whole(part, whole):
    found = checks.check_answers({"product_revenue_y0": part, "revenue_y0": whole})
    assert (found != {}) == (part > whole)


@pytest.fixture
def application(cast):
    edition = make_edition(cast.tenant, slug=PROGRAMME.slug, year=2031)
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
    row = ProductDossier.objects.get()
    assert (str(row), row.qms_valid_to, row.product_models[0]) == (
        "示例六轴工业机器人",
        date(2049, 12, 31),
        {"model": "EX-R20", "note": None},
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"revenue_y0": D("-0.01")},
        {"product_revenue_y2": D("100000000.01")},
        {"market_share": D("100.01")},
        {"employees": -1},
    ],
)
def test_the_database_refuses_figures_out_of_bounds(application, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        registry.write_answers(application, wrong)


def test_a_dossier_of_another_enterprise_is_not_seen(application, cast):
    registry.write_answers(application, {"product_name": "示例产品"})
    with fence.entered(cast.rival):
        assert ProductDossier.objects.count() == 0
    assert ProductDossier.objects.count() == 1
