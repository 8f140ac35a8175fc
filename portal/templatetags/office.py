"""Tags of the offices' pages. `{% load office %}`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms, template

from .ui import list_problems

register = template.Library()


@register.inclusion_tag("components/error_summary.html")
def summary_of(shapes: Sequence[forms.BaseForm]) -> dict[str, Any]:
    """Every error of a list of forms on top of the page, each a link to its control."""
    return {"problems": list_problems(*shapes)}
