"""The lists of the demo: drafted by an officer, approved by the leader, released on their day; honours taken back."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from applications.models import Unit
from portal.kit import clock
from portal.kit.actor import Actor
from portal.tenancy import fence
from programmes.models import Edition
from publications import queries
from publications.actions import lists, revocations
from publications.actions.lists import ListText
from publications.forms import list_defaults
from publications.models import ListEntry, PublishedList

DOUBT = "（演示）年度监测显示主要指标下降，可能不再满足认定条件，请于期限内说明。"
GROUND = "（演示）复核发现主要指标已不满足认定条件。"
REVOKED = "（演示）期满未作说明，予以撤销。"
# Working days in which a holder may answer, and a few more.
ANSWER_DAYS = 25


def draft(edition: Edition, staff: dict[str, Actor], *, release_on: date | None = None) -> list[PublishedList]:
    """A draft of each of the edition's lists for which there is somebody, as an officer writes it."""
    city, drafted = staff["city"], []
    with fence.entered(city):
        for form in edition.programme.lists:
            if queries.listable_units(edition, code=form.code):
                fields = {**list_defaults(edition, form), "order": "rank", "release_on": release_on}
                fields["text"] = f"{fields['text']}（演示数据）"
                wording = ListText(**{**fields, "issuers": [fields["issuers"]]})
                drafted.append(lists.draft_list(edition_id=edition.pk, wording=wording, actor=city))
    return drafted


def release(edition: Edition, staff: dict[str, Actor], *, release_on: date | None = None) -> None:
    """Drafted by an officer, approved by the leader: out at once, or on the day that is set."""
    leader = staff["cityleader"]
    for row in draft(edition, staff, release_on=release_on):
        with fence.entered(leader):
            units = queries.listable_units(edition, row.order, row.code)
            lists.release_list(list_id=row.pk, expected=lists.fingerprint(units), actor=leader)


def question(unit: Unit, staff: dict[str, Actor]) -> None:
    """An officer finds a ground to revoke an honour in force; its holder has ten working days to answer."""
    with fence.entered(staff["city"]):
        _find_ground(ListEntry.objects.get(unit=unit), DOUBT, staff["city"])


def revoke(unit: Unit, staff: dict[str, Actor]) -> None:
    """A finding while the honour is in force, the holder's days to answer, and a decision by somebody else."""
    with fence.entered(staff["city"]):
        entry = ListEntry.objects.select_related("published_list").get(unit=unit)
    with clock.frozen(_within_validity(entry)):
        with fence.entered(staff["city"]):
            finding_id = _find_ground(entry, GROUND, staff["city"])
        with clock.frozen(clock.now() + timedelta(days=ANSWER_DAYS)), fence.entered(staff["cityleader"]):
            revocations.decide_revocation(
                revocation_id=finding_id, revokes=True, reason=REVOKED, actor=staff["cityleader"]
            )


def _find_ground(entry: ListEntry, facts: str, city: Actor) -> int:
    row = revocations.find_ground(entry_id=entry.pk, ground="lost_clause", facts=facts, suspends=False, actor=city)
    return int(row.pk)


def _within_validity(entry: ListEntry) -> datetime:
    """Four hundred days after the honour began, or in the middle of it where it is shorter."""
    days = 400 if entry.valid_to is None else min(400, (entry.valid_to - entry.valid_from).days // 2)
    return datetime.combine(entry.valid_from + timedelta(days=days), time(10), tzinfo=clock.SHANGHAI)
