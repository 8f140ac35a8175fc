"""Filters of the audit log's pages: `{% load audit_words %}`."""

from __future__ import annotations

import json
from typing import Any

from django import template

from ..models import Event
from ..wording import act_name, person_name, role_names

register = template.Library()
register.filter("act_name", act_name)
register.filter("role_names", role_names)


@register.filter
def person(event: Event) -> object:
    """Who acted, in words."""
    return person_name(event.actor_name, event.roles)


@register.filter
def as_json(value: Any) -> str:
    """Indented JSON for reading."""
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)
