"""The form of an edition's parameters: one control for each value, typed by the programme's default."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.locking import Locks
from applications.wording import stage_word
from programmes.differences import name_of
from programmes.fields.problems import Problem
from programmes.fields.words import said
from programmes.models import Edition
from programmes.parameters import Kind, Leaf, Path, assemble, is_same, leaves_of, read_leaf, shown_value

SWITCHES = (("true", gettext_lazy("启用")), ("false", gettext_lazy("不启用")))


class LeafField(forms.Field):
    """One value of a parameter, read as parameters are; one that was not sent stays what it is."""

    def __init__(self, leaf: Leaf, **kwargs: Any) -> None:
        self.leaf = leaf
        super().__init__(required=False, widget=widget_for(leaf), initial=typed_text(leaf.current), **kwargs)
        self.required = not leaf.is_optional  # drawn so; whether it may be empty says read_leaf, with the default

    def validate(self, value: Any) -> None:
        """Emptiness is read_leaf's to judge."""

    def to_python(self, value: Any) -> Any:
        if value is None:
            return self.leaf.current
        try:
            return read_leaf(self.leaf, str(value))
        except Problem as wrong:
            raise forms.ValidationError(str(wrong)) from None


class SwitchField(forms.ChoiceField):
    """An optional stage, on or off; one that was not sent stays what it is."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=SWITCHES, **kwargs)

    def clean(self, value: Any) -> Any:
        return super().clean(self.initial if value is None else value)


def widget_for(leaf: Leaf) -> forms.Widget:
    if leaf.kind is Kind.CHOICE:
        return forms.Select(choices=[(key, said(label)) for key, label in leaf.choices])
    if leaf.kind is Kind.YES_NO:
        return forms.Select(choices=[("true", _("是")), ("false", _("否"))])
    is_figure = leaf.kind in (Kind.NUMBER, Kind.INTEGER)
    attrs = {"autocomplete": "off", "inputmode": "decimal" if is_figure else "text"}
    return forms.TextInput(attrs=attrs)


def typed_text(value: Any) -> str:
    """A stored value as its control holds it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else shown_value(value) if isinstance(value, list | tuple) else str(value)


def name_for(path: Path) -> str:
    """The control of a value; a dot stands in no parameter's name."""
    return "p." + ".".join(path)


class SettingsForm(forms.Form):
    """Values that are not sent stay as they are, so that what is locked need not be drawn."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("修改原因"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, edition: Edition, locks: Locks, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition, self.programme, self.settings = edition, edition.programme, edition.settings()
        self.leaves: dict[str, list[Leaf]] = {}
        self.table_errors: dict[str, str] = {}
        self.fields["reason"].required = locks.needs_reason
        if locks.needs_reason:
            self.fields["reason"].error_messages["required"] = _("已有单位提交申报，请写明修改原因，它会写入操作记录。")
        self.initial["expected_version"] = edition.version
        for key, (_label, unit) in self.programme.parameter_labels.items():
            self.leaves[key] = leaves_of(self.programme, key, self.settings)
            for leaf in self.leaves[key]:
                field = LeafField(leaf, label=name_of(self.programme, leaf.path))
                field.unit, field.width = said(unit), "short"  # type: ignore[attr-defined]
                self.fields[name_for(leaf.path)] = field
            if not is_same(self.settings.get(key), self.programme.defaults[key]):
                self.fields[f"default.{key}"] = forms.BooleanField(label=_("恢复默认"), required=False)
        for stage in self.optional_stages:
            is_on = stage in edition.switched_stages
            self.fields[f"stage.{stage}"] = SwitchField(label=str(stage_word(stage)), initial=str(is_on).lower())

    @property
    def optional_stages(self) -> list[str]:
        return [stage for stage in self.programme.stages if stage in self.programme.optional_stages]

    def clean(self) -> dict[str, Any]:
        """What goes back to its default needs no right value beside the tick."""
        for key, leaves in self.leaves.items():
            if self.cleaned_data.get(f"default.{key}"):
                for leaf in leaves:
                    self.errors.pop(name_for(leaf.path), None)
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        """parameter -> value, of every parameter that was sent."""
        return {key: self._value_of(key) for key in self.leaves if self._was_sent(key)}

    def _was_sent(self, key: str) -> bool:
        sent = self.data or {}
        return f"default.{key}" in sent or any(name_for(leaf.path) in sent for leaf in self.leaves[key])

    def _value_of(self, key: str) -> Any:
        if self.cleaned_data.get(f"default.{key}"):
            return self.programme.defaults[key]
        found = {leaf.path: self.cleaned_data[name_for(leaf.path)] for leaf in self.leaves[key]}
        return assemble(self.programme, key, self.settings, found)

    def stages(self) -> list[str]:
        """The optional stages that are to be on."""
        return [stage for stage in self.optional_stages if self.cleaned_data[f"stage.{stage}"] == "true"]

    def put_flaws(self, flaws: Mapping[str, object]) -> None:
        """Put what the action found wrong beside its control; what concerns a whole table, above that table."""
        for path, text in flaws.items():
            name = next((one for one in (f"p.{path}", path) if one in self.fields), None)
            if name is None and path in self.leaves:
                self.table_errors[path] = str(text)
                self.add_error(None, f"{name_of(self.programme, (path,))}：{text}")
            else:
                self.add_error(name, str(text))
