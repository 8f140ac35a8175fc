"""Forms of making an edition: out of another one, out of a programme's defaults, and what it is called."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programmes.contract import Programme
from programmes.fields.words import said
from programmes.models import Edition

from .forms_edition import instant_field

YEAR = {"required": _("请填写年度，例如 2027。"), "invalid": _("请填写四位数的年份，例如 2027。")}
TITLE = {"required": _("请填写标题，例如“2027年度示例项目申报”。"), "max_length": _("标题最多 120 个字。")}


def year_field() -> forms.IntegerField:
    field = forms.IntegerField(
        label=_("年度"), error_messages=YEAR, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    field.width = "short"  # type: ignore[attr-defined]
    return field


def title_field() -> forms.CharField:
    return forms.CharField(
        label=_("标题"), max_length=120, error_messages=TITLE, help_text=_("公开页面和通知里的名称，写明年度。")
    )


class CopyForm(forms.Form):
    year = year_field()
    title = title_field()

    def __init__(self, *args: Any, source: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("year", source.year + 1)
        self.initial.setdefault("title", renamed(source.title, source.year, source.year + 1))


def renamed(title: str, year: int, new_year: int) -> str:
    """The title with one year in place of the other; as it is where it names no year."""
    return re.sub(rf"(?<!\d){year}(?!\d)", str(new_year), title)


class NewEditionForm(forms.Form):
    programme_slug = forms.ChoiceField(label=_("项目"), error_messages={"required": _("请选择项目。")})
    year = year_field()
    title = title_field()
    opens_at = instant_field(_("开始申报"))
    closes_at = instant_field(_("截止申报"), hint=_("从这一刻起不再接受提交。"))
    district_due_at = instant_field(_("区级推荐截止"), required=False, hint=_("不早于申报截止。"))
    review_due_at = instant_field(_("评审截止"), required=False, hint=_("不早于区级推荐截止。"))

    def __init__(self, *args: Any, programmes: list[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "—"), *((of.slug, said(of.title)) for of in programmes)]
        self.fields["programme_slug"].choices = choices  # type: ignore[attr-defined]

    def dates(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name.endswith("_at")}


class NameForm(forms.Form):
    expected_version = forms.IntegerField(widget=forms.HiddenInput)
    title = title_field()
    document_number = forms.CharField(
        label=_("通知文号"), max_length=80, required=False, help_text=_("例如“示例〔2027〕1号”；还没有文号可以先空着。")
    )
