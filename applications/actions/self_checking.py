"""Figures typed into the self-check before login become the first answers of the filing that is started afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from applications import queries
from applications.models import Application
from applications.workflow import State
from portal.kit.actor import Actor
from programmes.contract import Field, FieldKind, Programme
from programmes.fields import Problem, read_value
from programmes.fields.words import is_blank

from .filing import save_section

NOT_ASKED = (FieldKind.FILE, FieldKind.TABLE, FieldKind.DISTRICT, FieldKind.USCC)


def asked_fields(programme: Programme) -> tuple[Field, ...]:
    """Questions of the self-check, in the order in which the programme names them; none that names anybody."""
    found = (programme.field_named(key) for key in programme.self_check)
    return tuple(field for field in found if field is not None and field.kind not in NOT_ASKED)


def read_typed(programme: Programme, typed: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(key -> typed value of what is right, key -> text as typed of what is not); what is blank is in neither."""
    right: dict[str, Any] = {}
    wrong: dict[str, Any] = {}
    for field in asked_fields(programme):
        text = typed.get(field.key)
        if is_blank(text):
            continue
        try:
            value = read_value(field, text)
        except Problem:
            wrong[field.key] = text
            continue
        if value is not None:
            right[field.key] = value
    return right, wrong


@transaction.atomic
def carry_over(*, application_id: int, typed: Mapping[str, Any], actor: Actor) -> int:
    """Write into a draft what was typed before login, right values as answers, the rest as typed; never over anything.

    Returns  how many questions were filled in; 0 where the filing is no fresh draft any more
    Raises   Denied, NotFound, Conflict as save_section
    """
    writing = queries.writing_for(actor, application_id)
    if writing.application.state != State.DRAFT or not writing.is_writable:
        return 0
    right, wrong = read_typed(writing.programme, typed)
    application, count = writing.application, 0
    for section in writing.programme.sections:
        blank = {field.key for field in section.fields if is_free(writing, section.key, field.key)}
        answers = {key: value for key, value in right.items() if key in blank}
        unsettled = {key: text for key, text in wrong.items() if key in blank}
        if answers or unsettled:
            application = _save(application, section.key, answers, typed=unsettled, actor=actor)
            count += len(answers) + len(unsettled)
    return count


def is_free(writing: queries.Writing, section_key: str, key: str) -> bool:
    """Nothing was answered or typed there yet."""
    kept = writing.draft.typed.get(section_key, {})
    return is_blank(writing.answers.get(key)) and is_blank(kept.get(key))


def _save(
    application: Application, section_key: str, answers: Mapping[str, Any], *, typed: Mapping[str, Any], actor: Actor
) -> Application:
    return save_section(
        application_id=application.pk,
        section_key=section_key,
        answers=answers,
        typed=typed,
        expected_revision=application.revision,
        actor=actor,
    )
