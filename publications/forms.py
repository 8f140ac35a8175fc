"""Forms of the office: they check shape; rules that need other rows belong to the actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programmes.contract import PublishedListForm
from programmes.models import Edition

from .actions.decisions import OUTCOMES
from .actions.lists import ListText
from .actions.notices import LEAST_DAYS, MOST_DAYS, NoticeText
from .codes import is_ranked, title_of_list
from .models import REVOKING, Counting, ListOrder, NoticeEntry, ObjectionState, RefusalGround, TermUnit


def long_text(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class NoticeForm(forms.Form):
    """The wording and the term of a notice."""

    title = forms.CharField(label=_("公示标题"), max_length=160)
    text = forms.CharField(
        label=_("公示内容"),
        max_length=4000,
        widget=long_text(8),
        help_text=_("写明依据、程序和提出异议的方式。公示页面会自动列出起止日期、名单和在线提出异议的入口。"),
    )
    days = forms.IntegerField(
        label=_("公示期"),
        min_value=LEAST_DAYS,
        max_value=MOST_DAYS,
        error_messages={"min_value": _("公示期不少于 5 天。"), "max_value": _("公示期不超过 60 天。")},
    )
    unit = forms.ChoiceField(label=_("计日方式"), choices=TermUnit.choices, widget=forms.RadioSelect)
    counting = forms.ChoiceField(label=_("起算方式"), choices=Counting.choices, widget=forms.RadioSelect)
    order = forms.ChoiceField(label=_("名单排序"), choices=ListOrder.choices)

    def wording(self) -> NoticeText:
        keys = ("title", "text", "days", "counting", "unit", "order")
        return NoticeText(**{key: self.cleaned_data[key] for key in keys})


def notice_defaults(edition: Edition) -> dict[str, Any]:
    """What a new draft starts with: the edition's settings, and a text to be completed."""
    settings = edition.settings()
    return {
        "title": _("关于%(title)s拟认定名单的公示") % {"title": edition.title},
        "text": _(
            "根据%(source)s，经%(steps)s，现将拟认定名单予以公示。\n"
            "公示期内，任何单位和个人对名单有异议的，可以实名提出，并提供事实依据和联系方式。"
            "单位提出异议的，应当加盖公章。"
        )
        % {
            "source": edition.document_number or edition.programme.source,
            "steps": steps_taken(edition, is_noticed=False),
        },
        "days": settings.get("notice_days", 5),
        "counting": settings.get("notice_counting", "incl"),
        "unit": settings.get("notice_unit", "working"),
        "order": ListOrder.DISTRICT,
    }


class CorrectionForm(NoticeForm):
    """What changed: struck entries come by themselves; one name may be corrected."""

    entry = forms.ChoiceField(label=_("更正名称的条目"), required=False)
    name = forms.CharField(label=_("更正后的名称"), max_length=160, required=False)
    note = forms.CharField(label=_("更正说明"), max_length=200, required=False)

    def __init__(self, *args: Any, entries: list[NoticeEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("不更正名称"))] + [(str(e.pk), f"{e.position}. {e.name}") for e in entries]
        self.fields["entry"].choices = choices  # type: ignore[attr-defined]

    def renamed(self) -> dict[str, Any] | None:
        if not self.cleaned_data["entry"]:
            return None
        found = {key: self.cleaned_data[key] for key in ("name", "note")}
        return {"entry": int(self.cleaned_data["entry"]), **found}


class PublishForm(forms.Form):
    """last_on: the last day that the person saw."""

    last_on = forms.DateField(widget=forms.HiddenInput)
    confirms_provisional = forms.BooleanField(
        label=_("我已核对：公示期涉及的年份放假安排尚未公布，起止日期按周末推算，确认无误"), required=False
    )


class ListForm(forms.Form):
    """The wording of a list; issuers one per line. choices: the lists that can be drafted now."""

    code = forms.ChoiceField(label=_("名单"))
    title = forms.CharField(label=_("名单标题"), max_length=160)
    text = forms.CharField(label=_("公布内容"), max_length=4000, widget=long_text(5))
    document_number = forms.CharField(label=_("文号"), max_length=80, required=False)
    issuers = forms.CharField(
        label=_("发证单位"), max_length=600, widget=long_text(2), help_text=_("每行一个，按顺序。")
    )
    order = forms.ChoiceField(label=_("名单排序"), choices=ListOrder.choices)
    release_on = forms.DateField(
        label=_("定期公布日"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("审定后由系统在这一天 0:00 公布；留空则审定后立即公布。"),
    )

    def __init__(self, *args: Any, choices: list[PublishedListForm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [(form.code, form.title) for form in choices]  # type: ignore[attr-defined]

    def wording(self) -> ListText:
        keys = ("code", "title", "text", "document_number", "order", "release_on")
        found = {key: self.cleaned_data[key] for key in keys}
        issuers = [line.strip() for line in self.cleaned_data["issuers"].splitlines() if line.strip()]
        return ListText(**found, issuers=issuers)


STEPS = (
    ("formal_check", _("形式审查")),
    ("data_check", _("数据核验")),
    ("expert_review", _("专家评审")),
    ("expert_verification", _("专家校验")),
    ("decision", _("审定")),
    ("public_notice", _("公示")),
)


def steps_taken(edition: Edition, *, is_noticed: bool = True) -> str:
    """申报、形式审查、专家评审和审定: what the edition's units went through, in words. is_noticed: with the notice."""
    first = gettext("申报推荐") if edition.has_stage("district_review") else gettext("申报")
    steps = STEPS if is_noticed else [step for step in STEPS if step[0] != "public_notice"]
    words = [first, *(str(word) for stage, word in steps if edition.has_stage(stage))]
    if len(words) == 1:
        return first
    return gettext("%(steps)s和%(last)s") % {"steps": gettext("、").join(words[:-1]), "last": words[-1]}


def list_defaults(edition: Edition, form: PublishedListForm) -> dict[str, Any]:
    """What a new draft of one of the edition's lists starts with."""
    return {
        "code": form.code,
        "title": title_of_list(edition, form),
        "text": gettext("经%(steps)s，现予公布。") % {"steps": steps_taken(edition)},
        "document_number": "",
        "issuers": edition.tenant.name,
        "order": ListOrder.RANK if is_ranked(edition) else ListOrder.DISTRICT,
        "release_on": None,
    }


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=1000, widget=long_text(3))


class RefuseForm(ReasonForm):
    ground = forms.ChoiceField(label=_("不予受理的情形"), choices=RefusalGround.choices, widget=forms.RadioSelect)
    field_order = ("ground", "reason")


class InquiryForm(forms.Form):
    facts = forms.CharField(
        label=_("请对方说明的事实"),
        max_length=3000,
        widget=long_text(5),
        help_text=_("只写事实，不写是谁提出的。含有异议人名称、证件号码或联系方式的内容不能发送。"),
    )


class FindingForm(forms.Form):
    finding = forms.CharField(label=_("核查情况"), max_length=3000, widget=long_text(5))


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("决定"),
        choices=[(key, ObjectionState(key).label) for key in OUTCOMES],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("决定理由"), max_length=1000, widget=long_text(3), help_text=_("申报主体将看到该理由，请勿写明异议人。")
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(label=_("情况说明"), max_length=3000, widget=long_text(8))


class FindGroundForm(forms.Form):
    ground = forms.ChoiceField(
        label=_("理由类别"), choices=[(one.value, one.label) for one in REVOKING], widget=forms.RadioSelect
    )
    facts = forms.CharField(
        label=_("查明的事实和依据"), max_length=3000, widget=long_text(5), help_text=_("持有主体将看到这些内容。")
    )
    suspends = forms.BooleanField(label=_("作出决定前暂停使用该荣誉，核验页面显示“暂停使用”"), required=False)


class RevocationForm(ReasonForm):
    revokes = forms.ChoiceField(
        label=_("决定"), choices=(("yes", _("撤销该荣誉")), ("no", _("不撤销"))), widget=forms.RadioSelect
    )
    field_order = ("revokes", "reason")


class ReplaceForm(ReasonForm):
    holder = forms.CharField(label=_("持有主体现名称"), max_length=120)
    field_order = ("holder", "reason")
