"""A table of the form: rows that are validated one by one, added and removed with or without script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext as _

from portal.kit.folding import fold_code
from programmes.contract import Field

from .controls import Answer, missing_word
from .words import clean_text, is_blank, said

MOST_ROWS_ON_PAGE = 200
"""A longer table is shown, not edited, on the page: it is replaced by a workbook."""

Typed = Mapping[str, str]


class RowForm(forms.Form):
    """One row. A row in which nothing is typed is no row; in any other, what is required must be there."""

    use_required_attribute = False

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

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.is_empty():
            self._errors = forms.utils.ErrorDict()


class RowSet(BaseFormSet):  # type: ignore[type-arg]
    """All rows of one table. `rows()` are the typed rows, `problems()` what is wrong in which line."""

    def __init__(self, field: Field, **options: Any) -> None:
        self.contract = field
        super().__init__(prefix=field.key, form_kwargs={"columns": field.columns}, **options)

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("删除")

    def kept(self) -> list[RowForm]:
        """Rows that were neither marked for removal nor left empty."""
        return [f for f in self.forms if not (self.is_bound and self._should_delete_form(f)) and not f.is_empty()]

    def typed(self) -> list[dict[str, str]]:
        return [form.typed() for form in self.kept()]

    def rows(self) -> list[dict[str, Any]]:
        return [
            {column.key: form.cleaned_data.get(column.key) for column in self.contract.columns} for form in self.kept()
        ]

    def problems(self) -> list[tuple[str, str]]:
        """(id of the control, sentence that names line and column); repeated values are named with both lines."""
        found: list[tuple[str, str]] = []
        for number, form in self._numbered():
            found += [
                (form[name].id_for_label, line_word(number, form.fields[name].label, error))
                for name, errors in form.errors.items()
                if name in form.fields
                for error in errors
            ]
        return found + self._repetitions()

    def _numbered(self) -> list[tuple[int, RowForm]]:
        """Rows with the number they carry on the page."""
        kept = {id(form) for form in self.kept()}
        return [(number, form) for number, form in enumerate(self.forms, start=1) if id(form) in kept]

    def _repetitions(self) -> list[tuple[str, str]]:
        found = []
        for column in self.contract.columns:
            if not column.is_unique:
                continue
            seen: dict[str, int] = {}
            for number, form in self._numbered():
                key = fold_code(str(form.cleaned_data.get(column.key) or ""))
                if key and key in seen:
                    text = line_word(number, said(column.label), repeated_word(seen[key]))
                    found.append((form[column.key].id_for_label, text))
                seen.setdefault(key, number)
        return found


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


def make_rows(field: Field, *, data: Any, typed: Sequence[Typed], extra: int) -> RowSet:
    """Bound to what was posted, or showing what is known with some empty rows below."""
    most = min(field.max_rows, MOST_ROWS_ON_PAGE)
    shape = formset_factory(RowForm, formset=RowSet, extra=extra, can_delete=True, max_num=most, absolute_max=most + 1)
    return shape(field, data=data, initial=list(typed))  # type: ignore[call-arg,arg-type]
