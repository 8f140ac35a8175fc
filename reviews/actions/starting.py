"""Starting a review: the drawn experts get their sheets; a reserve steps in where somebody leaves."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Unit, Version
from applications.moving import move
from applications.queries import latest_version
from applications.workflow import State
from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict
from reviews import policy, queries
from reviews.draw import Draw, next_reserve
from reviews.models import Joining, Panel, PanelState, PanelUnit, Seat, Sheet
from reviews.telling import tell_assigned, tell_role


@transaction.atomic
def start_review(*, panel_id: int, actor: Actor) -> Panel:
    """Hand every unit's frozen version to every seated expert and move the units into expert review.

    Raises  Denied, NotFound, Conflict (not drawn, started already, a unit has moved on)
    Lock    the panel, then the units in the order of their keys
    """
    panel = queries.lock_panel(actor, panel_id)
    policy.demand(policy.may_organise(actor), _("只有市级经办人可以启动评审。"))
    if panel.state != PanelState.DRAWN:
        raise Conflict(_("当前不能启动评审：专家组须已抽取且尚未启动。"))
    seats = [seat for seat in queries.seats_of(panel) if not seat.is_reserve]
    sheets: list[Sheet] = []
    for unit in sorted(queries.units_of(panel), key=lambda one: one.pk):
        if unit.state != State.EXPERT_REVIEW:  # a unit of a dissolved panel is there already
            move(unit, "begin_review", actor=actor)
        version = latest_version(unit.application)
        sheets += [add_sheet(panel, unit, version, seat) for seat in seats]
    panel.state, panel.started_at = PanelState.REVIEWING, clock.now()
    panel.save(update_fields=("state", "started_at"))
    record(
        actor=actor,
        act="start_review",
        subject=f"reviews.panel:{panel.pk}",
        tenant_id=panel.tenant_id,
        payload={"sheets": len(sheets)},
    )
    tell_assigned(panel, sheets)
    return panel


def add_sheet(
    panel: Panel,
    unit: Unit,
    version: Version,
    seat: Seat,
    *,
    joining: str = Joining.DRAWN,
    replaces: Sheet | None = None,
) -> Sheet:
    return Sheet.objects.create(
        tenant_id=panel.tenant_id,
        panel=panel,
        unit=unit,
        version=version,
        expert=seat.expert,
        code=seat.code,
        field=seat.field,
        joining=joining,
        replaces=replaces,
        assigned_at=clock.now(),
    )


def seat_reserve(panel: Panel, left: Sheet, *, actor: Actor) -> Sheet | None:
    """The next reserve of the leaver's field takes the unit; None = nobody can, and the vacancy is counted.

    panel: locked. left: a sheet that has just been given up.
    """
    seat = _next_seat(panel, left.unit_id, [left.field])
    if seat is None:
        PanelUnit.objects.filter(panel=panel, unit_id=left.unit_id).update(vacancies=_vacancies(panel, left) + 1)
        key = f"sheet:{left.pk}:vacancy"
        tell_role(panel, Role.CITY_OFFICER, "review_vacancy", key=key, title=left.unit.name, code=left.code)
        return None
    return add_sheet(panel, left.unit, left.version, seat, joining=Joining.REPLACING, replaces=left)


def add_experts(panel: Panel, unit: Unit, version: Version, count: int) -> list[Sheet]:
    """More experts from the reserves in drawn order, whatever their field; fewer when the reserves are used up."""
    fields = [seat.field for seat in queries.seats_of(panel) if seat.is_reserve]
    added: list[Sheet] = []
    while len(added) < count and (seat := _next_seat(panel, unit.pk, fields)):
        added.append(add_sheet(panel, unit, version, seat, joining=Joining.ADDED))
    return added


def _next_seat(panel: Panel, unit_id: int, fields: Sequence[str]) -> Seat | None:
    """The first reserve, in drawn order, who may sit for this unit in one of these fields."""
    seats = queries.seats_of(panel)
    pool = queries.draw_entries(row for row in queries.frozen_pool(panel) if not row.excluded)
    drawn = Draw(
        tuple(seat.code for seat in seats if not seat.is_reserve),
        tuple(seat.code for seat in seats if seat.is_reserve),
        panel.draw_digest,
    )
    sitting = [sheet.code for sheet in queries.live_sheets(panel, unit_id)]
    gone = set(Sheet.objects.filter(panel=panel, unit_id=unit_id).order_by("pk").values_list("code", flat=True))
    found = {
        next_reserve(pool, drawn=drawn, sitting=sitting, field=field, unavailable=gone - set(sitting))
        for field in set(fields)
    }
    return next((seat for seat in seats if seat.is_reserve and seat.code in found), None)


def _vacancies(panel: Panel, left: Sheet) -> int:
    return PanelUnit.objects.get(panel=panel, unit_id=left.unit_id).vacancies
