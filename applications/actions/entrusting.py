"""Giving units to an outside body, taking them back, giving them to another."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from applications import policy
from applications.models import Application, Entrustment, Milestone, Purpose, Unit
from applications.queries import entrusting
from applications.wording import staff_word
from applications.workflow import State
from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid
from portal.notifications.outbox import announce
from portal.people.models import Body

TEST_MILESTONES = ("type_test_passed", "site_audit_passed")
MOST_AT_ONCE = 200


@transaction.atomic
def entrust(*, unit_ids: Sequence[int], body_id: int, purpose: str, actor: Actor) -> list[Entrustment]:
    """Give units to a body for a purpose, all of them or none.

    Raises  Denied, Invalid (no unit, no such body, one of another kind or switched off), Conflict (a unit does not
            wait for that, or a body has it)
    Lock    the units in the order of their keys
    """
    _demand_officer(actor)
    body = _body(actor, body_id, purpose)
    units = _waiting_units(actor, unit_ids, purpose)
    rows = [_give(unit, body, purpose, actor) for unit in units]
    _tell_body(body, rows, f"{purpose}_entrusted")
    return rows


@transaction.atomic
def entrust_as_named(*, unit_ids: Sequence[int], purpose: str, actor: Actor) -> list[Entrustment]:
    """Give each unit to the body that its applicant has named.

    Raises  as entrust; Invalid names the units for which nobody, or nobody of the register, was named
    """
    _demand_officer(actor)
    units = _waiting_units(actor, unit_ids, purpose)
    named = entrusting.named_bodies(units, entrusting.bodies_for_purpose(policy.tenant_of(actor), purpose))
    if missing := [unit.name for unit in units if unit.pk not in named]:
        text = _("以下申报没有填写机构，或填写的机构不在登记簿中，请另行选择机构：%s。") % "、".join(missing)
        raise Invalid(text, fields={"body": text})
    rows = []
    for body in sorted(set(named.values()), key=lambda one: one.pk):
        own = [_give(unit, body, purpose, actor) for unit in units if named[unit.pk] == body]
        _tell_body(body, own, f"{purpose}_entrusted")
        rows += own
    return rows


@transaction.atomic
def take_back(*, entrustment_id: int, reason: str, actor: Actor) -> Entrustment:
    """End an entrustment; the unit waits for another body, which tests it anew.

    Raises  Denied, NotFound (not in force here), Conflict (the body has given its word), Invalid (no reason)
    Lock    the application, the unit, the entrustment
    """
    _demand_officer(actor)
    row = _lock(actor, entrustment_id)
    if row.unit.state not in entrusting.TAKEN_BACK_AT[row.purpose]:
        raise Conflict(_("该申报现在的状态为“%s”，受托机构已作出结论，不能收回。") % staff_word(row.unit.state))
    if row.unit.state in _WITH_CERTIFICATE:
        raise Conflict(_("该证书正由本机构监督，不能只收回，请改派给另一机构。"))
    return _end(row, reason, actor)


@transaction.atomic
def give_to_another(*, entrustment_id: int, body_id: int, reason: str, actor: Actor) -> Entrustment:
    """End an entrustment and give the unit to another body at once. Raises as take_back and entrust."""
    _demand_officer(actor)
    row = _lock(actor, entrustment_id)
    if row.unit.state not in entrusting.TAKEN_BACK_AT[row.purpose]:
        raise Conflict(_("该申报现在的状态为“%s”，受托机构已作出结论，不能改派。") % staff_word(row.unit.state))
    body = _body(actor, body_id, row.purpose)
    if body.pk == row.body_id:
        raise Invalid(fields={"body": _("请选择另一个机构。")})
    _end(row, reason, actor)
    given = _give(row.unit, body, row.purpose, actor)
    _tell_body(body, [given], f"{row.purpose}_entrusted")
    return given


_WITH_CERTIFICATE = (State.LISTED, State.SUSPENDED, State.EXPIRING)


def _demand_officer(actor: Actor) -> None:
    allowed = actor.tenant_id is not None and actor.has_role(Role.CITY_OFFICER)
    policy.demand(allowed, _("委托机构办理由市级经办人办理。"))


def _body(actor: Actor, body_id: int, purpose: str) -> Body:
    if purpose not in Purpose.values:
        raise Invalid(fields={"purpose": _("请选择委托事项。")})
    body = entrusting.bodies_for_purpose(policy.tenant_of(actor), purpose).filter(pk=body_id).first()
    if body is None:
        raise Invalid(fields={"body": _("请选择一个使用中的机构；没有的，请单位管理员先登记。")})
    return body


def _waiting_units(actor: Actor, unit_ids: Sequence[int], purpose: str) -> list[Unit]:
    wanted = sorted(set(unit_ids))
    if purpose not in Purpose.values:
        raise Invalid(fields={"purpose": _("请选择委托事项。")})
    if not wanted or len(wanted) > MOST_AT_ONCE:
        raise Invalid(fields={"units": _("请勾选 1 至 %s 个申报。") % MOST_AT_ONCE})
    locked = Unit.objects.select_for_update(of=("self",)).filter(tenant_id=policy.tenant_of(actor), pk__in=wanted)
    units = list(locked.select_related("application", "edition", "tenant").order_by("pk"))
    taken = Entrustment.objects.filter(unit_id__in=wanted, purpose=purpose, ended_at__isnull=True)
    is_waiting = all(unit.state == entrusting.GIVEN_OUT_AT[purpose] for unit in units)
    if len(units) != len(wanted) or not is_waiting or taken.exists():
        raise Conflict(_("所选申报中有的已委托或状态已经变化，请刷新后重选。"))
    return units


def _give(unit: Unit, body: Body, purpose: str, actor: Actor) -> Entrustment:
    row = Entrustment.objects.create(
        tenant_id=unit.tenant_id,
        unit=unit,
        purpose=purpose,
        body=body,
        entrusted_by_id=policy.user_of(actor),
        entrusted_at=clock.now(),
    )
    _record(row, "entrust", actor)
    return row


def _lock(actor: Actor, entrustment_id: int) -> Entrustment:
    row = entrusting.office_entrustment(actor, entrustment_id)
    list(Application.objects.select_for_update().filter(pk=row.unit.application_id).values_list("pk"))
    list(Unit.objects.select_for_update().filter(pk=row.unit_id).values_list("pk"))
    list(Entrustment.objects.select_for_update().filter(pk=row.pk).values_list("pk"))
    return entrusting.office_entrustment(actor, entrustment_id)


def _end(row: Entrustment, reason: str, actor: Actor) -> Entrustment:
    if not 2 <= len(reason.strip()) <= 300:
        raise Invalid(fields={"reason": _("请写明收回或改派的原因，例如“与申报主体有利害关系”，不超过 300 字。")})
    row.ended_at, row.end_reason = clock.now(), reason.strip()
    row.save(update_fields=("ended_at", "end_reason"))
    if row.purpose == Purpose.CERTIFICATION and row.unit.state == State.CERT_TESTING:
        Milestone.objects.filter(unit_id=row.unit_id, key__in=TEST_MILESTONES).delete()
    _record(row, "take_back", actor, reason=row.end_reason)
    _tell_body(row.body, [row], "entrustment_ended", reason=row.end_reason)
    return row


def _record(row: Entrustment, act: str, actor: Actor, *, reason: str = "") -> None:
    record(
        actor=actor,
        act=act,
        subject=f"applications.unit:{row.unit_id}",
        tenant_id=row.tenant_id,
        reason=reason,
        payload={"entrustment": row.pk, "body": row.body.name, "purpose": row.purpose},
    )


def _tell_body(body: Body, rows: list[Entrustment], kind: str, *, reason: str = "") -> None:
    """One message for everything that was given at once."""
    first, slug = rows[0], rows[0].unit.tenant.slug
    is_ended = kind == "entrustment_ended"
    announce(
        tenant_id=body.tenant_id,
        key=f"entrustment:{first.pk}:{kind}",
        kind=kind,
        audience={"role": Role.THIRD_PARTY_AGENCY.value, "body": body.name},
        context={
            "title": first.unit.name,
            "edition": first.unit.edition.title,
            "count": len(rows),
            "reason": reason,
            "url": f"/{slug}/agency/" if is_ended or len(rows) > 1 else f"/{slug}/agency/{first.pk}/",
        },
        wording=first.unit.edition.wording,
    )
