"""The parts of a case page out of what queries fetched: words, tones, rows. No queries here."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from applications.completeness import label_of
from applications.forms_case import FindingsForm
from applications.models import ConsultOutcome, VerifiedFigure
from applications.models.checks import ReceiptKind
from applications.personal import MASKS, lines_of
from applications.queries.case import Case, ShownField
from applications.wording import staff_word
from applications.workflow import State
from portal.kit.actor import Role
from portal.people.models import ROLE_NAMES
from programmes.contract import Field, FieldKind, Line
from programmes.fields.figures import figure_in_words, grouped
from programmes.fields.words import said
from programmes.models import Edition

PROFILE, FILES = "profile", "files"
ROLE_WORDS = {role.value: name for role, name in ROLE_NAMES.items()}


def mark_of(passed: bool | None) -> tuple[str, str]:
    """(word, tone) of a verdict."""
    if passed is None:
        return _("未核"), "draft"
    return (_("符合"), "passed") if passed else (_("不符合"), "returned")


def labels_of(edition: Edition) -> dict[str, str]:
    """Every key that a return, a finding or a figure may name, in words; a figure by year with its year."""
    programme, year = edition.programme, edition.latest_year
    words = {clause.key: said(clause.label) for clause in programme.clauses}
    words |= {proof.indicator: said(proof.label) for proof in programme.evidence}
    return words | {field.key: label_of(field, year) for field in (*programme.fields(), *programme.register)}


def tabs_of(case: Case, current: str) -> list[dict[str, Any]]:
    """Sections of the form, the organisation and all files; the count says how many answers changed."""
    rows = [(one.section.key, said(one.section.title), one.changed_count) for one in case.sections]
    files = sum(len(one.files) for one in case.sections)
    parts = [*rows, (PROFILE, _("申报主体"), 0), (FILES, _("全部附件"), files)]
    return [
        {
            "label": label,
            "url": "?" + "&".join(filter(None, (f"section={key}", f"version={case.version.number}", case.item_query))),
            "is_current": key == current,
            "count": count or None,
        }
        for key, label, count in parts
    ]


def lines_of_section(fields: tuple[ShownField, ...], latest_year: int) -> list[dict[str, Any]]:
    """Answers of one section that are no tables, with what was verified and what was said before."""
    return [
        {
            "label": label_of(shown.field, latest_year),
            "text": shown.text,
            "before": shown.before,
            "verified": shown.verified,
            "verified_text": figure_text(shown.field, shown.verified) if shown.verified else "",
            "unit": said(shown.field.unit),
        }
        for shown in fields
        if not shown.columns
    ]


def tables_of_section(fields: tuple[ShownField, ...]) -> list[dict[str, Any]]:
    return [
        {
            "title": said(shown.field.label),
            "columns": [{"label": said(label)} for label in shown.columns],
            "rows": [{"cells": row} for row in shown.rows],
            "before": shown.before,
        }
        for shown in fields
        if shown.columns
    ]


def profile_rows(case: Case) -> list[dict[str, Any]]:
    """The organisation as frozen; personal values masked, each with the key by which it may be shown."""
    return [
        {"label": label, "text": text, "reveal_key": key if key in MASKS else ""}
        for key, label, text in lines_of(case.profile)
    ]


def verdict_groups(case: Case, form: FindingsForm | None) -> list[dict[str, Any]]:
    """The clauses by group, each with its verdict, the official's note and, where one may write, the controls."""
    if case.verdict is None:
        return []
    verdicts = case.verdict.group_verdicts or tuple(_all_of(lines) for _title, lines in case.verdict.groups)
    groups = []
    for number, ((title, lines), passed) in enumerate(zip(case.verdict.groups, verdicts, strict=True), start=1):
        word, tone = mark_of(passed)
        rows = [_verdict_line(line, case, form) for line in lines]
        open_count = sum(line.passed is None for line in lines)
        has_errors = any(control.errors for row in rows for control in row["controls"])
        groups.append(
            {
                "number": number,
                "title": said(title),
                "word": word,
                "tone": tone,
                "lines": rows,
                "open_count": open_count,
                "is_shown": has_errors or (form is not None and passed is False),
                "may_write": any(row["controls"] for row in rows),
            }
        )
    return groups


def _all_of(lines: tuple[Line, ...]) -> bool | None:
    passed = [line.passed for line in lines]
    return False if False in passed else None if None in passed else True


def _verdict_line(line: Line, case: Case, form: FindingsForm | None) -> dict[str, Any]:
    word, tone = mark_of(line.passed)
    found = case.findings.get(line.key)
    return {
        "key": line.key,
        "word": word,
        "tone": tone,
        "label": said(line.label),
        "value": line.value,
        "threshold": line.threshold,
        "clause": line.clause,
        "note": line.note,
        "found_note": found.note if found else "",
        "controls": form.controls(line.key) if form else [],
    }


def figure_rows(case: Case, labels: dict[str, str]) -> list[dict[str, Any]]:
    """Inputs of components/compare.html: what was reported beside what was verified, newest last."""
    programme = case.application.edition.programme
    asked = {figure.key: programme.figure_named(figure.key) for figure in case.figures}
    return [
        {
            "label": labels.get(figure.key, figure.key),
            "old": _reported_text(field, figure.reported),
            "new": figure_text(field, figure),
            "unit": said(field.unit) if field else "",
            "is_changed": figure.value is not None,
            "who": figure.verified_by.name,
            "reason": "；".join(filter(None, (figure.reason, figure.source))),
        }
        for figure in case.figures
        for field in [asked[figure.key]]
    ]


def _reported_text(field: Field | None, reported: str) -> str:
    """What was reported, kept as text beside a verified figure: 1,960.5 where the form asks for a number."""
    if field is None or not reported or field.kind not in {FieldKind.INTEGER, FieldKind.DECIMAL}:
        return reported or "—"
    return figure_in_words(field, Decimal(reported))


def figure_text(field: Field | None, figure: VerifiedFigure) -> str:
    """What an official put down: 1,960.5, the label of a choice, or that the register has no entry."""
    if figure.value is None:
        return _("查无记录")
    if field is not None and figure.verified_word:
        return said(dict(field.choices).get(figure.verified_word, figure.verified_word))
    if figure.verified is None:
        return figure.verified_word
    return figure_in_words(field, figure.verified) if field is not None else grouped(figure.verified)


def timeline(case: Case) -> list[dict[str, Any]]:
    """Every move in staff words and what departments answered, oldest first; of several units each is named."""
    items, edition = answers_of_departments(case), case.application.edition
    is_several = len(case.units) > 1
    for change in case.changes:
        role = ROLE_WORDS.get(change.actor_role, "")
        name = _("系统自动") if change.actor_role == Role.SYSTEM else change.actor_name
        who = " ".join(str(part) for part in (name, f"（{role}）" if role else "") if part)
        mood = "returned" if change.to == State.RETURNED else "done"
        word = staff_word(change.to, edition)
        items.append(
            {
                "title": f"{change.unit.name}：{word}" if is_several and change.unit is not None else word,
                "when": change.at,
                "who": who,
                "text": change.reason,
                "state": mood,
            }
        )
    return sorted(items, key=lambda item: item["when"]) if case.consultations else items


def answers_of_departments(case: Case) -> list[dict[str, Any]]:
    """What each department said, or that its time ran out without a word."""
    return [
        {
            "title": f"{row.body.name}：{row.get_outcome_display()}",
            "when": row.answered_at or row.due_at,
            "who": row.answered_by.name if row.answered_by else _("系统自动"),
            "text": row.answer,
            "state": "returned" if row.outcome == ConsultOutcome.OBJECTION else "done",
        }
        for row in case.consultations
        if row.outcome != ConsultOutcome.ASKED
    ]


def corrections_of(case: Case, labels: dict[str, str]) -> list[dict[str, Any]]:
    """Each return: until when, whether answered, and what was asked for, field by field."""
    return [
        {"row": row, "asked": [(labels.get(key, key), text) for key, text in row.reasons.items()]}
        for row in case.corrections
    ]


def asks_for_copies(case: Case) -> bool:
    """Whether copies are counted: not where the one stamped form is matched instead, unless discs are wanted too."""
    settings = case.application.edition.settings()
    return bool(settings.get("discs")) or (case.paper is None and "paper_copies" in settings)


def receipt_rows(case: Case) -> list[dict[str, Any]]:
    """Copies wanted (the district's own number where it has one) beside copies counted in."""
    settings, terms = case.application.edition.settings(), case.terms
    wanted = {
        ReceiptKind.PAPER: _wanted(terms.paper_copies if terms else None, settings.get("paper_copies")),
        ReceiptKind.DISC: _wanted(terms.discs if terms else None, settings.get("discs")),
    }
    if case.paper is not None:
        del wanted[ReceiptKind.PAPER]
    rows = []
    for kind, count in wanted.items():
        counted = sum(receipt.count for receipt in case.receipts if receipt.kind == kind)
        rows.append({"label": kind.label, "wanted": count, "counted": counted, "is_short": counted < count})
    return rows


def _wanted(own: int | None, usual: object) -> int:
    """Copies: the district's own number, else the edition's."""
    return own if own is not None else int(str(usual or 0))
