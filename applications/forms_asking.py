"""Forms of questions about clauses: shape only; rules are the actions'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class AskForm(forms.Form):
    clause = forms.ChoiceField(label=_("关于哪一条"), required=False)
    question = forms.CharField(
        label=_("问题"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("8 至 1,000 字。公开时不显示单位名称，请不要写商业秘密和个人信息。"),
        error_messages={"required": _("请写下要问的问题。")},
    )

    def __init__(self, *args: Any, clauses: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("整个项目")), *((key, label[:60]) for key, label in clauses.items())]
        self.fields["clause"].choices = choices  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """is_public is asked once; afterwards only the texts may be corrected, with a reason."""

    public_question = forms.CharField(
        label=_("公开的问题"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("删去单位名称、产品名称等能看出是谁的内容；不公开的留空。"),
    )
    answer = forms.CharField(
        label=_("答复"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("请填写答复。")},
    )
    is_public = forms.TypedChoiceField(
        label=_("公开"),
        choices=[("yes", _("在公开页面的条款旁公开问题和答复，不显示单位名称")), ("no", _("只答复提问单位"))],
        coerce=lambda value: value == "yes",
        initial="yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("更正原因"), max_length=1000, error_messages={"required": _("请写明更正的原因。")})

    def __init__(self, *args: Any, is_correction: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["is_public" if is_correction else "reason"]
