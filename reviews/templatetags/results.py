"""Whether a page leads an enterprise to how its result came about. `{% load results %}`."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

from applications.models import Application, Unit
from reviews.queries.explanations import TOLD

register = template.Library()


@register.filter
def is_explained(application: Application, units: Sequence[Unit]) -> bool:
    """application: fetched with its edition; units: its own. Reads the database for nothing."""
    return application.edition.programme.model is not None and any(unit.state in TOLD for unit in units)
