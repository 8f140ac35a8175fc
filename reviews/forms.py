"""Shapes of this app's forms. Every rule that crosses rows is in the actions."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .actions.drawing import LONGEST_SECRET, SHORTEST_SECRET
from .actions.signing import explain_faults, read_sheet
from .models import LookDecision, Sheet, VerificationDecision
from .points import LONGEST_OPINION
from .ratios import InvalidRatio, in_per_cent, read_ratio
from .wording import explain_ratio, explain_reason

SECRET_HINT = _("一行文字，%(low)d 至 %(high)d 个字符。请自行妥善保存：公开时须原样填写，遗忘后只能作废重抽。")


class CommitForm(forms.Form):
    """Either the secret itself (only its digest is kept) or a digest worked out elsewhere."""

    secret = forms.CharField(
        label=_("口令"),
        required=False,
        strip=False,
        help_text=SECRET_HINT % {"low": SHORTEST_SECRET, "high": LONGEST_SECRET},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    digest = forms.CharField(
        label=_("或只提交承诺值"),
        required=False,
        help_text=_("不愿让系统见到口令的，可自行计算 SHA-256（printf '%s' 口令 | sha256sum）后填写 64 位结果。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("secret")) == bool(cleaned.get("digest")):
            raise forms.ValidationError(_("请填写口令，或者填写承诺值，两者填一项。"))
        return cleaned


class RevealForm(forms.Form):
    secret = forms.CharField(
        label=_("口令"),
        strip=False,
        help_text=_("原样填写提交承诺值时所用的口令。"),
        error_messages={"required": _("请填写口令。")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ReasonForm(forms.Form):
    """A reason beside an act; whether it is needed is for the action to say."""

    reason = forms.CharField(
        label=_("理由"),
        max_length=2000,
        error_messages={"required": _("请填写理由。")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, label: Any = None, hint: Any = "", **rest: Any) -> None:
        super().__init__(*args, **rest)
        field = self.fields["reason"]
        field.label, field.help_text = label or field.label, hint


class DeclareForm(forms.Form):
    declaration = forms.ChoiceField(
        label=_("我的声明"),
        choices=(
            ("none", _("没有上述任何情形，可以公正评审")),
            ("conflict", _("有利益冲突，申请回避")),
            ("decline", _("没有冲突，但因故不能评审")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择一项声明。"), "invalid_choice": _("请选择一项声明。")},
    )
    reason = forms.CharField(
        label=_("回避或不能评审的理由"),
        required=False,
        max_length=2000,
        help_text=_("选择回避或不能评审时必填，例如“三年内曾任该单位顾问”。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_for_panel = forms.BooleanField(label=_("对本组尚未评分的全部申报都回避或谢绝"), required=False)


class SheetForm(forms.Form):
    """Points per criterion and an opinion, as text: what is wrong with them is said by reviews.points."""

    def __init__(self, *args: Any, sheet: Sheet, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.sheet = sheet
        for one in sheet.panel.edition.programme.criteria:
            self.fields[f"points_{one.key}"] = points_field(one)
        self.fields["opinion"] = forms.CharField(
            label=_("评审意见"),
            required=False,
            help_text=_("总分低于 60 或高于 95 时必填，不少于 30 字；不超过 %d 字。") % LONGEST_OPINION,
            widget=forms.Textarea(attrs={"rows": 5}),
        )

    def clean(self) -> dict[str, Any]:
        for name, words in explain_faults(read_sheet(self.sheet, typed_in(self.data))).items():
            if name not in self.errors:
                self.add_error(name, str(words))
        return self.cleaned_data


class LookForm(SheetForm):
    """The answer to a second look: confirm, or change the points; a reason either way."""

    decision = forms.ChoiceField(
        label=_("复核结论"),
        choices=LookDecision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择维持或调整。"), "invalid_choice": _("请选择维持或调整。")},
    )
    reason = forms.CharField(
        label=_("理由"),
        help_text=_("不少于 10 个字。"),
        error_messages={"required": _("请写明理由，不少于 10 个字。")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        del self.fields["opinion"]
        for name, field in self.fields.items():
            if name.startswith("points_"):
                field.required, field.help_text = False, ""

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data


class SignForm(forms.Form):
    signer_name = forms.CharField(
        label=_("签名"),
        max_length=60,
        help_text=_("请输入您的姓名作为签名，与专家库中的姓名一致。"),
        error_messages={"required": _("请输入您的姓名作为签名。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class VerifyForm(forms.Form):
    """An opinion on a provisional figure. most: the limit of an adjustment as a ratio."""

    decision = forms.ChoiceField(
        label=_("校验意见"),
        choices=(
            (VerificationDecision.CONFIRM, _("确认：数值和名次无异议")),
            (VerificationDecision.ADJUST, _("调整：在限度内调高或调低（须另一位专家签名）")),
            (VerificationDecision.EXCLUDE, _("不列入：不应进入名单（须另一位专家签名）")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择一项校验意见。"), "invalid_choice": _("请选择一项校验意见。")},
    )
    ratio = forms.CharField(
        label=_("调整幅度（选择调整时填写）"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("理由（调整或不列入时必填）"),
        required=False,
        max_length=2000,
        help_text=_("不少于 10 个字。申报主体将看到不列入的理由。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, most: Decimal, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.most = most
        field = self.fields["ratio"]
        field.help_text = _("带正负号的百分数，不超过 ±%s，例如 +5 或 -2.5。") % in_per_cent(most).lstrip("+")
        field.unit, field.width = "%", "short"  # type: ignore[attr-defined]

    def clean_ratio(self) -> Decimal | None:
        """The ratio, read only where it counts: what stands in the field beside another choice is no fault."""
        if self.data.get("decision") != VerificationDecision.ADJUST:
            return None
        try:
            return read_ratio(self.cleaned_data["ratio"], self.most)
        except InvalidRatio as error:
            raise forms.ValidationError(explain_ratio(error.reason, self.most)) from error

    def clean(self) -> dict[str, Any]:
        """The reason beside the ratio, so that both are told at once; the action has the last word on both."""
        needs_reason = self.data.get("decision") in (VerificationDecision.ADJUST, VerificationDecision.EXCLUDE)
        words = explain_reason(self.cleaned_data.get("reason", "")) if needs_reason else ""
        if words:
            self.add_error("reason", words)
        return self.cleaned_data


def points_field(one: Any) -> forms.CharField:
    """One criterion; the label carries its weight, the hint what to look at and the clause."""
    field = forms.CharField(
        label=f"{one.label}（{one.weight_ratio * 100:.0f}%）",
        help_text=_("%(hint)s 依据：%(clause)s") % {"hint": one.hint, "clause": one.clause},
        error_messages={"required": _("请填写评分，0 至 100，最多一位小数，例如 85.5。")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    field.unit, field.width = _("分"), "short"  # type: ignore[attr-defined]
    return field


def typed_in(sent: Mapping[str, Any]) -> dict[str, str]:
    """A form as sent, one text for each name."""
    return {name: str(sent.get(name, "")) for name in sent}


def show_faults(form: forms.BaseForm, fields: Mapping[str, object], message: object) -> None:
    """Put an action's complaints beside their fields; what belongs to none stands on top."""
    for name, words in fields.items():
        if name not in form.errors:
            form.add_error(name if name in form.fields else None, str(words))
    if not fields:
        form.add_error(None, str(message))


def picked_ids(sent: Any, name: str = "units") -> list[int]:
    """Keys of ticked rows; anything that is no number is left out."""
    return [int(text) for text in sent.getlist(name) if text.isascii() and text.isdigit() and len(text) < 16]
