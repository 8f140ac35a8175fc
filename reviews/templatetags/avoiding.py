"""Whether a page offers to name experts to keep out. `{% load avoiding %}`."""

from __future__ import annotations

from django import template

from applications.models import Application
from reviews.queries.avoiding import draws_experts

register = template.Library()


@register.filter
def may_avoid(application: Application) -> bool:
    """application: fetched with its edition. Reads the database for nothing."""
    return draws_experts(application)
