"""Forms of scouting and incubation: shape only; rules are the actions'."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.forms_inspection import DAY_ERRORS, day_input
from applications.models import ActivityKind, Workstation
from applications.queries.cultivating import CandidateFilter
from portal.tenancy.models import District

TIERS = [(number, _("第%s梯队") % number) for number in range(1, 6)]
SHOWN = [("", _("在库")), ("pool", _("未申报")), ("applied", _("已申报")), ("dropped", _("已出库"))]
Choices = Iterable[tuple[Any, Any]]


def choose(form: forms.Form, name: str, choices: Choices, *, empty: object = None) -> None:
    """What a field offers. empty: label of choosing none, where one may."""
    first = [("", empty)] if empty is not None else []
    form.fields[name].choices = [*first, *choices]  # type: ignore[attr-defined]


class ActivityForm(forms.Form):
    kind = forms.ChoiceField(label=_("类型"), choices=[("", _("请选择")), *ActivityKind.choices])
    held_on = forms.DateField(label=_("日期"), error_messages=DAY_ERRORS, widget=day_input())
    hours = forms.DecimalField(
        label=_("时长（小时）"),
        help_text=_("保留一位小数，例如 2.5。"),
        error_messages={"invalid": _("请填写数字，例如 2.5。"), "required": _("请填写时长，例如 2.5。")},
    )
    workstation = forms.TypedChoiceField(label=_("工作站"), coerce=int, empty_value=None, required=False)
    note = forms.CharField(
        label=_("内容"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明活动内容，例如：首席质量官制度辅导，梳理三项制度。")},
    )

    def __init__(self, *args: Any, stations: Iterable[Workstation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "workstation", [(row.pk, row.name) for row in stations], empty=_("不在工作站"))

    def line(self) -> dict[str, Any]:
        """The arguments of the action."""
        found = dict(self.cleaned_data)
        return {"workstation_id": found.pop("workstation"), **found}


class StrikeForm(forms.Form):
    reason = forms.CharField(
        label=_("作废原因"), max_length=300, error_messages={"required": _("请写明作废原因，例如：日期登记错误。")}
    )


class EndForm(forms.Form):
    reason = forms.CharField(
        label=_("终止理由"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("申报主体将看到该理由。"),
        error_messages={"required": _("请填写理由，申报主体将看到该理由。")},
    )


class WorkstationForm(forms.Form):
    district = forms.TypedChoiceField(label=_("区"), coerce=int)
    name = forms.CharField(label=_("名称"), max_length=120, error_messages={"required": _("请填写工作站名称。")})
    host = forms.CharField(label=_("依托单位"), max_length=120, error_messages={"required": _("请填写依托单位。")})
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    opened_on = forms.DateField(label=_("设立日期"), error_messages=DAY_ERRORS, widget=day_input())

    def __init__(self, *args: Any, districts: Iterable[District], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "district", [(row.pk, row.name) for row in districts])


class CloseForm(forms.Form):
    closed_on = forms.DateField(label=_("撤销日期"), error_messages=DAY_ERRORS, widget=day_input())


class CandidateForm(forms.Form):
    district = forms.TypedChoiceField(label=_("区"), coerce=int)
    programme = forms.ChoiceField(label=_("项目"))
    enterprise_name = forms.CharField(
        label=_("企业名称"), max_length=120, error_messages={"required": _("请填写企业名称。")}
    )
    uscc = forms.CharField(
        label=_("统一社会信用代码"), max_length=40, error_messages={"required": _("请填写18位统一社会信用代码。")}
    )
    product = forms.CharField(
        label=_("产品或服务"),
        max_length=160,
        help_text=_("与将来申报的名称一致时，申报后自动标为“已申报”。"),
        error_messages={"required": _("请填写产品或服务名称。")},
    )
    tier = forms.TypedChoiceField(label=_("培育梯队"), coerce=int, choices=TIERS, help_text=_("第1梯队最接近申报。"))
    note = forms.CharField(
        label=_("排摸情况"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, districts: Iterable[District], programmes: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "district", [(row.pk, row.name) for row in districts])
        choose(self, "programme", programmes.items())

    def line(self) -> dict[str, Any]:
        """The arguments of the action."""
        found = dict(self.cleaned_data)
        return {"district_id": found.pop("district"), "programme_slug": found.pop("programme"), **found}


class DropForm(forms.Form):
    reason = forms.CharField(
        label=_("出库原因"), max_length=300, error_messages={"required": _("请写明出库原因，例如：企业迁出本区。")}
    )


class PoolForm(forms.Form):
    """The filters of the pool, kept in the address."""

    programme = forms.ChoiceField(label=_("项目"), required=False)
    district = forms.TypedChoiceField(label=_("区"), coerce=int, empty_value=None, required=False)
    tier = forms.TypedChoiceField(
        label=_("培育梯队"), coerce=int, empty_value=None, required=False, choices=[("", _("全部")), *TIERS]
    )
    show = forms.ChoiceField(label=_("情况"), required=False, choices=SHOWN)
    text = forms.CharField(label=_("名称或信用代码"), max_length=60, required=False)
    after = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, districts: Iterable[District], programmes: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "programme", programmes.items(), empty=_("全部"))
        choose(self, "district", [(row.pk, row.name) for row in districts], empty=_("全部"))

    def wanted(self) -> CandidateFilter:
        """The filter; what makes no sense in an address counts as not asked for."""
        self.is_valid()
        found = self.cleaned_data
        return CandidateFilter(
            district_id=found.get("district"),
            programme=found.get("programme") or "",
            tier=found.get("tier"),
            show=found.get("show") or "",
            text=found.get("text") or "",
            after=found.get("after") or 0,
        )
