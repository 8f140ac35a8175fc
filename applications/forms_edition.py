"""Forms of an edition: its dates, and the order of a district's recommendations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import DistrictReview
from portal.kit.folding import fold_width

INSTANT = {
    "invalid": _("请按 2026-03-30 17:00 的格式填写日期和时间。"),
    "required": _("请填写日期和时间，例如 2026-03-30 17:00。"),
}
FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S")


class InstantField(forms.DateTimeField):
    """Full-width digits and marks are read too; 24:00 is the midnight after the day."""

    def to_python(self, value: Any) -> datetime | None:
        if not isinstance(value, str):
            return super().to_python(value)
        text = fold_width(value).strip().replace("/", "-")
        if not text.endswith("24:00"):
            return super().to_python(text)
        found = super().to_python(f"{text.removesuffix('24:00')}00:00")
        return found + timedelta(days=1) if found else None


def instant_field(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateTimeField:
    """An instant typed in Shanghai's time."""
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    field = InstantField(
        label=label, required=required, help_text=hint, input_formats=FORMATS, error_messages=INSTANT, widget=widget
    )
    field.width = "short"  # type: ignore[attr-defined]
    return field


class DatesForm(forms.Form):
    expected_version = forms.IntegerField(widget=forms.HiddenInput)
    opens_at = instant_field(_("开始申报"))
    closes_at = instant_field(_("截止申报"), hint=_("从这一刻起不再接受提交。"))
    district_due_at = instant_field(_("区级推荐截止"), required=False, hint=_("不早于申报截止。"))
    review_due_at = instant_field(_("评审截止"), required=False, hint=_("不早于区级推荐截止。"))
    reason = forms.CharField(
        label=_("修改原因"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明修改日期的原因，它会写入操作记录。")},
    )


class RanksForm(forms.Form):
    """One rank for each filing that the district recommends."""

    def __init__(self, *args: Any, reviews: Sequence[DistrictReview], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for review in reviews:
            self.fields[f"rank-{review.application_id}"] = forms.IntegerField(
                label=review.application.title,
                min_value=1,
                max_value=999,
                required=False,
                initial=review.rank,
                error_messages={
                    "invalid": _("请填1至999之间的整数，1为最优先。"),
                    "min_value": _("请填1至999之间的整数，1为最优先。"),
                    "max_value": _("请填1至999之间的整数，1为最优先。"),
                },
            )

    def ranks(self) -> dict[int, int | None]:
        """application id -> rank, None where it was left empty."""
        return {int(name.removeprefix("rank-")): rank for name, rank in self.cleaned_data.items()}
