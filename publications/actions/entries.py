"""What a release makes, all in one transaction: entries with their numbers, papers, marks on the units, messages."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.urls import reverse

from applications.models import Milestone, Unit
from applications.moving import move
from portal.kit import clock
from portal.kit.actor import Actor
from portal.notifications.outbox import announce
from programmes.models import Edition

from ..codes import has_mark, has_reward, honour_of_list, is_ranked, shows
from ..content import digest_of_list
from ..models import Certificate, ListEntry, ListState, PublishedList, Standing
from ..queries import ListLine
from ._common import note
from .earning import earn_rewards
from .granting import grant_rights
from .numbers import take_numbers
from .outside import Brought, brought_by, outside_facts, validity_for


def publish_lines(row: PublishedList, lines: list[ListLine], *, actor: Actor) -> None:
    """Release a locked list today with these lines in this order.

    Raises  Conflict (a unit has moved on, an outside certificate is missing, the series of numbers is used up)
    """
    row.state, row.released_at, row.published_on = ListState.RELEASED, clock.now(), clock.today()
    row.shows_rank = shows(row.edition, "list_shows_rank", default=is_ranked(row.edition))
    row.shows_figure = shows(row.edition, "list_shows_figure")
    row.shows_rank_on_paper = shows(row.edition, "certificate_shows_rank")
    brought = brought_by(row.edition, [line.unit for line in lines])
    entries = _entries(row, lines, brought)
    row.digest = digest_of_list(row, entries)
    row.save()
    ListEntry.objects.bulk_create(entries)
    units = [line.unit for line in lines]
    for unit in units:
        move(unit, "list", actor=actor)
    _mark_released(row, units)
    if issues_certificates(row.edition):
        _issue(row, entries)
    if has_mark(row.edition):
        grant_rights(row, entries)
    if has_reward(row.edition):
        earn_rewards(row, entries, brought.certificates, actor=actor)
    note(row, "release_list", actor=actor, payload={"digest": row.digest, "entries": len(entries)})
    for entry in entries:
        _tell(row, entry)
    render_soon(row.tenant_id)


def _mark_released(row: PublishedList, units: list[Unit]) -> None:
    now, ref = clock.now(), f"list:{row.pk}"
    Milestone.objects.bulk_create(
        Milestone(tenant_id=row.tenant_id, unit=unit, key="released", at=now, ref=ref, digest=row.digest)
        for unit in units
    )


def _entries(row: PublishedList, lines: list[ListLine], brought: Brought) -> list[ListEntry]:
    """The lines with their numbers, where certificates are issued."""
    assert row.published_on is not None
    honour = honour_of_list(row.edition, row.code)
    outside = [brought.certificates.get(line.unit.pk) for line in lines]
    periods = [validity_for(row.edition, row.published_on, one) for one in outside]
    numbers = take_numbers(row, len(lines)) if issues_certificates(row.edition) else [""] * len(lines)
    return [
        ListEntry(
            tenant_id=row.tenant_id,
            enterprise_id=line.unit.enterprise_id,
            published_list=row,
            unit=line.unit,
            position=position,
            rank=line.rank,
            is_rank_shared=line.is_rank_shared,
            figure=line.figure,
            name=line.name,
            holder=line.holder,
            district_name=line.district_name,
            honour=honour,
            valid_from=periods[position - 1].valid_from,
            valid_to=periods[position - 1].valid_to,
            certificate_number=number,
            outside=outside_facts(outside[position - 1]),
            counted=brought.counted.get(line.unit.pk, {}),
            standing=Standing.VALID,
            standing_on=row.published_on,
        )
        for position, (line, number) in enumerate(zip(lines, numbers, strict=True), start=1)
    ]


def issues_certificates(edition: Edition) -> bool:
    return edition.has_stage("certificate") and edition.programme.certificate is not None


def _issue(row: PublishedList, entries: list[ListEntry]) -> None:
    assert row.published_on is not None
    Certificate.objects.bulk_create(
        Certificate(
            tenant_id=row.tenant_id,
            enterprise_id=entry.enterprise_id,
            entry=entry,
            number=entry.certificate_number,
            holder=entry.holder,
            issued_on=date.fromisoformat(entry.outside["issued_on"]) if entry.outside else row.published_on,
        )
        for entry in entries
    )


def _tell(row: PublishedList, entry: ListEntry) -> None:
    announce(
        tenant_id=row.tenant_id,
        key=f"list:{row.pk}:unit:{entry.unit_id}",
        kind="list_released",
        audience={"enterprise": entry.enterprise_id},
        context={
            "title": row.title,
            "name": entry.name,
            "url": reverse("list_public", kwargs={"tenant": row.edition.tenant.slug, "pk": row.pk}),
        },
        enterprise_id=entry.enterprise_id,
        wording=row.edition.wording,
    )


def render_soon(tenant_id: int) -> None:
    def wake() -> None:
        from ..tasks import render_waiting

        render_waiting.delay(tenant_id=tenant_id)

    transaction.on_commit(wake, robust=True)
