"""Giving units to outside bodies: in bulk, to whom the applicant named, taken back, given to another."""

from __future__ import annotations

from typing import Any

import pytest

from applications.actions import entrusting
from applications.models import Entrustment, Milestone, Unit
from applications.workflow import State
from portal.audit.models import Event
from portal.kit.errors import Conflict, Denied, Invalid, NotFound, PortalError
from portal.notifications.models import Announcement
from portal.people.models import Body
from portal.tenancy import fence
from programmes.models import Edition
from tests.cast import Cast

from .scene import (
    BEARING,
    SENSOR,
    certified_programme,
    entrust,
    items_filing,
    make_bodies,
    make_body,
    make_edition_of,
    product_filing,
    programme_of_items,
)

FIRST, SECOND = "示例品牌评价中心", "示例质量服务机构"


@pytest.fixture
def edition(cast: Cast) -> Edition:
    return make_edition_of(cast, certified_programme())


@pytest.fixture
def bodies(cast: Cast) -> tuple[Body, Body]:
    return make_bodies(cast, "certification")


@pytest.fixture
def units(cast: Cast, edition: Edition, bodies: tuple[Body, Body]) -> list[Unit]:
    """Two products of one firm that wait; the first names the first body, the second one that nobody knows."""
    return [
        product_filing(cast, edition, SENSOR, cert_body="示例品牌评价 中心"),
        product_filing(cast, edition, BEARING, cert_body="不在登记簿的认证公司", serial=2),
    ]


def held(cast: Cast) -> list[tuple[str, str, bool, str]]:
    with fence.as_tenant(cast.tenant.pk):
        rows = Entrustment.objects.select_related("unit", "body").order_by("pk")
        return [(row.unit.name, row.body.name, row.ended_at is None, row.end_reason) for row in rows]


def test_several_units_are_given_out_at_once_with_one_message(
    cast: Cast, units: list[Unit], bodies: tuple[Body, Body]
) -> None:
    entrust(cast, units, bodies[1], "certification")
    assert held(cast) == [(SENSOR, SECOND, True, ""), (BEARING, SECOND, True, "")]
    with fence.as_tenant(cast.tenant.pk):
        (told,) = Announcement.objects.all()
        acts = list(Event.objects.filter(act="entrust").order_by("pk").values_list("actor_id", "payload__body"))
    assert (told.kind, told.audience) == ("certification_entrusted", {"role": "third_party_agency", "body": SECOND})
    assert (told.context["count"], told.context["url"]) == (2, "/sheitc/agency/")
    assert acts == [(cast.user("city").pk, SECOND)] * 2


def test_each_goes_to_the_body_that_its_applicant_named(cast: Cast, units: list[Unit]) -> None:
    with fence.entered(cast.city):
        entrusting.entrust_as_named(unit_ids=[units[0].pk], purpose="certification", actor=cast.city)
        with pytest.raises(Invalid) as refused:
            entrusting.entrust_as_named(unit_ids=[units[1].pk], purpose="certification", actor=cast.city)
    assert BEARING in str(refused.value.fields["body"])
    assert held(cast) == [(SENSOR, FIRST, True, "")]


@pytest.mark.parametrize(
    ("who", "error"), [("second_city", None), ("officer", Denied), ("inspector", Denied), ("stranger", Invalid)]
)
def test_only_the_city_gives_out(
    cast: Cast, units: list[Unit], bodies: tuple[Body, Body], who: str, error: type[PortalError] | None
) -> None:
    actor = cast.people[who].actor
    given: dict[str, Any] = {"unit_ids": [units[0].pk], "body_id": bodies[0].pk, "purpose": "certification"}
    with fence.entered(actor):
        if error is None:
            entrusting.entrust(**given, actor=actor)
        else:
            with pytest.raises(error):
                entrusting.entrust(**given, actor=actor)
    assert len(held(cast)) == (error is None)


def test_only_a_body_of_the_right_kind_that_is_in_use_is_entrusted(
    cast: Cast, units: list[Unit], bodies: tuple[Body, Body]
) -> None:
    agency = make_body(cast, "示例初筛机构", "agency")
    with fence.as_tenant(cast.tenant.pk):
        Body.objects.filter(pk=bodies[0].pk).update(is_active=False)
    for body in (agency, bodies[0]):
        with pytest.raises(Invalid):
            entrust(cast, units, body, "certification")
    assert held(cast) == []


def test_a_unit_is_given_out_once_and_only_where_it_waits(
    cast: Cast, units: list[Unit], bodies: tuple[Body, Body]
) -> None:
    entrust(cast, units[:1], bodies[0], "certification")
    screened = items_filing(cast, make_edition_of(cast, programme_of_items()), [SENSOR], serial=1)
    for wanted in (units[:1], units, screened):
        with pytest.raises(Conflict):
            entrust(cast, wanted, bodies[1], "certification")
    with pytest.raises(Invalid):
        entrust(cast, [], bodies[1], "certification")
    assert held(cast) == [(SENSOR, FIRST, True, "")]


def take_back(cast: Cast, who: str = "city", reason: str = "与申报主体有利害关系", body: Body | None = None) -> None:
    actor = cast.people[who].actor
    with fence.entered(actor):
        key = Entrustment.objects.order_by("-pk").values_list("pk", flat=True)[0]
        if body is None:
            entrusting.take_back(entrustment_id=key, reason=reason, actor=actor)
        else:
            entrusting.give_to_another(entrustment_id=key, body_id=body.pk, reason=reason, actor=actor)


def test_what_is_taken_back_waits_again_and_may_go_to_another(
    cast: Cast, units: list[Unit], bodies: tuple[Body, Body]
) -> None:
    entrust(cast, units[:1], bodies[0], "certification")
    take_back(cast)
    entrust(cast, units[:1], bodies[1], "certification")
    take_back(cast, body=bodies[0])
    reason = "与申报主体有利害关系"
    assert held(cast) == [
        (SENSOR, FIRST, False, reason),
        (SENSOR, SECOND, False, reason),
        (SENSOR, FIRST, True, ""),
    ]
    with fence.as_tenant(cast.tenant.pk):
        ended = Announcement.objects.filter(kind="entrustment_ended").order_by("key")
        assert [row.audience["body"] for row in ended] == [FIRST, SECOND]


@pytest.mark.parametrize("reason", ["", " ", "短" * 301])
def test_taking_back_needs_a_reason(cast: Cast, units: list[Unit], bodies: tuple[Body, Body], reason: str) -> None:
    entrust(cast, units[:1], bodies[0], "certification")
    with pytest.raises(Invalid):
        take_back(cast, reason=reason)
    assert held(cast) == [(SENSOR, FIRST, True, "")]


def test_nobody_but_the_city_takes_back(cast: Cast, units: list[Unit], bodies: tuple[Body, Body]) -> None:
    (row,) = entrust(cast, units[:1], bodies[0], "certification")
    with pytest.raises(Denied):
        take_back(cast, who="city_leader")
    with pytest.raises(Invalid):
        take_back(cast, body=bodies[0])
    with fence.entered(cast.stranger), pytest.raises(NotFound):
        entrusting.take_back(entrustment_id=row.pk, reason="别家的委托", actor=cast.stranger)
    assert held(cast) == [(SENSOR, FIRST, True, "")]


@pytest.mark.parametrize(
    ("state", "may_take_back", "may_give_on"),
    [
        (State.CERT_APPLICATION, True, True),
        (State.CERT_TESTING, True, True),
        (State.CERT_DECISION, False, False),
        (State.PROPOSED, False, False),
        (State.LISTED, False, True),
        (State.SUSPENDED, False, True),
        (State.REVOKED, False, False),
    ],
)
def test_once_the_body_has_given_its_word_nothing_is_taken_back_and_a_certificate_is_never_left_alone(
    cast: Cast,
    edition: Edition,
    bodies: tuple[Body, Body],
    state: State,
    may_take_back: bool,
    may_give_on: bool,
) -> None:
    unit = product_filing(cast, edition, state=state)
    with fence.as_tenant(cast.tenant.pk):
        row = Entrustment.objects.create(
            tenant=cast.tenant, unit=unit, purpose="certification", body=bodies[0], entrusted_at=unit.moved_at
        )
        Milestone.objects.create(tenant=cast.tenant, unit=unit, key="type_test_passed", at=unit.moved_at)
    for body, may in ((None, may_take_back), (bodies[1], may_give_on)):
        if may and body is None:
            continue
        if may:
            take_back(cast, body=body)
        else:
            with pytest.raises(Conflict):
                take_back(cast, body=body)
    if may_take_back:
        take_back(cast)
    with fence.as_tenant(cast.tenant.pk):
        row.refresh_from_db()
        kept = Milestone.objects.filter(unit=unit, key="type_test_passed").exists()
    # Whoever tests next tests anew: what another body has passed counts no more.
    assert ((row.ended_at is not None), kept) == (may_give_on, state != State.CERT_TESTING)
