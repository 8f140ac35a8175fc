"""Versions of an edition in words: each beside the one before it. No queries here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from applications.queries.editions import PAGE_SIZE
from applications.wording import stage_word
from portal.tenancy.models import District
from programmes.contract import Programme
from programmes.editionfile import Change, changes_between
from programmes.fields.words import said
from programmes.models import Edition, EditionVersion
from programmes.questions import Row, asked_too
from programmes.registry import programme

from .edition_questions_page import told_question


def told_versions(
    edition: Edition, versions: Sequence[EditionVersion], districts: Sequence[District]
) -> list[dict[str, Any]]:
    """versions: newest first; the last of a full page is only what the one above it is compared with."""
    of = programme(edition.programme_slug)
    names = {row.code: row.name for row in districts}
    stages = {key: str(stage_word(key, edition)) for key in of.stages if key in of.optional_stages}
    told = []
    for place, row in enumerate(versions[:PAGE_SIZE]):
        former = versions[place + 1] if place + 1 < len(versions) else None
        changes: list[Any] = []
        if former is not None:
            found = changes_between(of, former.content, row.content, districts=names, stages=stages)
            changes = [one for one in found if one.path[0] != "questions"]
            changes += question_changes(of, former.content["questions"], row.content["questions"])
        told.append({"row": row, "changes": changes, "is_first": former is None})
    return told


def question_changes(of: Programme, before: Sequence[Row], after: Sequence[Row]) -> list[Change]:
    """Each question that came, went or changed, told whole as the editor's list tells it; then the order."""
    old, new = ({row["key"]: row for row in rows} for rows in (before, after))
    was, now = (asked_too(of, rows) for rows in (before, after))
    found = []
    for key in [*old, *(key for key in new if key not in old)]:
        texts = (say_question(was, old.get(key)), say_question(now, new.get(key)))
        if texts[0] != texts[1]:
            label = (new.get(key) or old[key])["label"]
            found.append(Change(("questions", key), _("补充问题“%(label)s”") % {"label": label}, *texts))
    orders = [
        "、".join(row["label"] for row in rows if row["key"] in old.keys() & new.keys()) for rows in (before, after)
    ]
    if not found and orders[0] != orders[1]:
        found.append(Change(("questions",), _("补充问题的顺序"), *orders))
    return found


def say_question(of: Programme, row: Row | None) -> str:
    """标准数量（整数） · 选填 · 单位 项 · 按发布日期统计 · 集群基本情况; — for none."""
    if row is None:
        return "—"
    told = told_question(of, row)
    page = of.section_named(row["section"])
    parts = [f"{told['label']}（{told['kind']}）", *told["facts"], told["help"], said(page.title) if page else ""]
    return " · ".join(part for part in parts if part)
