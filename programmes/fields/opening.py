"""The questions of a section that may be answered now, each with its control."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from programmes.contract import Evidence, Field, FieldKind, Section

from .controls import control_for, proof_for
from .posting import as_post, typed_from_post
from .reading import Choices
from .rows import MOST_ROWS_ON_PAGE, RowSet, make_rows
from .values import as_typed
from .words import said

Check = Callable[[Mapping[str, Any]], Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What a form stands in. See build_form."""

    districts: Choices = ()
    only: Collection[str] | None = None
    check: Check | None = None
    warn: Check | None = None
    latest_year: int | None = None
    evidence: Sequence[Evidence] = ()
    demands: bool = False
    attachments: Mapping[str, Sequence[Any]] = field(default_factory=dict)


class OpenQuestions(forms.Form):
    """Controls over what was posted, else over what a draft remembers, else over what was answered."""

    use_required_attribute = False

    def __init__(
        self, section: Section, *, data: Any, answers: Mapping[str, Any], typed: Mapping[str, Any], setting: Setting
    ) -> None:
        self.section = section
        self.setting = setting
        self.known = answers
        self._unread: frozenset[str] = frozenset()
        self.row_wanted = self._pressed(data, "add_row")
        self.workbook_wanted = self._pressed(data, "import_table")
        if self.row_wanted:
            # The page comes back as it was, one row longer: no moment to speak of errors.
            typed, data = typed_from_post(section, data), None
        shown = {f.key: typed.get(f.key, as_typed(f, answers.get(f.key))) for f in self.open_fields()}
        if data is None and not self.row_wanted and any(f.key in typed for f in self.open_fields()):
            data = as_post(self.open_fields(), shown)
        super().__init__(data=data, initial=shown, use_required_attribute=False)
        self.tables: dict[str, RowSet] = {}
        self._add_controls(shown)

    def _pressed(self, data: Any, name: str) -> str:
        key = str(data.get(name, "")) if data is not None else ""
        return key if any(f.key == key and f.kind is FieldKind.TABLE for f in self.open_fields()) else ""

    def is_open(self, key: str) -> bool:
        """Whether this question may be answered now; in a correction only the listed ones may."""
        return self.setting.only is None or key in self.setting.only

    def open_fields(self) -> list[Field]:
        return [f for f in self.section.fields if self.is_open(f.key)]

    def _add_controls(self, shown: Mapping[str, Any]) -> None:
        for question in self.open_fields():
            if question.kind is FieldKind.TABLE:
                # A table that is too long for the page stays as it is until a workbook replaces it.
                if len(shown[question.key]) <= MOST_ROWS_ON_PAGE:
                    self.tables[question.key] = self._make_table(question, shown[question.key])
            else:
                self.fields[question.key] = self._make_control(question)
        for evidence in self.setting.evidence:
            if evidence.indicator in self.section.indicators and self.is_open(evidence.indicator):
                self.fields[evidence.indicator] = proof_for(evidence)

    def _make_control(self, question: Field) -> forms.Field:
        control = control_for(question, districts=self.setting.districts, demands=self.setting.demands)
        switch = next((f for f in self.section.fields if f.key == question.requires), None)
        if switch:
            only_if = _("“%(switch)s”选“是”时填写。") % {"switch": said(switch.label)}
            control.help_text = f"{only_if}{control.help_text}"
        return control

    def _make_table(self, question: Field, rows: Sequence[Mapping[str, str]]) -> RowSet:
        """One empty row where there is none yet; one more where it was asked for."""
        extra = int(not rows) + int(self.row_wanted == question.key and bool(rows))
        data = self.data if self.is_bound and f"{question.key}-TOTAL_FORMS" in self.data else None
        return make_rows(question, data=data, typed=rows, extra=extra, demands=self.setting.demands)
