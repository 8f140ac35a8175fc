"""Forms of outside bodies and of the office that entrusts them: shape only; rules are the actions'."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import ScreeningOutcome, StepKind, StepOutcome
from portal.people.models import Body
from programmes.models import Edition

from .forms_inspection import DAY_ERRORS, day_input
from .forms_office import VersionedForm

NAMED = "named"


def _text(label: Any, *, rows: int, help_text: Any = "", required: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=2000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required or _("请填写。")},
    )


class EntrustForm(forms.Form):
    """Units of the page, and the body: one for all of them, or for each the one that its applicant has named."""

    units = forms.TypedMultipleChoiceField(
        label=_("申报"), coerce=int, error_messages={"required": _("请至少勾选一个申报。")}
    )
    body = forms.ChoiceField(label=_("受托机构"), error_messages={"required": _("请选择受托机构。")})

    def __init__(self, *args: Any, unit_ids: Iterable[int], bodies: Iterable[Body], has_named: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["units"].choices = [(key, str(key)) for key in unit_ids]  # type: ignore[attr-defined]
        named = [(NAMED, _("各申报填写的机构"))] if has_named else []
        choices = [("", _("请选择")), *named, *((str(body.pk), body.name) for body in bodies)]
        self.fields["body"].choices = choices  # type: ignore[attr-defined]
        self.fields["body"].initial = NAMED if has_named else ""


class TakeBackForm(forms.Form):
    body = forms.ChoiceField(label=_("改派给"), required=False, help_text=_("留空则收回，申报回到“待委托”。"))
    reason = forms.CharField(
        label=_("原因"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("原机构会收到原因，例如“与申报主体有利害关系”。"),
        error_messages={"required": _("请写明收回或改派的原因。")},
    )

    def __init__(self, *args: Any, bodies: Iterable[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = [("", _("不改派，先收回")), *((str(b.pk), b.name) for b in bodies)]  # type: ignore[attr-defined]


class ScreenForm(VersionedForm):
    outcome = forms.ChoiceField(
        label=_("初筛结论"),
        choices=[(value, label) for value, label in ScreeningOutcome.choices if value != ScreeningOutcome.RETURNED],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择初筛结论。")},
    )
    report = _text(_("初筛意见"), rows=4, help_text=_("不少于 10 字。不通过的，申报主体将看到。"))


class RefusalForm(forms.Form):
    reason = _text(_("理由"), rows=3, help_text=_("不少于 10 字，申报主体将看到。"), required=_("请填写理由。"))


class StepForm(forms.Form):
    kind = forms.ChoiceField(label=_("环节"), error_messages={"required": _("请选择环节。")})
    outcome = forms.ChoiceField(
        label=_("结论"),
        choices=StepOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择结论。")},
    )
    performed_on = forms.DateField(label=_("完成日期"), error_messages=DAY_ERRORS, widget=day_input())
    report_number = forms.CharField(
        label=_("报告编号"), max_length=80, error_messages={"required": _("请填写报告编号。")}
    )
    findings = _text(_("情况说明"), rows=4, help_text=_("不少于 10 字，申报主体将看到。有不符合项的逐项写明。"))
    due_on = forms.DateField(
        label=_("整改期限"),
        required=False,
        error_messages=DAY_ERRORS,
        widget=day_input(),
        help_text=_("仅有不符合项时填写，当日 24:00 前须验证关闭。"),
    )

    def __init__(self, *args: Any, edition: Edition, passed: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_kinds = [pair for pair in StepKind.choices if edition.has_stage(pair[0]) and pair[0] not in passed]
        self.fields["kind"].choices = open_kinds  # type: ignore[attr-defined]


class ResolveForm(forms.Form):
    resolved_on = forms.DateField(label=_("关闭日期"), error_messages=DAY_ERRORS, widget=day_input())
    resolution = _text(_("整改和验证情况"), rows=3, help_text=_("不少于 10 字，申报主体将看到。"))


class CertificateForm(forms.Form):
    number = forms.CharField(label=_("认证证书编号"), max_length=80, error_messages={"required": _("请填写证书编号。")})
    standard = forms.CharField(
        label=_("认证依据"),
        max_length=200,
        help_text=_("标准编号和名称。"),
        error_messages={"required": _("请填写认证依据的标准。")},
    )
    scope = forms.CharField(
        label=_("认证范围"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("产品、型号和生产场所。"),
        error_messages={"required": _("请填写认证范围。")},
    )
    issued_on = forms.DateField(label=_("发证日期"), error_messages=DAY_ERRORS, widget=day_input())
    valid_to = forms.DateField(label=_("有效期至"), error_messages=DAY_ERRORS, widget=day_input())
