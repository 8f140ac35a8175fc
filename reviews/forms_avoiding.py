"""The form in which an applicant names experts to keep out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.actions.avoiding import MOST, Avoidance
from reviews.models import AvoidedExpert

PARTS = ("expert_name", "employer_name", "reason")


class AvoidForm(forms.Form):
    """Two places, each with three fields named expert_name_1 and so on. A place with nothing in it names nobody."""

    expert_name_1 = forms.CharField(label=_("专家姓名"), required=False)
    employer_name_1 = forms.CharField(label=_("工作单位"), required=False)
    reason_1 = forms.CharField(label=_("理由"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    expert_name_2 = forms.CharField(label=_("专家姓名"), required=False)
    employer_name_2 = forms.CharField(label=_("工作单位"), required=False)
    reason_2 = forms.CharField(label=_("理由"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, named: Sequence[AvoidedExpert] = (), **rest: Any) -> None:
        super().__init__(*args, **rest)
        for row in named:
            for part in PARTS:
                self.fields[f"{part}_{row.position}"].initial = getattr(row, part)
        for name, field in self.fields.items():
            if name.startswith("employer_name"):
                field.help_text = _("填写全称。不能确定的留空，则同名专家都不参加抽取。")
            if name.startswith("reason"):
                field.help_text = _("写了姓名的必须写明理由，10 至 500 字，只有组织方可以看到。")

    @property
    def places(self) -> list[list[forms.BoundField]]:
        return [[self[f"{part}_{place}"] for part in PARTS] for place in range(1, MOST + 1)]

    def avoidances(self) -> list[Avoidance]:
        """What was named, in order. form: valid. A first place left empty lets the second one move up."""
        return [Avoidance(*(self._typed(part, place) for part in PARTS)) for place in self._filled()]

    def placed(self, faults: Mapping[str, object]) -> dict[str, object]:
        """The action's faults, which count what was named, under the places where it was typed."""
        moved = {}
        for name, words in faults.items():
            part, _sep, number = name.rpartition("_")
            moved[f"{part}_{self._filled()[int(number) - 1]}"] = words
        return moved

    def _filled(self) -> list[int]:
        return [place for place in range(1, MOST + 1) if any(self._typed(part, place) for part in PARTS)]

    def _typed(self, part: str, place: int) -> str:
        return str(self.cleaned_data.get(f"{part}_{place}", "")).strip()
