"""Declaring before the file opens: no conflict, a conflict, or no time."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid
from reviews import queries
from reviews.models import PanelState, Sheet, SheetState
from reviews.telling import tell_assigned

from .looking import settle_unit
from .starting import seat_reserve

GIVING_UP = {"conflict": SheetState.RECUSED, "decline": SheetState.DECLINED}
SHORTEST_REASON = 5


@transaction.atomic
def declare_no_conflict(*, sheet_id: int, actor: Actor) -> Sheet:
    """The expert states that no recusal norm applies; from now on the file is open to him.

    Raises  NotFound (somebody else's sheet), Conflict (declared already, recused, review closed)
    """
    sheet = queries.lock_sheet(actor, sheet_id)
    if sheet.state != SheetState.WAITING or sheet.panel.state != PanelState.REVIEWING:
        raise Conflict(_("本件已作过声明，请回到评审任务查看。"))
    sheet.state, sheet.declared_at = SheetState.OPEN, clock.now()
    sheet.save(update_fields=("state", "declared_at"))
    _record(sheet, "declare_no_conflict", actor)
    return sheet


@transaction.atomic
def give_up(*, sheet_id: int, kind: str, reason: str, actor: Actor, is_for_panel: bool = False) -> list[Sheet]:
    """Recuse from ("conflict") or decline ("decline") one unit, or all units of the panel not yet scored.

    A conflict found after the file was opened is declared the same way, until the sheet is signed. The reserve of the
    same field takes the unit; without one the vacancy is counted and the organiser told.

    Raises  NotFound, Conflict (signed, given up already), Invalid (no such kind, no reason)
    Lock    the panel, so that two leavers never get the same reserve; then the sheets
    """
    first = queries.sheet_for(actor, sheet_id)
    panel = queries.lock_panel_by_id(first.panel_id)
    sheet = queries.lock_sheet(actor, sheet_id)
    _check(sheet, kind, reason)
    own = queries.unsigned_sheets(actor, panel) if is_for_panel else [sheet]
    seated = []
    for one in own:
        one.state, one.declared_at, one.declaration = GIVING_UP[kind], clock.now(), reason.strip()
        one.save(update_fields=("state", "declared_at", "declaration"))
        _record(one, "recuse" if kind == "conflict" else "decline_review", actor, reason=reason.strip())
        seated.append(seat_reserve(panel, one, actor=actor))
        settle_unit(panel, one.unit_id, actor=actor)
    tell_assigned(panel, [one for one in seated if one is not None])
    return own


def _check(sheet: Sheet, kind: str, reason: str) -> None:
    if sheet.state not in {SheetState.WAITING, SheetState.OPEN} or sheet.panel.state != PanelState.REVIEWING:
        raise Conflict(_("本件已提交评分或已退出，不能再回避或谢绝。如需更正请联系组织方。"))
    if kind not in GIVING_UP:
        words = _("请选择一项：无利益冲突、需要回避或谢绝评审。")
        raise Invalid(words, fields={"declaration": words})
    if len(reason.strip()) < SHORTEST_REASON:
        words = _("请写明理由，不少于 5 个字，例如“三年内曾任该单位顾问”。")
        raise Invalid(words, fields={"reason": words})


def _record(sheet: Sheet, act: str, actor: Actor, *, reason: str = "") -> None:
    record(
        actor=actor,
        act=act,
        subject=f"reviews.sheet:{sheet.pk}",
        tenant_id=sheet.tenant_id,
        reason=reason,
        payload={"unit": sheet.unit_id, "code": sheet.code},
    )
