"""Forms of the register of honours and of imports: shape only; rules are the actions'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.queries.register import ENDED, IN_FORCE, WITHDRAWN, RegisterFilter
from portal.kit.honours import HONOURS
from programmes.fields.words import said

from .forms_inspection import DAY_ERRORS, day_input

STANDINGS = ((IN_FORCE, _("有效")), (ENDED, _("已到期")), (WITHDRAWN, _("已撤销登记")))


def honour_choices(blank: Any) -> list[tuple[str, Any]]:
    return [("", blank), *((key, said(name)) for key, name in HONOURS.items())]


class RegisterForm(forms.Form):
    """The filters of the register, kept in the address."""

    text = forms.CharField(label=_("企业、编号或信用代码"), max_length=60, required=False)
    honour = forms.ChoiceField(label=_("荣誉"), required=False)
    standing = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *STANDINGS])
    after = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["honour"].choices = honour_choices(_("全部"))  # type: ignore[attr-defined]

    def wanted(self) -> RegisterFilter:
        """The filter; what makes no sense in an address counts as not asked for."""
        self.is_valid()
        return RegisterFilter(**{key: self.cleaned_data.get(key) or "" for key in self.fields})


class HonourForm(forms.Form):
    """One honour of one enterprise with its source."""

    code = forms.CharField(
        label=_("统一社会信用代码"),
        max_length=40,
        help_text=_("18 位，与营业执照一致。"),
        error_messages={"required": _("请填写 18 位统一社会信用代码，与营业执照一致。")},
    )
    enterprise_name = forms.CharField(
        label=_("企业名称"),
        max_length=200,
        help_text=_("授予时的企业全称。"),
        error_messages={"required": _("请填写企业名称，与营业执照一致。")},
    )
    honour = forms.ChoiceField(label=_("荣誉"), error_messages={"required": _("请从列出的荣誉中选择一项。")})
    item = forms.CharField(
        label=_("产品或服务"), max_length=200, required=False, help_text=_("授予产品或服务的荣誉才填写。")
    )
    issuer = forms.CharField(
        label=_("授予单位"),
        max_length=200,
        error_messages={"required": _("请填写授予单位，例如“工业和信息化部”。")},
    )
    number = forms.CharField(label=_("证书编号"), max_length=120, required=False)
    issued_on = forms.DateField(label=_("授予日期"), error_messages=DAY_ERRORS, widget=day_input())
    valid_to = forms.DateField(
        label=_("有效期至"),
        required=False,
        error_messages=DAY_ERRORS,
        widget=day_input(),
        help_text=_("没有期限的留空。"),
    )
    source = forms.CharField(
        label=_("依据"),
        max_length=300,
        help_text=_("公布文件的标题和文号，或查询的系统和日期。"),
        error_messages={"required": _("请写明依据，例如公布文件的标题和文号。")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["honour"].choices = honour_choices(_("请选择"))  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(
        label=_("原因"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写入操作记录，最多 300 字。"),
        error_messages={"required": _("请写明原因，例如“授予日期录入有误，已按公布文件重新登记”。")},
    )


class RecognitionForm(forms.Form):
    """Which honour this organiser takes for which, and on what ground."""

    honour = forms.ChoiceField(label=_("持有的荣誉"), error_messages={"required": _("请从列出的荣誉中选择一项。")})
    counts_as = forms.ChoiceField(label=_("视同"), error_messages={"required": _("请从列出的荣誉中选择一项。")})
    basis = forms.CharField(
        label=_("采信依据"),
        max_length=400,
        help_text=_("管理办法的名称、文号和条款。"),
        error_messages={"required": _("请写明采信依据，例如管理办法的名称、文号和条款。")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in ("honour", "counts_as"):
            self.fields[key].choices = honour_choices(_("请选择"))  # type: ignore[attr-defined]


class WorkbookForm(forms.Form):
    """A workbook and where it comes from; it is tried before anything is taken in."""

    source = forms.CharField(
        label=_("文件来源"),
        max_length=300,
        help_text=_("例如公布文件的标题和文号、移交的单位和日期。"),
        error_messages={"required": _("请写明文件的来源，例如公布文件的标题和文号。")},
    )
    file = forms.FileField(
        label=_("文件（.xlsx）"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        allow_empty_file=True,
        error_messages={"required": _("请选择填好的 .xlsx 文件；已经检查过的文件最多保留半小时。")},
    )
    token = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
