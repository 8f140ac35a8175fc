"""Forms of the mail that was not delivered, and of the demo's own pages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.kit import clock

from .models import MessageState

FARTHEST = timedelta(days=366 * 5)
INPUT_FORMAT = "%Y-%m-%dT%H:%M"


class UndeliveredFilter(forms.Form):
    """Nonsense in the address counts as nothing chosen."""

    state = forms.ChoiceField(
        label=_("显示"),
        required=False,
        choices=[
            ("", _("待处理")),
            (MessageState.UNCERTAIN.value, _("结果不明")),
            (MessageState.FAILED.value, _("发送失败")),
            (MessageState.SET_ASIDE.value, _("不再发送")),
        ],
    )

    def state_or_all(self) -> str:
        """A state, or "" for all that wait for a person."""
        self.is_valid()
        return str(self.cleaned_data.get("state", ""))

    def after(self) -> int:
        """The key after which the page begins."""
        typed = str(self.data.get("after", ""))
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 18 else 0


class SetAsideForm(forms.Form):
    """attempt: the attempt that the page showed. reason: not asked for where the message is sent again."""

    attempt = forms.IntegerField(min_value=0, max_value=32_767, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("不再发送的理由"),
        help_text=_("4 到 300 字，例如“已电话告知收件人”。"),
        error_messages={"required": _("请用 4 到 300 字写明不再发送的理由，例如“已电话告知收件人”。")},
    )

    def __init__(self, *args: Any, is_sent_again: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = not is_sent_again


class MailFilterForm(forms.Form):
    to = forms.CharField(label=_("收件地址"), max_length=120, required=False)


class MoveClockForm(forms.Form):
    """An instant to move the demo's clock to, typed in Shanghai time."""

    to = forms.DateTimeField(
        label=_("调到（北京时间）"),
        input_formats=[INPUT_FORMAT, "%Y-%m-%d %H:%M", "%Y-%m-%d"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=INPUT_FORMAT),
        help_text=_("只能向后调，最远五年，例如 2026-09-30 17:00。"),
        error_messages={
            "required": _("请填写要调到的时间，例如 2026-09-30 17:00。"),
            "invalid": _("无法识别这个时间，请按“2026-09-30 17:00”的格式填写。"),
        },
    )

    def clean_to(self) -> datetime:
        wanted: datetime = self.cleaned_data["to"]
        now = clock.now()
        if wanted <= now:
            raise forms.ValidationError(_("演示时钟只能向后调：请填写晚于当前演示时间的时间。"), code="past")
        if wanted > now + FARTHEST:
            raise forms.ValidationError(_("一次最远调五年，请填写更近的时间。"), code="far")
        return wanted

    def length(self) -> timedelta:
        """How far that is from now, upwards to the second."""
        return self.cleaned_data["to"] - clock.now() + timedelta(seconds=1)
