"""A programme whose districts consult, incubate and give priority, and whose filings have several items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from applications.actions import consulting
from applications.models import Application, Consultation, HonourRecord, StateChange, Unit
from applications.workflow import State
from portal.kit import clock
from portal.kit.actor import Actor, Grant, Role
from portal.notifications.models import Announcement
from portal.people.models import Body, BodyKind, Membership, MembershipState
from portal.tenancy import fence
from programmes.industrial_cluster.programme import PROGRAMME as BASE
from tests.applications.factories import make_application
from tests.cast import Cast, Member, make_user

PRIORITY = {"gov_quality_award": True, "shanghai_fashion": True, "hi_tech": False}
ITEMISED = replace(
    BASE,
    stages=(
        "scouting",
        "apply",
        "district_review",
        "consult",
        "incubation",
        "screening",
        "expert_review",
        "decision",
        "public_notice",
        "publish",
    ),
    optional_stages=frozenset(),
    defaults=MappingProxyType({**BASE.defaults, "consult_days": 5, "priority_honours": PRIORITY}),
    parameter_labels=MappingProxyType(
        {**BASE.parameter_labels, "consult_days": ("答复期限", "个工作日"), "priority_honours": ("重点推荐荣誉", "")}
    ),
    items="firm_list",
    item_name="name",
    priority="priority_honours",
)
QUESTION = "请对企业近三年产业发展情况提出意见。"


def add_body(cast: Cast, name: str, *, kind: BodyKind = BodyKind.DEPARTMENT, is_active: bool = True) -> Body:
    with fence.as_tenant(cast.tenant.pk):
        return Body.objects.create(tenant=cast.tenant, kind=kind, name=name, is_active=is_active)


def add_department(cast: Cast, key: str, name: str) -> Body:
    """A department and somebody who works there: cast.<key> is the actor, cast.client(key) the browser."""
    body, user = add_body(cast, name), make_user(key)
    with fence.as_tenant(cast.tenant.pk):
        Membership.objects.create(
            tenant=cast.tenant, user=user, role=Role.CONSULTED_DEPT.value, body=name, state=MembershipState.ACTIVE
        )
    grant = Grant(Role.CONSULTED_DEPT, body=name)
    actor = Actor(
        user_id=user.pk, name=user.name, tenant_id=cast.tenant.pk, grants=(grant,), public_tenant_id=cast.tenant.pk
    )
    cast.people[key] = Member(user, actor)
    return body


def make_items(
    cast: Cast, states: Sequence[State], *, state: State = State.RECOMMENDED, **over: Any
) -> tuple[Application, list[Unit]]:
    """A filing with an item in each of these states, called 示例产品1, 示例产品2, …"""
    application = make_application(cast, state=state, **over)
    with fence.as_tenant(cast.tenant.pk):
        application.units.all().delete()
        units = [
            Unit.objects.create(
                tenant_id=application.tenant_id,
                enterprise_id=application.enterprise_id,
                edition_id=application.edition_id,
                application=application,
                district_id=application.district_id,
                position=position,
                name=f"示例产品{position}",
                state=one.value,
                moved_at=clock.now(),
            )
            for position, one in enumerate(states, start=1)
        ]
    return application, units


def ask(cast: Cast, application: Application, *bodies: Body, **over: Any) -> list[Consultation]:
    given: dict[str, Any] = {"question": QUESTION, "expected_version": 1} | over
    actor = given.pop("actor", cast.officer)
    keys = [body.pk for body in bodies]
    with fence.entered(actor):
        rows = consulting.ask_departments(application_id=application.pk, body_ids=keys, actor=actor, **given)
    return sorted(rows, key=lambda row: keys.index(row.body_id))


def give_answer(cast: Cast, row: Consultation, actor: Actor, outcome: str = "no_objection", text: str = "") -> None:
    with fence.entered(actor):
        consulting.answer(consultation_id=row.pk, outcome=outcome, answer=text, actor=actor)


def add_honour(cast: Cast, honour: str, **over: Any) -> HonourRecord:
    given: dict[str, Any] = {
        "uscc": "91310000631696382C",
        "enterprise_name": "示例集群运营公司",
        "issuer": "示例市人民政府",
        "number": "示例-001",
        "issued_on": date(2025, 1, 1),
        "source": "示例公告",
    }
    with fence.as_tenant(cast.tenant.pk):
        return HonourRecord.objects.create(tenant=cast.tenant, honour=honour, recorded_at=clock.now(), **(given | over))


def state_of(cast: Cast, application: Application) -> str:
    with fence.as_tenant(cast.tenant.pk):
        return str(Application.objects.get(pk=application.pk).state)


def unit_states(cast: Cast, application: Application) -> list[str]:
    with fence.as_tenant(cast.tenant.pk):
        rows = Unit.objects.filter(application=application).order_by("position")
        return list(rows.values_list("state", flat=True))


def moves(cast: Cast, application: Application) -> list[str]:
    with fence.as_tenant(cast.tenant.pk):
        rows = StateChange.objects.filter(application=application).order_by("at", "pk")
        return list(rows.values_list("name", flat=True))


def told(cast: Cast) -> list[tuple[str, str]]:
    """(kind, who) of every announcement, sorted: within one instant their keys have no order."""
    with fence.as_tenant(cast.tenant.pk):
        rows = list(Announcement.objects.order_by("pk").values_list("kind", "audience"))
    return sorted((kind, str(who.get("body") or who.get("role") or next(iter(who)))) for kind, who in rows)
