"""The rows of a question's form: the choices of a choice, the columns of a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.contract import FieldKind
from programmes.fields.words import clean_line, said
from programmes.question_flaws import COLUMN_KINDS, WITH_CHOICES
from programmes.questions import Row

KIND_WORDS = {
    FieldKind.TEXT: gettext_lazy("单行文字"),
    FieldKind.LONG_TEXT: gettext_lazy("多行文字"),
    FieldKind.INTEGER: gettext_lazy("整数"),
    FieldKind.DECIMAL: gettext_lazy("小数"),
    FieldKind.DATE: gettext_lazy("日期"),
    FieldKind.BOOLEAN: gettext_lazy("是非"),
    FieldKind.CHOICE: gettext_lazy("单选"),
    FieldKind.CHOICES: gettext_lazy("多选"),
    FieldKind.TABLE: gettext_lazy("表格"),
    FieldKind.FILE: gettext_lazy("文件"),
}
FEWEST_CHOICES, FEWEST_COLUMNS, MORE = 4, 3, 3


class PartsForm(forms.Form):
    """Choices are choice-0-key and choice-0-label, columns column-0-label and so on; empty ones are none.

    places   part of the row, as flaws name it -> the control in which it was typed; known once the row was read
    new_key  makes the key of a choice or column that was not there before
    """

    def __init__(self, data: Any, *, kind: FieldKind, row: Row, new_key: Callable[[], str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.kind, self.row, self.new_key = kind, row, new_key
        self.places: dict[str, str] = {}
        has_choices, has_columns = kind in WITH_CHOICES, kind is FieldKind.TABLE
        self.choice_count = self._count("choices", row.get("choices", ()), FEWEST_CHOICES) if has_choices else 0
        self.column_count = self._count("columns", row.get("columns", ()), FEWEST_COLUMNS) if has_columns else 0
        self._add_choices()
        self._add_columns()

    def _count(self, name: str, now: Sequence[Any], fewest: int) -> int:
        """How many rows the page has: as many as were posted, some more where more were asked for."""
        if not self.is_bound:
            return max(len(now) + 1, fewest)
        posted = str(self.data.get(f"{name}_count", ""))
        count = min(int(posted), 80) if posted.isascii() and posted.isdecimal() and len(posted) < 4 else fewest
        return count + (MORE if self.row_wanted == name else 0)

    @property
    def row_wanted(self) -> str:
        """choices or columns where more rows were asked for; nothing is saved then."""
        wanted = str(self.data.get("more", "")) if self.is_bound else ""
        return wanted if wanted in ("choices", "columns") else ""

    def _add_choices(self) -> None:
        now = list(self.row.get("choices", ()))
        for place in range(self.choice_count):
            key, label = now[place] if place < len(now) else ("", "")
            name = f"choice-{place}"
            self.fields[f"{name}-key"] = forms.CharField(required=False, widget=forms.HiddenInput, initial=key)
            title = _("选项 %(number)s") % {"number": place + 1}
            self.fields[f"{name}-label"] = forms.CharField(label=title, required=False, initial=said(label))

    def _add_columns(self) -> None:
        now = list(self.row.get("columns", ()))
        kinds = [(kind.value, KIND_WORDS[kind]) for kind in COLUMN_KINDS]
        for place in range(self.column_count):
            column = now[place] if place < len(now) else {}
            name, number = f"column-{place}", {"number": place + 1}
            options = "、".join(str(label) for _key, label in column.get("choices", ()))
            self.fields |= {
                f"{name}-key": forms.CharField(required=False, widget=forms.HiddenInput, initial=column.get("key", "")),
                f"{name}-label": forms.CharField(
                    label=_("第 %(number)s 列") % number, required=False, initial=column.get("label", "")
                ),
                f"{name}-kind": forms.ChoiceField(
                    label=_("类型"), choices=kinds, required=False, initial=column.get("kind", FieldKind.TEXT.value)
                ),
                f"{name}-unit": forms.CharField(label=_("单位"), required=False, initial=column.get("unit", "")),
                f"{name}-options": forms.CharField(label=_("选项"), required=False, initial=options),
                f"{name}-required": forms.BooleanField(
                    label=_("必填"), required=False, initial=column.get("required", False)
                ),
            }

    def typed_choices(self, given: Mapping[str, Any]) -> list[list[str]]:
        known = {key for key, _label in self.row.get("choices", ())}
        found: list[list[str]] = []
        for place in range(self.choice_count):
            if label := clean_line(given.get(f"choice-{place}-label") or ""):
                key = given.get(f"choice-{place}-key") or ""
                self.places[f"choices.{len(found)}"] = f"choice-{place}-label"
                found.append([key if key in known else self.new_key(), label])
        return found

    def typed_columns(self, given: Mapping[str, Any]) -> list[dict[str, Any]]:
        known = {column["key"]: column for column in self.row.get("columns", ())}
        found: list[dict[str, Any]] = []
        for place in range(self.column_count):
            name = f"column-{place}"
            typed = {part: clean_line(given.get(f"{name}-{part}") or "") for part in ("label", "unit", "options")}
            if not any(typed.values()):
                continue
            for part in ("label", "kind", "unit", "required"):
                self.places[f"columns.{len(found)}.{part}"] = f"{name}-{part}"
            self.places[f"columns.{len(found)}.choices"] = f"{name}-options"
            before = known.get(given.get(f"{name}-key") or "", {})
            column = {"key": before.get("key") or self.new_key(), "label": typed["label"], "unit": typed["unit"]}
            column |= {"kind": given.get(f"{name}-kind") or "", "required": bool(given.get(f"{name}-required"))}
            column["choices"] = self._typed_options(typed["options"], before)
            found.append(column)
        return found

    def _typed_options(self, text: str, before: Row) -> list[list[str]]:
        """Labels with separators; one that was there keeps its key."""
        keys = {str(label): str(key) for key, label in before.get("choices", ())}
        labels = [part.strip() for part in text.replace("；", "、").replace(";", "、").split("、") if part.strip()]
        return [[keys.get(label) or self.new_key(), label] for label in labels]
