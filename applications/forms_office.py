"""Forms of the offices: they check shape only; rules are the actions'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.queries.office import QueueFilter
from applications.wording import STAFF_WORDS
from applications.workflow import State
from portal.tenancy.models import District
from programmes.models import Edition

STATIONS = [s for s in State if s not in {State.DRAFT, State.WAITING, State.RECOMMENDED}]


class QueueForm(forms.Form):
    """The filters of a queue, kept in the address."""

    edition = forms.TypedChoiceField(label=_("年度工作"), coerce=int, empty_value=None, required=False)
    district = forms.TypedChoiceField(label=_("区"), coerce=int, empty_value=None, required=False)
    station = forms.ChoiceField(label=_("状态"), required=False)
    text = forms.CharField(label=_("名称或信用代码"), max_length=60, required=False)
    after = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, editions: list[Edition], districts: list[District], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("全部"))]
        self.fields["edition"].choices = everything + [(e.pk, e.title) for e in editions]  # type: ignore[attr-defined]
        self.fields["district"].choices = everything + [(d.pk, d.name) for d in districts]  # type: ignore[attr-defined]
        self.fields["station"].choices = everything + [(s.value, STAFF_WORDS[s]) for s in STATIONS]  # type: ignore[attr-defined]
        if not districts:
            del self.fields["district"]

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
