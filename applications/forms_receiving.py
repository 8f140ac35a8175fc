"""Forms of the paper receipt and of the data check: shape only; rules are the actions'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.completeness import label_of
from applications.models import ReceiptOutcome
from programmes.contract import Field, FieldKind
from programmes.fields.words import said

from .forms_inspection import DAY_ERRORS, day_input
from .forms_office import VersionedForm

NOT_FOUND, FOUND = "not_found", "found"
POSTMARK_HELP = _("以邮戳为准；当面递交的留空。")


class PaperForm(VersionedForm):
    outcome = forms.ChoiceField(
        label=_("核对结果"),
        choices=ReceiptOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择核对结果。")},
    )
    received_on = forms.DateField(
        label=_("收到日期"),
        required=False,
        error_messages=DAY_ERRORS,
        widget=day_input(),
        help_text=_("未收到的留空。"),
    )
    postmarked_on = forms.DateField(
        label=_("邮戳日期"), required=False, error_messages=DAY_ERRORS, widget=day_input(), help_text=POSTMARK_HELP
    )
    note = forms.CharField(
        label=_("说明"), max_length=200, required=False, help_text=_("不一致时必填，写明哪里不一致，申报主体将看到。")
    )


class BatchForm(forms.Form):
    """Many envelopes at once: reference numbers, one on each line."""

    references = forms.CharField(
        label=_("编号"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("每行一个，例如 012-000345；可用扫码枪逐个扫入。"),
        error_messages={"required": _("请填写编号，每行一个，例如 012-000345。")},
    )
    received_on = forms.DateField(label=_("收到日期"), error_messages=DAY_ERRORS, widget=day_input())
    postmarked_on = forms.DateField(
        label=_("邮戳日期"), required=False, error_messages=DAY_ERRORS, widget=day_input(), help_text=POSTMARK_HELP
    )


class RegisterForm(VersionedForm):
    """What a register holds of one figure or choice; or that it holds nothing."""

    key = forms.CharField(widget=forms.HiddenInput)
    is_found = forms.ChoiceField(
        label=_("查询结果"),
        choices=[(FOUND, _("查到")), (NOT_FOUND, _("查无记录"))],
        initial=FOUND,
        widget=forms.RadioSelect,
    )
    verified = forms.CharField(label=_("查询值"), max_length=40, required=False)
    source = forms.CharField(
        label=_("来源"),
        max_length=200,
        help_text=_("查询的系统或文件和日期，例如“信用查询系统，2026-03-10”。"),
        error_messages={"required": _("请写明查询来源和日期。")},
    )
    reason = forms.CharField(
        label=_("理由"), max_length=1000, error_messages={"required": _("请写明以此为准或查无记录的理由。")}
    )

    def __init__(self, *args: Any, field: Field, latest_year: int | None = None, **kwargs: Any) -> None:
        kwargs["prefix"] = f"r-{field.key}"
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = field.key
        label = label_of(field, latest_year)
        label = f"{label}（{said(field.unit)}）" if field.unit else label
        if field.kind is FieldKind.CHOICE:
            choices = [("", _("请选择")), *((key, said(text)) for key, text in field.choices)]
            self.fields["verified"] = forms.ChoiceField(choices=choices, required=False)
        self.fields["verified"].label = label

    def clean(self) -> dict[str, Any]:
        """Said together with the other fields; what is a right value the action knows."""
        given = super().clean() or self.cleaned_data
        if given.get("is_found") == FOUND and not given.get("verified"):
            self.add_error("verified", _("请填写查询值；没有记录的请选“查无记录”。"))
        return given

    def value(self) -> str | None:
        """As typed; None for what the register does not hold."""
        return None if self.cleaned_data["is_found"] == NOT_FOUND else self.cleaned_data["verified"]
