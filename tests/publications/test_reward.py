"""Rewards: one for each product for ever, applied for, checked, approved by another person, paid with a reference."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Denied, Invalid, NotFound
from portal.notifications.models import Announcement
from portal.tenancy import fence
from programmes.models import Edition
from publications.actions import rewarding, watching_body
from publications.actions.earning import edition_of_year
from publications.actions.rewarding import Claim
from publications.models import Reward
from publications.queries.rewards import YearTotal, year_totals
from tests.cast import Cast
from tests.publications.after_stage import (
    BODY,
    DAY,
    OTHER_BODY,
    certified,
    draft,
    edition_of_certificates,
    edition_of_items,
    inspector,
    publish_certificate,
    publish_items,
    release,
    rewards_in,
    said,
    seen,
)
from tests.publications.test_releases_at_once import at_once, releasing

CLAIM = Claim("示例联系人", "0553-1234567", "新取得认证的示例产品，依方案申领奖励。", True)


@pytest.fixture
def edition(cast: Cast) -> Edition:
    return edition_of_certificates(cast)


def claim(cast: Cast, row: Reward, values: Claim = CLAIM, who: str = "applicant") -> Reward:
    actor = getattr(cast, who)
    with fence.entered(actor):
        return rewarding.claim(reward_id=row.pk, values=values, actor=actor)


def check(cast: Cast, row: Reward, who: str = "city") -> Reward:
    actor = getattr(cast, who)
    with fence.entered(actor):
        return rewarding.check(reward_id=row.pk, comment="材料齐全。", actor=actor)


def approve(cast: Cast, row: Reward, actor: Actor | None = None) -> Reward:
    with fence.entered(actor or cast.city_leader) as who:
        return rewarding.approve(reward_id=row.pk, comment="同意。", actor=who)


def pay(cast: Cast, row: Reward, paid_on: date = DAY, reference: str = "示例财企〔2026〕18号") -> Reward:
    with fence.entered(cast.city):
        return rewarding.pay(reward_id=row.pk, paid_on=paid_on, reference=reference, actor=cast.city)


def refuse(cast: Cast, row: Reward, who: str, reason: str = "材料不实。") -> Reward:
    actor = getattr(cast, who)
    with fence.entered(actor):
        return rewarding.refuse(reward_id=row.pk, reason=reason, actor=actor)


def earned(cast: Cast, edition: Edition, name: str = "示例产品", **over: object) -> Reward:
    publish_certificate(cast, edition, name, **over)
    return rewards_in(cast)[-1]


def ask(client: Client, name: str, cast: Cast, query: str = "", **keys: object) -> HttpResponse:
    return client.get(reverse(name, kwargs={"tenant": cast.tenant.slug, **keys}) + query)


def test_a_new_certificate_earns_twenty_wan_and_a_renewal_nothing(cast: Cast, edition: Edition) -> None:
    certified(cast, edition, "示例新产品")
    certified(cast, edition, "示例复评产品", serial=2, is_new=False)
    release(cast, edition)
    found = [(row.entry.name, row.amount_yuan, row.year, row.state, row.edition_id) for row in rewards_in(cast)]
    assert found == [("示例新产品", 200_000, 2026, "eligible", edition.pk)]


def test_a_programme_without_a_reward_earns_none(cast: Cast) -> None:
    publish_items(cast, edition_of_items(cast), "示例甲")
    assert rewards_in(cast) == []


def test_one_product_is_rewarded_once_in_whatever_year_and_by_whichever_body(cast: Cast, edition: Edition) -> None:
    first = earned(cast, edition, identity="same")
    later = edition_of_certificates(cast, year=2027)
    publish_certificate(cast, later, "示例产品", identity="same", body_name=OTHER_BODY, issued_on=date(2026, 3, 9))
    publish_certificate(cast, later, "别的产品", identity="other", serial=2)
    assert [(row.pk, row.entry.name) for row in rewards_in(cast)][:1] == [(first.pk, "示例产品")]
    assert [row.entry.name for row in rewards_in(cast)] == ["示例产品", "别的产品"]


def test_the_database_holds_one_reward_for_a_product_whatever_the_code_does(cast: Cast, edition: Edition) -> None:
    row = earned(cast, edition, identity="same")
    other = publish_certificate(cast, edition, "示例另一张证书", serial=2, identity="same")
    row.pk, row.entry = None, other
    taken = pytest.raises(IntegrityError, match="reward_once_per_product")
    with fence.as_tenant(cast.tenant.pk), taken, transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(
    ("issued_on", "wanted"),
    [(date(2025, 12, 31), (2025, 100_000)), (date(2026, 1, 1), (2026, 200_000)), (date(2024, 6, 1), (2026, 200_000))],
)
def test_the_certificates_date_decides_year_and_amount(
    cast: Cast, edition: Edition, issued_on: date, wanted: tuple[int, int]
) -> None:
    edition_of_certificates(cast, year=2025, parameters={"reward_amount_yuan": 100_000})
    row = earned(cast, edition, issued_on=issued_on)
    assert (row.edition.year, row.amount_yuan, row.year) == (*wanted, issued_on.year)


def test_a_plan_of_several_years_is_the_edition_of_each_of_them(cast: Cast) -> None:
    plan = edition_of_certificates(cast, year=2025)
    plan.opens_at = clock.start_of(date(2021, 12, 21))
    assert edition_of_year(plan, date(2023, 5, 1)) == plan


def test_the_amount_stays_as_it_was_on_the_day_of_release(cast: Cast, edition: Edition) -> None:
    row = earned(cast, edition)
    with fence.as_tenant(cast.tenant.pk):
        Edition.objects.filter(pk=edition.pk).update(parameters={"reward_amount_yuan": 1})
        assert Reward.objects.get(pk=row.pk).amount_yuan == 200_000
        with pytest.raises(InternalError), transaction.atomic():
            Reward.objects.filter(pk=row.pk).update(amount_yuan=300_000)


def test_the_whole_way_takes_two_persons_and_tells_the_enterprise(cast: Cast, edition: Edition) -> None:
    row = earned(cast, edition)
    with pytest.raises(Conflict, match="当前为“可申领”"):
        check(cast, row)
    claim(cast, row)
    with pytest.raises(Denied):
        check(cast, row, "city_leader")
    check(cast, row)
    both = Actor(user_id=cast.city.user_id, name="both", tenant_id=cast.tenant.pk, grants=cast.city_leader.grants)
    with pytest.raises(Denied, match="核对奖励的人员不能审批"):
        approve(cast, row, both)
    with pytest.raises(Denied):
        approve(cast, row, cast.second_city)
    approve(cast, row)
    done = pay(cast, row)
    assert (done.state, done.paid_on, done.payment_reference) == ("paid", DAY, "示例财企〔2026〕18号")
    people = (done.checked_by_id, done.approved_by_id, done.paid_by_id)
    assert people == (cast.city.user_id, cast.city_leader.user_id, cast.city.user_id)
    with fence.as_tenant(cast.tenant.pk):
        told = Announcement.objects.filter(kind__startswith="reward_").values_list("kind", flat=True)
        kinds = ("eligible", "claimed", "to_approve", "approved", "to_pay", "paid")
        assert sorted(told) == sorted(f"reward_{kind}" for kind in kinds)
    with pytest.raises(Conflict, match="当前为“已拨付”"):
        refuse(cast, row, "city_leader")


def test_the_database_refuses_one_person_for_both_and_a_jump(cast: Cast, edition: Edition) -> None:
    row = earned(cast, edition)
    claim(cast, row)
    with fence.as_tenant(cast.tenant.pk):
        for change, error in (
            ({"state": "paid"}, InternalError),
            ({"state": "checked", "checked_by": cast.user("city"), "approved_by": cast.user("city")}, IntegrityError),
        ):
            with pytest.raises(error), transaction.atomic():
                Reward.objects.filter(pk=row.pk).update(**change)


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"contact_name": "某"}, "contact_name"),
        ({"contact_phone": "没有"}, "contact_phone"),
        ({"statement": "短"}, "statement"),
        ({"statement": "请拨付至 6222 0212 3456 7890 123 账户，谢谢。"}, "statement"),
        ({"statement": "请拨付至６２２２０２１２３４５６７８９０１２３账户，谢谢。"}, "statement"),
        ({"is_true": False}, "is_true"),
    ],
)
def test_a_claim_is_complete_and_holds_no_bank_account(
    cast: Cast, edition: Edition, over: dict[str, object], field: str
) -> None:
    row = earned(cast, edition)
    values = Claim(
        **(
            {"contact_name": "示例联系人", "contact_phone": "13800000000"}
            | {"statement": CLAIM.statement, "is_true": True}
            | over
        )
    )  # type: ignore[arg-type]
    with pytest.raises(Invalid) as error:
        claim(cast, row, values)
    assert list(error.value.fields) == [field]
    assert rewards_in(cast)[0].state == "eligible"


def test_the_page_says_that_no_account_is_given_here(cast: Cast, edition: Edition) -> None:
    row = earned(cast, edition)
    client = cast.client("applicant")
    page = ask(client, "reward_mine", cast, pk=row.pk).content.decode()
    assert ("平台不收集银行账号" in page, "在平台之外书面提供" in page) == (True, True)
    typed = {
        "contact_name": "示例联系人",
        "contact_phone": "0553-1234567",
        "statement": CLAIM.statement,
        "is_true": "on",
    }
    url = reverse("reward_mine", kwargs={"tenant": cast.tenant.slug, "pk": row.pk})
    assert client.post(url, typed | {"is_true": ""}).status_code == 422
    assert (client.post(url, typed).status_code, rewards_in(cast)[0].state) == (302, "applied")
    assert ask(cast.client("rival"), "reward_mine", cast, pk=row.pk).status_code == 404


def test_an_office_reads_the_contact_with_a_reason_only(cast: Cast, edition: Edition) -> None:
    row = earned(cast, edition)
    claim(cast, row)
    client, keys = cast.client("city"), {"tenant": cast.tenant.slug, "pk": row.pk}
    assert "0553-1234567" not in ask(client, "reward", cast, pk=row.pk).content.decode()
    assert client.post(reverse("reward_reveal", kwargs=keys), {"reason": ""}).status_code == 422
    page = client.post(reverse("reward_reveal", kwargs=keys), {"reason": "电话核实"}).content.decode()
    assert "0553-1234567" in page


@pytest.mark.parametrize(
    ("paid_on", "reference", "field"),
    [
        (DAY - timedelta(days=1), "示例财企〔2026〕18号", "paid_on"),
        (DAY + timedelta(days=1), "示例财企〔2026〕18号", "paid_on"),
        (DAY, " ", "reference"),
        (DAY, "示例财企〔2026〕1号", "reference"),
    ],
)
def test_a_payment_has_a_day_that_can_be_and_a_reference_of_its_own(
    cast: Cast, edition: Edition, paid_on: date, reference: str, field: str
) -> None:
    earlier, row = earned(cast, edition), earned(cast, edition, "示例第二件", serial=2)
    for one in (earlier, row):
        claim(cast, one)
        check(cast, one)
        approve(cast, one)
    pay(cast, earlier, reference="示例财企〔2026〕1号")
    with pytest.raises(Invalid) as error:
        pay(cast, row, paid_on, reference)
    assert list(error.value.fields) == [field]


@pytest.mark.parametrize(
    ("steps", "who", "allowed"),
    [
        (("claim",), "city", True),
        (("claim",), "city_leader", True),
        (("claim",), "auditor", False),
        (("claim", "check"), "city", False),
        (("claim", "check"), "city_leader", True),
        (("claim", "check", "approve"), "city_leader", True),
    ],
)
def test_a_refusal_has_a_reason_and_is_for_whoever_may_decide(
    cast: Cast, edition: Edition, steps: tuple[str, ...], who: str, allowed: bool
) -> None:
    row = earned(cast, edition)
    for step in steps:
        {"claim": claim, "check": check, "approve": approve}[step](cast, row)
    if not allowed:
        with pytest.raises(Denied):
            refuse(cast, row, who)
        return
    with pytest.raises(Invalid):
        refuse(cast, row, who, " ")
    refuse(cast, row, who)
    page = ask(cast.client("applicant"), "reward_mine", cast, pk=row.pk).content.decode()
    assert (rewards_in(cast)[0].state, "材料不实。" in page) == ("refused", True)
    with pytest.raises(Conflict):
        claim(cast, row)


def test_nothing_is_paid_for_a_certificate_that_is_suspended(cast: Cast, edition: Edition) -> None:
    row, body = earned(cast, edition), inspector(cast)
    claim(cast, row)
    with fence.entered(body):
        watching_body.suspend(entry_id=row.entry_id, said=said(), actor=body)
    with pytest.raises(Conflict, match="认证自 2026-03-10 起“暂停使用”"):
        check(cast, row)
    with fence.entered(body):
        watching_body.resume(entry_id=row.entry_id, said=said(), actor=body)
    assert check(cast, row).state == "checked"


def test_totals_are_twenty_wan_for_each(cast: Cast, edition: Edition) -> None:
    rows = [earned(cast, edition, f"示例产品{number}", serial=number) for number in (1, 2, 3, 4)]
    for row in rows[:2]:
        claim(cast, row)
    check(cast, rows[0])
    approve(cast, rows[0])
    pay(cast, rows[0])
    refuse(cast, rows[1], "city")
    with fence.entered(cast.city):
        totals = year_totals(cast.city)
    # Three of four stand: 3 x 20 = 60; one of them is paid: 20.
    assert totals == [YearTotal(2026, 3, Decimal(60), 1, Decimal(20), 1)]


def test_the_workbook_has_texts_where_texts_are_and_no_contact(cast: Cast, edition: Edition) -> None:
    row = earned(cast, edition, "=1+1示例", number="=HYPERLINK(1)")
    claim(cast, row)
    content = ask(cast.client("city"), "rewards_xlsx", cast).content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    (line,) = [one for one in sheet.to_python() if one[0] == 1]
    assert (line[1], line[5], line[7], line[8], line[9]) == ("=1+1示例", "=HYPERLINK(1)", 2026, 200_000, "待核对")
    assert "示例联系人" not in str(sheet.to_python())


def test_lists_are_filtered_by_year_and_state(cast: Cast, edition: Edition) -> None:
    row = earned(cast, edition)
    earned(cast, edition, "示例去年产品", serial=2, issued_on=date(2025, 5, 1))
    claim(cast, row)
    client = cast.client("auditor")
    found = {
        query: [name in ask(client, "rewards", cast, query).content.decode() for name in ("示例产品", "示例去年产品")]
        for query in ("", "?year=2025", "?state=applied", "?year=2025&state=applied", "?year=x")
    }
    both, first, last = [True, True], [True, False], [False, True]
    assert found == {
        "": both,
        "?year=2025": last,
        "?state=applied": first,
        "?year=2025&state=applied": [False, False],
        "?year=x": both,
    }


def test_a_reward_is_its_organisers_and_its_enterprises_alone(cast: Cast, edition: Edition) -> None:
    row = earned(cast, edition)
    counts = {}
    for who in ("city", "applicant", "rival", "stranger"):
        with fence.entered(getattr(cast, who)), connection.cursor() as cursor:
            cursor.execute("select count(*) from publications_reward")
            counts[who] = cursor.fetchone()[0]
    assert counts == {"city": 1, "applicant": 1, "rival": 0, "stranger": 0}
    with pytest.raises(NotFound):
        claim(cast, row, who="rival")
    assert ask(cast.client("officer"), "rewards", cast).status_code == 403


@pytest.mark.parametrize(("name", "cost"), [("rewards", 20), ("rewards_xlsx", 19)])
def test_one_and_three_rewards_cost_the_same_number_of_queries(
    cast: Cast, edition: Edition, name: str, cost: int, django_assert_num_queries: Callable[..., object]
) -> None:
    client = cast.client("city")
    for numbers in ((1,), (2, 3)):
        for number in numbers:
            earned(cast, edition, f"示例产品{number}", serial=number)
        ask(client, name, cast)
        with django_assert_num_queries(cost):
            assert ask(client, name, cast).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_lists_released_at_once_earn_one_product_one_reward(cast: Cast) -> None:
    editions = [edition_of_certificates(cast, year=year) for year in (2026, 2027)]
    rows = []
    for edition, body in zip(editions, (BODY, OTHER_BODY), strict=True):
        certified(cast, edition, "示例产品", identity="same", body_name=body)
        rows.append(draft(cast, edition))
    results = at_once(*(releasing(cast, row.pk, seen(cast, row)) for row in rows))
    assert (results, len(rewards_in(cast))) == (["released", "released"], 1)


@pytest.mark.django_db(transaction=True)
def test_two_who_apply_at_once_apply_once(cast: Cast) -> None:
    row = earned(cast, edition_of_certificates(cast))
    results = at_once(*[lambda: claim(cast, row).state] * 2)
    assert sorted(map(str, results)) == ["applied", "conflict"]
