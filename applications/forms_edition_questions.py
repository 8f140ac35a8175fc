"""The form of one question that an organiser asks: what its kind needs, everything wrong said at once at its field."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kit.money import InvalidAmount, parse_amount
from programmes.contract import FieldKind, Programme
from programmes.fields.figures import plain
from programmes.fields.words import clean_line, clean_text, said
from programmes.question_flaws import NUMBERS
from programmes.questions import LARGEST, LONGEST, Row

from .forms_edition_parts import PartsForm

CHOOSE = {"required": gettext_lazy("请选择页面。"), "invalid_choice": gettext_lazy("请从列出的页面中选择。")}


class AmountField(forms.Field):
    """A bound: full-width digits are read, nothing typed is None."""

    def __init__(self, *, places: int = 0, allow_negative: bool = False, **kwargs: Any) -> None:
        self.places, self.allow_negative = places, allow_negative
        attrs = {"inputmode": "decimal" if places else "numeric", "autocomplete": "off"}
        super().__init__(required=False, widget=forms.TextInput(attrs=attrs), **kwargs)
        self.width = "short"

    def to_python(self, value: Any) -> Decimal | None:
        text = clean_line(value or "")
        if not text:
            return None
        try:
            return parse_amount(text, places=self.places, largest=LARGEST, allow_negative=self.allow_negative)
        except InvalidAmount:
            example = "12.5" if self.places else "12"
            raise forms.ValidationError(_("请填数字，例如 %(example)s。") % {"example": example}) from None


class QuestionForm(PartsForm):
    """parts of a row by name; choices as choice-0-key and choice-0-label, columns as column-0-label and so on."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput)
    section = forms.ChoiceField(label=gettext_lazy("所在页面"), error_messages=CHOOSE)
    label = forms.CharField(label=gettext_lazy("问题"), error_messages={"required": gettext_lazy("请填写问题。")})
    help = forms.CharField(label=gettext_lazy("填写提示"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    required = forms.BooleanField(label=gettext_lazy("必填"), required=False)
    requires = forms.ChoiceField(label=gettext_lazy("条件"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("修改原因"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self, data: Any = None, *, of: Programme, kind: FieldKind, row: Row, new_key: Any, **kwargs: Any
    ) -> None:
        """of: the programme with the edition's questions; row: as it is now, {} for a new one; new_key: for parts."""
        super().__init__(data, kind=kind, row=row, new_key=new_key, **kwargs)
        pages = [(page.key, said(page.title)) for page in of.sections]
        self.fields["section"].choices = pages  # type: ignore[attr-defined]
        self.fields["requires"].choices = [("", _("总是要填")), *switches(of, but=str(row.get("key", "")))]  # type: ignore[attr-defined]
        self.fields["requires"].help_text = _("选了一个是非题，申报单位答“是”时才填本题。")
        self._add_limits()
        for name in ("section", "label", "help", "required", "requires"):
            self.initial.setdefault(name, row.get(name, ""))

    def _add_limits(self) -> None:
        texts: dict[str, AmountField] = {}
        if self.kind in NUMBERS:
            self.fields["unit"] = forms.CharField(label=_("单位"), required=False, help_text=_("例如：万元、项、%"))
            places = 4 if self.kind is FieldKind.DECIMAL else 0
            texts["minimum"] = AmountField(label=_("最小值"), places=places, allow_negative=True)
            texts["maximum"] = AmountField(label=_("最大值"), places=places, allow_negative=True)
            if places:
                texts["places"] = AmountField(label=_("小数位数"), help_text=_("0 至 4 位"))
            self.initial["unit"] = self.row.get("unit", "")
        elif self.kind in LONGEST:
            most = plain(LONGEST[self.kind])
            texts["minimum"] = AmountField(label=_("最少字数"))
            texts["maximum"] = AmountField(label=_("最多字数"), help_text=_("不填为 %(most)s 字") % {"most": most})
        elif self.kind is FieldKind.TABLE:
            texts["min_rows"] = AmountField(label=_("最少行数"))
            texts["max_rows"] = AmountField(label=_("最多行数"), help_text=_("不填为 200 行"))
        for name, field in texts.items():
            self.fields[name] = field
            self.initial[name] = self.row.get(name, "")

    def typed_row(self) -> dict[str, Any]:
        """The row that the page asks for; what could not be read is left out."""
        given = self.cleaned_data
        row: dict[str, Any] = {"kind": self.kind.value, "required": bool(given.get("required"))}
        row |= {name: clean_line(given.get(name) or "") for name in ("section", "label", "requires", "unit")}
        row["help"] = clean_text(given.get("help") or "").strip()
        if "key" in self.row:
            row["key"] = self.row["key"]
        for name in ("minimum", "maximum"):
            if given.get(name) is not None:
                row[name] = plain(given[name])
        for name in ("places", "min_rows", "max_rows"):
            if given.get(name) is not None and (name == "places" or int(given[name])):
                row[name] = int(given[name])
        if self.kind is FieldKind.TABLE and row["required"]:
            row["min_rows"] = max(row.get("min_rows", 0), 1)
        row["choices"] = self.typed_choices(given)
        row["columns"] = self.typed_columns(given)
        return row

    def put_flaws(self, flaws: Mapping[str, object]) -> None:
        """What is wrong with parts of the row, beside their controls; one that could not be read says so itself."""
        for part, text in flaws.items():
            above = part.rpartition(".")[0]
            name = next((n for n in (self.places.get(part), self.places.get(above), part) if n in self.fields), None)
            if name is None or name not in self.errors:
                self.add_error(name, str(text))


def switches(of: Programme, *, but: str) -> list[tuple[str, str]]:
    """(key, label) of the yes/no questions on which another may hang, by page."""
    return [
        (field.key, f"{said(page.title)}：{said(field.label)}")
        for page in of.sections
        for field in page.fields
        if field.kind is FieldKind.BOOLEAN and not field.is_declaration and field.key != but
    ]


class ReasonForm(forms.Form):
    """A final act on a version of the edition; whether a reason is needed says the action."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("原因"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
