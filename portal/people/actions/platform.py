"""What the platform's administrator does: organisers, and the statutory calendar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.audit.record import record
from portal.kit import regions
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid
from portal.kit.folding import fold_width
from portal.people import policy
from portal.tenancy import fence
from portal.tenancy.models import CalendarDay, District, DistrictKind, Tenant
from portal.tenancy.slugs import RESERVED

from .members import Invitation, add_member

_LINE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?\s*[,，、]?\s*(\S+)\s*[,，、]?\s*(.*)")
_REST_WORDS = frozenset({"休", "休息", "放假", "rest"})
_WORK_WORDS = frozenset({"班", "上班", "调休上班", "work"})
LONGEST_LIST = 200


@dataclass(frozen=True, slots=True)
class TenantFacts:
    slug: str
    name: str
    short_name: str
    region_code: str
    name_en: str = ""
    contact: str = ""


@transaction.atomic
def create_tenant(*, facts: TenantFacts, admin_email: str, admin_name: str, actor: Actor) -> Tenant:
    """An organiser with the districts of its region and its first administrator, who is invited by mail.

    Raises   Denied; Invalid on slug (taken or reserved), region_code, email
    """
    policy.demand(policy.is_platform_admin(actor), policy.ONLY_PLATFORM)
    if facts.slug in RESERVED:
        raise Invalid(fields={"slug": _("此网址标识为系统保留，请换一个，例如单位拼音缩写。")})
    if facts.region_code not in {regions.SHANGHAI, regions.WUHU}:
        raise Invalid(fields={"region_code": _("请选择行政区划。")})
    columns = {name: getattr(facts, name) for name in facts.__slots__}
    try:
        with transaction.atomic():
            tenant = Tenant.objects.create(**columns)
    except IntegrityError:
        raise Invalid(fields={"slug": _("此网址标识已被使用，请换一个。")}) from None
    with fence.widened(tenant_id=tenant.pk):
        _add_districts(tenant)
        add_member(tenant=tenant, invitation=Invitation(admin_email, admin_name, Role.TENANT_ADMIN.value), actor=actor)
    _note("create_tenant", f"tenancy.tenant:{tenant.pk}", actor, {"slug": tenant.slug})
    return tenant


def _add_districts(tenant: Tenant) -> None:
    areas = [(area, DistrictKind.DISTRICT) for area in regions.districts(tenant.region_code)]
    areas += [(area, DistrictKind.FUNCTIONAL_AREA) for area in regions.recommending_areas(tenant.region_code)]
    District.objects.bulk_create(
        District(tenant=tenant, code=area.code, name=area.name, office_name=f"{area.name}主管部门", kind=kind)
        for area, kind in areas
    )


def read_days(text: str, year: int) -> list[CalendarDay]:
    """Lines such as "2027-02-06 休 春节" or "2027年2月20日 班 春节调休".

    Raises Invalid on the field `days`, naming the line.
    """
    rows: dict[date, CalendarDay] = {}
    # Line by line: folding would make a space of the line end.
    lines = [fold_width(line).strip() for line in text.splitlines() if line.strip()]
    if not lines or len(lines) > LONGEST_LIST:
        raise Invalid(fields={"days": _("请每行填写一天，至少一行，最多 %(n)d 行。") % {"n": LONGEST_LIST}})
    for number, line in enumerate(lines, start=1):
        row = _read_line(line)
        if row is None or row.day.year != year:
            wrong = _("第 %(n)d 行“%(line)s”看不懂，或不在 %(year)d 年。正确的样子：%(year)d-02-06 休 春节。")
            raise Invalid(fields={"days": wrong % {"n": number, "line": line[:40], "year": year}})
        rows[row.day] = row
    return list(rows.values())


def _read_line(line: str) -> CalendarDay | None:
    found = _LINE.fullmatch(line)
    if found is None or found[4] not in _REST_WORDS | _WORK_WORDS:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return CalendarDay(day=day, is_workday=found[4] in _WORK_WORDS, is_confirmed=False, note=found[5][:120])


@transaction.atomic
def enter_days(*, year: int, text: str, actor: Actor) -> int:
    """Add or replace days of a year, unconfirmed; how many. Raises Denied, Invalid (see read_days)."""
    policy.demand(policy.is_platform_admin(actor), policy.ONLY_PLATFORM)
    rows = read_days(text, year)
    CalendarDay.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["day"], update_fields=["is_workday", "is_confirmed", "note"]
    )
    _note("enter_calendar_days", f"tenancy.calendar:{year}", actor, {"days": sorted(str(row.day) for row in rows)})
    return len(rows)


@transaction.atomic
def remove_day(*, day: date, actor: Actor) -> None:
    """Raises Denied, Conflict (removed already)."""
    policy.demand(policy.is_platform_admin(actor), policy.ONLY_PLATFORM)
    deleted, _by_model = CalendarDay.objects.filter(day=day).delete()
    if not deleted:
        raise Conflict(_("这一天已经删除。"))
    _note("remove_calendar_day", f"tenancy.calendar:{day.year}", actor, {"day": str(day)})


@transaction.atomic
def confirm_year(*, year: int, actor: Actor) -> int:
    """Say that all rest and make-up days of a year are entered; how many rows. Raises Denied, Conflict (no rows)."""
    policy.demand(policy.is_platform_admin(actor), policy.ONLY_PLATFORM)
    confirmed = CalendarDay.objects.filter(day__year=year).update(is_confirmed=True)
    if not confirmed:
        raise Conflict(_("请先录入国务院办公厅通知中的放假和调休日期，再确认全年。"))
    _note("confirm_calendar_year", f"tenancy.calendar:{year}", actor, {"days": confirmed})
    return confirmed


def _note(act: str, subject: str, actor: Actor, payload: dict[str, object]) -> None:
    record(actor=actor, act=act, subject=subject, tenant_id=None, payload=payload)
