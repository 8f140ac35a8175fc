"""One Django form field for every question of a programme; the reading itself is in reading.py."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from programmes.contract import Evidence, Field, FieldKind

from .problems import Problem
from .reading import Choices, read_value
from .words import is_blank, listed, said

MOST_RADIOS = 6
NUMBERS = (FieldKind.INTEGER, FieldKind.DECIMAL)
FILE_EXTENSIONS = ("pdf", "jpg", "png")
FILE_MEGABYTES = 20


class Answer(forms.Field):
    """An answer: typed text in, typed value out. unit and width are read by the page's field component."""

    def __init__(self, field: Field, *, districts: Choices, is_in_row: bool, demands: bool) -> None:
        super().__init__(
            required=field.required,
            label=said(field.label),
            help_text=said(field.help),
            widget=widget_for(field, districts=districts, is_in_row=is_in_row),
        )
        self.contract = field
        self.districts = districts
        self.demands = demands
        self.unit = said(field.unit)
        self.width = width_of(field)

    def clean(self, value: Any) -> Any:
        """Raises ValidationError. A blank is an error only where it is demanded, so that a draft can be saved."""
        try:
            answer = read_value(self.contract, value, districts=self.districts)
        except Problem as wrong:
            raise forms.ValidationError(str(wrong), code="wrong") from wrong
        if self.demands and self.required and is_blank(answer):
            raise forms.ValidationError(missing_word(self.contract), code="required")
        return answer


class Proof(forms.Field):
    """A place for files. What is uploaded goes through the attachments, never through the answers."""

    widget = forms.FileInput

    def __init__(
        self, *, key: str, label: str, help: str, required: bool, extensions: tuple[str, ...], size: int
    ) -> None:
        super().__init__(required=required, label=label, help_text=help)
        self.key = key
        self.allowed = _("%(kinds)s，单个文件不超过 %(size)s MB") % {
            "kinds": listed(extension.upper() for extension in extensions),
            "size": size,
        }
        self.widget.attrs["accept"] = ",".join(f".{extension}" for extension in extensions)

    def clean(self, value: Any) -> None:
        return None


def control_for(field: Field, *, districts: Choices, demands: bool) -> forms.Field:
    if field.kind is FieldKind.FILE:
        return Proof(
            key=field.key,
            label=said(field.label),
            help=said(field.help),
            required=field.required,
            extensions=FILE_EXTENSIONS,
            size=FILE_MEGABYTES,
        )
    return Answer(field, districts=districts, is_in_row=False, demands=demands)


def proof_for(evidence: Evidence) -> Proof:
    return Proof(
        key=evidence.indicator,
        label=said(evidence.label),
        help="",
        required=evidence.needed_at_submission,
        extensions=evidence.extensions,
        size=evidence.max_megabytes,
    )


def missing_word(field: Field) -> str:
    """What to do about a question that is not answered yet."""
    if field.is_declaration:
        return _("请阅读并勾选。")
    if field.kind in (FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.DISTRICT, FieldKind.BOOLEAN):
        return _("请选择。")
    return _("请填写。")


def choices_of(field: Field, districts: Choices) -> list[tuple[str, str]]:
    if field.kind is FieldKind.BOOLEAN:
        return [("true", _("是")), ("false", _("否"))]
    if field.kind is FieldKind.DISTRICT:
        return list(districts)
    return [(key, said(label)) for key, label in field.choices]


def widget_for(field: Field, *, districts: Choices, is_in_row: bool) -> forms.Widget:
    """Few choices are radios; a cell of a row table has only small controls."""
    if field.is_declaration:
        return forms.CheckboxInput(check_test=lambda typed: bool(typed) and str(typed) not in ("false", "False"))
    if field.kind is FieldKind.CHOICES:
        return forms.CheckboxSelectMultiple(choices=choices_of(field, districts))
    if field.kind in (FieldKind.CHOICE, FieldKind.BOOLEAN, FieldKind.DISTRICT):
        choices = choices_of(field, districts)
        if is_in_row or len(choices) > MOST_RADIOS or field.kind is FieldKind.DISTRICT:
            return forms.Select(choices=[("", _("请选择")), *choices])
        return forms.RadioSelect(choices=choices)
    if field.kind is FieldKind.LONG_TEXT and not is_in_row:
        return forms.Textarea(attrs={"rows": 8})
    return forms.TextInput(attrs=_input_attrs(field))


def _input_attrs(field: Field) -> dict[str, Any]:
    """The right keyboard on a telephone; no maxlength: a text that is too long is kept whole and named."""
    if field.kind is FieldKind.INTEGER:
        return {"inputmode": "numeric", "autocomplete": "off"}
    if field.kind is FieldKind.DECIMAL:
        return {"inputmode": "decimal", "autocomplete": "off"}
    if field.kind is FieldKind.DATE:
        return {"placeholder": "2026-12-31", "autocomplete": "off"}
    if field.kind is FieldKind.USCC:
        return {"spellcheck": "false", "autocomplete": "off", "data-kind": "code"}
    return {}


def width_of(field: Field) -> str:
    if field.kind is FieldKind.LONG_TEXT:
        return "full"
    return "short" if field.kind in (*NUMBERS, FieldKind.DATE) else "medium"
