"""The pool that a district scouts before anybody files: tiers, taken in, dropped, matched with a filing."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from applications import policy
from applications.models import Application, Candidate
from applications.queries import cultivating as found
from applications.queries import office
from portal.audit.record import record
from portal.kit import clock
from portal.kit import uscc as codes
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid
from portal.kit.folding import fold_width
from portal.people.wording import USCC_REASONS
from portal.tenancy import fence

HIGHEST_TIER = 5
NOTE_LIMIT = 1000
REASON_LIMIT = 300


@transaction.atomic
def add_candidate(
    *,
    district_id: int,
    programme_slug: str,
    enterprise_name: str,
    uscc: str,
    product: str,
    tier: int = 1,
    note: str = "",
    actor: Actor,
) -> Candidate:
    """Take an enterprise or product into the pool.

    programme_slug  of a programme of the organiser's that scouts or incubates; tier: 1 to 5, 1 is nearest to filing
    Raises          Invalid (naming the fields), Conflict (in the pool already), Denied
    """
    demand_officer(actor, district_id)
    name, what = enterprise_name.strip(), fold_width(product).strip()
    code, problems = _read_code(uscc)
    problems |= _wrong_words(name, what, tier=tier, note=note) | _wrong_programme(programme_slug, actor)
    if problems:
        raise Invalid(_("培育对象的信息有误。"), fields=problems)
    try:
        with transaction.atomic():
            row = Candidate.objects.create(
                tenant_id=policy.tenant_of(actor),
                district_id=district_id,
                programme_slug=programme_slug,
                enterprise_name=name,
                uscc=code,
                product=what,
                tier=tier,
                note=note.strip(),
                added_by_id=policy.user_of(actor),
                added_at=clock.now(),
            )
    except IntegrityError:
        raise Conflict(_("该单位的这一产品或服务已在本项目的培育库中。")) from None
    _record(row, "add_candidate", actor, {"uscc": code, "product": what, "tier": tier})
    return row


def _read_code(typed: str) -> tuple[str, dict[str, object]]:
    """(the code as it is stored, what is wrong with it)"""
    try:
        return codes.parse(typed), {}
    except codes.InvalidUscc as error:
        return "", {"uscc": USCC_REASONS[error.reason]}


def _wrong_programme(slug: str, actor: Actor) -> dict[str, object]:
    is_known = slug in found.programmes_scouted(office.editions_of(actor))
    return {} if is_known else {"programme": _("请选择一个设有排摸或培育环节的项目。")}


def _wrong_words(name: str, product: str, *, tier: int, note: str) -> dict[str, object]:
    problems: dict[str, object] = {}
    if not 2 <= len(name) <= 120:
        problems["enterprise_name"] = _("请填写企业名称，2至120个字。")
    if not 1 <= len(product) <= 160:
        problems["product"] = _("请填写产品或服务名称，1至160个字。")
    if not 1 <= tier <= HIGHEST_TIER:
        problems["tier"] = _("梯队请填1至%s，1为最接近申报。") % HIGHEST_TIER
    if len(note.strip()) > NOTE_LIMIT:
        problems["note"] = _("排摸情况请控制在%s字以内。") % NOTE_LIMIT
    return problems


@transaction.atomic
def drop_candidate(*, candidate_id: int, reason: str, actor: Actor) -> Candidate:
    """Take a candidate out of the pool; the row stays. Raises Invalid (reason), Conflict (dropped, or has filed)."""
    row = found.candidate_for(actor, candidate_id)
    demand_officer(actor, row.district_id)
    row = Candidate.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.dropped_at is not None:
        raise Conflict(_("该培育对象已经出库。"))
    if row.application_id is not None:
        raise Conflict(_("该培育对象已经申报，不能出库。"))
    if not 1 <= len(reason.strip()) <= REASON_LIMIT:
        raise Invalid(_("请写明出库原因。"), fields={"reason": _("请写明出库原因，1至%s字。") % REASON_LIMIT})
    row.dropped_at, row.dropped_reason = clock.now(), reason.strip()
    row.save(update_fields=("dropped_at", "dropped_reason"))
    _record(row, "drop_candidate", actor, {"uscc": row.uscc, "product": row.product}, reason=row.dropped_reason)
    return row


def match_candidates(application: Application, *, actor: Actor) -> list[int]:
    """After a first submission: the candidates that this filing is about have applied; their ids.

    By the name of an item or of the filing; where no name fits, the only candidate of the enterprise. The pool lies
    inside the organiser's fence; the enterprise itself is at work here.
    """
    with fence.widened(tenant_id=application.tenant_id):
        pool = found.pool_of(application)
        if not pool:
            return []
        names = {_folded(unit.name) for unit in application.units.order_by("position")} | {_folded(application.title)}
        named = [row for row in pool if _folded(row.product) in names] or (pool if len(pool) == 1 else [])
        rows = [row for row in named if row.application_id is None]
        for row in rows:
            row.application = application
            row.save(update_fields=("application",))
            _record(row, "match_candidate", actor, {"application": application.pk, "product": row.product})
        return [row.pk for row in rows]


def _folded(name: str) -> str:
    return "".join(fold_width(name).lower().split())


def demand_officer(actor: Actor, district_id: int | None) -> None:
    policy.demand(district_id in actor.districts_for(Role.DISTRICT_OFFICER), _("由本区的经办人办理。"))


def _record(row: Candidate, act: str, actor: Actor, payload: dict[str, object], *, reason: str = "") -> None:
    record(
        actor=actor,
        act=act,
        subject=f"applications.candidate:{row.pk}",
        tenant_id=row.tenant_id,
        reason=reason,
        payload=payload,
    )
