"""Forming a panel, freezing its pool, dropping it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid
from portal.people.models import Expert
from programmes.models import Edition
from programmes.queries import edition_of
from reviews import policy, queries
from reviews.draw import CannotSeat, draw, pool_digest
from reviews.models import Panel, PanelState, PanelUnit, PoolEntry
from reviews.rules import rules_from
from reviews.wording import field_word

BEFORE_REVIEW = (PanelState.FORMING, PanelState.POOL_FROZEN, PanelState.DRAWN)


@transaction.atomic
def form_panel(*, edition_id: int, unit_ids: Sequence[int], actor: Actor) -> Panel:
    """Put accepted units before one new panel, with the seats that the edition sets.

    Raises  Denied, NotFound (no such edition), Invalid (no unit chosen), Conflict (a unit has a panel already)
    Lock    the edition, so that panel numbers are without gaps
    """
    policy.demand(policy.may_organise(actor), _("只有市级经办人可以组建专家组。"))
    edition = edition_of(actor, edition_id)
    Edition.objects.select_for_update().get(pk=edition.pk)
    if not unit_ids:
        raise Invalid(_("请至少勾选一个申报。"), fields={"units": _("请至少勾选一个申报。")})
    _demand_ready(actor, edition, set(unit_ids))
    rules = rules_from(edition.settings())
    last = Panel.objects.filter(edition=edition).aggregate(last=Max("number"))["last"] or 0
    panel = Panel.objects.create(
        tenant_id=edition.tenant_id,
        edition=edition,
        number=last + 1,
        seats=dict(rules.seats),
        reserves=dict(rules.reserves),
        formed_by_id=policy.user_of(actor),
        formed_at=clock.now(),
    )
    PanelUnit.objects.bulk_create(
        PanelUnit(tenant_id=panel.tenant_id, panel=panel, unit_id=unit_id) for unit_id in sorted(set(unit_ids))
    )
    _record(panel, "form_panel", actor, units=sorted(set(unit_ids)), seats=panel.seats)
    return panel


def _demand_ready(actor: Actor, edition: Edition, unit_ids: set[int]) -> None:
    """Raise Conflict that says of which units an earlier step is missing, or that one has a panel already."""
    missing = unit_ids - {unit.pk for unit in queries.waiting_units(actor, edition.pk)}
    if early := queries.early_units(actor, edition, missing):
        names = "、".join(unit.name for unit in early)
        raise Conflict(_("以下申报的受理环节（纸质材料或数据核查）尚未完成，不能编组：%s。") % names)
    if missing:
        raise Conflict(_("所选申报中有的已编入其他专家组，请刷新后重选。"))


@transaction.atomic
def freeze_pool(*, panel_id: int, actor: Actor) -> Panel:
    """Write down who may be drawn and who may not, before anybody commits a secret.

    Raises  Denied, NotFound, Conflict (frozen already), Invalid (seats cannot be filled: says which field is short)
    Lock    the panel; the experts FOR SHARE, so that none is changed meanwhile
    """
    panel = queries.lock_panel(actor, panel_id)
    policy.demand(policy.may_organise(actor), _("只有市级经办人可以锁定专家库。"))
    if panel.state != PanelState.FORMING:
        raise Conflict(_("本组专家库已经锁定，不能再次锁定。"))
    list(Expert.objects.select_for_update().filter(tenant_id=panel.tenant_id).order_by("pk").values_list("pk"))
    rows = [
        PoolEntry(
            tenant_id=panel.tenant_id,
            panel=panel,
            expert=line.expert,
            code=line.code,
            field=line.expert.field,
            employer_uscc=line.expert.employer_uscc,
            district_code=line.expert.district_code,
            load=line.load,
            excluded=",".join(line.excluded),
        )
        for line in queries.live_pool(panel)
    ]
    demand_enough(panel, rows)
    PoolEntry.objects.bulk_create(rows)
    panel.pool_digest = pool_digest(queries.draw_entries(rows))
    panel.state, panel.frozen_at = PanelState.POOL_FROZEN, clock.now()
    panel.save(update_fields=("pool_digest", "state", "frozen_at"))
    _record(panel, "freeze_pool", actor, pool_digest=panel.pool_digest, exclusions=queries.exclusions_of(rows))
    return panel


def demand_enough(panel: Panel, rows: Sequence[PoolEntry]) -> None:
    """Raise Invalid where no seed whatever could fill the seats; whether one can does not depend on the seed."""
    try:
        draw(
            queries.draw_entries(rows),
            seats=panel.seats,
            reserves=panel.reserves,
            seed="0" * 64,
            exclusions=queries.exclusions_of(rows),
        )
    except CannotSeat as error:
        raise Invalid(_explain_shortage(panel, rows, error.field), code="CannotSeat") from error


def _explain_shortage(panel: Panel, rows: Sequence[PoolEntry], field: str) -> str:
    if not field:
        return _(
            "各领域专家人数够，但不能同时满足“同一单位至多一人”和“同一区不超过半数”。"
            "请在专家库中补充其他单位或其他区的专家后再锁定。"
        )
    able = [row for row in rows if row.field == field and not row.excluded]
    employers = {row.employer_uscc or row.code for row in able}
    return _(
        "“%(field)s”领域需要 %(wanted)d 席，可抽取的专家只有 %(found)d 人（来自 %(employers)d 个单位，"
        "同一单位至多抽一人）。请在专家库中补充该领域专家后再锁定。"
    ) % {
        "field": field_word(field),
        "wanted": panel.seats[field],
        "found": len(able),
        "employers": len(employers),
    }


@transaction.atomic
def dissolve_panel(*, panel_id: int, reason: str, actor: Actor) -> Panel:
    """Drop a panel before its review began; its units wait for another one. The rows of the draw stay.

    Raises  Denied (once a secret is known, only a leader who is not one of the two may), Conflict, Invalid (no reason)
    """
    panel = queries.lock_panel(actor, panel_id)
    allowed = policy.may_dissolve(actor, queries.commitments_of(panel))
    policy.demand(allowed, _("已有口令公开：为防止挑选抽取结果，只能由未参与本次抽取的市级审定人员作废本组。"))
    if panel.state not in BEFORE_REVIEW:
        raise Conflict(_("评审已经启动，不能作废专家组。"))
    if not reason.strip():
        raise Invalid(_("请填写作废理由。"), fields={"reason": _("请填写作废理由，将记入抽取记录。")})
    panel.state, panel.dissolved_reason = PanelState.DISSOLVED, reason.strip()
    panel.save(update_fields=("state", "dissolved_reason"))
    panel.panel_units.update(is_active=False)
    _record(panel, "dissolve_panel", actor, reason=panel.dissolved_reason)
    return panel


def _record(panel: Panel, act: str, actor: Actor, *, reason: str = "", **payload: object) -> None:
    subject = f"reviews.panel:{panel.pk}"
    record(actor=actor, act=act, subject=subject, tenant_id=panel.tenant_id, reason=reason, payload=payload)
