"""Incubation: workstations of a district, the log of a unit, and how the incubation ends."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from applications import policy, queries
from applications.models import Activity, ActivityKind, Unit, Workstation
from applications.moving import move
from applications.queries import cultivating as found
from applications.workflow import State
from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid, NotFound
from portal.notifications.outbox import announce

from .scouting import add_candidate, demand_officer, drop_candidate

__all__ = [
    "add_candidate",
    "close_workstation",
    "drop_candidate",
    "end_incubation",
    "finish_incubation",
    "log_activity",
    "open_workstation",
    "strike_activity",
]

LONGEST_HOURS = Decimal(24)
NOTE_LIMIT = 1000
REASON_LIMIT = 300


@transaction.atomic
def open_workstation(
    *, district_id: int, name: str, host: str, address: str = "", opened_on: date, actor: Actor
) -> Workstation:
    """Register a workstation. Raises Invalid (name, host, address, opened_on), Conflict (name taken), Denied."""
    demand_officer(actor, district_id)
    problems: dict[str, object] = {}
    if not 2 <= len(name.strip()) <= 120:
        problems["name"] = _("请填写工作站名称，2至120个字。")
    if not 2 <= len(host.strip()) <= 120:
        problems["host"] = _("请填写依托单位，2至120个字。")
    if len(address.strip()) > 200:
        problems["address"] = _("地址请控制在200字以内。")
    if opened_on > clock.today():
        problems["opened_on"] = _("设立日期不能晚于今天（%s）。") % clock.today().isoformat()
    if problems:
        raise Invalid(_("工作站的信息有误。"), fields=problems)
    try:
        with transaction.atomic():
            row = Workstation.objects.create(
                tenant_id=policy.tenant_of(actor),
                district_id=district_id,
                name=name.strip(),
                host=host.strip(),
                address=address.strip(),
                opened_on=opened_on,
                recorded_by_id=policy.user_of(actor),
                recorded_at=clock.now(),
            )
    except IntegrityError:
        raise Conflict(_("本区已有同名的工作站。")) from None
    _record(f"workstation:{row.pk}", "open_workstation", actor, {"name": row.name, "host": row.host})
    return row


@transaction.atomic
def close_workstation(*, workstation_id: int, closed_on: date, actor: Actor) -> Workstation:
    """Raises Invalid (before it was opened, in the future), Conflict (closed already), Denied, NotFound."""
    row = found.workstation_for(actor, workstation_id)
    demand_officer(actor, row.district_id)
    row = Workstation.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.closed_on is not None:
        raise Conflict(_("该工作站已经撤销。"))
    if not row.opened_on <= closed_on <= clock.today():
        text = _("撤销日期请填设立日期（%(first)s）至今天（%(last)s）之间的一天。")
        text %= {"first": row.opened_on.isoformat(), "last": clock.today().isoformat()}
        raise Invalid(text, fields={"closed_on": text})
    row.closed_on = closed_on
    row.save(update_fields=("closed_on",))
    _record(f"workstation:{row.pk}", "close_workstation", actor, {"name": row.name, "closed_on": closed_on})
    return row


@transaction.atomic
def log_activity(
    *,
    unit_id: int,
    kind: str,
    held_on: date,
    hours: Decimal,
    note: str,
    workstation_id: int | None = None,
    actor: Actor,
) -> Activity:
    """Write one line into the incubation log of a unit.

    kind     of ActivityKind
    held_on  from the day of submission to today
    hours    0.1 to 24; for a plan also 0, because a paper takes no attendance
    note     1-1000 characters
    Raises   Invalid (naming the fields), Conflict (not in incubation), Denied, NotFound
    """
    unit = _lock_incubating(actor, unit_id)
    stations = {row.pk: row for row in found.open_workstations(unit)}
    problems = _wrong_activity(unit, kind, held_on, hours=hours, note=note)
    if workstation_id is not None and workstation_id not in stations:
        problems["workstation"] = _("请选择本区正在使用的工作站。")
    if problems:
        raise Invalid(_("培育记录有误。"), fields=problems)
    row = Activity.objects.create(
        tenant_id=unit.tenant_id,
        unit=unit,
        workstation_id=workstation_id,
        kind=kind,
        held_on=held_on,
        hours=hours,
        note=note.strip(),
        logged_by_id=policy.user_of(actor),
        logged_at=clock.now(),
    )
    payload = {"activity": row.pk, "kind": kind, "held_on": held_on, "hours": hours}
    _record(f"unit:{unit.pk}", "log_activity", actor, payload)
    return row


def _wrong_activity(unit: Unit, kind: str, held_on: date, *, hours: Decimal, note: str) -> dict[str, object]:
    problems: dict[str, object] = {}
    submitted_at, today = unit.application.submitted_at, clock.today()
    first_on = clock.day_of(submitted_at) if submitted_at else today
    if kind not in ActivityKind.values:
        problems["kind"] = _("请选择活动类型。")
    if not first_on <= held_on <= today:
        text = _("日期请填提交申报之日（%(first)s）至今天（%(last)s）之间的一天。")
        problems["held_on"] = text % {"first": first_on.isoformat(), "last": today.isoformat()}
    is_paper = kind == ActivityKind.PLAN and hours == 0
    if not (is_paper or Decimal("0.1") <= hours <= LONGEST_HOURS) or hours != round(hours, 1):
        problems["hours"] = _("时长请填0.1至24小时，保留一位小数；只有一企一策方案可以填0。")
    if not 1 <= len(note.strip()) <= NOTE_LIMIT:
        problems["note"] = _("请写明活动内容，1至%s字。") % NOTE_LIMIT
    return problems


@transaction.atomic
def strike_activity(*, activity_id: int, reason: str, actor: Actor) -> Activity:
    """Declare a line void; it stays readable with its reason. Raises Invalid (reason), Conflict (struck), Denied."""
    line = Activity.objects.filter(pk=activity_id).first()
    if line is None:
        raise NotFound()
    unit = queries.lock_unit_for(actor, line.unit_id)
    demand_officer(actor, unit.district_id)
    line.refresh_from_db()
    if line.struck_at is not None:
        raise Conflict(_("该条记录已经作废。"))
    if not 1 <= len(reason.strip()) <= REASON_LIMIT:
        raise Invalid(_("请写明作废原因。"), fields={"reason": _("请写明作废原因，1至%s字。") % REASON_LIMIT})
    line.struck_at, line.struck_reason = clock.now(), reason.strip()
    line.save(update_fields=("struck_at", "struck_reason"))
    _record(f"unit:{unit.pk}", "strike_activity", actor, {"activity": line.pk}, reason=line.struck_reason)
    return line


@transaction.atomic
def finish_incubation(*, unit_id: int, actor: Actor) -> Unit:
    """The unit is ready and goes on to the screening. Raises Conflict (not in incubation), Denied, NotFound."""
    unit = _lock_incubating(actor, unit_id)
    moved = move(unit, "begin_screening", actor=actor)
    _tell_enterprise(unit, "incubation_finished", reason="")
    announce(
        tenant_id=unit.tenant_id,
        key=f"unit:{unit.pk}:to_screen",
        kind="unit_to_screen",
        audience={"role": Role.CITY_OFFICER.value},
        context={"title": unit.name, "url": f"/{unit.tenant.slug}/office/cases/{unit.application_id}/"},
        wording=unit.edition.wording,
    )
    return moved


@transaction.atomic
def end_incubation(*, unit_id: int, reason: str, actor: Actor) -> Unit:
    """The unit is not ready: this is its end in this edition. Raises as finish_incubation; Invalid without a reason."""
    unit = _lock_incubating(actor, unit_id)
    if not 1 <= len(reason.strip()) <= NOTE_LIMIT:
        raise Invalid(_("请写明终止培育的理由。"), fields={"reason": _("请写明理由，申报主体将看到，1至1000字。")})
    moved = move(unit, "end_incubation", actor=actor, reason=reason)
    _tell_enterprise(unit, "incubation_ended", reason=reason.strip())
    return moved


def _lock_incubating(actor: Actor, unit_id: int) -> Unit:
    unit = queries.lock_unit_for(actor, unit_id)
    demand_officer(actor, unit.district_id)
    if unit.state != State.INCUBATION:
        raise Conflict(_("该项不在培育孵化环节，培育记录不能再增加或结束。"))
    return unit


def _record(subject: str, act: str, actor: Actor, payload: dict[str, object], *, reason: str = "") -> None:
    record(
        actor=actor,
        act=act,
        subject=f"applications.{subject}",
        tenant_id=actor.tenant_id,
        reason=reason,
        payload=payload,
    )


def _tell_enterprise(unit: Unit, kind: str, *, reason: str) -> None:
    announce(
        tenant_id=unit.tenant_id,
        enterprise_id=unit.enterprise_id,
        key=f"unit:{unit.pk}:{kind}",
        kind=kind,
        audience={"enterprise": unit.enterprise_id},
        context={
            "title": unit.name,
            "reason": reason,
            "url": f"/my/{unit.tenant.slug}/applications/{unit.application_id}/",
        },
        wording=unit.edition.wording,
    )
