"""Lists: drafted by one person, approved by another, released at once or by the clock on the day that was set."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Unit
from portal.audit.record import canonical_json
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid
from portal.notifications.outbox import announce
from programmes.models import Edition
from programmes.queries import edition_of

from .. import policy, queries
from ..models import OPEN_LISTS, ListState, PublishedList
from ..queries import ListLine
from ._common import note
from .entries import publish_lines


@dataclass(frozen=True, slots=True)
class ListText:
    """What a person sets on a draft.

    code         one of the programme's lists
    issuers      the issuing bodies in order
    release_on   the day on which it goes out once it is approved, not before today; None = at once
    """

    code: str
    title: str
    text: str
    document_number: str
    order: str
    issuers: list[str]
    release_on: date | None = None


@transaction.atomic
def draft_list(*, edition_id: int, wording: ListText, actor: Actor) -> PublishedList:
    """Draft one of the edition's lists.

    Raises  Denied, NotFound, Conflict (nothing to list, or a draft of it is open), Invalid
    """
    policy.demand_officer(actor)
    edition = edition_of(actor, edition_id)
    _check(edition, wording)
    if not queries.listable_units(edition, code=wording.code):
        raise Conflict(_nothing_to_list(edition))
    _demand_no_other(edition, wording.code)
    row = PublishedList(tenant_id=edition.tenant_id, edition=edition, drafted_at=clock.now())
    row.drafted_by_id = policy.acting_user(actor)
    _write(row, wording)
    row.save()
    note(row, "draft_list", actor=actor, payload={"edition": edition.pk, "list": row.code})
    return row


def _nothing_to_list(edition: Edition) -> str:
    if edition.has_stage("public_notice"):
        return _("还没有公示期满且无异议的拟认定结果，暂不能起草这份名单。")
    return _("还没有审定的拟认定结果，暂不能起草这份名单。")


def _demand_no_other(edition: Edition, code: str, *, but: int = 0) -> None:
    """One open draft for each list of an edition; the row `but` does not count."""
    if PublishedList.objects.filter(edition=edition, code=code, state__in=OPEN_LISTS).exclude(pk=but).exists():
        raise Conflict(_("这份名单已有一份待发布的草稿，请先发布或删除它。"))


def _check(edition: Edition, wording: ListText) -> None:
    if edition.programme.list_named(wording.code) is None:
        raise Invalid(_("请选择名单。"), fields={"code": _("请选择本项目设立的名单。")})
    if not wording.issuers:
        raise Invalid(_("请填写发证单位。"), fields={"issuers": _("请填写发证单位，每行一个。")})
    if wording.release_on is not None and wording.release_on < clock.today():
        text = _("公布日期已过。请填写今天或以后的日期，例如 %s；留空则审定后立即公布。") % clock.today()
        raise Invalid(_("公布日期已过。"), fields={"release_on": text})


def _write(row: PublishedList, wording: ListText) -> None:
    row.code, row.title, row.text = wording.code, wording.title.strip(), wording.text.strip()
    row.document_number, row.order = wording.document_number.strip(), wording.order
    row.issuers, row.release_on = wording.issuers, wording.release_on


@transaction.atomic
def revise_list(*, list_id: int, wording: ListText, actor: Actor) -> PublishedList:
    """Change a draft; whoever changes it counts as having drafted it. Raises Conflict once it is approved."""
    policy.demand_officer(actor)
    row = _lock_draft(actor, list_id)
    _check(row.edition, wording)
    _demand_no_other(row.edition, wording.code, but=row.pk)
    _write(row, wording)
    row.drafted_by_id, row.stopped_for = policy.acting_user(actor), ""
    row.save()
    note(row, "revise_list", actor=actor)
    return row


@transaction.atomic
def discard_list(*, list_id: int, actor: Actor) -> None:
    policy.demand_officer(actor)
    row = _lock_draft(actor, list_id)
    note(row, "discard_list", actor=actor)
    row.delete()


def _lock_draft(actor: Actor, list_id: int) -> PublishedList:
    row = queries.lock(PublishedList, actor, list_id)
    if row.state == ListState.SCHEDULED:
        raise Conflict(_("名单已经审定，将于 %s 公布。如需修改，请先撤回。") % row.release_on)
    if row.state != ListState.DRAFT:
        raise Conflict(_("名单已经公布，不能修改。"))
    return row


def fingerprint(units: list[Unit]) -> str:
    """What the approving person saw: names, ranks and figures of these units, in any order."""
    return digest_of_seen(queries.seen_in(queries.list_lines(units)))


def digest_of_seen(seen: list[list[Any]]) -> str:
    return hashlib.sha256(canonical_json(seen).encode()).hexdigest()[:16]


def lines_of(row: PublishedList) -> list[ListLine]:
    """What a draft would say if it were released now, in its order."""
    return queries.list_lines(queries.listable_units(row.edition, row.order, row.code))


@transaction.atomic
def release_list(*, list_id: int, expected: str, actor: Actor) -> PublishedList:
    """The second person's word. The list goes out today, or, where a later day is set, is scheduled for that day.

    expected  fingerprint of the units that the person saw when confirming
    Raises    Denied (not a leader, or the drafter), Conflict (approved already, the units changed, numbers used up)
    Lock      the list, each unit, the series of numbers; a second release waits and then finds nothing to list
    """
    row = _lock_draft(actor, list_id)
    policy.demand_release(actor, row)
    lines = lines_of(row)
    row.approved_seen = queries.seen_in(lines)
    if not lines or digest_of_seen(row.approved_seen) != expected:
        raise Conflict(_("可公布的结果已发生变化，请核对后重新确认。"))
    row.approved_at, row.approved_by_id, row.stopped_for = clock.now(), actor.user_id, ""
    if row.release_on is not None and clock.today() < row.release_on:
        return _schedule(row, actor)
    row.released_by_id = actor.user_id
    publish_lines(row, lines, actor=actor)
    return row


def _schedule(row: PublishedList, actor: Actor) -> PublishedList:
    row.state = ListState.SCHEDULED
    row.save()
    payload = {
        "release_on": row.release_on,
        "entries": len(row.approved_seen),
        "seen": digest_of_seen(row.approved_seen),
    }
    note(row, "schedule_list", actor=actor, payload=payload)
    _tell(row, "list_scheduled", [row.drafted_by_id], day=str(row.release_on))
    return row


@transaction.atomic
def call_back_list(*, list_id: int, reason: str, actor: Actor) -> PublishedList:
    """Take back a list that is approved for a day to come: it is a draft again and needs a new approval.

    Raises  Denied, NotFound, Conflict (it is not scheduled, or has gone out), Invalid (no reason)
    """
    policy.demand_call_back(actor)
    row = queries.lock(PublishedList, actor, list_id)
    if row.state != ListState.SCHEDULED:
        raise Conflict(_("只有已经审定、尚未公布的名单可以撤回。"))
    if not reason.strip():
        text = _("请写明撤回的理由，起草人和审定人将看到。")
        raise Invalid(text, fields={"reason": text})
    _reopen(row, "call_back_list", "list_called_back", reason.strip(), actor)
    return row


@transaction.atomic
def release_due_lists(*, actor: Actor) -> int:
    """Release what is approved for today or an earlier day; the number released. Safe to run twice.

    A list whose entries are no longer those that were approved does not go out: it becomes a draft again, and its
    drafter and its approver are told why.
    """
    policy.demand_system(actor)
    due = PublishedList.objects.filter(
        tenant_id=policy.own_tenant(actor), state=ListState.SCHEDULED, release_on__lte=clock.today()
    )
    rows = due.select_for_update(skip_locked=True, of=("self",)).select_related("edition__tenant")
    return sum(_release_due(row, actor) for row in rows.order_by("release_on", "code", "pk"))


def _release_due(row: PublishedList, actor: Actor) -> bool:
    lines = lines_of(row)
    problem = _what_changed(row.approved_seen, queries.seen_in(lines))
    if not problem:
        try:
            with transaction.atomic():
                publish_lines(row, lines, actor=actor)
            return True
        except Conflict as error:
            problem = str(error)
            row.refresh_from_db()
    _reopen(row, "stop_list", "list_stopped", problem[:300], actor)
    return False


def _what_changed(approved: list[list[Any]], now: list[list[Any]]) -> str:
    """How the entries differ from those that were approved, in one sentence for people; "" when they do not."""
    before, after = {row[0]: row for row in approved}, {row[0]: row for row in now}
    groups = (
        (_("不能再公布：%s。"), [before[key][1] for key in before if key not in after]),
        (_("新增：%s。"), [after[key][1] for key in after if key not in before]),
        (_("内容有变化：%s。"), [after[key][1] for key in after if key in before and before[key] != after[key]]),
    )
    return "".join(sentence % _some(names) for sentence, names in groups if names)


def _some(names: list[str]) -> str:
    shown = "、".join(names[:3])
    return shown if len(names) <= 3 else _("%(names)s等 %(n)d 项") % {"names": shown, "n": len(names)}


def _reopen(row: PublishedList, act: str, kind: str, reason: str, actor: Actor) -> None:
    """A draft again, its approval gone, with the reason on it and told to both persons."""
    people, since = [row.drafted_by_id, row.approved_by_id], row.approved_at
    row.state, row.stopped_for = ListState.DRAFT, reason[:300]
    row.approved_at, row.approved_by_id, row.approved_seen = None, None, []
    row.save()
    note(row, act, actor=actor, reason=reason, payload={"release_on": row.release_on, "approved_at": since})
    _tell(row, kind, people, day=str(row.release_on), reason=reason)


def _tell(row: PublishedList, kind: str, people: list[int | None], **context: str) -> None:
    announce(
        tenant_id=row.tenant_id,
        key=f"list:{row.pk}:{kind}:{clock.now().isoformat()}",
        kind=kind,
        audience={"users": sorted({user_id for user_id in people if user_id is not None})},
        context={
            "title": row.title,
            "url": reverse("list", kwargs={"tenant": row.edition.tenant.slug, "pk": row.pk}),
            **context,
        },
    )
