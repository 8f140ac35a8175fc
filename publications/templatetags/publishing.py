"""Tags of the published pages and documents. `{% load publishing %}`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils.translation import gettext as _

from ..validity import whole_year

register = template.Library()

STANDING_TONES = {"valid": "official", "expired": "closed", "suspended": "soon", "revoked": "refused"}
OBJECTION_TONES = {
    "received": "open",
    "accepted": "soon",
    "investigating": "soon",
    "not_accepted": "closed",
    "upheld": "refused",
    "partly_upheld": "refused",
    "dismissed": "passed",
    "withdrawn": "closed",
}
PUBLICATION_TONES = {
    "draft": "draft",
    "scheduled": "soon",
    "published": "open",
    "ended": "closed",
    "released": "official",
}


REWARD_TONES = {
    "eligible": "open",
    "applied": "soon",
    "checked": "soon",
    "approved": "passed",
    "paid": "official",
    "refused": "refused",
}


@register.filter
def paper_day(day: date | None) -> str:
    """2026年3月10日: without the weekday, as documents write it."""
    if day is None:
        return ""
    return _("%(year)d年%(month)d月%(day)d日") % {"year": day.year, "month": day.month, "day": day.day}


@register.filter
def validity_words(period: Any) -> str:
    """2024年度 for a whole calendar year, else both days; 长期 without an end. period: has valid_from and valid_to."""
    year = whole_year(period.valid_from, period.valid_to)
    if year is not None:
        return _("%(year)d年度") % {"year": year}
    if period.valid_to is None:
        return _("长期")
    days = {"first": paper_day(period.valid_from), "last": paper_day(period.valid_to)}
    return _("%(first)s 至 %(last)s") % days


@register.filter
def valid_until(period: Any) -> str:
    """The end alone, for a column: 2024年度, 2029-03-16, or 长期."""
    is_day = period.valid_to is not None and whole_year(period.valid_from, period.valid_to) is None
    return period.valid_to.isoformat() if is_day else validity_words(period)


@register.filter
def rank_words(ranked: Any) -> str:
    """3, 3（并列）, or — without a rank. ranked: has rank and is_rank_shared."""
    if ranked.rank is None:
        return "—"
    return _("%(rank)d（并列）") % {"rank": ranked.rank} if ranked.is_rank_shared else str(ranked.rank)


@register.filter
def standing_tone(standing: str) -> str:
    return STANDING_TONES.get(standing, "closed")


@register.filter
def objection_tone(state: str) -> str:
    return OBJECTION_TONES.get(state, "closed")


@register.filter
def publication_tone(state: str) -> str:
    return PUBLICATION_TONES.get(state, "closed")


@register.filter
def reward_tone(state: str) -> str:
    return REWARD_TONES.get(state, "closed")


@register.filter
def bars_of_districts(row: Any) -> list[tuple[str, int]]:
    """(district, units in force) for bar_chart. row: publications.queries.progress.ProgrammeProgress."""
    return [(district.name or "—", district.valid) for district in row.districts]


@register.filter
def things_of(row: Any, district: Any) -> list[tuple[str, int]]:
    """(target, distinct things) of one district, in the order of the targets."""
    return [(target.label, count) for target, count in zip(row.targets, district.things, strict=True)]
