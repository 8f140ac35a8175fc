"""Forms of the applicant's own acts; the questions of a programme are built by programmes.fields."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SubmitForm(forms.Form):
    """Who signs, and the declaration of truth."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    signer_name = forms.CharField(
        label=_("承诺人姓名"),
        min_length=2,
        max_length=60,
        help_text=_("法定代表人或经授权的负责人，姓名将印在申报材料上。"),
        error_messages={
            "required": _("请填写承诺人姓名，2 至 60 个字。"),
            "min_length": _("请填写承诺人姓名，2 至 60 个字。"),
            "max_length": _("请填写承诺人姓名，2 至 60 个字。"),
        },
    )
    is_declared = forms.BooleanField(
        label=_("本单位承诺：申报材料真实、完整，如有不实，自愿承担相应责任。"),
        error_messages={"required": _("提交前请阅读并勾选真实性承诺。")},
    )


class WithdrawForm(forms.Form):
    """Withdrawing asks once."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("撤回原因"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("选填，受理部门可以看到。"),
        error_messages={"max_length": _("请控制在 500 字以内。")},
    )
