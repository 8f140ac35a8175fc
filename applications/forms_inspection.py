"""Forms of a site inspection: shape only; rules are the actions'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.completeness import label_of
from applications.models.checks import InspectionOutcome
from programmes.contract import FieldKind, Programme
from programmes.fields.words import said

DAY_ERRORS = {"invalid": _("请按 2026-03-10 的格式填写日期。"), "required": _("请填写日期，例如 2026-03-10。")}


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class PlanForm(forms.Form):
    planned_on = forms.DateField(label=_("计划日期"), error_messages=DAY_ERRORS, widget=day_input())
    team = forms.CharField(
        label=_("抽查人员"),
        max_length=400,
        help_text=_("每行一个姓名，不少于两人。"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("抽查须由两人以上进行，请每行填写一个姓名。")},
    )

    def names(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["team"].replace("、", "\n").splitlines() if line.strip()]


class RecordForm(forms.Form):
    inspected_on = forms.DateField(label=_("抽查日期"), error_messages=DAY_ERRORS, widget=day_input())
    outcome = forms.ChoiceField(
        label=_("结论"),
        choices=InspectionOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择抽查结论。")},
    )
    report = forms.CharField(
        label=_("抽查记录"),
        max_length=4000,
        help_text=_("去了哪里、看了什么、与申报是否一致，不少于30字。"),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("请写明抽查情况，不少于30字。")},
    )


class DifferenceForm(forms.Form):
    """One figure that was found to differ. A row with nothing chosen and nothing typed is left out."""

    key = forms.ChoiceField(label=_("数据"), required=False)
    found = forms.CharField(label=_("核实数值"), max_length=40, required=False)
    note = forms.CharField(label=_("说明"), max_length=300, required=False)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        figures = [
            (f.key, f"{label_of(f)}（{said(f.unit)}）" if f.unit else label_of(f))
            for f in programme.fields()
            if f.kind in {FieldKind.INTEGER, FieldKind.DECIMAL}
        ]
        self.fields["key"].choices = [("", _("请选择")), *figures]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if any(found.get(name) for name in ("found", "note")) and not found.get("key"):
            self.add_error("key", _("请选择是哪一项数据。"))
        if found.get("key") and not found.get("found"):
            self.add_error("found", _("请填写核实的数值。"))
        return found


DifferenceSet = forms.formset_factory(DifferenceForm, extra=1, max_num=30, validate_max=True, can_delete=True)


def differences_in(formset: Any) -> list[tuple[str, str, str]]:
    """(form key, figure as typed, note) of the rows that were filled in and not removed."""
    rows = [form.cleaned_data for form in formset.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
    return [(row["key"], row["found"], row["note"]) for row in rows if row.get("key")]
