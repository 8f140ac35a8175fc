"""An organiser's own questions of an edition: put, taken out, moved; locked by what has been handed in."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from applications.locking import Locks, locks_of
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid, NotFound
from programmes.models import Edition
from programmes.question_changes import refusals
from programmes.question_flaws import MOST_QUESTIONS, flaws_of_question
from programmes.questions import PREFIX, Row
from programmes.registry import programme

from .editions_versions import Change, begin_change, finish_change


@transaction.atomic
def put_question(
    *, edition_id: int, row: Mapping[str, Any], reason: str, expected_version: int, actor: Actor
) -> Edition:
    """Add a question at the end of its page, or put another in the place of the one with its key.

    row     as in Edition.questions; without a key it is a new question and gets one that no other ever had
    reason  compulsory once somebody has filed
    Raises  Invalid (fields: parts, see programmes.question_flaws; what filings hang on; "reason"), Conflict (somebody
            else changed the edition meanwhile, archived), NotFound (no question with that key), Denied
    Lock    the edition's row
    """
    change = begin_change(edition_id=edition_id, expected_version=expected_version, actor=actor)
    edition, key = change.edition, str(row.get("key", ""))
    before = question_of(edition, key) if key else None
    after = {**_without_blanks(row), "key": key or new_key()}
    questions = placed(edition.questions, before, after)
    if after == before:
        return edition
    locks = locks_of(edition)
    problems: dict[str, object] = {**flaws_of_question(programme(edition.programme_slug), after, questions)}
    if before is None and len(questions) > MOST_QUESTIONS:
        problems["label"] = _("一个年度最多 %(most)s 个补充问题。") % {"most": MOST_QUESTIONS}
    _demand(problems, refusals(before, after), locks=locks, reason=reason)
    edition.questions = questions
    act = "change_question" if before else "add_question"
    return _finish(change, act, actor=actor, reason=reason, before=before, after=after)


@transaction.atomic
def remove_question(*, edition_id: int, key: str, reason: str, expected_version: int, actor: Actor) -> Edition:
    """Take a question out; its key comes back to no other.

    Raises as put_question; Invalid also while another question hangs on it
    """
    change = begin_change(edition_id=edition_id, expected_version=expected_version, actor=actor)
    edition = change.edition
    before = question_of(edition, key)
    problems: dict[str, object] = {}
    if hanging := [one["label"] for one in edition.questions if one.get("requires") == key]:
        problems[""] = _("先修改以它为条件的问题：%(labels)s。") % {"labels": "、".join(hanging)}
    _demand(problems, refusals(before, None), locks=locks_of(edition), reason=reason)
    edition.questions = [one for one in edition.questions if one["key"] != key]
    return _finish(change, "remove_question", actor=actor, reason=reason, before=before, after=None)


@transaction.atomic
def shift_question(*, edition_id: int, key: str, is_up: bool, expected_version: int, actor: Actor) -> Edition:
    """Change places with the neighbour on the same page; the first and the last stay where they are."""
    change = begin_change(edition_id=edition_id, expected_version=expected_version, actor=actor)
    edition = change.edition
    row, rows = question_of(edition, key), list(edition.questions)
    page = [place for place, one in enumerate(rows) if one["section"] == row["section"]]
    here = page.index(rows.index(row))
    there = here - 1 if is_up else here + 1
    if not 0 <= there < len(page):
        return edition
    rows[page[here]], rows[page[there]] = rows[page[there]], rows[page[here]]
    edition.questions = rows
    payload = {"key": key, "is_up": is_up}
    return finish_change(change, act="shift_question", fields=("questions",), payload=payload, actor=actor)


def question_of(edition: Edition, key: str) -> dict[str, Any]:
    """Raises NotFound."""
    found = next((one for one in edition.questions if one["key"] == key), None)
    if found is None:
        raise NotFound()
    return dict(found)


def placed(questions: Sequence[Row], before: Row | None, after: Row) -> list[Row]:
    """The questions with one put: where it was, or at the end of them where it is new or goes to another page."""
    if before is not None and before["section"] == after["section"]:
        return [after if one["key"] == after["key"] else one for one in questions]
    return [*(one for one in questions if one["key"] != after["key"]), after]


def new_key() -> str:
    return f"{PREFIX}{secrets.token_hex(5)}"


def new_part_key() -> str:
    """Of a choice or a column."""
    return f"p{secrets.token_hex(3)}"


def _without_blanks(row: Mapping[str, Any]) -> dict[str, Any]:
    """Nothing is stored that says nothing."""
    kept = {part: value for part, value in row.items() if value not in ("", None, [], ()) and value is not False}
    if "columns" in kept:
        kept["columns"] = [_without_blanks(column) for column in kept["columns"]]
    return kept


def _demand(problems: dict[str, object], locked: Mapping[str, str], *, locks: Locks, reason: str) -> None:
    if locks.has_filing:
        problems |= locked
        if not reason.strip():
            problems["reason"] = _("已有单位提交申报，请写明修改原因，它会写入操作记录。")
    if locks.course:
        raise Conflict(locks.course)
    if problems:
        raise Invalid(_("问题有误，没有保存。"), fields=problems)


def _finish(change: Change, act: str, *, actor: Actor, reason: str, before: Row | None, after: Row | None) -> Edition:
    return finish_change(
        change,
        act=act,
        fields=("questions",),
        reason=reason,
        payload={"before": before, "after": after},
        actor=actor,
    )
