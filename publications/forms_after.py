"""Forms of what follows a listing: marks, rewards, surveillance. They check shape; the rest belongs to the actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from portal.kit.uploads import BadUpload, CheckedUpload
from portal.tenancy.files import check_file, explain

from .actions.marking import ALLOWED, MOST_MEGABYTES, Use
from .actions.rewarding import Claim
from .actions.watching_body import Said
from .forms import ReasonForm, long_text
from .models import MarkAsset, RewardState, UseForm


def day_field(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, help_text=help_text)


class AssetForm(forms.Form):
    """One file of a mark."""

    title = forms.CharField(label=_("文件说明"), max_length=80, help_text=_("例如“横版，彩色，印刷用”。"))
    file = forms.FileField(
        label=_("标志文件"),
        widget=forms.ClearableFileInput(attrs={"accept": ".svg,.png,.pdf"}),
        help_text=_("SVG、PNG 或 PDF，不超过 10 MB。SVG 只接受纯图形：不含脚本、链接和外部文件。"),
    )

    checked: CheckedUpload

    def clean_file(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        try:
            self.checked = check_file(upload, allowed=ALLOWED, max_megabytes=MOST_MEGABYTES)
        except BadUpload as error:
            raise forms.ValidationError(explain(error)) from error
        return upload


class UseMarkForm(forms.Form):
    """What a holder says before each download. rules: digest of the rules on the page."""

    asset = forms.ChoiceField(label=_("下载哪一份"), widget=forms.RadioSelect)
    form_of_use = forms.ChoiceField(label=_("使用形式"), choices=UseForm.choices, widget=forms.RadioSelect)
    place = forms.CharField(label=_("用在哪里"), max_length=200, help_text=_("例如“礼盒外包装正面，年产 2 万件”。"))
    first_use_on = day_field(_("首次使用日期"), _("已经使用的填写实际日期，尚未使用的填写计划日期。"))
    accepts = forms.BooleanField(label=_("我已阅读并同意上述标志使用规则"), required=False)
    rules = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, assets: list[MarkAsset], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(row.pk), f"{row.title}（{row.extension.upper()}）") for row in assets]
        self.fields["asset"].choices = choices  # type: ignore[attr-defined]

    def use(self) -> Use:
        keys = ("form_of_use", "place", "first_use_on", "accepts")
        return Use(**{key: self.cleaned_data[key] for key in keys}, rules_sha256=self.cleaned_data["rules"])


class ClaimForm(forms.Form):
    """Applying for a reward. There is no field for an account, on purpose."""

    contact_name = forms.CharField(label=_("联系人"), max_length=60)
    contact_phone = forms.CharField(
        label=_("联系电话"), max_length=30, help_text=_("手机或固定电话，仅供办理人员联系。")
    )
    statement = forms.CharField(
        label=_("申领说明"),
        max_length=2000,
        widget=long_text(5),
        help_text=_("写明产品、认证证书和申领依据，10 至 2000 字。请勿填写银行账号。"),
    )
    is_true = forms.BooleanField(label=_("我确认所填内容属实，该产品没有申领过同一奖励"), required=False)

    def claim(self) -> Claim:
        return Claim(
            **{key: self.cleaned_data[key] for key in ("contact_name", "contact_phone", "statement", "is_true")}
        )


class CommentForm(forms.Form):
    comment = forms.CharField(label=_("意见"), max_length=300, required=False, widget=long_text(2))


class PaymentForm(forms.Form):
    paid_on = day_field(_("拨付日期"))
    reference = forms.CharField(
        label=_("拨付凭证号"), max_length=80, help_text=_("财务部门的文号或凭证号，不是银行账号。")
    )


class SaidForm(ReasonForm):
    """A decision of a certification body."""

    decided_on = day_field(_("决定日期"))
    reason = forms.CharField(
        label=_("情况和理由"), max_length=1000, widget=long_text(3), help_text=_("持证企业将看到这些内容。")
    )
    field_order = ("decided_on", "reason")

    def said(self) -> Said:
        return Said(decided_on=self.cleaned_data["decided_on"], reason=self.cleaned_data["reason"])


class RewardFilterForm(forms.Form):
    """year and state of the list; what is neither is left out."""

    year = forms.ChoiceField(label=_("奖励年度"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *RewardState.choices])

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", _("全部")), *((str(year), str(year)) for year in years)]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """As queries take it."""
        found = self.cleaned_data if self.is_valid() else {}
        return {"year": int(found["year"]) if found.get("year") else None, "state": found.get("state", "")}
