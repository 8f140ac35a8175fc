"""The form of one message: subject and body as people write them, placeholders in braces."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.notifications.catalogue import Kind
from portal.notifications.wording import kept_text
from programmes.fields.words import clean_text


class WordingForm(forms.Form):
    expected_version = forms.IntegerField(widget=forms.HiddenInput)
    subject = forms.CharField(label=_("标题"), error_messages={"required": _("请填写标题。")})
    body = forms.CharField(
        label=_("正文"), widget=forms.Textarea(attrs={"rows": 8}), error_messages={"required": _("请填写正文。")}
    )

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    def texts(self) -> dict[str, str]:
        """As kept; of a part that is wrong in itself what was typed."""
        return {part: kept_text(self.kind, clean_text(self.data.get(part, ""))) for part in ("subject", "body")}
