"""The form of all districts' own terms: one row of controls for each district."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.edition_rules import NAMES, Terms, terms_of
from portal.tenancy.models import District
from programmes.models import EditionDistrict

from .forms_edition import instant_field
from .forms_edition_questions import AmountField

LABELS = {
    "closes_at": _("本区截止"),
    "paper_copies": _("纸质份数"),
    "discs": _("光盘份数"),
    "quota": _("推荐名额"),
    "note": _("本区要求"),
}


class DistrictsForm(forms.Form):
    expected_version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("修改原因"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self, *args: Any, districts: Sequence[District], now: Mapping[int, EditionDistrict], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.districts = districts
        for row in districts:
            terms = terms_of(now.get(row.pk))
            for name in NAMES:
                field = _control(name)
                field.label = f"{row.name} {LABELS[name]}"
                self.fields[f"{row.pk}.{name}"] = field
                self.initial[f"{row.pk}.{name}"] = getattr(terms, name)

    def rows(self) -> list[dict[str, Any]]:
        """What the page draws: one line for each district."""
        return [{"district": row, "cells": [self[f"{row.pk}.{name}"] for name in NAMES]} for row in self.districts]

    def terms(self) -> dict[int, Terms]:
        """District id -> what was typed for it. Counts are whole numbers."""
        return {row.pk: Terms(**{name: self._value(row.pk, name) for name in NAMES}) for row in self.districts}

    def _value(self, district_id: int, name: str) -> Any:
        value = self.cleaned_data[f"{district_id}.{name}"]
        return int(value) if value is not None and name in ("paper_copies", "discs", "quota") else value


def _control(name: str) -> forms.Field:
    if name == "closes_at":
        return instant_field("", required=False)
    if name == "note":
        return forms.CharField(required=False)
    return AmountField()
