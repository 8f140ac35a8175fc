"""Registering, contesting, proving, and the common profile of domain.md 1.0."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.kit import clock, regions
from portal.people.actions.registering import Particulars, Proof
from portal.people.models import LegalForm
from portal.people.wording import BOTH_FILES_NEEDED, USCC_REASONS
from portal.tenancy.models import Tenant

from .fields import MobileField, NameField

PAPER_HINT = _("PDF、JPG 或 PNG，不超过 10 MB。")
_ACCEPT = {"accept": ".pdf,.jpg,.jpeg,.png"}


class PaperField(forms.FileField):
    """What the file really is, is checked by the action."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=forms.FileInput(attrs=_ACCEPT), allow_empty_file=True, **options)


class ProofForm(forms.Form):
    licence = PaperField(label=_("营业执照或登记证书"), help_text=PAPER_HINT)
    letter = PaperField(
        label=_("授权委托书"),
        help_text=_("写明授权您办理申报，法定代表人签字并加盖公章。PDF、JPG 或 PNG，不超过 10 MB。"),
    )

    def proof(self) -> Proof:
        return Proof(self.cleaned_data["licence"], self.cleaned_data["letter"])


class RegisterForm(ProofForm):
    uscc = forms.CharField(
        label=_("统一社会信用代码"),
        max_length=60,
        error_messages={"required": USCC_REASONS["empty"]},
        help_text=_("18 位，见营业执照或登记证书。空格、全角字符会自动整理。"),
    )
    org_name = NameField(label=_("单位名称"), min_length=4, max_length=120, help_text=_("与证照完全一致的全称。"))
    legal_form = forms.ChoiceField(label=_("主体类型"), choices=LegalForm.choices)
    claimant_name = NameField(label=_("您的姓名"), max_length=60, help_text=_("与授权委托书上的经办人一致。"))
    tenant = forms.ModelChoiceField(
        label=_("由哪个组织方核验"), queryset=Tenant.objects.order_by("slug"), help_text=_("通常是您准备申报的组织方。")
    )
    wants_override = forms.BooleanField(label=_("代码与证照一致，申请人工核对"), required=False)
    field_order = ("uscc", "org_name", "legal_form", "claimant_name", "tenant", "licence", "letter", "wants_override")

    def __init__(self, *args: Any, shows_override: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The way out is offered where the check character failed, not before.
        if not shows_override:
            self.fields["wants_override"].widget = forms.HiddenInput()

    def particulars(self) -> Particulars:
        keys = ("uscc", "org_name", "legal_form", "claimant_name", "wants_override")
        return Particulars(**{key: self.cleaned_data[key] for key in keys})

    def offer_override(self) -> None:
        self.fields["wants_override"].widget = forms.CheckboxInput()


class ContestForm(RegisterForm):
    """Against somebody's registration, nothing but papers counts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("licence", "letter"):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = str(BOTH_FILES_NEEDED)


class OpenClaimForm(ProofForm):
    """The administrator of an organisation that has no claim of his own yet."""

    tenant = forms.ModelChoiceField(label=_("由哪个组织方核验"), queryset=Tenant.objects.order_by("slug"))
    field_order = ("tenant", "licence", "letter")


class ColleagueForm(forms.Form):
    email = forms.CharField(label=_("同事的电子邮箱"), max_length=254, help_text=_("没有账号的会收到设置密码的邮件。"))


def _region_choices() -> list[tuple[str, Any]]:
    groups: list[tuple[str, Any]] = [("", _("请选择"))]
    for city in (regions.SHANGHAI, regions.WUHU):
        areas = [(area.code, area.name) for area in regions.districts(city)]
        groups.append((regions.find(city).name, areas))
    groups.append(("other", _("其他地区")))
    return groups


def _management_choices() -> list[tuple[str, Any]]:
    groups: list[tuple[str, Any]] = [("", _("请选择"))]
    for city in (regions.SHANGHAI, regions.WUHU):
        areas = (*regions.districts(city), *regions.recommending_areas(city))
        groups.append((regions.find(city).name, [(area.code, area.name) for area in areas]))
    groups.append(("other", _("其他地区")))
    return groups


class ProfileForm(forms.Form):
    """Everything but the two names may be saved empty: REQUIRED_PROFILE is asked for at submission."""

    revision = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    org_name = NameField(label=_("单位名称"), min_length=4, max_length=120, help_text=_("与证照完全一致的全称。"))
    legal_form = forms.ChoiceField(label=_("主体类型"), choices=LegalForm.choices)
    established_on = forms.DateField(
        label=_("成立日期"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reg_region = forms.ChoiceField(label=_("注册地行政区"), choices=_region_choices, required=False)
    mgmt_region = forms.ChoiceField(
        label=_("管理归口"),
        choices=_management_choices,
        required=False,
        help_text=_("主管您单位的区或功能区，可与注册地不同。"),
    )
    reg_address = NameField(label=_("注册地址"), max_length=200, required=False)
    biz_address = NameField(
        label=_("经营地址"), max_length=200, required=False, help_text=_("与注册地址相同的不必填。")
    )
    legal_rep = NameField(label=_("法定代表人"), max_length=60, required=False)
    contact_name = NameField(label=_("联系人"), max_length=60, required=False)
    contact_title = NameField(label=_("联系人职务"), max_length=60, required=False)
    contact_mobile = MobileField(label=_("联系人手机"), max_length=30, required=False)
    contact_tel = forms.RegexField(
        r"^[0-9+()\-\s#*]{7,30}$",
        label=_("联系人电话"),
        required=False,
        error_messages={"invalid": _("电话应为区号加号码，例如 021-12345678。")},
    )
    contact_email = forms.EmailField(label=_("联系人邮箱"), max_length=254, required=False)

    def clean_established_on(self) -> date | None:
        day: date | None = self.cleaned_data["established_on"]
        if day is not None and not date(1900, 1, 1) <= day <= clock.today():
            raise forms.ValidationError(_("成立日期应在 1900 年之后、今天之前，见营业执照。"))
        return day

    def profile(self) -> dict[str, Any]:
        """Plain JSON values by the keys of domain.md 1.0, without the code and the two columns."""
        own = {"revision", "org_name", "legal_form"}
        values = {key: value for key, value in self.cleaned_data.items() if key not in own}
        return {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}
