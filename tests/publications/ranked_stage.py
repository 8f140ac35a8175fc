"""Ranked units on the way to publication, made inside the fence: decided, and listed without a notice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from applications.models import Milestone, Outcome, Unit
from applications.workflow import State
from portal.kit import clock
from portal.tenancy import fence
from programmes.models import Edition
from publications import queries
from publications.actions import lists
from publications.models import PublishedList
from tests.cast import Cast
from tests.ranked import make_ranked_unit

RANKED_WORDING = lists.ListText(
    code="L1",
    title="2024示例榜单",
    text="现予公布（示例）。",
    document_number="",
    order="rank",
    issuers=["示例市中小企业服务中心", "示例品牌研究所"],
)


def decide(
    cast: Cast,
    edition: Edition,
    number: int,
    code: str,
    rank: int | None,
    figure: str,
    *,
    state: State = State.PROPOSED,
) -> Unit:
    """A firm that an approved run proposes for a list at a rank. figure: in ten thousand yuan, or points in a list
    that is ranked by points.
    """
    unit = make_ranked_unit(cast, edition, number=number, state=state)
    with fence.as_tenant(cast.tenant.pk):
        Milestone.objects.create(tenant=cast.tenant, unit=unit, key="run_approved", at=clock.now(), ref="run:1")
        Outcome.objects.create(
            tenant=cast.tenant,
            unit=unit,
            list_code=code,
            rank=rank,
            figure=Decimal(figure),
            is_proposed=True,
            run_digest="d" * 64,
            decided_at=clock.now(),
            decided_by=cast.user("city_leader"),
        )
    return unit


def decide_three_lists(cast: Cast, edition: Edition) -> list[Unit]:
    """L1: 12323.73, then 1052.22 twice, on a shared second rank; L2: 853.15; L3: 61.20 points."""
    return [
        decide(cast, edition, 1, "L1", 1, "12323.73"),
        decide(cast, edition, 4, "L1", 2, "1052.22"),
        decide(cast, edition, 7, "L1", 2, "1052.22"),
        decide(cast, edition, 2, "L2", 1, "853.15"),
        decide(cast, edition, 3, "L3", 1, "61.20"),
    ]


def draft(cast: Cast, edition: Edition, code: str = "L1", *, release_on: date | None = None) -> PublishedList:
    wording = replace(RANKED_WORDING, code=code, title=f"2024示例榜单{code}", release_on=release_on)
    with fence.entered(cast.city):
        return lists.draft_list(edition_id=edition.pk, wording=wording, actor=cast.city)


def approve(cast: Cast, row: PublishedList) -> PublishedList:
    """The leader's word on what the page shows now."""
    with fence.entered(cast.city_leader):
        units = queries.listable_units(row.edition, row.order, row.code)
        return lists.release_list(list_id=row.pk, expected=lists.fingerprint(units), actor=cast.city_leader)


def turn_clock(cast: Cast) -> int:
    with fence.as_tenant(cast.tenant.pk) as actor:
        return lists.release_due_lists(actor=actor)
