"""Words of the register of honours. `{% load register %}`. Nothing here reads the database."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from applications.models import ClauseQuestion, HonourRecord
from applications.queries.honours import Doubt
from applications.queries.register import ENDED, IN_FORCE, WITHDRAWN, standing_of
from portal.kit import clock
from portal.kit.honours import HONOURS
from programmes.fields.words import said

register = template.Library()

TONES = {IN_FORCE: "official", ENDED: "closed", WITHDRAWN: "refused"}


@register.filter
def honour_name(key: str) -> str:
    """The official name of an honour; a key that nobody knows stays as it is."""
    return said(HONOURS.get(key, key))


@register.filter
def about(questions: dict[str, list[ClauseQuestion]], clause: str) -> list[ClauseQuestion]:
    """What is published about one clause; nothing where a page was given no questions."""
    return (questions or {}).get(clause, [])


@register.filter
def standing_word(row: HonourRecord) -> str:
    return {IN_FORCE: _("有效"), ENDED: _("已到期"), WITHDRAWN: _("已撤销登记")}[standing_of(row, clock.today())]


@register.filter
def standing_tone(row: HonourRecord) -> str:
    return TONES[standing_of(row, clock.today())]


@register.filter
def valid_words(row: HonourRecord) -> str:
    """2023-12-31, or that there is no end."""
    return row.valid_to.isoformat() if row.valid_to else _("长期")


@register.filter
def doubt_words(doubt: Doubt) -> str:
    """What the register says instead of what was claimed."""
    row = doubt.record
    if doubt.kind == "withdrawn":
        return _("登记已撤销：%s") % row.withdrawn_reason
    if doubt.kind == "ended":
        words = {"valid_to": valid_words(row), "issued_on": row.issued_on.isoformat()}
        return _("登记为 %(issued_on)s 授予、有效期至 %(valid_to)s，申报截止日不在有效期内。") % words
    claim = doubt.claim
    claimed = [str(claim[key]) for key in ("number", "issued_on", "valid_to") if claim.get(key)]
    held = [text for text in (row.number, row.issued_on.isoformat(), valid_words(row)) if text]
    return _("申报填写：%(claimed)s；登记为：%(held)s。") % {"claimed": " / ".join(claimed), "held": " / ".join(held)}
