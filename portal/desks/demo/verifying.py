"""The experts' check of a provisional ranking: opened by the office, signed by those who scored, seconded by others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from applications.models import Unit
from portal.kit.actor import Actor
from portal.tenancy import fence
from programmes.demonstration import DemoFiling
from reviews import queries
from reviews.actions import deciding, verifying
from reviews.models import Run, Sheet, SheetState

Opinion = tuple[str, Decimal | None, str]
AGREED = "（演示）同意上述意见，已核对所附材料。"


def open_verification(units: Sequence[Unit], city: Actor) -> Run:
    """A provisional run of these units, laid before their experts."""
    with fence.entered(city):
        run = deciding.calculate_run(edition_id=units[0].edition_id, unit_ids=[unit.pk for unit in units], actor=city)
        return verifying.open_verification(run_id=run.pk, actor=city)


def experts_of(run: Run, city: Actor, experts: dict[int, Actor]) -> dict[int, list[Actor]]:
    """Unit id -> who scored it, in the order of the codes; only units that the run lays before its experts."""
    with fence.entered(city):
        asked = [row.line.unit_id for row in queries.progress_of_run(run)]
        sheets = Sheet.objects.filter(unit_id__in=asked, state=SheetState.SUBMITTED).select_related("expert")
        found: dict[int, list[Actor]] = {unit_id: [] for unit_id in asked}
        for sheet in sheets.order_by("unit_id", "code", "pk"):
            found[sheet.unit_id].append(experts[sheet.expert.user_id])
    return found


def verify_all(run: Run, city: Actor, experts: dict[int, Actor], *, filing_of: Callable[[int], DemoFiling]) -> None:
    """Every opinion that the filings name, seconded; the others are confirmed, each expert's own with one signature."""
    confirmed: dict[int, tuple[Actor, list[int]]] = {}
    for place, (unit_id, own) in enumerate(experts_of(run, city, experts).items()):
        first, second = own[place % len(own)], own[(place + 1) % len(own)]
        opinion = filing_of(unit_id).verification
        if opinion is None or opinion[0] == verifying.CONFIRM:
            confirmed.setdefault(first.user_id or 0, (first, []))[1].append(unit_id)
        else:
            row_id = propose(run, unit_id, opinion, first)
            with fence.entered(second):
                verifying.second_verification(verification_id=row_id, is_agreed=True, reason=AGREED, actor=second)
    for actor, unit_ids in confirmed.values():
        with fence.entered(actor):
            verifying.confirm_units(run_id=run.pk, unit_ids=unit_ids, actor=actor)


def propose(run: Run, unit_id: int, opinion: Opinion, expert: Actor) -> int:
    """The key of an adjustment or an exclusion that waits for its second signature."""
    decision, ratio, reason = opinion
    with fence.entered(expert):
        row = verifying.verify_unit(
            run_id=run.pk, unit_id=unit_id, decision=decision, ratio=ratio, reason=reason, actor=expert
        )
    return int(row.pk)
