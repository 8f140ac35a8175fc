"""Forms of the offices: they check shape only; rules are the actions'."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.completeness import label_of
from applications.models.checks import ReceiptKind
from applications.queries.office import QueueFilter
from applications.wording import STAFF_WORDS
from applications.workflow import State
from portal.tenancy.models import District
from programmes.contract import FieldKind
from programmes.fields.words import said
from programmes.models import Edition

STATIONS = [s for s in State if s not in {State.DRAFT, State.WAITING, State.RECOMMENDED}]


# What a district looks at before it puts a filing forward: a help for the officer, no rule of any notice.
CHECKLIST = (
    ("materials", _("申报表与佐证材料齐全、清晰")),
    ("seal", _("承诺书已签字盖章")),
    ("paper", _("纸质材料与线上版本一致")),
    ("figures", _("主要数据有出处，统计口径一致")),
    ("district", _("申报主体或申报对象位于本区，无重复申报")),
)


class QueueForm(forms.Form):
    """The filters of a queue, kept in the address."""

    edition = forms.TypedChoiceField(label=_("年度工作"), coerce=int, empty_value=None, required=False)
    district = forms.TypedChoiceField(label=_("区"), coerce=int, empty_value=None, required=False)
    station = forms.ChoiceField(label=_("状态"), required=False)
    text = forms.CharField(label=_("名称或信用代码"), max_length=60, required=False)
    after = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, editions: list[Edition], districts: list[District], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.editions, everything = editions, [("", _("全部"))]
        self.fields["edition"].choices = everything + [(e.pk, e.title) for e in editions]  # type: ignore[attr-defined]
        self.fields["district"].choices = everything + [(d.pk, d.name) for d in districts]  # type: ignore[attr-defined]
        self.fields["station"].choices = everything + [(s.value, STAFF_WORDS[s]) for s in STATIONS]  # type: ignore[attr-defined]
        if not districts:
            del self.fields["district"]

    @property
    def chosen_edition(self) -> Edition | None:
        """The edition that the address asks for."""
        wanted = self.wanted().edition_id
        return next((edition for edition in self.editions if edition.pk == wanted), None)

    def wanted(self) -> QueueFilter:
        """The filter; what makes no sense in an address counts as not asked for."""
        self.is_valid()
        found = self.cleaned_data
        return QueueFilter(
            edition_id=found.get("edition"),
            station=found.get("station") or "",
            district_id=found.get("district"),
            text=found.get("text") or "",
            after=found.get("after") or 0,
        )


class VersionedForm(forms.Form):
    """Every act on a filing names the version it was decided on, so that a newer one is noticed."""

    expected_version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class PutForwardForm(VersionedForm):
    is_recommended = forms.TypedChoiceField(
        label=_("初审结论"),
        choices=[("yes", _("拟推荐")), ("no", _("拟不推荐"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择拟推荐或拟不推荐。")},
    )
    opinion = forms.CharField(
        label=_("初审意见"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("不推荐时，申报主体将看到此意见。"),
        error_messages={"required": _("请填写初审意见。")},
    )
    rank = forms.IntegerField(
        label=_("区内推荐排序"),
        min_value=1,
        max_value=999,
        required=False,
        help_text=_("1为最优先，可不填，截止前还可在推荐汇总中调整。"),
        error_messages={"invalid": _("推荐排序请填1至999之间的整数，1为最优先。")},
    )
    is_priority = forms.BooleanField(
        label=_("重点推荐"),
        required=False,
        help_text=_("只作为推荐标记和排列先后，不加分，不免除任何环节。"),
    )
    checked = forms.MultipleChoiceField(
        label=_("核对情况"), choices=CHECKLIST, required=False, widget=forms.CheckboxSelectMultiple
    )

    def checklist(self) -> dict[str, bool]:
        """Every line of the list, ticked or not."""
        ticked = self.cleaned_data.get("checked") or []
        return {key: key in ticked for key, _label in CHECKLIST}


class SignForm(forms.Form):
    note = forms.CharField(
        label=_("审签意见"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("退回经办人时必填。"),
    )


class ReceiptForm(forms.Form):
    kind = forms.ChoiceField(label=_("材料"), choices=ReceiptKind.choices)
    count = forms.IntegerField(label=_("份数"), min_value=1, max_value=99)
    received_on = forms.DateField(
        label=_("收到日期"), error_messages={"invalid": _("请按 2026-03-10 的格式填写日期。")}
    )
    note = forms.CharField(label=_("备注"), max_length=200, required=False)


class ReturnForm(VersionedForm):
    """Which fields go back and why: a box and a reason for each field that the office may name."""

    note = forms.CharField(
        label=_("总体说明"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programme = edition.programme
        self.groups: list[tuple[str, list[str]]] = []
        proofs = {proof.indicator: proof.label for proof in programme.evidence}
        for section in programme.sections:
            asked = [(question.key, label_of(question, edition.latest_year)) for question in section.fields]
            asked += [(key, said(proofs[key])) for key in section.indicators]
            for key, label in asked:
                line = forms.CharField(label=label, max_length=500, required=False)
                line.error_messages["max_length"] = _("每项补正要求请控制在500字以内。")
                self.fields[f"reason-{key}"] = line
            self.groups.append((said(section.title), [f"reason-{key}" for key, _label in asked]))

    def reasons(self) -> dict[str, str]:
        """{field key: what to correct} of the lines that were filled in."""
        filled = {k.removeprefix("reason-"): v for k, v in self.cleaned_data.items() if k.startswith("reason-")}
        return {key: text for key, text in filled.items() if text.strip()}

    def bound_groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(title, [self[name] for name in names]) for title, names in self.groups]


class FigureForm(VersionedForm):
    key = forms.ChoiceField(label=_("字段"))
    verified = forms.CharField(label=_("核定值"), max_length=40, help_text=_("按申报表中的单位填写数字。"))
    reason = forms.CharField(label=_("核定理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    source = forms.CharField(label=_("依据"), max_length=200, required=False)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = edition.latest_year
        figures = [
            (f.key, f"{label_of(f, year)}（{said(f.unit)}）" if f.unit else label_of(f, year))
            for f in edition.programme.fields()
            if f.kind in {FieldKind.INTEGER, FieldKind.DECIMAL}
        ]
        self.fields["key"].choices = [("", _("请选择")), *figures]  # type: ignore[attr-defined]


class RefuseForm(VersionedForm):
    clauses = forms.MultipleChoiceField(
        label=_("不符合的条件"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请选择不符合的条件。")},
    )
    reason = forms.CharField(
        label=_("理由"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("申报主体将看到该理由。"),
        error_messages={"required": _("请填写理由，申报主体将看到该理由。")},
    )

    def __init__(self, *args: Any, grounds: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clauses"].choices = list(grounds.items())  # type: ignore[attr-defined]
