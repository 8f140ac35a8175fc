"""A ranked review from checked figures to a verified run, as far as a test wants it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from applications.models import Unit
from applications.workflow import State
from portal.kit.actor import Actor
from portal.tenancy import fence
from reviews import actions
from reviews.models import Panel, Run, Sheet, Verification
from tests.cast import Cast
from tests.ranked import make_ranked_unit, open_ranked_edition
from tests.reviews.scene import actor_of, declare, fill_pool, sheets_of, start

REASON = "财务数据受一次性订单影响，须作调整"


def open_ranked(cast: Cast, **parameters: Any) -> None:
    """The cast's edition becomes one that is ranked by a model; the pool is filled."""
    cast.edition = open_ranked_edition(cast, parameters=parameters)
    fill_pool(cast)


def checked_units(cast: Cast, *numbers: int) -> list[Unit]:
    """Firms whose figures are checked; 3, 6, 9 … are of one list, the lower number has the higher figure."""
    return [make_ranked_unit(cast, cast.edition, number=number, state=State.DATA_CHECKED) for number in numbers]


def points_for(cast: Cast, points: object) -> dict[str, str]:
    """points: one number for every criterion, or a mapping by criterion."""
    criteria = cast.edition.programme.criteria
    given = points if isinstance(points, Mapping) else {one.key: points for one in criteria}
    return {f"points_{one.key}": str(given[one.key]) for one in criteria} | {"opinion": "评" * 30}


def sign_ranked(cast: Cast, sheet: Sheet, points: object) -> Sheet:
    who = actor_of(cast, sheet)
    declare(cast, sheet)
    with fence.entered(who):
        saved = actions.save_sheet(sheet_id=sheet.pk, typed=points_for(cast, points), expected_revision=None, actor=who)
        return actions.submit_sheet(
            sheet_id=sheet.pk, signer_name=sheet.expert.name, expected_revision=saved.revision, actor=who
        )


def reviewed(cast: Cast, units: Sequence[Unit], points: object = 80) -> Panel:
    """From checked to reviewed by one panel of five who give the same points."""
    panel = start(cast, *units)
    for unit in units:
        for sheet in sheets_of(cast, unit):
            sign_ranked(cast, sheet, points)
    with fence.entered(cast.city):
        actions.close_review(panel_id=panel.pk, actor=cast.city)
    return panel


def ranked_run(cast: Cast, units: Sequence[Unit]) -> Run:
    with fence.entered(cast.city):
        return actions.calculate_run(edition_id=cast.edition.pk, unit_ids=[unit.pk for unit in units], actor=cast.city)


def opened_run(cast: Cast, units: Sequence[Unit]) -> Run:
    run = ranked_run(cast, units)
    with fence.entered(cast.city):
        return actions.open_verification(run_id=run.pk, actor=cast.city)


def experts_of(cast: Cast, unit: Unit) -> list[Actor]:
    return [actor_of(cast, sheet) for sheet in sheets_of(cast, unit)]


def confirm(cast: Cast, run: Run, units: Sequence[Unit], who: Actor) -> list[Verification]:
    with fence.entered(who):
        return actions.confirm_units(run_id=run.pk, unit_ids=[unit.pk for unit in units], actor=who)


def propose(
    cast: Cast, run: Run, unit: Unit, who: Actor, *, decision: str = "adjust", ratio: str = "0.05", reason: str = REASON
) -> Verification:
    with fence.entered(who):
        return actions.verify_unit(
            run_id=run.pk,
            unit_id=unit.pk,
            decision=decision,
            ratio=Decimal(ratio) if decision == "adjust" else None,
            reason=reason,
            actor=who,
        )


def second(cast: Cast, row: Verification, who: Actor, *, is_agreed: bool = True, reason: str = "") -> Verification:
    with fence.entered(who):
        return actions.second_verification(verification_id=row.pk, is_agreed=is_agreed, reason=reason, actor=who)


def submit(cast: Cast, run: Run) -> Run:
    with fence.entered(cast.city):
        return actions.submit_run(run_id=run.pk, actor=cast.city)


def approved(cast: Cast, run: Run) -> Run:
    submit(cast, run)
    with fence.entered(cast.city_leader):
        return actions.approve_run(run_id=run.pk, reason="同意", expected_digest=run.digest, actor=cast.city_leader)
