"""The filter of the audit log."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .queries import Wanted
from .wording import AREAS


class LogFilterForm(forms.Form):
    act = forms.ChoiceField(label=_("操作"), required=False, choices=[("", _("全部")), *AREAS])
    person = forms.CharField(label=_("操作人"), max_length=60, required=False)
    subject = forms.CharField(label=_("对象"), max_length=80, required=False)
    since_on = forms.DateField(
        label=_("起"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until_on = forms.DateField(
        label=_("止"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("since_on", "until_on"):
            self.fields[name].error_messages["invalid"] = _("请填写日期，例如 2026-04-12。")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since_on, until_on = cleaned.get("since_on"), cleaned.get("until_on")
        if since_on and until_on and since_on > until_on:
            self.add_error("until_on", _("截止日期早于起始日期，请改为同一天或之后的日期。"))
        return cleaned

    def wanted(self) -> Wanted:
        """What the valid part of the form asks for."""
        names = ("act", "person", "subject", "since_on", "until_on")
        values = getattr(self, "cleaned_data", {})
        return Wanted(**{name: values[name] for name in names if values.get(name)})
