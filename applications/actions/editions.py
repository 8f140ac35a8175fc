"""Moving an edition's dates: with a reason, on the record, and told to whoever planned by the old ones."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from applications.edition_rules import DATES, dates_out_of_order
from applications.models import Application
from applications.terms import say_until
from applications.workflow import State
from portal.kit import clock
from portal.kit.actor import Actor, Role
from portal.kit.errors import Invalid
from portal.notifications.outbox import announce
from programmes.models import Edition, EditionState

from .editions_versions import Change, begin_change, finish_change

OVER = frozenset({EditionState.CLOSED, EditionState.ARCHIVED})


@transaction.atomic
def change_dates(
    *,
    edition_id: int,
    opens_at: datetime,
    closes_at: datetime,
    district_due_at: datetime | None,
    review_due_at: datetime | None,
    reason: str,
    expected_version: int,
    actor: Actor,
) -> Edition:
    """Set the four instants of an edition. closes_at and the due instants are the first that are too late.

    reason  compulsory once the edition was announced; who planned by the old dates is told from then on
    Raises  Invalid (order, a new deadline in the past, a start that has passed, no reason, nothing changed),
            Conflict (somebody else changed the edition meanwhile), NotFound, Denied
    """
    change = begin_change(edition_id=edition_id, expected_version=expected_version, actor=actor)
    edition = change.edition
    wanted: dict[str, datetime | None] = {
        "opens_at": opens_at,
        "closes_at": closes_at,
        "district_due_at": district_due_at,
        "review_due_at": review_due_at,
    }
    before = {name: getattr(edition, name) for name in DATES}
    _demand_sound(edition, before, wanted, reason=reason)
    for name, at in wanted.items():
        setattr(edition, name, at)
    _finish(change, before, wanted, actor=actor, reason=reason)
    if edition.state != EditionState.DRAFT:
        _tell(edition)
    return edition


def _demand_sound(
    edition: Edition, before: dict[str, datetime | None], wanted: dict[str, datetime | None], *, reason: str
) -> None:
    problems = _problems(edition, before, wanted)
    if not reason.strip() and edition.state != EditionState.DRAFT:
        problems["reason"] = _("请写明修改日期的原因，它会写入操作记录。")
    if problems:
        raise Invalid(_("日期有误。"), fields=problems)


def _problems(
    edition: Edition, before: dict[str, datetime | None], wanted: dict[str, datetime | None]
) -> dict[str, object]:
    """{date: what is wrong with it}"""
    problems = dates_out_of_order(wanted)
    changed = {name for name in DATES if before[name] != wanted[name]}
    if not changed:
        problems["reason"] = _("日期没有变化。")
    now = clock.now()
    for name in changed - {"opens_at"}:
        at = wanted[name]
        if at is not None and at <= now:
            problems.setdefault(name, _("新的截止时间不能早于现在。"))
    was_opened_at = before["opens_at"]
    if "opens_at" in changed and was_opened_at is not None and was_opened_at <= now:
        problems["opens_at"] = _("申报已经开始，不能再修改开始时间。")
    if edition.state in OVER and "closes_at" in changed:
        problems["closes_at"] = _("申报已截止，不能再修改截止时间。")
    return problems


def _finish(
    change: Change,
    before: dict[str, datetime | None],
    after: dict[str, datetime | None],
    *,
    actor: Actor,
    reason: str,
) -> None:
    changed = [name for name in DATES if before[name] != after[name]]
    finish_change(
        change,
        act="change_dates",
        fields=DATES,
        reason=reason,
        payload={name: {"before": before[name], "after": after[name]} for name in changed},
        actor=actor,
    )


def _tell(edition: Edition) -> None:
    """The districts, and every enterprise that is still writing."""
    audiences: list[tuple[str, dict[str, object], str]] = [
        (
            "districts",
            {"roles": [Role.DISTRICT_OFFICER.value, Role.DISTRICT_LEADER.value]},
            f"/{edition.tenant.slug}/office/editions/{edition.pk}/",
        )
    ]
    writing = Application.objects.filter(edition=edition, state__in=(State.DRAFT, State.RETURNED)).order_by("pk")
    audiences += [
        (
            f"application:{row.pk}",
            {"enterprise": row.enterprise_id},
            f"/my/{edition.tenant.slug}/applications/{row.pk}/",
        )
        for row in writing
    ]
    for whom, audience, url in audiences:
        announce(
            tenant_id=edition.tenant_id,
            key=f"edition:{edition.pk}:dates:{edition.version}:{whom}",
            kind="edition_dates_changed",
            audience=audience,
            context={
                "edition": edition.title,
                "closes_at": say_until(edition.closes_at),
                "due_at": say_until(edition.district_due_at) if edition.district_due_at else "—",
                "url": url,
            },
            wording=edition.wording,
        )
