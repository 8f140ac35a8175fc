"""Items and outside certificates on the way to a list and beyond it, made inside the fence."""

from __future__ import annotations

from datetime import date
from typing import Any

from applications.models import Milestone, OutsideCertificate, Unit
from applications.workflow import State
from portal.kit import clock
from portal.kit.actor import Actor
from portal.tenancy import fence
from programmes.models import Edition
from publications import queries
from publications.actions import lists
from publications.actions.watching_body import Said
from publications.models import ListEntry, PublishedList, Reward
from tests.applications.agencies.scene import (
    add_person,
    certified_programme,
    items_filing,
    make_body,
    make_edition_of,
    product_filing,
    programme_of_items,
)
from tests.cast import Cast

BODY = "示例认证有限公司"
OTHER_BODY = "示例检验认证中心"
DAY = date(2026, 3, 10)  # the day on which the tests stand
ISSUED = date(2026, 2, 2)
UNTIL = date(2029, 2, 1)


def edition_of_items(cast: Cast, **over: Any) -> Edition:
    return make_edition_of(cast, programme_of_items(), **over)


def edition_of_certificates(cast: Cast, **over: Any) -> Edition:
    return make_edition_of(cast, certified_programme(), **over)


def shown_items(cast: Cast, edition: Edition, *names: str, **over: Any) -> list[Unit]:
    """Items of one filing whose notice has ended without an objection."""
    units = items_filing(cast, edition, list(names), **({"state": State.PUBLIC_NOTICE} | over))
    with fence.as_tenant(cast.tenant.pk):
        for unit in units:
            Milestone.objects.create(tenant=cast.tenant, unit=unit, key="notice_ended", at=clock.now(), ref="notice:1")
    return units


def certified(cast: Cast, edition: Edition, name: str, *, serial: int = 1, **over: Any) -> Unit:
    """A product whose body has given a certificate, waiting for the list. over: columns of the certificate."""
    own = {"enterprise_id": over.pop("enterprise_id", 0) or cast.enterprise_id}
    unit = product_filing(cast, edition, name, state=State.PROPOSED, serial=serial, with_findings=False, **own)
    columns = {
        "body_name": BODY,
        "number": f"示例认-{edition.pk}-{serial}-{unit.pk}",
        "standard": "T/EXAMPLE 001—2026 示例标准",
        "scope": f"{name}的生产（示例）",
        "issued_on": ISSUED,
        "valid_to": UNTIL,
        "is_new": True,
        "identity": f"identity-of-{name}",
    }
    with fence.as_tenant(cast.tenant.pk, enterprise_id=own["enterprise_id"]):
        OutsideCertificate.objects.create(
            tenant=cast.tenant,
            unit=unit,
            decided_by=cast.user("city"),
            decided_at=clock.now(),
            **own,
            **(columns | over),
        )
    return unit


def draft(cast: Cast, edition: Edition) -> PublishedList:
    code = edition.programme.lists[0].code
    wording = lists.ListText(code, f"示例名单{code}", "现予公布（示例）。", "", "district", ["示例市市场监管局"])
    with fence.entered(cast.city):
        return lists.draft_list(edition_id=edition.pk, wording=wording, actor=cast.city)


def seen(cast: Cast, row: PublishedList) -> str:
    with fence.entered(cast.city):
        return lists.fingerprint(queries.listable_units(row.edition))


def approve(cast: Cast, row: PublishedList) -> PublishedList:
    expected = seen(cast, row)
    with fence.entered(cast.city_leader):
        return lists.release_list(list_id=row.pk, expected=expected, actor=cast.city_leader)


def release(cast: Cast, edition: Edition) -> PublishedList:
    """What may be listed now, drafted by an officer and released by the leader."""
    return approve(cast, draft(cast, edition))


def publish_items(cast: Cast, edition: Edition, *names: str, **over: Any) -> list[ListEntry]:
    """A released list of these items, in its order."""
    shown_items(cast, edition, *names, **over)
    return entries_of(cast, release(cast, edition))


def publish_certificate(cast: Cast, edition: Edition, name: str, **over: Any) -> ListEntry:
    certified(cast, edition, name, **over)
    return entries_of(cast, release(cast, edition))[0]


def entries_of(cast: Cast, row: PublishedList) -> list[ListEntry]:
    with fence.as_tenant(cast.tenant.pk):
        return list(row.entries.select_related("published_list__edition", "unit").order_by("position"))


def entry(cast: Cast, pk: int) -> ListEntry:
    with fence.as_tenant(cast.tenant.pk):
        return ListEntry.objects.select_related("unit", "published_list__edition").get(pk=pk)


def rewards_in(cast: Cast) -> list[Reward]:
    with fence.as_tenant(cast.tenant.pk):
        return list(Reward.objects.select_related("entry", "edition").order_by("pk"))


def inspector(cast: Cast, name: str = BODY, key: str = "inspector") -> Actor:
    """Somebody of a certification body."""
    return add_person(cast, key, make_body(cast, name, "certification"))


def said(reason: str = "监督检查情况（示例）。", on: date = DAY) -> Said:
    return Said(decided_on=on, reason=reason)
