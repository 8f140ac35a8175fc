"""What is still missing before a submission, and which fields a correction opens again. No queries here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from programmes.contract import Field, FieldKind, Programme, Section
from programmes.fields import Problem, as_typed, read_value
from programmes.fields.layout import year_word
from programmes.questions import is_own

from .models import Correction


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing to mend: where it is, and what a right value looks like."""

    section: str
    key: str
    label: str
    text: str


def find_gaps(
    programme: Programme,
    answers: Mapping[str, Any],
    *,
    files: Collection[str],
    typed: Mapping[str, Mapping[str, Any]],
    latest_year: int,
    has_districts: bool = True,
) -> list[Gap]:
    """Everything that stops a submission, in the order of the form.

    files  keys that have at least one file
    typed  section -> {field: what was typed and is no valid answer}
    has_districts  False: no district takes filings in this edition, so that a question for one may stay blank
    """
    broken = programme.check_answers(answers)
    proofs = {proof.indicator: proof for proof in programme.evidence}
    gaps: list[Gap] = []
    for section in programme.sections:
        unread = typed.get(section.key, {})
        for field in section.fields:
            if field.kind == FieldKind.DISTRICT and not has_districts and field.key not in unread:
                continue
            text = gap_in(field, answers, files=files, unread=unread, broken=broken)
            if text:
                gaps.append(Gap(section.key, field.key, label_of(field, latest_year), text))
        for key in section.indicators:
            if proofs[key].needed_at_submission and key not in files:
                label = str(_(proofs[key].label))
                gaps.append(
                    Gap(section.key, key, label, _("请上传佐证材料，%s 格式。") % extensions_of(programme, key))
                )
    return gaps


def gap_in(
    field: Field,
    answers: Mapping[str, Any],
    *,
    files: Collection[str],
    unread: Mapping[str, Any],
    broken: Mapping[str, str],
) -> str:
    """What is wrong with one field; "" when it may be handed in."""
    if field.kind == FieldKind.FILE:
        return _("请上传文件。") if is_required(field, answers) and field.key not in files else ""
    if field.key in unread:
        return _("填写的内容没有通过校验，请打开本页查看提示并改正。")
    if field.key in broken:
        return str(_(broken[field.key]))
    if is_required(field, answers) and is_blank(field, answers.get(field.key)):
        return _("尚未填写。")
    return outdated_in(field, answers.get(field.key)) if is_own(field.key) else ""


def outdated_in(field: Field, value: Any) -> str:
    """What is wrong with an answer to a question that the organiser has changed since; "" when nothing is."""
    if is_blank(field, value):
        return ""
    if field.kind == FieldKind.TABLE:
        cells = [(column, row.get(column.key)) for row in value for column in field.columns]
        if len(value) > field.max_rows:
            return _("最多 %(most)s 行，现有 %(now)s 行。") % {"most": field.max_rows, "now": len(value)}
        if any(column.required and is_blank(column, cell) for column, cell in cells):
            return _("有必填的列没有填写，请打开本页补齐。")
        return next((text for column, cell in cells if (text := outdated_in(column, cell))), "")
    try:
        read_value(field, as_typed(field, value))
    except Problem as wrong:
        return str(wrong)
    return ""


def is_required(field: Field, answers: Mapping[str, Any]) -> bool:
    """A field switched on by another one is required only while that one says yes."""
    return field.required and (not field.requires or answers.get(field.requires) is True)


def is_blank(field: Field, value: Any) -> bool:
    if field.kind == FieldKind.TABLE:
        return len(value or ()) < field.min_rows
    if field.is_declaration:
        return value is not True
    return value is None or value == "" or value == [] or value == ()


def label_of(field: Field, latest_year: int | None = None) -> str:
    """The label, with the year for a figure that is asked for by year; without the edition's year in words."""
    label = str(_(field.label))
    if field.year is None:
        return label
    return _("%(label)s（%(year)s）") % {"label": label, "year": year_word(latest_year, field.year)}


def extensions_of(programme: Programme, key: str) -> str:
    """PDF、JPG"""
    return "、".join(extension.upper() for extension in upload_rule(programme, key)[0])


def upload_rule(programme: Programme, key: str) -> tuple[tuple[str, ...], int]:
    """(extensions, megabytes) of a form field that is a file or of an indicator's evidence. Raises KeyError."""
    for proof in programme.evidence:
        if proof.indicator == key:
            return proof.extensions, proof.max_megabytes
    field = programme.field_named(key)
    if field is None or field.kind != FieldKind.FILE:
        raise KeyError(key)
    return ("pdf", "jpg", "jpeg", "png"), 20


def keys_of(section: Section) -> frozenset[str]:
    """Every key that can be answered or proved on one page of the form."""
    return frozenset(field.key for field in section.fields) | frozenset(section.indicators)


def section_of(programme: Programme, key: str) -> Section | None:
    """The page on which a field is asked, an indicator is proved, or else its group is described."""
    for section in programme.sections:
        if key in keys_of(section):
            return section
    groups = {clause.key: clause.group for clause in programme.clauses}
    group = groups.get(key)
    return next((s for s in programme.sections if group and group in {groups.get(i) for i in s.indicators}), None)


def open_keys(programme: Programme, correction: Correction | None) -> frozenset[str] | None:
    """Keys that may be changed while a correction is asked for; None = all of them.

    A clause that has neither a field nor evidence of its own opens the whole page on which its group is described. A
    correction that names no key opens all of them: the whole is to be reworked.
    """
    if correction is None or not correction.reasons:
        return None
    opened: set[str] = set()
    for key in correction.reasons:
        section = section_of(programme, key)
        if section is not None:
            opened |= {key} if key in keys_of(section) else keys_of(section)
    return frozenset(opened)
