"""What the cockpit of an edition and an office's home show: stages, parameters, tasks. No queries here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.terms import is_taking
from applications.wording import staff_word, stage_word
from applications.workflow import State
from portal.kit import clock
from portal.kit.actor import Role
from programmes.differences import Difference, differences, word_of
from programmes.fields.words import said
from programmes.models import Edition, EditionState
from programmes.parameters import is_same, is_table, shown_value

MOST_ROWS_TOLD = 5

S = State
# Stage of the programme -> the stations that a filing passes in it.
STATIONS: dict[str, tuple[State, ...]] = {
    "apply": (S.RETURNED,),
    "district_review": (S.SUBMITTED, S.AWAITING_LEADER, S.NOT_RECOMMENDED),
    "consult": (S.CONSULTING,),
    "incubation": (S.INCUBATION,),
    "screening": (S.SCREENING, S.SCREENED_OUT, S.ACCEPTED),
    "formal_check": (S.FORMAL_CHECK, S.ACCEPTED, S.NOT_ACCEPTED),
    "data_check": (S.ACCEPTED, S.DATA_CHECKED),
    "expert_review": (S.EXPERT_REVIEW, S.REVIEWED),
    "site_inspection": (S.SITE_INSPECTION, S.INSPECTED),
    "decision": (S.PROPOSED, S.NOT_PROPOSED),
    "cert_application": (S.CERT_APPLICATION,),
    "type_test": (S.CERT_TESTING,),
    "cert_decision": (S.CERT_DECISION, S.NOT_CERTIFIED),
    "surveillance": (S.SUSPENDED,),
    "public_notice": (S.PUBLIC_NOTICE, S.OBJECTION_HOLD, S.NOT_LISTED),
    "publish": (S.LISTED,),
    "monitor": (S.EXPIRING,),
    "re_review": (S.RE_REVIEW, S.LAPSED, S.REVOKED),
}


@dataclass(frozen=True, slots=True)
class Task:
    """What a role has to do with filings at a station; url_name: the page where it is done; due: an edition's date.

    stage   the task is there only in editions with it; unless: only in those without
    """

    role: Role
    station: State
    label: object
    url_name: str = "queue"
    due: str = ""
    stage: str = ""
    unless: str = ""

    def fits(self, edition: Edition) -> bool:
        has_own = not self.stage or edition.has_stage(self.stage)
        return has_own and not (self.unless and edition.has_stage(self.unless))


TASKS = (
    Task(Role.DISTRICT_OFFICER, S.SUBMITTED, gettext_lazy("待初审"), due="district_due_at"),
    Task(Role.DISTRICT_OFFICER, S.RETURNED, gettext_lazy("等待补正")),
    Task(Role.DISTRICT_OFFICER, S.CONSULTING, gettext_lazy("征求意见中，等待部门答复"), stage="consult"),
    Task(Role.DISTRICT_OFFICER, S.INCUBATION, gettext_lazy("培育孵化中"), stage="incubation"),
    Task(Role.DISTRICT_LEADER, S.AWAITING_LEADER, gettext_lazy("待审签"), due="district_due_at"),
    Task(Role.CITY_OFFICER, S.FORMAL_CHECK, gettext_lazy("待形式审查"), due="review_due_at"),
    Task(Role.CITY_OFFICER, S.ACCEPTED, gettext_lazy("待核对数据"), due="review_due_at", stage="data_check"),
    Task(
        Role.CITY_OFFICER,
        S.ACCEPTED,
        gettext_lazy("待组织专家评审"),
        "panels",
        "review_due_at",
        unless="data_check",
    ),
    Task(Role.CITY_OFFICER, S.DATA_CHECKED, gettext_lazy("待组织专家评审"), "panels", "review_due_at"),
    Task(Role.CITY_OFFICER, S.EXPERT_REVIEW, gettext_lazy("专家评审中"), "panels", "review_due_at"),
    Task(
        Role.CITY_OFFICER,
        S.REVIEWED,
        gettext_lazy("评审完成，待抽查或提请审定"),
        "inspections",
        stage="site_inspection",
    ),
    Task(Role.CITY_OFFICER, S.REVIEWED, gettext_lazy("评审完成，待提请审定"), "runs", unless="site_inspection"),
    Task(Role.CITY_OFFICER, S.SITE_INSPECTION, gettext_lazy("待登记抽查结果"), "inspections"),
    Task(Role.CITY_OFFICER, S.INSPECTED, gettext_lazy("已抽查，待提请审定"), "runs"),
    Task(Role.CITY_OFFICER, S.PROPOSED, gettext_lazy("待公示"), "notices", stage="public_notice"),
    Task(Role.CITY_OFFICER, S.PROPOSED, gettext_lazy("待公布名单"), "lists", unless="public_notice"),
    Task(Role.CITY_OFFICER, S.OBJECTION_HOLD, gettext_lazy("异议核查中"), "objections"),
    Task(Role.CITY_OFFICER, S.EXPIRING, gettext_lazy("即将到期，待复核")),
)


def address(name: str, *args: object) -> str:
    """The page's address, "" while this installation has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def queue_address(tenant: str, edition_id: object, station: str) -> str:
    return f"{reverse('queue', args=(tenant,))}?edition={edition_id}&station={station}"


DATE_WORDS = {
    "opens_at": gettext_lazy("开始申报"),
    "closes_at": gettext_lazy("截止申报"),
    "district_due_at": gettext_lazy("区级推荐截止"),
    "review_due_at": gettext_lazy("评审截止"),
}


def date_rows(edition: Edition, moved: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The edition's instants beside others of the same names."""
    return [
        {
            "label": label,
            "old": getattr(edition, name),
            "new": moved[name],
            "meaning": "" if name == "opens_at" else "until",
        }
        for name, label in DATE_WORDS.items()
        if getattr(edition, name) is not None
    ]


def course_of(edition: Edition) -> dict[str, Any]:
    """Where the edition is in its own course, and how much of its own it has."""
    return {
        "is_draft": edition.state == EditionState.DRAFT,
        "may_end": is_taking(edition, clock.now()),
        "may_archive": edition.state == EditionState.CLOSED,
        "own_question_count": len(edition.questions),
        "own_wording_count": len(edition.wording),
    }


def carried_words(edition: Edition) -> list[str]:
    """What goes along when an edition is copied."""
    return [
        _("参数：%(count)s 项与默认值不同") % {"count": len(own_settings(edition))},
        _("可选环节：%(count)s 个启用") % {"count": len(edition.switched_stages)},
        _("补充问题：%(count)s 个") % {"count": len(edition.questions)},
        _("自定义消息文字：%(count)s 种") % {"count": len(edition.wording)},
        _("各区的提前截止、份数、名额和要求"),
    ]


def stage_rows(edition: Edition, counts: Mapping[str, int], tenant: str) -> list[dict[str, Any]]:
    """The stages of the edition in order, each with the filings that stand in it."""
    rows = []
    for key in edition.programme.stages:
        if not edition.has_stage(key):
            continue
        stations = STATIONS.get(key, ())
        if key == "formal_check" and edition.has_stage("data_check"):
            stations = tuple(s for s in stations if s != S.ACCEPTED)
        found = [
            {"word": staff_word(s, edition), "count": counts[s], "url": queue_address(tenant, edition.pk, s)}
            for s in stations
            if counts.get(s)
        ]
        rows.append({"label": stage_word(key, edition), "stations": found})
    return rows


def parameter_rows(edition: Edition) -> list[dict[str, Any]]:
    """Every setting of the edition: what the organiser set itself, and the programme's default."""
    of, settings = edition.programme, edition.settings()
    return [
        {
            "label": said(label),
            "value": shown_setting(edition, key, settings[key]),
            "unit": said(unit),
            "is_own": not is_same(settings[key], of.defaults[key]),
        }
        for key, (label, unit) in of.parameter_labels.items()
    ]


def shown_setting(edition: Edition, key: str, value: Any) -> str:
    """A small table is told whole, a large one by its number of rows."""
    of = edition.programme
    if not is_table(value):
        return shown_value(value, of.parameter_choices.get(key, ()))
    if len(value) > MOST_ROWS_TOLD or any(is_table(row) or isinstance(row, list) for row in value.values()):
        return _("共 %(count)s 行") % {"count": len(value)}
    return "、".join(f"{word_of(of, key, row)} {shown_value(one)}" for row, one in value.items())


def own_settings(edition: Edition) -> list[Difference]:
    """Value by value what the organiser set otherwise than the programme's default."""
    return differences(edition.programme, edition.programme.defaults, edition.settings())


def switched_words(edition: Edition) -> list[tuple[object, bool]]:
    """The optional stages in order, and whether the edition goes through them."""
    of = edition.programme
    return [(stage_word(key), edition.has_stage(key)) for key in of.stages if key in of.optional_stages]
