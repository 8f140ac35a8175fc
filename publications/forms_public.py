"""The form by which anybody objects: real name, checked code, facts. What is typed stays, whatever is wrong."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from stdnum.cn import ric

from portal.kit import uscc
from portal.kit.folding import fold_code, fold_width
from portal.kit.uploads import BadUpload, CheckedUpload
from portal.tenancy.files import check_file, explain

from .actions.receiving import Objector
from .models import NoticeEntry, ObjectorKind

MOST_FILES = 5
FILE_MEGABYTES = 10
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(-\d{1,6})?", re.ASCII)
_PAPER = re.compile(r"[A-Z]{1,3}\d{6,10}", re.ASCII)


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files, each checked by its bytes; cleans to a list of (CheckedUpload, upload)."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[tuple[CheckedUpload, UploadedFile]]:
        uploads = data if isinstance(data, (list, tuple)) else [data]
        uploads = [upload for upload in uploads if upload]
        if len(uploads) > MOST_FILES:
            raise forms.ValidationError(_("最多上传 5 个文件。"))
        return [(self._check(upload), upload) for upload in uploads]

    def _check(self, upload: UploadedFile) -> CheckedUpload:
        try:
            return check_file(upload, max_megabytes=FILE_MEGABYTES)
        except BadUpload as error:
            raise forms.ValidationError(f"{upload.name}：{explain(error)}") from error


class ObjectionForm(forms.Form):
    """entry: what is objected to. website: stays empty; only machines fill it in."""

    entry = forms.ChoiceField(
        label=_("对哪一项有异议"), error_messages={"invalid_choice": _("请选择公示名单中的一项。")}
    )
    objector_kind = forms.ChoiceField(label=_("您是"), choices=ObjectorKind.choices, widget=forms.RadioSelect)
    objector_name = forms.CharField(
        label=_("真实姓名或单位全称"), min_length=2, max_length=120, help_text=_("匿名反映不作为异议受理。")
    )
    objector_code = forms.CharField(
        label=_("身份证件号码或统一社会信用代码"),
        max_length=40,
        help_text=_("个人填 18 位身份证号，或护照、通行证号码；单位填 18 位统一社会信用代码。"),
    )
    objector_phone = forms.CharField(label=_("联系电话"), max_length=30, help_text=_("手机，或带区号的固定电话。"))
    objector_email = forms.EmailField(
        label=_("电子邮箱"), required=False, help_text=_("填写后，受理和办结时会发邮件告知。")
    )
    facts = forms.CharField(
        label=_("事实与理由"),
        min_length=10,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("写明时间、地点、具体情况和依据，不少于 10 字。"),
    )
    request = forms.CharField(
        label=_("异议请求"), min_length=2, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    files = FilesField(  # type: ignore[assignment]
        label=_("证据材料"),
        required=False,
        help_text=_("PDF、JPG、PNG，单个不超过 10 MB，最多 5 个。单位须上传加盖公章的异议书。"),
    )
    is_confidential = forms.BooleanField(
        label=_("请为我的身份保密（无论是否勾选，都不会告知被异议方）"), required=False
    )
    is_true = forms.BooleanField(
        label=_("我承诺所反映的情况属实，并同意为核查异议而使用以上个人信息"),
        error_messages={"required": _("请勾选承诺。异议须由提出人对真实性负责。")},
    )
    website = forms.CharField(required=False)

    def __init__(self, *args: Any, entries: list[NoticeEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("请选择"))] + [(str(e.pk), f"{e.position}. {e.name}（{e.holder}）") for e in entries]
        self.fields["entry"].choices = choices  # type: ignore[attr-defined]

    def clean_objector_phone(self) -> str:
        phone = fold_width(self.cleaned_data["objector_phone"]).replace(" ", "")
        if not _PHONE.fullmatch(phone):
            raise forms.ValidationError(_("请填写 11 位手机号，或带区号的固定电话，例如 021-12345678。"))
        return phone

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("请不要填写这一栏。"))
        return ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, code = cleaned.get("objector_kind"), cleaned.get("objector_code")
        if kind and code:
            self._check_code(kind, code)
        if kind == ObjectorKind.ORGANISATION and not cleaned.get("files") and "files" not in self.errors:
            self.add_error("files", _("单位提出异议，请上传加盖公章的异议书。"))
        return cleaned

    def _check_code(self, kind: str, code: str) -> None:
        folded = fold_code(code).replace("-", "")
        if kind == ObjectorKind.ORGANISATION:
            if not uscc.is_valid(code):
                self.add_error("objector_code", _("统一社会信用代码应为 18 位，且末位校验正确。请对照营业执照。"))
        elif not (ric.is_valid(folded) or _PAPER.fullmatch(folded)):
            self.add_error("objector_code", _("证件号码不正确。身份证号为 18 位，末位可为 X；护照以字母开头。"))
        self.cleaned_data["objector_code"] = folded

    def objector(self) -> Objector:
        value = self.cleaned_data
        return Objector(
            kind=value["objector_kind"],
            name=value["objector_name"].strip(),
            code=value["objector_code"],
            phone=value["objector_phone"],
            email=value["objector_email"],
            is_confidential=value["is_confidential"],
        )


class VerifyForm(forms.Form):
    number = forms.CharField(
        label=_("证书编号"), max_length=60, help_text=_("例如 SHCL-2024-K1-0001-Z，在证书左下方。")
    )


class TokenForm(forms.Form):
    t = forms.CharField(label=_("查询码"), max_length=80, help_text=_("提交异议时页面给出的查询码。"))
