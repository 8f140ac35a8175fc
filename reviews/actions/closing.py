"""Closing a review: an officer accepts a vacancy that nobody can fill, and sends complete units on."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from applications.moving import move
from portal.audit.record import record
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid
from reviews import policy, queries
from reviews.models import Panel, PanelState, PanelUnit
from reviews.rules import rules_from

from .looking import settle_unit


@transaction.atomic
def accept_vacancy(*, panel_id: int, unit_id: int, reason: str, actor: Actor) -> PanelUnit:
    """Go on with a smaller panel for one unit, because the reserves are used up.

    Raises  Denied, NotFound, Conflict (no vacancy, too few experts left), Invalid (no reason)
    """
    panel = queries.lock_panel(actor, panel_id)
    policy.demand(policy.may_organise(actor), _("只有市级经办人可以处理席位空缺。"))
    row = queries.panel_unit_for(panel, unit_id)
    if not row.vacancies or row.vacancy_reason or row.completed_at:
        raise Conflict(_("该申报没有待处理的席位空缺。"))
    least = rules_from(panel.edition.settings()).least_experts
    if len(queries.live_sheets(panel, unit_id)) < least:
        raise Conflict(_("余下专家不足 %d 人，不能继续评审。请补充专家库后另组专家组。") % least)
    if not reason.strip():
        raise Invalid(_("请填写理由。"), fields={"reason": _("请填写理由，将记入评审记录。")})
    row.vacancy_reason = reason.strip()
    row.save(update_fields=("vacancy_reason",))
    _record(panel, "accept_vacancy", actor, reason=row.vacancy_reason, unit=unit_id)
    return settle_unit(panel, unit_id, actor=actor)


@transaction.atomic
def close_review(*, panel_id: int, actor: Actor) -> list[PanelUnit]:
    """Send every unit whose scores are complete on to "reviewed"; the panel is closed with its last unit.

    Raises  Denied, NotFound, Conflict (no unit is complete and still open)
    Lock    the panel, then the units
    """
    panel = queries.lock_panel(actor, panel_id)
    policy.demand(policy.may_organise(actor), _("只有市级经办人可以结束评审。"))
    if panel.state != PanelState.REVIEWING:
        raise Conflict(_("本组不在评审中。"))
    rows = queries.rows_of(panel)
    ready = [row for row in rows if row.is_active and row.completed_at and row.unit.state == "expert_review"]
    if not ready:
        raise Conflict(_("还没有评分齐备的申报，不能结束评审。"))
    for row in ready:
        move(row.unit, "close_review", actor=actor)
    if all(row.completed_at for row in rows):
        panel.state = PanelState.CLOSED
        panel.save(update_fields=("state",))
    _record(panel, "close_review", actor, units=[row.unit_id for row in ready])
    return ready


def _record(panel: Panel, act: str, actor: Actor, *, reason: str = "", **payload: object) -> None:
    subject = f"reviews.panel:{panel.pk}"
    record(actor=actor, act=act, subject=subject, tenant_id=panel.tenant_id, reason=reason, payload=payload)
