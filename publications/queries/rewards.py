"""Reads of rewards: the organiser's list with its totals, and the enterprise's own."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from portal.kit.actor import Actor
from portal.kit.errors import NotFound

from ..models import Reward, RewardState
from ..policy import own_tenant
from .paging import Page, page_by_newest

YUAN_PER_WAN = Decimal(10_000)
PEOPLE = ("checked_by", "approved_by", "paid_by", "refused_by", "applied_by")


@dataclass(frozen=True, slots=True)
class YearTotal:
    """One year of certificates. count: claims that were or may yet be paid; wan: of these, in ten thousand yuan."""

    year: int
    count: int
    wan: Decimal
    paid_count: int
    paid_wan: Decimal
    refused_count: int


def _rows(actor: Actor) -> QuerySet[Reward]:
    return Reward.objects.filter(tenant_id=own_tenant(actor))


def reward_page(actor: Actor, *, year: int | None = None, state: str = "", after: str = "") -> Page[Reward]:
    return page_by_newest(_chosen(actor, year, state), after=after)


def all_rewards(actor: Actor, *, year: int | None = None, state: str = "") -> list[Reward]:
    """For the workbook, in the order of certificates."""
    return list(_chosen(actor, year, state).order_by("certified_on", "pk"))


def _chosen(actor: Actor, year: int | None, state: str) -> QuerySet[Reward]:
    rows = _rows(actor).select_related("entry", "edition")
    if year is not None:
        rows = rows.filter(year=year)
    return rows.filter(state=state) if state else rows


def year_totals(actor: Actor) -> list[YearTotal]:
    """Newest year first. One query."""
    grouped = _rows(actor).values("year", "state").annotate(n=Count("pk"), yuan=Sum("amount_yuan"))
    found: dict[int, dict[str, tuple[int, Decimal]]] = {}
    for row in grouped.order_by("year", "state"):
        found.setdefault(row["year"], {})[row["state"]] = (row["n"], Decimal(row["yuan"]) / YUAN_PER_WAN)
    return [_total(year, states) for year, states in sorted(found.items(), reverse=True)]


def _total(year: int, states: dict[str, tuple[int, Decimal]]) -> YearTotal:
    refused, _lost = states.pop(RewardState.REFUSED, (0, Decimal(0)))
    paid_count, paid_wan = states.get(RewardState.PAID, (0, Decimal(0)))
    return YearTotal(
        year=year,
        count=sum(count for count, _wan in states.values()),
        wan=sum((wan for _count, wan in states.values()), Decimal(0)),
        paid_count=paid_count,
        paid_wan=paid_wan,
        refused_count=refused,
    )


def reward_for(actor: Actor, reward_id: int) -> Reward:
    related = ("entry__published_list", "entry__unit", "edition", "tenant", *PEOPLE)
    return _found(_rows(actor).select_related(*related).filter(pk=reward_id).first())


def reference_is_taken(row: Reward, reference: str) -> bool:
    rows = Reward.objects.filter(tenant_id=row.tenant_id, payment_reference=reference)
    return rows.exclude(pk=row.pk).exists()


def rewards_in(actor: Actor, *states: RewardState) -> list[Reward]:
    """Of these states, the one that waits longest first."""
    return list(_rows(actor).filter(state__in=states).select_related("edition").order_by("pk")[:200])


def rewards_of(actor: Actor) -> dict[int, Reward]:
    """Entry id -> reward, of everything the enterprise was listed for, at all organisers."""
    if actor.enterprise_id is None:
        return {}
    rows = Reward.objects.filter(enterprise_id=actor.enterprise_id).select_related("tenant", "entry")
    return {row.entry_id: row for row in rows.order_by("pk")}


def own_reward(actor: Actor, reward_id: int) -> Reward:
    """A reward of the enterprise, at the organiser of the page. Raises NotFound, also for another enterprise's."""
    rows = Reward.objects.filter(enterprise_id=actor.enterprise_id or 0, tenant_id=actor.public_tenant_id or 0)
    return _found(rows.select_related("entry__published_list", "edition", "tenant").filter(pk=reward_id).first())


def lock_own_reward(actor: Actor, reward_id: int) -> Reward:
    found = own_reward(actor, reward_id)
    rows = Reward.objects.select_for_update(of=("self",)).select_related("entry__published_list", "edition", "tenant")
    return rows.get(pk=found.pk)


def _found(row: Reward | None) -> Reward:
    if row is None:
        raise NotFound()
    return row
