"""Tags of the published pages and documents. `{% load publishing %}`."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.translation import gettext as _

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
PUBLICATION_TONES = {"draft": "draft", "published": "open", "ended": "closed", "released": "official"}


@register.filter
def paper_day(day: date | None) -> str:
    """2026年3月10日: without the weekday, as documents write it."""
    if day is None:
        return ""
    return _("%(year)d年%(month)d月%(day)d日") % {"year": day.year, "month": day.month, "day": day.day}


@register.filter
def standing_tone(standing: str) -> str:
    return STANDING_TONES.get(standing, "closed")


@register.filter
def objection_tone(state: str) -> str:
    return OBJECTION_TONES.get(state, "closed")


@register.filter
def publication_tone(state: str) -> str:
    return PUBLICATION_TONES.get(state, "closed")
