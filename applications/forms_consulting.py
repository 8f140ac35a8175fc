"""Forms of consultation: what a district asks, what a department answers. Shape only; rules are the actions'."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import ConsultOutcome
from portal.people.models import Body

from .forms_office import VersionedForm


class AskForm(VersionedForm):
    bodies = forms.MultipleChoiceField(
        label=_("征求哪些部门的意见"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选择一个部门。"), "invalid_choice": _("请从部门名录中选择。")},
    )
    question = forms.CharField(
        label=_("征求意见事项"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("部门将看到所列事项和申报材料的当前版本。"),
        error_messages={"required": _("请写明征求意见的事项，例如：近三年有无安全、质量、环保方面的处罚。")},
    )

    def __init__(self, *args: Any, bodies: Iterable[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bodies"].choices = [(str(body.pk), body.name) for body in bodies]  # type: ignore[attr-defined]

    def body_ids(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["bodies"]]


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("答复意见"),
        choices=[(one.value, one.label) for one in (ConsultOutcome.NO_OBJECTION, ConsultOutcome.OBJECTION)],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择无异议或有异议。")},
    )
    answer = forms.CharField(
        label=_("事实和依据"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("有异议时必填；无异议时可不填。"),
    )
