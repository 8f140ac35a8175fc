"""Filling an empty demo: organisers and people, then the programmes' editions on every core, then what is left to do.

Every share of the editions is one transaction, so that a start which is broken off goes on where it was: what is there
whole is left alone. The platform's administrator comes last and says that nothing is missing.
"""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import partial

from django.db import connection, transaction

from portal.desks.rehearsal.base import PLANNING
from portal.desks.rehearsal.spreading import on_every_core
from portal.kit.actor import Actor
from portal.people.models import User
from portal.tenancy import fence
from portal.tenancy.models import Tenant
from programmes import registry
from programmes.demonstration import DemoEdition, ProgrammeDemo
from programmes.models import Edition

from . import cast, publishing, seed, waiting
from .stage import is_past

# Filings that are played in one go; what is larger is split between its editions.
SHARE = 60


@dataclass(frozen=True, slots=True)
class Share:
    """Editions of one programme that are played one after the other."""

    demo: ProgrammeDemo
    editions: tuple[DemoEdition, ...]

    @property
    def size(self) -> int:
        keys = {plan.key for plan in self.editions}
        return sum(filing.edition in keys for filing in self.demo.filings)


def is_filled() -> bool:
    return User.objects.filter(is_platform_admin=True).exists()


def fill(today: date, *, most: int | None = None, organisers: Collection[str] = ()) -> None:
    """Everything that the demo shows as of a day. Safe to run again after it was broken off.

    most        how many filings of a kind are played, see thinned; None = all, as of a small play always
    organisers  whose editions are played; () = everybody's
    """
    with transaction.atomic():
        tenants = cast.make_organisers()
        staff = {slug: cast.make_staff(tenant) for slug, tenant in tenants.items()}
    asked = [demo for demo in demos(today) if not organisers or demo.organiser in organisers]
    played = [demo if most is None or len(demo.filings) <= SHARE else thinned(demo, most) for demo in asked]
    shares = [share for demo in played for share in shares_of(demo, tenants[demo.organiser])]
    shares.sort(key=lambda share: -share.size)
    on_every_core(partial(play_share, tenants, staff), shares)
    with transaction.atomic():
        waiting.leave_people(tenants["sheitc"], staff["sheitc"])
        for tenant in tenants.values():
            publishing.run_clocks(tenant)
        cast.make_platform_admin()


def demos(today: date) -> Iterator[ProgrammeDemo]:
    for slug in registry.folders():
        if (registry.HERE / slug / "demo.py").exists():
            yield importlib.import_module(f"programmes.{slug}.demo").make_demo(today)


# What makes two filings of one edition different for whoever looks at a page; the rest are words and figures.
ALIKE = frozenset(
    {"serial", "enterprise", "district", "answers", "files", "points", "corrected", "verified", "register"}
)


def thinned(demo: ProgrammeDemo, most: int) -> ProgrammeDemo:
    """The same play with at most so many filings of each kind in each edition; those early on, of each district."""
    kept, count = [], Counter[str]()
    for filing in demo.filings:
        told = {one.name: getattr(filing, one.name) for one in fields(filing) if one.name not in ALIKE}
        if not is_past(filing.target, "formal_check"):
            told["district"] = filing.district
        kind = repr(sorted(told.items()))
        count[kind] += 1
        if count[kind] <= most:
            kept.append(filing)
    return replace(demo, filings=tuple(kept), serials=tuple(demo.numbers()))


def shares_of(demo: ProgrammeDemo, tenant: Tenant) -> list[Share]:
    """What is not there yet, in shares of whole editions, in their order."""
    with fence.as_tenant(tenant.pk):
        played = set(Edition.objects.filter(tenant=tenant, programme_slug=demo.slug).values_list("title", flat=True))
    shares: list[Share] = []
    for plan in demo.editions:
        alone = Share(demo, (plan,))
        if plan.title in played:
            continue
        if shares and shares[-1].size + alone.size <= SHARE:
            shares[-1] = Share(demo, (*shares[-1].editions, plan))
        else:
            shares.append(alone)
    return shares


@transaction.atomic
def play_share(tenants: dict[str, Tenant], staff: dict[str, dict[str, Actor]], share: Share) -> None:
    """All or nothing."""
    with connection.cursor() as cursor:
        for setting in PLANNING:
            cursor.execute(f"set local {setting}")
    slug = share.demo.organiser
    for plan in share.editions:
        seed.play(share.demo, plan, tenants[slug], staff[slug], afterwards=waiting.leave_work)
