"""A table of the form: rows that are validated one by one, added and removed with or without script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _

from portal.kit.folding import fold_code
from programmes.contract import Field

from .controls import Answer, missing_word
from .words import clean_text, is_blank

MOST_ROWS_ON_PAGE = 200
"""A longer table is shown, not edited, on the page: it is replaced by a workbook."""

MOST_ROWS_BEYOND = 100
"""A page that was open in two windows may send some more; what no page sends is not read."""

Typed = Mapping[str, str]


class RowForm(forms.Form):
    """One row. A row in which nothing is typed is no row; in any other, what is required must be there."""

    use_required_attribute = False
    _errors: ErrorDict | None

    def __init__(self, *args: Any, columns: Sequence[Field], **options: Any) -> None:
        super().__init__(*args, **{**options, "empty_permitted": False, "use_required_attribute": False})
        for column in columns:
            self.fields[column.key] = Answer(column, districts=(), is_in_row=True, demands=True)

    def typed(self) -> dict[str, str]:
        """Every cell as it stands on the page."""
        cells = {name: self[name] for name, field in self.fields.items() if isinstance(field, Answer)}
        return {name: clean_text(cell.value() or "") for name, cell in cells.items()}

    def is_empty(self) -> bool:
        return all(is_blank(text) for text in self.typed().values())

    def is_removed(self) -> bool:
        """Ticked for removal on the page."""
        return self.is_bound and "DELETE" in self.fields and bool(self["DELETE"].data)

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.is_empty():
            self._errors = ErrorDict()


class RowSet(BaseFormSet):
    """All rows of one table. rows() are the typed rows, problems() what is wrong in which line."""

    def __init__(self, field: Field, *, demands: bool, **options: Any) -> None:
        self.contract = field
        self.demands = demands
        super().__init__(prefix=field.key, form_kwargs={"columns": field.columns}, **options)

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("删除")

    def kept(self) -> list[RowForm]:
        """Rows that were neither marked for removal nor left empty."""
        return [form for form in self.forms if not form.is_removed() and not form.is_empty()]

    def typed(self) -> list[dict[str, str]]:
        return [form.typed() for form in self.kept()]

    def rows(self) -> list[dict[str, Any]]:
        return [
            {column.key: form.cleaned_data.get(column.key) for column in self.contract.columns} for form in self.kept()
        ]

    def problems(self) -> list[tuple[str, str]]:
        """(id of the control, sentence) in page order; each names line and column, the last ones the table itself."""
        cells = [
            (form[name].id_for_label, line_word(number, form.fields[name].label, str(error)))
            for number, form in self._numbered()
            for name, errors in form.errors.items()
            if name in form.fields
            for error in errors
        ]
        return cells + [(str(self.prefix), str(error)) for error in self.non_form_errors()]

    def refuse(self, text: str) -> None:
        """Put a sentence about the table as a whole above it."""
        self.non_form_errors().append(text)

    def clean(self) -> None:
        """A value that may stand in one row only is refused in the second one; then the number of rows."""
        for column in self.contract.columns:
            if column.is_unique:
                self._refuse_repetitions(column.key)
        text = count_problem(self.contract, len(self.kept()), demands=self.demands)
        if text:
            raise forms.ValidationError(text)

    def _refuse_repetitions(self, column: str) -> None:
        seen: dict[str, int] = {}
        for number, form in self._numbered():
            key = fold_code(str(form.cleaned_data.get(column) or ""))
            if key and key in seen:
                form.add_error(column, repeated_word(seen[key]))
            seen.setdefault(key, number)

    def _numbered(self) -> list[tuple[int, RowForm]]:
        """Rows with the number they carry on the page."""
        kept = {id(form) for form in self.kept()}
        return [(number, form) for number, form in enumerate(self.forms, start=1) if id(form) in kept]


def line_word(number: int, label: object, text: str) -> str:
    return _("第 %(number)s 行 %(label)s：%(text)s") % {"number": number, "label": label, "text": text}


def repeated_word(first: int) -> str:
    return _("与第 %(first)s 行相同，请只保留一行。") % {"first": first}


def count_problem(field: Field, count: int, *, demands: bool) -> str:
    """What is wrong with the number of rows; "" if nothing."""
    if count > field.max_rows:
        return _("最多 %(most)s 行，现有 %(count)s 行。") % {"most": field.max_rows, "count": count}
    if demands and field.required and count < max(field.min_rows, 1):
        if count == 0:
            return missing_word(field)
        return _("至少 %(least)s 行，现有 %(count)s 行。") % {"least": field.min_rows, "count": count}
    return ""


def make_rows(field: Field, *, data: Any, typed: Sequence[Typed], extra: int, demands: bool) -> RowSet:
    """Bound to what was posted, or showing what is known with some empty rows below."""
    most = min(field.max_rows, MOST_ROWS_ON_PAGE)
    shape = formset_factory(
        RowForm, formset=RowSet, extra=extra, can_delete=True, max_num=most, absolute_max=most + MOST_ROWS_BEYOND
    )
    options: dict[str, Any] = {"demands": demands, "data": data, "initial": list(typed)}
    rows: RowSet = shape(field, **options)  # type: ignore[assignment,arg-type]
    return rows
