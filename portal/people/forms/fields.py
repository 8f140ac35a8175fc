"""Fields that know what Chinese names, codes and numbers look like when they are typed."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.kit import uscc
from portal.kit.folding import fold_width, is_space
from portal.people.wording import USCC_REASONS

_MOBILE = re.compile(r"(?:\+?86-?)?(1[3-9]\d{9})", re.ASCII)


class NameField(forms.CharField):
    """Names of people, bodies and places: any script, rare characters outside the basic plane too; no controls."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        text = "".join(" " if is_space(char) else char for char in text)
        if any(unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn"} for char in text):
            raise ValidationError(_("含有无法显示的字符，请重新输入，不要从其他软件直接粘贴。"))
        return re.sub(" {2,}", " ", "".join(char for char in text if unicodedata.category(char) != "Cf")).strip()


class UsccField(forms.CharField):
    """Normalised and checked; for codes without a way out (an employer's)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"label": _("统一社会信用代码"), "max_length": 40, **options})

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text and not self.required:
            return ""
        try:
            return uscc.parse(text)
        except uscc.InvalidUscc as error:
            raise ValidationError(USCC_REASONS[error.reason]) from None


class MobileField(forms.CharField):
    """A mobile number of the mainland, eleven digits as stored."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        found = _MOBILE.fullmatch(fold_width(text).replace(" ", "").replace("-", ""))
        if found is None:
            raise ValidationError(_("手机号码应为 11 位数字，以 1 开头，例如 13812341234。"))
        return found[1]
