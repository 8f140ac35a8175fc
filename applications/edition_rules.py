"""What the dates of an edition and the terms of its districts must obey. No queries here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime

from django.utils.translation import gettext as _

from applications.terms import say_until
from portal.kit import clock
from programmes.models import Edition, EditionDistrict

DATES = ("opens_at", "closes_at", "district_due_at", "review_due_at")
MOST_COPIES, MOST_QUOTA, LONGEST_NOTE = 50, 9999, 300


def dates_out_of_order(dates: Mapping[str, datetime | None]) -> dict[str, object]:
    """{date: what is wrong with it beside the others}"""
    opens_at, closes_at, due_at, review_at = (dates.get(name) for name in DATES)
    if opens_at is None or closes_at is None or closes_at <= opens_at:
        return {"closes_at": _("截止时间须晚于开始时间。")}
    if due_at is not None and due_at < closes_at:
        return {"district_due_at": _("区级推荐截止不能早于申报截止。")}
    if review_at is not None and review_at < (due_at or closes_at):
        return {"review_due_at": _("评审截止不能早于区级推荐截止。")}
    return {}


@dataclass(frozen=True, slots=True)
class Terms:
    """closes_at: the first instant too late in this district; None and "" = as the edition says."""

    closes_at: datetime | None = None
    paper_copies: int | None = None
    discs: int | None = None
    quota: int | None = None
    note: str = ""


NAMES = tuple(one.name for one in fields(Terms))
NOTHING = Terms()


def terms_of(row: EditionDistrict | None) -> Terms:
    return NOTHING if row is None else Terms(**{name: getattr(row, name) for name in NAMES})


def flaws_of_terms(edition: Edition, one: Terms, *, is_new_day: bool = True) -> dict[str, str]:
    """{name: what is wrong with it beside the edition's dates}. is_new_day: the last day was just typed."""
    found: dict[str, str] = {}
    at = one.closes_at
    if at is not None and at > edition.closes_at:
        found["closes_at"] = _("本区截止不能晚于申报截止（%(at)s）。") % {"at": say_until(edition.closes_at)}
    elif at is not None and at <= edition.opens_at:
        found["closes_at"] = _("本区截止须晚于开始申报的时间。")
    elif at is not None and is_new_day and at <= clock.now():
        found["closes_at"] = _("新的截止时间不能早于现在。")
    for name, most in (("paper_copies", MOST_COPIES), ("discs", MOST_COPIES), ("quota", MOST_QUOTA)):
        value = getattr(one, name)
        if value is not None and not 0 <= value <= most:
            found[name] = _("请填 0 至 %(most)s 之间的整数。") % {"most": most}
    if len(one.note) > LONGEST_NOTE:
        found["note"] = _("最多 %(most)s 字，现有 %(now)s 字。") % {"most": LONGEST_NOTE, "now": len(one.note)}
    return found
