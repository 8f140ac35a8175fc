"""A new edition: next year's out of this year's, or a programme's first out of its defaults."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from applications import policy
from applications.edition_rules import DATES, dates_out_of_order
from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Invalid
from portal.kit.workdays import AnyCalendar, workday_on_or_after
from portal.tenancy.calendar import statutory_calendar
from programmes import registry
from programmes.fields.words import clean_line
from programmes.models import Edition, EditionDistrict, EditionState
from programmes.queries import lock_edition

from .editions_versions import MAKERS, keep_version

YEARS = (2000, 2100)
LONGEST_TITLE = 120
ONE_DAY = timedelta(days=1)


@transaction.atomic
def copy_edition(*, edition_id: int, year: int, title: str, actor: Actor) -> Edition:
    """A draft for another year: dates moved to working days of that year, everything else as it is.

    year    not before the year that is copied
    Two clicks give one: a second call with the same year and title gives the draft that the first made.
    Raises  Invalid (year, title), NotFound, Denied
    Lock    the row of the edition that is copied
    """
    source = lock_edition(actor, edition_id)
    policy.demand(actor.has_role(*MAKERS), _("由市级经办人或单位管理员新建年度。"))
    title = clean_line(title)
    if made := _made_before(source, year, title):
        return made
    _demand_sound(source.tenant_id, source.programme_slug, year, title, least_year=source.year)
    moved = moved_dates(source, year - source.year, statutory_calendar())
    edition = Edition.objects.create(
        tenant_id=source.tenant_id,
        programme_slug=source.programme_slug,
        year=year,
        title=title,
        parameters=copy.deepcopy(source.parameters),
        switched_stages=list(source.switched_stages),
        questions=copy.deepcopy(source.questions),
        wording=copy.deepcopy(source.wording),
        copied_from=source,
        **moved,
    )
    _copy_districts(source, edition, year - source.year)
    keep_version(edition, before=None, reason=_("由“%s”复制") % source.title, actor=actor)
    _record(edition, "copy_edition", actor, {"copied_from": source.pk, "year": year, "title": title})
    return edition


@transaction.atomic
def make_edition(
    *, programme_slug: str, year: int, title: str, dates: Mapping[str, datetime | None], actor: Actor
) -> Edition:
    """A programme's first edition, a draft with the programme's defaults. dates: as in change_dates.

    Two clicks give one, as in copy_edition. Raises Invalid (programme_slug, year, title, a date), Denied, NotFound.
    """
    policy.demand(actor.has_role(*MAKERS), _("由市级经办人或单位管理员新建年度。"))
    tenant_id, title = policy.tenant_of(actor), clean_line(title)
    rows = Edition.objects.filter(tenant_id=tenant_id, programme_slug=programme_slug, year=year, title=title)
    if made := rows.filter(state=EditionState.DRAFT, copied_from=None).first():
        return made
    if programme_slug not in registry.all_programmes():
        raise Invalid(_("没有这个项目。"), fields={"programme_slug": _("请从列出的项目中选择。")})
    if wrong := dates_out_of_order(dates):
        raise Invalid(_("日期有误。"), fields=wrong)
    _demand_sound(tenant_id, programme_slug, year, title, least_year=YEARS[0])
    made, is_new = Edition.objects.get_or_create(
        tenant_id=tenant_id,
        programme_slug=programme_slug,
        year=year,
        title=title,
        defaults={name: dates.get(name) for name in DATES},
    )
    if is_new:
        keep_version(made, before=None, reason=_("按项目默认设置新建"), actor=actor)
        _record(made, "make_edition", actor, {"programme": programme_slug, "year": year, "title": title})
    return made


def moved_dates(source: Edition, years: int, calendar: AnyCalendar) -> dict[str, datetime | None]:
    """The edition's instants so many years later, in their old order, each on a working day."""
    found: dict[str, datetime | None] = {}
    latest: datetime | None = None
    for name in DATES:
        at: datetime | None = getattr(source, name)
        moved = moved_instant(at, years, calendar, is_end=name != "opens_at") if at else None
        if moved and latest and moved <= latest:
            moved = latest + ONE_DAY if name == "closes_at" else latest
        found[name], latest = moved, moved or latest
    return found


def moved_instant(at: datetime, years: int, calendar: AnyCalendar, *, is_end: bool = True) -> datetime:
    """The same time so many years later, on that day or the next working day; without a year between, as it is.

    is_end  midnight is the end of the day before it: 24:00 of a working day
    """
    if years == 0:
        return at
    local = at.astimezone(clock.SHANGHAI)
    is_end_of_day = is_end and (local.hour, local.minute, local.second) == (0, 0, 0)
    day = _years_later(local.date() - ONE_DAY if is_end_of_day else local.date(), years)
    day = workday_on_or_after(day, calendar)
    return datetime.combine(day + ONE_DAY if is_end_of_day else day, local.time(), tzinfo=clock.SHANGHAI)


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _made_before(source: Edition, year: int, title: str) -> Edition | None:
    rows = Edition.objects.filter(copied_from=source, year=year, title=title, state=EditionState.DRAFT)
    return rows.order_by("pk").first()


def _demand_sound(tenant_id: int, slug: str, year: int, title: str, *, least_year: int) -> None:
    problems: dict[str, object] = {}
    low, high = max(least_year, YEARS[0]), YEARS[1]
    if not low <= year <= high:
        problems["year"] = _("请填 %(low)s 至 %(high)s 之间的年份，例如 %(low)s。") % {"low": low, "high": high}
    if wrong := title_flaw(tenant_id, slug, year, title):
        problems["title"] = wrong
    if problems:
        raise Invalid(_("没有新建。"), fields=problems)


def title_flaw(tenant_id: int, slug: str, year: int, title: str) -> str:
    """What is wrong with the title of an edition; "" when nothing is. At most one query."""
    if not 4 <= len(title) <= LONGEST_TITLE:
        return _("标题 4 至 120 个字，例如“2027年度示例项目申报”。")
    if Edition.objects.filter(tenant_id=tenant_id, programme_slug=slug, year=year, title=title).exists():
        return _("本项目该年度已有同名的年度工作，请换一个标题，例如加上“第二批”。")
    return ""


def _copy_districts(source: Edition, edition: Edition, years: int) -> None:
    """Districts' own terms go along; a deadline that would be later than the new edition's is left out."""
    calendar = statutory_calendar()
    for row in EditionDistrict.objects.filter(edition=source).order_by("district__code", "pk"):
        closes_at = moved_instant(row.closes_at, years, calendar) if row.closes_at else None
        is_earlier = closes_at is not None and edition.opens_at < closes_at <= edition.closes_at
        EditionDistrict.objects.create(
            tenant_id=edition.tenant_id,
            edition=edition,
            district_id=row.district_id,
            closes_at=closes_at if is_earlier else None,
            paper_copies=row.paper_copies,
            discs=row.discs,
            quota=row.quota,
            note=row.note,
        )


def _record(edition: Edition, act: str, actor: Actor, payload: dict[str, object]) -> None:
    record(
        actor=actor,
        act=act,
        subject=f"programmes.edition:{edition.pk}",
        tenant_id=edition.tenant_id,
        payload=payload,
    )
