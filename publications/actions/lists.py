"""Lists: drafted by one person, released by another, in one transaction with their numbers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Milestone, Unit
from applications.moving import move
from portal.audit.record import canonical_json
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid
from portal.notifications.outbox import announce
from programmes.models import Edition

from .. import policy, queries
from ..models import Certificate, ListEntry, ListState, NumberSeries, PublishedList, Standing
from ..numbering import LAST_SEQUENCE, certificate_number
from ..queries.office import edition_for, newest_names
from ..validity import Validity, validity_period
from ._common import note


@dataclass(frozen=True, slots=True)
class ListText:
    """What a person sets on a draft. issuers: the issuing bodies in order; code: one of the programme's lists."""

    code: str
    title: str
    text: str
    document_number: str
    order: str
    issuers: list[str]


@transaction.atomic
def draft_list(*, edition_id: int, wording: ListText, actor: Actor) -> PublishedList:
    """Draft a list of what came through its notice. Raises Denied, NotFound, Conflict, Invalid."""
    policy.demand_officer(actor)
    edition = edition_for(actor, edition_id)
    _check(edition, wording)
    if not queries.listable_units(edition):
        raise Conflict(_("还没有公示期满且无异议的拟认定结果，暂不能起草名单。"))
    if PublishedList.objects.filter(edition=edition, code=wording.code, state=ListState.DRAFT).exists():
        raise Conflict(_("本年度已有一份待发布的名单草稿，请先发布或删除它。"))
    row = PublishedList(tenant_id=edition.tenant_id, edition=edition, drafted_at=clock.now())
    row.drafted_by_id = policy.acting_user(actor)
    _write(row, wording)
    row.save()
    note(row, "draft_list", actor=actor, payload={"edition": edition.pk})
    return row


def _check(edition: Edition, wording: ListText) -> None:
    if wording.code not in {form.code for form in edition.programme.lists}:
        raise Invalid(_("请选择名单。"), fields={"code": _("请选择本项目设立的名单。")})
    if not wording.issuers:
        raise Invalid(_("请填写发证单位。"), fields={"issuers": _("请填写发证单位，每行一个。")})


def _write(row: PublishedList, wording: ListText) -> None:
    row.code, row.title, row.text = wording.code, wording.title.strip(), wording.text.strip()
    row.document_number, row.order = wording.document_number.strip(), wording.order
    row.issuers = wording.issuers


@transaction.atomic
def revise_list(*, list_id: int, wording: ListText, actor: Actor) -> PublishedList:
    """Change a draft; whoever changes it counts as having drafted it. Raises Conflict once it is released."""
    policy.demand_officer(actor)
    row = _lock_draft(actor, list_id)
    _check(row.edition, wording)
    _write(row, wording)
    row.drafted_by_id = policy.acting_user(actor)
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
    if row.state != ListState.DRAFT:
        raise Conflict(_("名单已经公布，不能修改。"))
    return row


def fingerprint(units: list[Unit]) -> str:
    """What the releasing person saw: the units, in any order."""
    return hashlib.sha256(canonical_json(sorted(unit.pk for unit in units)).encode()).hexdigest()[:16]


@transaction.atomic
def release_list(*, list_id: int, expected: str, actor: Actor) -> PublishedList:
    """Publish today: units listed, names frozen, numbers taken, all or nothing.

    expected  fingerprint of the units that the person saw when confirming
    Raises    Denied (not a leader, or the drafter), Conflict (released already, the units changed, numbers used up)
    Lock      the list, each unit, the series of numbers; a second release waits and then finds nothing to list
    """
    row = _lock_draft(actor, list_id)
    policy.demand_release(actor, row)
    units = queries.listable_units(row.edition, row.order)
    if not units or fingerprint(units) != expected:
        raise Conflict(_("可公布的结果已发生变化，请核对后重新确认。"))
    row.state, row.released_at, row.released_by_id = ListState.RELEASED, clock.now(), actor.user_id
    row.published_on = clock.today()
    entries = _entries(row, units)
    row.digest = digest_of_list(row, entries)
    row.save()
    ListEntry.objects.bulk_create(entries)
    for unit in units:
        move(unit, "list", actor=actor)
    _mark_released(row, units)
    if entries[0].certificate_number:
        _issue(row, entries)
    note(row, "release_list", actor=actor, payload={"digest": row.digest, "entries": len(entries)})
    for entry in entries:
        _tell(row, entry)
    render_soon(row.tenant_id)
    return row


def _mark_released(row: PublishedList, units: list[Unit]) -> None:
    now, ref = clock.now(), f"list:{row.pk}"
    Milestone.objects.bulk_create(
        Milestone(tenant_id=row.tenant_id, unit=unit, key="released", at=now, ref=ref, digest=row.digest)
        for unit in units
    )


def validity_for(edition: Edition, published_on: date) -> Validity:
    """The validity of what this edition publishes on a day: the programme's years in the edition's mode."""
    form = edition.programme.certificate
    mode = str(edition.settings().get("validity_mode", "from_publication"))
    return validity_period(published_on, years=form.validity_years if form else None, mode=mode)


def validity_today(edition: Edition) -> Validity:
    return validity_for(edition, clock.today())


def _entries(row: PublishedList, units: list[Unit]) -> list[ListEntry]:
    """Names as the notice showed them last, in the list's order, each with its number where certificates are issued."""
    assert row.published_on is not None
    validity, names = validity_for(row.edition, row.published_on), newest_names([unit.pk for unit in units])
    numbers = take_numbers(row, len(units)) if issues_certificates(row.edition) else [""] * len(units)
    form = row.edition.programme.certificate
    return [
        ListEntry(
            tenant_id=row.tenant_id,
            enterprise_id=unit.enterprise_id,
            published_list=row,
            unit=unit,
            position=position,
            name=names[unit.pk].name,
            holder=names[unit.pk].holder,
            district_name=names[unit.pk].district_name,
            honour=form.honour if form else row.edition.programme.title,
            valid_from=validity.valid_from,
            valid_to=validity.valid_to,
            certificate_number=number,
            standing=Standing.VALID,
            standing_on=row.published_on,
        )
        for position, (unit, number) in enumerate(zip(units, numbers, strict=True), start=1)
    ]


def issues_certificates(edition: Edition) -> bool:
    return edition.has_stage("certificate") and edition.programme.certificate is not None


def take_numbers(row: PublishedList, count: int) -> list[str]:
    """The next `count` numbers of the series, gap-free: the series is locked until the transaction ends.

    Raises Conflict when the series is used up.
    """
    form = row.edition.programme.certificate
    assert form is not None
    key = {"tenant_id": row.tenant_id, "programme": form.prefix, "year": row.edition.year, "list_code": row.code}
    NumberSeries.objects.bulk_create([NumberSeries(**key)], ignore_conflicts=True)
    series = NumberSeries.objects.select_for_update().get(**key)
    first = series.last_sequence + 1
    series.last_sequence += count
    if series.last_sequence > LAST_SEQUENCE:
        raise Conflict(_("本名单的证书编号已用完，请联系平台管理员。"))
    series.save(update_fields=("last_sequence",))
    return [
        certificate_number(programme=form.prefix, year=row.edition.year, list_code=row.code, sequence=sequence)
        for sequence in range(first, first + count)
    ]


def _issue(row: PublishedList, entries: list[ListEntry]) -> None:
    assert row.published_on is not None
    Certificate.objects.bulk_create(
        Certificate(
            tenant_id=row.tenant_id,
            enterprise_id=entry.enterprise_id,
            entry=entry,
            number=entry.certificate_number,
            holder=entry.holder,
            issued_on=row.published_on,
        )
        for entry in entries
    )


def digest_of_list(row: PublishedList, entries: list[ListEntry]) -> str:
    """SHA-256 over what the list says; never ids or wall-clock, so anybody can compute it from the download."""
    return hashlib.sha256(canonical_json(content_of_list(row, entries)).encode()).hexdigest()


def content_of_list(row: PublishedList, entries: list[ListEntry]) -> dict[str, Any]:
    """What the list says, as it stands in its JSON download; entries in order."""
    return {
        "title": row.title,
        "year": row.edition.year,
        "programme": row.edition.programme.title,
        "list": row.code,
        "document_number": row.document_number,
        "published_on": row.published_on,
        "issuers": row.issuers,
        "entries": [
            {
                "position": entry.position,
                "name": entry.name,
                "holder": entry.holder,
                "district": entry.district_name,
                "certificate_number": entry.certificate_number,
                "valid_from": entry.valid_from,
                "valid_to": entry.valid_to,
            }
            for entry in entries
        ],
    }


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
    )


def render_soon(tenant_id: int) -> None:
    def wake() -> None:
        from ..tasks import render_waiting

        render_waiting.delay(tenant_id=tenant_id)

    transaction.on_commit(wake, robust=True)
