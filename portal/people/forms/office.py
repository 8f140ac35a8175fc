"""Claims, members, the expert pool, organisers and the calendar."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.kit import clock, regions
from portal.people.actions.experts import ExpertFacts
from portal.people.actions.members import Invitation
from portal.people.actions.platform import TenantFacts
from portal.people.models import (
    BODY_KINDS,
    MEMBER_ROLES,
    Body,
    BodyKind,
    ClaimState,
    ExpertField,
    MembershipState,
)
from portal.tenancy.models import District, Tenant

from .fields import NameField, UsccField

FIRST_YEAR, LAST_YEAR = 2000, 2100


class DecisionForm(forms.Form):
    """Accept or refuse a claim. state: what the page showed."""

    state = forms.CharField(widget=forms.HiddenInput, max_length=12)
    decision = forms.ChoiceField(choices=(("accept", ""), ("refuse", "")), widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("依据或理由"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("不通过必须写理由，申请人会看到；替代他人或代码例外通过时须写依据。"),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=300)

    def __init__(self, *args: Any, is_needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = is_needed


class InviteForm(forms.Form):
    email = forms.CharField(label=_("电子邮箱"), max_length=254)
    name = NameField(label=_("姓名"), max_length=60)
    role = forms.ChoiceField(label=_("角色"), choices=[("", _("请选择")), *MEMBER_ROLES])
    district = forms.ModelChoiceField(
        label=_("所属区"), queryset=District.objects.none(), required=False, help_text=_("区级角色必选，其他角色留空。")
    )
    of_body = forms.ModelChoiceField(
        label=_("登记的机构"),
        queryset=Body.objects.none(),
        required=False,
        help_text=_("征求意见部门、第三方专业机构必选，其他角色留空。"),
    )
    body = NameField(label=_("部门"), max_length=120, required=False, help_text=_("本单位或区里的部门，可不填。"))

    def __init__(self, *args: Any, districts: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = districts  # type: ignore[attr-defined]
        self.fields["of_body"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["email"].widget.attrs["autocomplete"] = "off"

    def invitation(self) -> Invitation:
        given = self.cleaned_data
        district = given["district"]
        of_body = given["of_body"].name if given["of_body"] else ""
        body = of_body if given["role"] in BODY_KINDS else given["body"]
        return Invitation(given["email"], given["name"], given["role"], district.pk if district else None, body)


class BodyForm(forms.Form):
    kind = forms.ChoiceField(label=_("类型"), choices=[("", _("请选择")), *BodyKind.choices])
    name = NameField(label=_("机构全称"), max_length=120, help_text=_("与公章一致。登记后不能改名；更名的另行登记。"))
    approval = NameField(
        label=_("批准号"), max_length=80, required=False, help_text=_("认证机构必填，例如 CNCA-R-2002-001。")
    )


class ExpertForm(forms.Form):
    email = forms.CharField(label=_("电子邮箱"), max_length=254)
    name = NameField(label=_("姓名"), max_length=60)
    field = forms.ChoiceField(label=_("专业领域"), choices=[("", _("请选择")), *ExpertField.choices])
    title = NameField(label=_("职称"), max_length=60, required=False)
    employer_name = NameField(label=_("工作单位"), max_length=120, help_text=_("全称。抽取时据此回避。"))
    employer_uscc = UsccField(
        label=_("工作单位的统一社会信用代码"), help_text=_("18 位。抽取时据此自动回避同单位的申报。")
    )
    district_code = forms.ChoiceField(label=_("所在区"), required=False, choices=())

    def __init__(self, *args: Any, tenant: Tenant, is_edit: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = [(area.code, area.name) for area in regions.districts(tenant.region_code)]
        self.fields["district_code"].choices = [("", _("外地或不适用")), *areas]  # type: ignore[attr-defined]
        if is_edit:
            del self.fields["email"]

    def facts(self) -> ExpertFacts:
        keys = ("name", "field", "title", "employer_name", "employer_uscc", "district_code")
        return ExpertFacts(**{key: self.cleaned_data[key] for key in keys})


class ClaimFilter(forms.Form):
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *ClaimState.choices])


class MemberFilter(forms.Form):
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *MembershipState.choices])


class ExpertFilter(forms.Form):
    field = forms.ChoiceField(label=_("专业领域"), required=False, choices=[("", _("全部")), *ExpertField.choices])
    word = forms.CharField(label=_("姓名或单位"), required=False, max_length=60)


class TenantForm(forms.Form):
    name = NameField(label=_("组织方全称"), max_length=120)
    short_name = NameField(label=_("简称"), max_length=40)
    name_en = forms.CharField(label=_("英文名称"), max_length=160, required=False)
    slug = forms.RegexField(
        r"^[a-z][a-z0-9-]{1,38}[a-z0-9]$",
        label=_("网址标识"),
        max_length=40,
        help_text=_("3 至 40 位小写字母、数字或连字符，以字母开头，创建后不变，例如 sheitc。"),
        error_messages={"invalid": _("应为 3 至 40 位小写字母、数字或连字符，以字母开头，例如 sheitc。")},
    )
    region_code = forms.ChoiceField(
        label=_("行政区划"),
        choices=lambda: [(code, regions.find(code).name) for code in (regions.SHANGHAI, regions.WUHU)],
        help_text=_("所辖的区和功能区会自动建立。"),
    )
    contact = NameField(label=_("对外咨询方式"), max_length=200, required=False)
    admin_name = NameField(label=_("首位管理员姓名"), max_length=60)
    email = forms.CharField(label=_("首位管理员邮箱"), max_length=254, help_text=_("会收到设置密码的邮件。"))

    def facts(self) -> TenantFacts:
        keys = ("slug", "name", "short_name", "region_code", "name_en", "contact")
        return TenantFacts(**{key: self.cleaned_data[key] for key in keys})


class DaysForm(forms.Form):
    days = forms.CharField(
        label=_("放假和调休"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("每行一天：日期、休或班、说明。例如“2027-02-06 休 春节”。同一天再填会替换。"),
    )


class YearForm(forms.Form):
    year = forms.IntegerField(label=_("年份"), min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False)

    def chosen(self) -> int:
        """The year asked for; next year when none, or nonsense, was."""
        year: int | None = self.cleaned_data.get("year") if self.is_valid() else None
        return year or clock.today().year + 1


class AccountForm(forms.Form):
    name = NameField(label=_("姓名"), max_length=60)
    language = forms.ChoiceField(
        label=_("语言"), choices=settings.LANGUAGES, help_text=_("页面、站内消息和邮件所用的语言。")
    )
