"""Certification by an outside body: accepted, tested, audited, decided; every step is told to the applicant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from applications.actions import certifying
from applications.actions.certifying_rules import CertificateFacts, StepFacts
from applications.models import CertificationStep, Milestone, OutsideCertificate, StateChange, Unit
from applications.tasks import remind_deadlines
from portal.kit import clock
from portal.kit.actor import Actor
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
    make_bodies,
    make_edition_of,
    product_filing,
    state_of,
)

TODAY = date(2026, 3, 10)  # the day of the frozen clock of the cast
FINDINGS = "样品三件，全部项目符合标准规定。"


@pytest.fixture
def edition(cast: Cast) -> Edition:
    return make_edition_of(cast, certified_programme())


@pytest.fixture
def bodies(cast: Cast) -> tuple[Body, Body]:
    return make_bodies(cast, "certification")


@pytest.fixture
def unit(cast: Cast, edition: Edition, bodies: tuple[Body, Body]) -> Unit:
    found = product_filing(cast, edition)
    entrust(cast, [found], bodies[0], "certification")
    return found


@contextmanager
def inspecting(cast: Cast, who: str = "inspector", at: datetime | None = None) -> Iterator[Actor]:
    actor = cast.people[who].actor
    with clock.frozen(at or clock.now()), fence.entered(actor):
        yield actor


def accept(cast: Cast, unit: Unit, who: str = "inspector") -> None:
    with inspecting(cast, who) as actor:
        certifying.accept(unit_id=unit.pk, actor=actor)


def step_facts(kind: str, outcome: str = "passed", **over: Any) -> StepFacts:
    given = {"performed_on": TODAY, "report_number": "SY-2026-0031", "findings": FINDINGS} | over
    return StepFacts(kind=kind, outcome=outcome, **given)


def record(cast: Cast, unit: Unit, kind: str, outcome: str = "passed", **over: Any) -> CertificationStep:
    with inspecting(cast) as actor:
        return certifying.record_step(unit_id=unit.pk, facts=step_facts(kind, outcome, **over), actor=actor)


def certificate(**over: Any) -> CertificateFacts:
    given = {
        "number": "SL-2026-0001",
        "standard": "T/EXAMPLE 001-2025 高精度传感器",
        "scope": "GS-10、GS-20 型，示例厂区",
        "issued_on": TODAY,
        "valid_to": date(2029, 3, 9),
    }
    return CertificateFacts(**(given | over))


def decide(cast: Cast, unit: Unit, who: str = "inspector", **over: Any) -> OutsideCertificate:
    with inspecting(cast, who) as actor:
        return certifying.decide(unit_id=unit.pk, facts=certificate(**over), actor=actor)


def tested(cast: Cast, unit: Unit) -> None:
    accept(cast, unit)
    record(cast, unit, "type_test")
    record(cast, unit, "site_audit", report_number="SH-2026-0007")


def told(cast: Cast) -> list[str]:
    with fence.as_tenant(cast.tenant.pk):
        rows = Announcement.objects.exclude(kind="certification_entrusted").order_by("kind")
        return list(rows.values_list("kind", flat=True))


def test_from_the_acceptance_to_the_certificate(cast: Cast, unit: Unit) -> None:
    accept(cast, unit)
    assert state_of(cast, unit) == "cert_testing"
    record(cast, unit, "type_test")
    assert state_of(cast, unit) == "cert_testing"
    record(cast, unit, "site_audit", report_number="SH-2026-0007")
    assert state_of(cast, unit) == "cert_decision"
    row = decide(cast, unit)
    assert state_of(cast, unit) == "proposed"
    assert (row.body_name, row.number, row.issued_on, row.valid_to, row.is_new, len(row.identity)) == (
        "示例品牌评价中心",
        "SL-2026-0001",
        TODAY,
        date(2029, 3, 9),
        True,
        64,
    )
    with fence.as_tenant(cast.tenant.pk):
        keys = set(Milestone.objects.filter(unit=unit).values_list("key", flat=True))
        moves = list(StateChange.objects.filter(unit=unit).order_by("pk").values_list("name", "actor_role"))
    assert keys == {"run_approved", "type_test_passed", "site_audit_passed"}
    assert moves == [
        ("accept_certification", "third_party_agency"),
        ("conclude_tests", "third_party_agency"),
        ("certify", "third_party_agency"),
    ]
    assert told(cast) == [
        "certificate_decided",
        "certificate_decided_office",
        "certification_accepted",
        "certification_step_passed",
        "certification_step_passed",
    ]


@pytest.mark.parametrize(("who", "error"), [("outsider", NotFound), ("city", Denied), ("city_leader", Denied)])
def test_nobody_but_the_entrusted_body_certifies(cast: Cast, unit: Unit, who: str, error: type[PortalError]) -> None:
    with pytest.raises(error):
        accept(cast, unit, who)
    tested(cast, unit)
    with pytest.raises(error):
        decide(cast, unit, who)
    assert state_of(cast, unit) == "cert_decision"


@pytest.mark.parametrize("reason", ["", "不行", "材料不齐，无法受理。"])
def test_not_taking_it_on_needs_a_reason_that_the_applicant_reads(cast: Cast, unit: Unit, reason: str) -> None:
    with inspecting(cast) as actor:
        if len(reason) < 10:
            with pytest.raises(Invalid):
                certifying.refuse(unit_id=unit.pk, reason=reason, actor=actor)
        else:
            certifying.refuse(unit_id=unit.pk, reason=reason, actor=actor)
    with fence.as_tenant(cast.tenant.pk):
        moves = list(StateChange.objects.filter(unit=unit).values_list("to", "reason"))
    assert moves == ([("not_certified", reason)] if len(reason) >= 10 else [])


def test_a_failed_test_ends_the_certification(cast: Cast, unit: Unit) -> None:
    accept(cast, unit)
    record(cast, unit, "type_test", "failed", findings="温度漂移超出标准规定的限值。")
    with fence.as_tenant(cast.tenant.pk):
        last = StateChange.objects.filter(unit=unit).order_by("-pk")[0]
    assert (last.to, last.reason) == ("not_certified", "型式试验不通过。温度漂移超出标准规定的限值。")
    with pytest.raises(Conflict):
        record(cast, unit, "site_audit")


def test_not_certifying_needs_a_reason(cast: Cast, unit: Unit) -> None:
    tested(cast, unit)
    with inspecting(cast) as actor:
        with pytest.raises(Invalid):
            certifying.refuse_certificate(unit_id=unit.pk, reason="不发", actor=actor)
        certifying.refuse_certificate(unit_id=unit.pk, reason="检测报告的真实性存疑，不予认证。", actor=actor)
    assert state_of(cast, unit) == "not_certified"
    with pytest.raises(Conflict):
        decide(cast, unit)


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"kind": "walk"}, "kind"),
        ({"outcome": "perhaps"}, "outcome"),
        ({"performed_on": TODAY + timedelta(days=1)}, "performed_on"),
        ({"performed_on": TODAY - timedelta(days=1)}, "performed_on"),
        ({"report_number": " "}, "report_number"),
        ({"findings": "符合"}, "findings"),
        ({"due_on": TODAY + timedelta(days=9)}, "due_on"),
        ({"outcome": "nonconformity"}, "due_on"),
        ({"outcome": "nonconformity", "due_on": TODAY}, "due_on"),
        ({"outcome": "nonconformity", "due_on": TODAY + timedelta(days=181)}, "due_on"),
    ],
)
def test_a_step_that_cannot_be_is_refused_in_its_field(
    cast: Cast, unit: Unit, over: dict[str, Any], field: str
) -> None:
    accept(cast, unit)
    with pytest.raises(Invalid) as refused:
        record(cast, unit, **({"kind": "type_test"} | over))
    assert list(refused.value.fields) == [field]


def test_a_passed_step_is_not_recorded_again(cast: Cast, unit: Unit) -> None:
    accept(cast, unit)
    record(cast, unit, "type_test")
    with pytest.raises(Conflict):
        record(cast, unit, "type_test")


DUE_ON = date(2026, 3, 20)
TOO_LATE = datetime(2026, 3, 21, tzinfo=clock.SHANGHAI)


def nonconformity(cast: Cast, unit: Unit) -> CertificationStep:
    accept(cast, unit)
    return record(cast, unit, "site_audit", "nonconformity", findings="两台计量器具超期未检定。", due_on=DUE_ON)


def close(cast: Cast, unit: Unit, step: CertificationStep, at: datetime, who: str = "inspector", **over: Any) -> None:
    given = {"resolved_on": clock.day_of(at), "resolution": "已补做检定，核验了检定证书。"} | over
    with inspecting(cast, who, at) as actor:
        certifying.resolve_step(unit_id=unit.pk, step_id=step.pk, actor=actor, **given)


@pytest.mark.parametrize(
    ("late_by", "is_closed"),
    [(timedelta(seconds=-1), True), (timedelta(0), False), (timedelta(seconds=1), False)],
)
def test_nonconformities_are_closed_until_the_end_of_their_last_day(
    cast: Cast, unit: Unit, late_by: timedelta, is_closed: bool
) -> None:
    step = nonconformity(cast, unit)
    if is_closed:
        close(cast, unit, step, TOO_LATE + late_by)
    else:
        with pytest.raises(Conflict):
            close(cast, unit, step, TOO_LATE + late_by, resolved_on=DUE_ON)
    with fence.as_tenant(cast.tenant.pk):
        assert Milestone.objects.filter(unit=unit, key="site_audit_passed").exists() is is_closed


def test_after_its_last_day_a_step_is_tested_anew(cast: Cast, unit: Unit) -> None:
    nonconformity(cast, unit)
    with clock.frozen(TOO_LATE + timedelta(days=3)):
        record(cast, unit, "site_audit", performed_on=date(2026, 3, 23), report_number="SH-2026-0099")
        record(cast, unit, "type_test")
    assert state_of(cast, unit) == "cert_decision"


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"resolved_on": TODAY - timedelta(days=1)}, "resolved_on"),
        ({"resolved_on": TODAY + timedelta(days=2)}, "resolved_on"),
        ({"resolution": "好了"}, "resolution"),
    ],
)
def test_a_closing_that_cannot_be_is_refused(cast: Cast, unit: Unit, over: dict[str, Any], field: str) -> None:
    step = nonconformity(cast, unit)
    with pytest.raises(Invalid) as refused:
        close(cast, unit, step, clock.now() + timedelta(days=1), **over)
    assert list(refused.value.fields) == [field]


def test_nobody_else_closes_and_nothing_is_closed_twice(cast: Cast, unit: Unit) -> None:
    step, tomorrow = nonconformity(cast, unit), clock.now() + timedelta(days=1)
    with pytest.raises(NotFound):
        close(cast, unit, step, tomorrow, who="outsider")
    close(cast, unit, step, tomorrow)
    with pytest.raises(Conflict):
        close(cast, unit, step, tomorrow)


def reminded(cast: Cast, at: datetime) -> list[tuple[str, list[str]]]:
    with clock.frozen(at):
        remind_deadlines(tenant_id=cast.tenant.pk)
    with fence.as_tenant(cast.tenant.pk):
        rows = Announcement.objects.filter(kind__startswith="nonconformity").order_by("key")
        return [(row.kind, sorted(row.audience)) for row in rows]


def test_a_nonconformity_is_reminded_of_once_for_each_step_and_once_when_it_is_over(cast: Cast, unit: Unit) -> None:
    step = nonconformity(cast, unit)
    both = [["body", "role"], ["enterprise"]]
    soon, late = "nonconformity_due_soon", "nonconformity_overdue"
    assert reminded(cast, TOO_LATE - timedelta(days=7)) == [(soon, who) for who in both]
    assert reminded(cast, TOO_LATE - timedelta(days=7) + timedelta(minutes=10)) == [(soon, who) for who in both]
    assert len(reminded(cast, TOO_LATE - timedelta(days=3))) == 4
    assert len(reminded(cast, TOO_LATE - timedelta(seconds=1))) == 6
    assert [kind for kind, _who in reminded(cast, TOO_LATE)].count(late) == 2
    assert [kind for kind, _who in reminded(cast, TOO_LATE + timedelta(days=2))].count(late) == 2
    assert step.due_on == DUE_ON


def test_a_closed_nonconformity_is_not_reminded_of(cast: Cast, unit: Unit) -> None:
    close(cast, unit, nonconformity(cast, unit), clock.now() + timedelta(days=1))
    assert reminded(cast, TOO_LATE - timedelta(days=3)) == []


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"number": " "}, "number"),
        ({"standard": ""}, "standard"),
        ({"scope": "一"}, "scope"),
        ({"issued_on": TODAY + timedelta(days=1), "valid_to": date(2030, 1, 1)}, "issued_on"),
        ({"issued_on": TODAY - timedelta(days=1)}, "issued_on"),
        ({"valid_to": TODAY}, "valid_to"),
    ],
)
def test_a_certificate_that_cannot_be_is_refused(cast: Cast, unit: Unit, over: dict[str, Any], field: str) -> None:
    tested(cast, unit)
    with pytest.raises(Invalid) as refused:
        decide(cast, unit, **over)
    assert list(refused.value.fields) == [field]
    assert state_of(cast, unit) == "cert_decision"


def test_a_number_stands_on_one_certificate_of_a_body(
    cast: Cast, unit: Unit, edition: Edition, bodies: tuple[Body, Body]
) -> None:
    other = product_filing(cast, edition, BEARING, serial=2)
    entrust(cast, [other], bodies[0], "certification")
    for one in (unit, other):
        tested(cast, one)
    decide(cast, unit)
    with pytest.raises(Invalid) as refused:
        decide(cast, other)
    assert list(refused.value.fields) == ["number"]
    assert decide(cast, other, number="SL-2026-0002").is_new is True


def test_a_product_is_new_once_whichever_body_certifies_it(cast: Cast, unit: Unit, bodies: tuple[Body, Body]) -> None:
    tested(cast, unit)
    decide(cast, unit)
    again = product_filing(cast, make_edition_of(cast, certified_programme(), year=2027), f" {SENSOR}")
    entrust(cast, [again], bodies[1], "certification")
    with inspecting(cast, "outsider") as actor:
        certifying.accept(unit_id=again.pk, actor=actor)
        for kind in ("type_test", "site_audit"):
            certifying.record_step(unit_id=again.pk, facts=step_facts(kind), actor=actor)
    assert decide(cast, again, "outsider").is_new is False
