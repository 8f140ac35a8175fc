"""What the cockpit of an edition and an office's home show: stages, parameters, tasks. No queries here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.wording import staff_word, stage_word
from applications.workflow import State
from portal.kit.actor import Role
from programmes.fields.words import said
from programmes.models import Edition

S = State
# Stage of the programme -> the stations that a filing passes in it.
STATIONS: dict[str, tuple[State, ...]] = {
    "apply": (S.RETURNED,),
    "district_review": (S.SUBMITTED, S.AWAITING_LEADER, S.NOT_RECOMMENDED),
    "formal_check": (S.FORMAL_CHECK, S.ACCEPTED, S.NOT_ACCEPTED),
    "data_check": (S.DATA_CHECKED,),
    "expert_review": (S.EXPERT_REVIEW, S.REVIEWED),
    "site_inspection": (S.SITE_INSPECTION, S.INSPECTED),
    "decision": (S.PROPOSED, S.NOT_PROPOSED),
    "public_notice": (S.PUBLIC_NOTICE, S.OBJECTION_HOLD, S.NOT_LISTED),
    "publish": (S.LISTED,),
    "monitor": (S.EXPIRING,),
    "re_review": (S.RE_REVIEW, S.LAPSED, S.REVOKED),
}


@dataclass(frozen=True, slots=True)
class Task:
    """What a role has to do with filings at a station; url_name: the page where it is done; due: an edition's date."""

    role: Role
    station: State
    label: object
    url_name: str = "queue"
    due: str = ""


TASKS = (
    Task(Role.DISTRICT_OFFICER, S.SUBMITTED, gettext_lazy("待初审"), due="district_due_at"),
    Task(Role.DISTRICT_OFFICER, S.RETURNED, gettext_lazy("等待补正")),
    Task(Role.DISTRICT_LEADER, S.AWAITING_LEADER, gettext_lazy("待审签"), due="district_due_at"),
    Task(Role.CITY_OFFICER, S.FORMAL_CHECK, gettext_lazy("待形式审查"), due="review_due_at"),
    Task(Role.CITY_OFFICER, S.ACCEPTED, gettext_lazy("待组织专家评审"), "panels", "review_due_at"),
    Task(Role.CITY_OFFICER, S.EXPERT_REVIEW, gettext_lazy("专家评审中"), "panels", "review_due_at"),
    Task(Role.CITY_OFFICER, S.REVIEWED, gettext_lazy("评审完成，待抽查或提请审定"), "inspections"),
    Task(Role.CITY_OFFICER, S.SITE_INSPECTION, gettext_lazy("待登记抽查结果"), "inspections"),
    Task(Role.CITY_OFFICER, S.INSPECTED, gettext_lazy("已抽查，待提请审定"), "runs"),
    Task(Role.CITY_OFFICER, S.PROPOSED, gettext_lazy("待公示"), "notices"),
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


def stage_rows(edition: Edition, counts: Mapping[str, int], tenant: str) -> list[dict[str, Any]]:
    """The stages of the edition in order, each with the filings that stand in it."""
    rows = []
    for key in edition.programme.stages:
        if not edition.has_stage(key):
            continue
        stations = STATIONS.get(key, ())
        found = [
            {"word": staff_word(s), "count": counts[s], "url": queue_address(tenant, edition.pk, s)}
            for s in stations
            if counts.get(s)
        ]
        rows.append({"label": stage_word(key), "stations": found})
    return rows


def parameter_rows(edition: Edition) -> list[dict[str, Any]]:
    """Every setting of the edition: what the organiser set itself, and the programme's default."""
    labels = edition.programme.parameter_labels
    rows = []
    for key, value in edition.settings().items():
        if key not in labels:
            continue
        label, unit = labels[key]
        rows.append(
            {
                "label": said(label),
                "value": shown_setting(value),
                "unit": said(unit),
                "is_own": key in edition.parameters,
            }
        )
    return rows


def shown_setting(value: Any) -> str:
    if isinstance(value, dict):
        return "、".join(f"{key} {shown_setting(one)}" for key, one in value.items())
    if isinstance(value, (list, tuple)):
        return "、".join(shown_setting(one) for one in value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
