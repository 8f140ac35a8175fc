"""Words of what was imported from past years. `{% load past %}`. Nothing here reads the database."""

from __future__ import annotations

from django import template

from ..models import PastEntry
from ..queries.past import verdict_on
from ..views.past import words_for

register = template.Library()


@register.filter
def past_word(entry: PastEntry) -> str:
    return words_for(verdict_on(entry))["word"]


@register.filter
def past_tone(entry: PastEntry) -> str:
    return words_for(verdict_on(entry))["tone"]
