"""A section of a programme as a form: bound to what was posted, or showing what was answered and typed before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from programmes.contract import Field, FieldKind, Section

from .controls import Answer
from .layout import Block, lay_out, list_problems, name_of
from .opening import OpenQuestions, Setting
from .values import as_typed
from .words import clean_text, said
from .workbooks import TableImport


class SectionForm(OpenQuestions):
    """Made by build_form. Draw it with templates/forms/section.html.

    errors      key -> messages, also of tables and of rules between fields
    answers()   key -> typed value of every open question; None (or []) for what is blank or wrong
    typed()     key -> what stands in the controls, so that nothing typed is lost
    unsettled() the part of typed() that is no valid answer: what a draft has to remember
    missing     keys of required questions and proofs without an answer
    row_wanted  key of the table for which "add a row" was pressed, else "": redisplay, save nothing but the draft
    workbook_wanted  key of the table whose workbook was sent, else ""; the file is files["<key>-workbook"]
    """

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound:
            return
        for question in self.open_fields():
            if question.kind is FieldKind.TABLE:
                self._clean_table(question)
        self._drop_switched_off()
        self._unread = frozenset(self.errors)
        for key, message in self._find_cross_errors().items():
            self._put_error(key, message)
            if key in self.tables:
                self.tables[key].refuse(message)

    def _clean_table(self, question: Field) -> None:
        table = self.tables.get(question.key)
        if table is None or not table.is_bound:
            self.cleaned_data[question.key] = self.known.get(question.key) or []
            return
        table.is_valid()
        for _control, text in table.problems():
            self._put_error(question.key, text)
        if question.key not in self.errors:
            self.cleaned_data[question.key] = table.rows()

    def _put_error(self, key: str, text: str) -> None:
        """Form.add_error refuses keys that are no Django fields, such as tables."""
        self.errors.setdefault(key, self.error_class(renderer=self.renderer)).append(text)

    def _drop_switched_off(self) -> None:
        """A question whose switch is not on is not asked: no answer, no error; what was typed stays on the page."""
        for question in self.open_fields():
            if question.requires and not {**self.known, **self.cleaned_data}.get(question.requires):
                self.errors.pop(question.key, None)
                self.cleaned_data[question.key] = None

    def _find_cross_errors(self) -> dict[str, str]:
        if self.setting.check is None:
            return {}
        own = {f.key for f in self.open_fields()} - set(self.errors)
        found = self.setting.check({**self.known, **self.answers()})
        return {key: said(text) for key, text in found.items() if key in own}

    def refuse_import(self, result: TableImport) -> None:
        """Show what is wrong with a workbook at its table; nothing of it is taken."""
        table = self.tables.get(result.key)
        for text in result.sentences():
            self.errors.setdefault(result.key, self.error_class()).append(text)
            if table:
                table.refuse(text)

    @property
    def blocks(self) -> list[Block]:
        """What the page draws, in order."""
        return lay_out(self)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(id of the control, sentence) of everything wrong, in page order, for components/error_summary.html."""
        return list_problems(self) if self.is_bound else []

    @property
    def warnings(self) -> list[tuple[str, str]]:
        """(id of the control, sentence) of what looks like a slip on this page."""
        if self.setting.warn is None:
            return []
        found = self.setting.warn({**self.known, **self.answers()})
        return [(f"id_{f.key}", name_of(self, f) + said(found[f.key])) for f in self.section.fields if f.key in found]

    def answers(self) -> dict[str, Any]:
        """For saving. A value that only breaks a rule between fields is kept."""
        self.errors  # noqa: B018 - reads the form once
        read = self.cleaned_data if self.is_bound else self.known
        asked = [f for f in self.open_fields() if f.kind is not FieldKind.FILE]
        return {f.key: read.get(f.key, _nothing(f)) for f in asked}

    def typed(self) -> dict[str, Any]:
        return {f.key: self._typed(f) for f in self.open_fields() if f.kind is not FieldKind.FILE}

    def _typed(self, question: Field) -> Any:
        if question.kind is FieldKind.TABLE:
            table = self.tables.get(question.key)
            return table.typed() if table else as_typed(question, self.known.get(question.key))
        value = self[question.key].value()
        if question.kind is FieldKind.CHOICES:
            return [clean_text(text) for text in value or ()]
        if isinstance(value, bool):
            return "true" if value else ""
        return clean_text(value or "")

    def unsettled(self) -> dict[str, Any]:
        """Wrong in itself, or not yet read because only a row was asked for.

        A clash with another answer is found again whenever the form is checked; a refused workbook is not typed.
        """
        if not self.is_bound:
            before = {f.key: as_typed(f, self.known.get(f.key)) for f in self.open_fields()}
            return {key: text for key, text in self.typed().items() if text != before[key]}
        self.errors  # noqa: B018 - reads the form once
        return {key: text for key, text in self.typed().items() if key in self._unread}

    @property
    def missing(self) -> list[str]:
        """Required questions without an answer, and required proofs without a file, in the order of the page."""
        values = self.answers() if self.is_bound else self.known
        asked = [f for f in self.open_fields() if f.required and (not f.requires or values.get(f.requires))]
        keys = [f.key for f in asked if f.kind is not FieldKind.FILE and values.get(f.key) in (None, "", [])]
        off = {f.key for f in self.open_fields() if f.requires and not values.get(f.requires)}
        controls = ((name, control) for name, control in self.fields.items() if name not in off)
        files = [name for name, control in controls if control.required and not isinstance(control, Answer)]
        return keys + [name for name in files if not self.setting.attachments.get(name)]


def _nothing(question: Field) -> Any:
    return [] if question.kind in (FieldKind.CHOICES, FieldKind.CODE_LIST, FieldKind.TABLE) else None


def build_form(
    section: Section,
    *,
    data: Any = None,
    answers: Mapping[str, Any] | None = None,
    typed: Mapping[str, Any] | None = None,
    **setting: Any,
) -> SectionForm:
    """The form of one section.

    data       what was posted (QueryDict), or None
    answers    typed values already saved, of the whole form: shown, and used by rules between fields
    typed      what a draft remembers ({key: text}); wins over answers and is shown with what is wrong about it
    districts  (code, name) of the bodies that may be chosen
    only       keys that are open in a correction; the others are shown and ignored
    check      Programme.check_answers
    warn       Programme.warn_answers
    latest_year    the year of the year=0 figures, for the heads of year tables
    evidence       the programme's, for the files asked for on this page
    attachments    key -> rows for components/attachments.html
    demands        True: a blank required answer is an error (before submission); False: it is only `missing`
    """
    return SectionForm(section, data=data, answers=answers or {}, typed=typed or {}, setting=Setting(**setting))
