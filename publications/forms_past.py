"""Forms of what comes in from past years: shape only; rules are the actions'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.forms_inspection import DAY_ERRORS, day_input
from applications.forms_register import ReasonForm, WorkbookForm
from programmes import registry
from programmes.fields.words import said

from .actions.importing import Heading


class PastForm(WorkbookForm):
    """A workbook of past years and what it is of."""

    programme = forms.ChoiceField(label=_("项目"), error_messages={"required": _("请从列出的项目中选择。")})
    year = forms.IntegerField(
        label=_("年度"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": _("请填写年度，例如 2023。"), "invalid": _("请填写四位年份，例如 2023。")},
    )
    title = forms.CharField(
        label=_("标题"),
        max_length=300,
        help_text=_("与公布时一致，例如“2023年度示例名单”。"),
        error_messages={"required": _("请填写标题，与公布时一致。")},
    )
    published_on = forms.DateField(label=_("公布日期"), error_messages=DAY_ERRORS, widget=day_input())
    document_number = forms.CharField(
        label=_("文号"), max_length=120, required=False, help_text=_("例如“示例〔2023〕1号”，没有的留空。")
    )
    field_order = ("programme", "year", "title", "published_on", "document_number", "source", "file", "token")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.slug, said(one.title)) for one in registry.all_programmes().values()]
        self.fields["programme"].choices = [("", _("请选择")), *choices]  # type: ignore[attr-defined]

    def heading(self) -> Heading:
        found = {key: value for key, value in self.cleaned_data.items() if key not in {"file", "token"}}
        return Heading(**found)


class RevokePastForm(ReasonForm):
    """An honour of a past year that was taken back."""

    revoked_on = forms.DateField(label=_("撤销日期"), error_messages=DAY_ERRORS, widget=day_input())
    field_order = ("revoked_on", "reason")
