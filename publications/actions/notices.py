"""Public notices: drafted, published with a term, ended by the clock, corrected only by a newer one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Milestone, Unit
from applications.moving import move
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid
from portal.kit.workdays import Term
from portal.notifications.outbox import announce
from programmes.models import Edition
from programmes.queries import edition_of

from .. import policy, queries
from ..codes import code_of
from ..models import Change, Notice, NoticeEntry, NoticeState
from ..terms import notice_term
from ._common import note

LEAST_DAYS, MOST_DAYS = 5, 60
NoticeLine = tuple[Unit, str, str, str, str]  # unit, name, change, note, code of its list


@dataclass(frozen=True, slots=True)
class NoticeText:
    """What a person sets on a draft. days: length of the term; counting, unit, order: keys of models.notice."""

    title: str
    text: str
    days: int
    counting: str
    unit: str
    order: str


@transaction.atomic
def draft_notice(*, edition_id: int, wording: NoticeText, actor: Actor) -> Notice:
    """Draft a notice of everything that an approved run proposes.

    Raises  Denied, NotFound, Conflict (nothing is proposed, or the edition has no notice), Invalid (length)
    """
    policy.demand_officer(actor)
    edition = edition_of(actor, edition_id)
    if not edition.has_stage("public_notice"):
        raise Conflict(_("本年度工作不设公示环节。"))
    if not queries.proposed_units(edition):
        raise Conflict(_("本年度还没有审定的拟认定结果，暂不能起草公示。"))
    return _create(edition, wording, actor)


@transaction.atomic
def draft_correction(
    *, notice_id: int, wording: NoticeText, renamed: dict[str, Any] | None = None, actor: Actor
) -> Notice:
    """Draft the notice that shows what changed in a published one: entries struck since, and one corrected name.

    renamed  {"entry": NoticeEntry id, "name": the right name, "note": why}; None = no name is corrected
    Raises   Denied, NotFound, Conflict (nothing changed, or the notice is a draft), Invalid
    """
    policy.demand_officer(actor)
    old = queries.notice_for(actor, notice_id)
    if old.state == NoticeState.DRAFT:
        raise Conflict(_("尚未发布的公示可以直接修改，不需要更正公示。"))
    changes = [
        {
            "unit": entry.unit_id,
            "change": Change.REMOVED.value,
            "name": entry.name,
            "note": "",
            "list": entry.list_code,
        }
        for entry in queries.struck_entries(old)
    ]
    if renamed:
        changes.append(_renaming(old, renamed))
    if not changes:
        raise Conflict(_("原公示内容没有变化，不需要更正公示。"))
    return _create(old.edition, wording, actor, corrects=old, changes=changes)


def _renaming(old: Notice, renamed: dict[str, Any]) -> dict[str, Any]:
    entry = old.entries.filter(pk=renamed["entry"]).first()
    name = str(renamed["name"]).strip()
    if entry is None:
        raise Invalid(_("请选择原公示中的一项。"), fields={"entry": _("请选择原公示中的一项。")})
    if not name or name == entry.name:
        raise Invalid(_("请填写更正后的名称。"), fields={"name": _("请填写与原名称不同的正确名称。")})
    remark = str(renamed["note"])[:200]
    change = Change.CORRECTED.value
    return {"unit": entry.unit_id, "change": change, "name": name, "note": remark, "list": entry.list_code}


def _create(edition: Edition, wording: NoticeText, actor: Actor, **rest: Any) -> Notice:
    _check(wording)
    row = Notice(tenant_id=edition.tenant_id, edition=edition, drafted_at=clock.now(), **rest)
    row.drafted_by_id = policy.acting_user(actor)
    _write(row, wording)
    row.save()
    note(row, "draft_notice", actor=actor, payload={"edition": edition.pk, "corrects": row.corrects_id})
    return row


def _check(wording: NoticeText) -> None:
    if not LEAST_DAYS <= wording.days <= MOST_DAYS:
        text = _("公示期为 %(least)d 至 %(most)d 天。") % {"least": LEAST_DAYS, "most": MOST_DAYS}
        raise Invalid(text, fields={"days": text})


def _write(row: Notice, wording: NoticeText) -> None:
    row.title, row.text, row.days = wording.title.strip(), wording.text.strip(), wording.days
    row.counting, row.unit, row.order = wording.counting, wording.unit, wording.order


@transaction.atomic
def revise_notice(*, notice_id: int, wording: NoticeText, actor: Actor) -> Notice:
    """Change a draft. Raises Conflict once it is published: then only a correction helps."""
    policy.demand_officer(actor)
    row = _lock_draft(actor, notice_id)
    _check(wording)
    _write(row, wording)
    row.save()
    note(row, "revise_notice", actor=actor)
    return row


@transaction.atomic
def discard_notice(*, notice_id: int, actor: Actor) -> None:
    """Throw a draft away. Raises Conflict once it is published."""
    policy.demand_officer(actor)
    row = _lock_draft(actor, notice_id)
    note(row, "discard_notice", actor=actor)
    row.delete()


def _lock_draft(actor: Actor, notice_id: int) -> Notice:
    row = queries.lock(Notice, actor, notice_id)
    if row.state != NoticeState.DRAFT:
        raise Conflict(_("公示已经发布，不能修改。如内容有误，请发布更正公示。"))
    return row


@transaction.atomic
def publish_notice(
    *, notice_id: int, expected_last_on: date, confirms_provisional: bool = False, actor: Actor
) -> Notice:
    """Publish a draft today. From then on nobody changes it.

    expected_last_on      the last day that the person saw when confirming
    confirms_provisional  the person has checked a year whose rest days are not decreed yet
    Raises  Conflict (already published, the last day moved, nothing to show), Invalid (unconfirmed year), Denied
    Lock    the notice FOR UPDATE, then each unit
    """
    policy.demand_officer(actor)
    row = _lock_draft(actor, notice_id)
    term = notice_term(row, clock.today())
    if term.last_on != expected_last_on:
        raise Conflict(_("公示末日已变为 %s，请核对后重新确认。") % term.last_on.isoformat())
    if term.is_provisional and not confirms_provisional:
        text = _("公示期涉及尚未公布放假安排的年份，请核对起止日期并勾选确认。")
        raise Invalid(text, fields={"confirms_provisional": text})
    entries = _entries(row, actor)
    _set_term(row, term, actor, digests=sorted({unit.outcome.run_digest for unit, _entry in entries}))
    NoticeEntry.objects.bulk_create(entry for _unit, entry in entries)
    for unit, entry in entries:
        if entry.change == Change.PROPOSED:
            move(unit, "give_notice", actor=actor)
        _tell(row, unit, entry)
    payload = {"last_on": term.last_on, "entries": len(entries), "is_provisional": term.is_provisional}
    note(row, "publish_notice", actor=actor, payload=payload)
    return row


def _set_term(row: Notice, term: Term, actor: Actor, *, digests: list[str]) -> None:
    row.state = NoticeState.PUBLISHED
    row.published_at, row.published_by_id = clock.now(), actor.user_id
    row.published_on, row.first_on, row.last_on = term.published_on, term.first_on, term.last_on
    row.ends_at = clock.end_of(term.last_on)
    row.run_digests = digests
    row.save()


def _entries(row: Notice, actor: Actor) -> list[tuple[Unit, NoticeEntry]]:
    """What the notice shows, list by list, in order. Raises Conflict when that is nothing."""
    if row.corrects_id is not None:
        lines = _corrected(row)
    else:
        of = row.edition.programme
        units = queries.proposed_units(row.edition, row.order)
        lines = [(unit, unit.name, Change.PROPOSED.value, "", code_of(unit, of)) for unit in units]
    if not lines:
        raise Conflict(_("没有可以公示的拟认定结果。可能已由另一份公示发布，请刷新页面查看。"))
    return [(line[0], _entry(row, position, line)) for position, line in enumerate(lines, start=1)]


def _corrected(row: Notice) -> list[NoticeLine]:
    ids = [change["unit"] for change in row.changes]
    units = Unit.objects.select_related("application", "district", "outcome").in_bulk(ids)
    return [(units[c["unit"]], c["name"], c["change"], c["note"], c.get("list", "")) for c in row.changes]


def _entry(row: Notice, position: int, line: NoticeLine) -> NoticeEntry:
    unit, name, change, remark, code = line
    return NoticeEntry(
        tenant_id=row.tenant_id,
        notice=row,
        unit=unit,
        position=position,
        list_code=code,
        name=name,
        holder=unit.application.enterprise_name,
        district_name=unit.district.name if unit.district else "",
        change=change,
        note=remark,
    )


def _tell(row: Notice, unit: Unit, entry: NoticeEntry) -> None:
    announce(
        tenant_id=row.tenant_id,
        key=f"notice:{row.pk}:unit:{unit.pk}",
        kind="notice_published" if entry.change == Change.PROPOSED else "notice_corrected",
        audience={"enterprise": unit.enterprise_id},
        context={
            "title": row.title,
            "name": entry.name,
            "first_on": str(row.first_on),
            "last_on": str(row.last_on),
            "url": reverse("notice_public", kwargs={"tenant": row.edition.tenant.slug, "pk": row.pk}),
        },
        enterprise_id=unit.enterprise_id,
        wording=row.edition.wording,
    )


@transaction.atomic
def end_due_notices(*, actor: Actor) -> int:
    """End every notice whose last day is over, and write that into its units. Safe to run twice; the number ended."""
    policy.demand_system(actor)
    due = Notice.objects.filter(
        tenant_id=policy.own_tenant(actor), state=NoticeState.PUBLISHED, ends_at__lte=clock.now()
    )
    rows = list(due.select_for_update(skip_locked=True, of=("self",)).order_by("pk"))
    for row in rows:
        _end(row, actor)
    return len(rows)


def _end(row: Notice, actor: Actor) -> None:
    now = clock.now()
    units = row.entries.filter(change=Change.PROPOSED).order_by("position").values_list("unit_id", flat=True)
    Milestone.objects.bulk_create(
        [
            Milestone(tenant_id=row.tenant_id, unit_id=unit_id, key="notice_ended", at=now, ref=f"notice:{row.pk}")
            for unit_id in units
        ],
        ignore_conflicts=True,
    )
    row.state, row.ended_at = NoticeState.ENDED, now
    row.save(update_fields=("state", "ended_at"))
    note(row, "end_notice", actor=actor)
    announce(
        tenant_id=row.tenant_id,
        key=f"notice:{row.pk}:ended",
        kind="notice_ended",
        audience={"roles": ["city_officer", "city_leader"]},
        context={"title": row.title, "last_on": str(row.last_on), "url": _office_url(row)},
        wording=row.edition.wording,
    )


def _office_url(row: Notice) -> str:
    return reverse("notice", kwargs={"tenant": row.tenant.slug, "pk": row.pk})
