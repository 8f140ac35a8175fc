"""Forms of the formal check and of the personal particulars: shape only; rules are the actions'."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import CheckFinding
from programmes.contract import CheckKind, Line, Verdict
from programmes.fields.words import said

from .forms_office import VersionedForm

OPEN, MET, NOT_MET = "open", "met", "not_met"
ANSWERS = [(OPEN, _("未核")), (MET, _("符合")), (NOT_MET, _("不符合"))]
VALUES: dict[str, bool | None] = {OPEN: None, MET: True, NOT_MET: False}


def is_for_people(line: Line, findings: Mapping[str, CheckFinding]) -> bool:
    """Whether an official decides this line: by its kind, or because the machine could not."""
    return line.check is not CheckKind.MACHINE or line.passed is None or line.key in findings


class FindingsForm(VersionedForm):
    """For each clause that people decide: what was found, and a note."""

    def __init__(self, *args: Any, verdict: Verdict, findings: Mapping[str, CheckFinding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys: list[str] = []
        for _title, lines in verdict.groups:
            for line in lines:
                if is_for_people(line, findings):
                    self._add(line, findings.get(line.key))

    def _add(self, line: Line, found: CheckFinding | None) -> None:
        now = OPEN if found is None or found.is_met is None else MET if found.is_met else NOT_MET
        self.keys.append(line.key)
        self.fields[f"met-{line.key}"] = forms.ChoiceField(
            label=said(line.label), choices=ANSWERS, initial=now, required=False
        )
        self.fields[f"note-{line.key}"] = forms.CharField(
            label=_("说明"), max_length=1000, required=False, initial=found.note if found else ""
        )

    def findings(self) -> dict[str, tuple[bool | None, str]]:
        """{clause key: (is it met, note)}"""
        found = self.cleaned_data
        return {key: (VALUES[found[f"met-{key}"] or OPEN], found[f"note-{key}"]) for key in self.keys}

    def controls(self, key: str) -> list[forms.BoundField]:
        """[what was found, note] of a clause; empty where the machine decides alone."""
        return [self[f"met-{key}"], self[f"note-{key}"]] if key in self.keys else []


class RevealForm(forms.Form):
    reason = forms.CharField(
        label=_("查看事由"),
        max_length=200,
        help_text=_("例如：电话通知补正。事由将写入操作记录。"),
        error_messages={"required": _("请写明为什么需要查看，例如“电话通知补正”。")},
    )
