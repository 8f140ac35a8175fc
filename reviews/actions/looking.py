"""When the scores of a unit are complete: aggregation, second look, two more experts. Domain rule 5."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Milestone
from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid
from reviews import queries, running
from reviews.aggregating import Aggregate, aggregate
from reviews.models import LookDecision, Panel, PanelUnit, SecondLook, Sheet, SheetState
from reviews.points import count_signs, keep_typed, read_points
from reviews.rules import ReviewRules, rules_from
from reviews.telling import tell_assigned, tell_expert, tell_role
from reviews.wording import FAULTS

from .starting import add_experts

SHORTEST_REASON = 10


def settle_unit(panel: Panel, unit_id: int, *, actor: Actor) -> PanelUnit:
    """See whether a unit's scores are complete, and take the next step if all that were asked have answered.

    Round 0: all are in. Within the limits -> complete; else the deviating experts are asked (round 1). Still apart ->
    two more experts from the reserves (round 2), after whom the scores stand as they are and the spread is flagged.
    panel: locked, so that of two experts who finish at the same time one sees the other.
    """
    row = PanelUnit.objects.select_for_update(of=("self",)).select_related("unit").get(panel=panel, unit_id=unit_id)
    sheets = queries.live_sheets(panel, unit_id)
    if row.completed_at or not sheets or (row.vacancies and not row.vacancy_reason):
        return row
    if any(sheet.state != SheetState.SUBMITTED or _is_asked(sheet) for sheet in sheets):
        return row
    rules = rules_from(panel.edition.settings())
    found = aggregate_sheets(panel, sheets, rules)
    if found.needs_second_look and row.look_round == 0:
        _ask(panel, row, [sheet for sheet in sheets if sheet.code in found.ask], actor)
    elif not (found.needs_second_look and row.look_round == 1 and _call_more(panel, row, sheets, rules, actor)):
        _complete(panel, row, sheets, found, actor)
    return row


def aggregate_sheets(panel: Panel, sheets: list[Sheet], rules: ReviewRules) -> Aggregate:
    """What these signed sheets say together, the way the programme combines them."""
    programme = panel.edition.programme
    marks = {sheet.code: queries.marks_of(sheet) for sheet in sheets}
    return aggregate(marks, criteria=programme.criteria, combines_by=programme.combines_by, rules=rules)


@transaction.atomic
def answer_second_look(
    *, look_id: int, decision: str, reason: str, typed: Mapping[str, str], actor: Actor
) -> SecondLook:
    """Justify the original points or change them, with a reason; the signed sheet stays as it was.

    Raises  NotFound, Conflict (answered already), Invalid (no decision, no reason, points that are no points)
    Lock    the panel
    """
    look = queries.look_for(actor, look_id)
    sheet = look.sheet
    panel = queries.lock_panel_by_id(sheet.panel_id)
    look = SecondLook.objects.select_for_update().get(pk=look.pk)
    if look.answered_at is not None:
        raise Conflict(_("您已答复过本次复核，答复不能更改。"))
    look.sheet = sheet
    _write_answer(look, decision, reason.strip(), typed, rules_from(panel.edition.settings()))
    record(
        actor=actor,
        act="answer_second_look",
        subject=f"reviews.sheet:{sheet.pk}",
        tenant_id=sheet.tenant_id,
        reason=look.reason,
        payload={"decision": decision, "from": sheet.total, "to": look.total, "digest": look.digest},
    )
    settle_unit(panel, sheet.unit_id, actor=actor)
    return look


def _write_answer(look: SecondLook, decision: str, reason: str, typed: Mapping[str, str], rules: ReviewRules) -> None:
    faults: dict[str, object] = {}
    if decision not in LookDecision.values:
        faults["decision"] = _("请选择维持或调整。")
    if count_signs(reason) < SHORTEST_REASON:
        faults["reason"] = _("请写明理由，不少于 10 个字。")
    if decision == LookDecision.CHANGE:
        criteria = look.sheet.panel.edition.programme.criteria
        reading = read_points(criteria, {**keep_typed(criteria, typed), "opinion": reason}, rules)
        faults |= {"reason" if name == "opinion" else name: FAULTS[fault] for name, fault in reading.faults.items()}
        look.points = {key: format(value, "f") for key, value in reading.points.items()}
        look.total = reading.total
    if faults:
        raise Invalid(_("答复没有保存，请按提示修改。"), fields=faults)
    look.decision, look.reason, look.answered_at = decision, reason, clock.now()
    content = {"of": look.sheet.digest, "decision": decision, "points": look.points, "reason": reason}
    look.digest = running.facts_digest(content)
    look.save()


def _is_asked(sheet: Sheet) -> bool:
    look = queries.look_of(sheet)
    return look is not None and look.answered_at is None


def _ask(panel: Panel, row: PanelUnit, sheets: list[Sheet], actor: Actor) -> None:
    row.look_round = 1
    row.save(update_fields=("look_round",))
    for sheet in sheets:
        look = SecondLook.objects.create(tenant_id=panel.tenant_id, sheet=sheet, asked_at=clock.now())
        key = f"look:{look.pk}:asked"
        tell_expert(panel, sheet.expert.user_id, "second_look_asked", key=key, title=row.unit.name)
    _record(row, "ask_second_look", actor, {"codes": [sheet.code for sheet in sheets]})


def _call_more(panel: Panel, row: PanelUnit, sheets: list[Sheet], rules: ReviewRules, actor: Actor) -> bool:
    """False where the reserves are used up: then the scores stand, flagged."""
    row.look_round = 2
    row.save(update_fields=("look_round",))
    added = add_experts(panel, row.unit, sheets[0].version, rules.extra_experts)
    tell_assigned(panel, added)
    _record(row, "call_more_experts", actor, {"codes": [sheet.code for sheet in added]})
    return bool(added)


def _complete(panel: Panel, row: PanelUnit, sheets: list[Sheet], found: Aggregate, actor: Actor) -> None:
    row.value, row.spread, row.is_spread_wide = found.value, found.spread, found.needs_second_look
    row.by_criterion = {
        key: {"value": format(one.value, "f"), "spread": format(one.spread, "f"), "is_wide": one.needs_second_look}
        for key, one in found.by_criterion.items()
    }
    row.completed_at = clock.now()
    row.save(update_fields=("value", "by_criterion", "spread", "is_spread_wide", "completed_at"))
    content = {
        "value": found.value,
        **({"criteria": row.by_criterion} if row.by_criterion else {}),
        "sheets": sorted([sheet.field, str(queries.total_of(sheet)), _signed(sheet)] for sheet in sheets),
    }
    digest = running.facts_digest(content)
    Milestone.objects.update_or_create(
        unit_id=row.unit_id,
        key="scores_complete",
        defaults={
            "tenant_id": panel.tenant_id,
            "at": row.completed_at,
            "ref": f"reviews.panel:{panel.pk}",
            "digest": digest,
        },
    )
    _record(row, "complete_scores", actor, {"value": found.value, "digest": digest})
    key = f"unit:{row.unit_id}:scores:{panel.pk}"
    tell_role(panel, Role.CITY_OFFICER, "scores_complete", key=key, title=row.unit.name)


def _signed(sheet: Sheet) -> str:
    look = queries.look_of(sheet)
    return f"{sheet.digest}:{look.digest if look else ''}"


def _record(row: PanelUnit, act: str, actor: Actor, payload: dict[str, object]) -> None:
    record(
        actor=actor,
        act=act,
        subject=f"applications.unit:{row.unit_id}",
        tenant_id=row.tenant_id,
        payload={"panel": row.panel_id, **payload},
    )
