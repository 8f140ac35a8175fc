"""An applicant asks to keep up to two experts out of the draw (domain.md 5, recusal)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Application
from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid
from portal.tenancy import fence
from programmes.models import Edition
from reviews.models import AvoidedExpert
from reviews.queries.avoiding import avoidable_for, is_pool_settled
from reviews.queries.pool import fold

MOST = 2
NAME_LENGTH = range(2, 61)
LONGEST_EMPLOYER = 120
REASON_LENGTH = range(10, 501)


@dataclass(frozen=True, slots=True)
class Avoidance:
    """Whom to keep out. employer_name may be empty: then every expert of this name is kept out."""

    expert_name: str
    employer_name: str
    reason: str


@transaction.atomic
def name_avoided_experts(*, application_id: int, named: Sequence[Avoidance], actor: Actor) -> list[AvoidedExpert]:
    """Put these in the place of whatever was named before; none takes the request back.

    Raises  NotFound (not the actor's own filing, or no experts are drawn for it), Conflict (a pool is frozen),
            Invalid on expert_name_1, employer_name_1, reason_1, expert_name_2 …
    Lock    the edition, which forming a panel waits for, and the panels, which freezing a pool waits for
    """
    application = avoidable_for(actor, application_id)
    _check(named)
    with fence.widened(tenant_id=application.tenant_id):
        Edition.objects.select_for_update(no_key=True).get(pk=application.edition_id)
    if is_pool_settled(application, is_locking=True):
        raise Conflict(_("本申报的专家库已经锁定，回避申请不能再提出或修改。如有新的情况，请联系组织方。"))
    AvoidedExpert.objects.filter(application_id=application.pk).delete()
    rows = AvoidedExpert.objects.bulk_create(_row(application, place, one) for place, one in enumerate(named, start=1))
    record(
        actor=actor,
        act="name_avoided_experts",
        subject=f"applications.application:{application.pk}",
        tenant_id=application.tenant_id,
        enterprise_id=application.enterprise_id,
        payload={"count": len(rows)},
    )
    return rows


def _row(application: Application, position: int, one: Avoidance) -> AvoidedExpert:
    return AvoidedExpert(
        tenant_id=application.tenant_id,
        enterprise_id=application.enterprise_id,
        application_id=application.pk,
        position=position,
        expert_name=one.expert_name.strip(),
        employer_name=one.employer_name.strip(),
        reason=one.reason.strip(),
        named_at=clock.now(),
    )


def _check(named: Sequence[Avoidance]) -> None:
    if len(named) > MOST:
        raise Invalid(_("最多可以申请两名专家回避。"))
    faults: dict[str, object] = {}
    for place, one in enumerate(named, start=1):
        if len(one.expert_name.strip()) not in NAME_LENGTH:
            faults[f"expert_name_{place}"] = _("请填写专家姓名全名，2 至 60 字，例如“张示例”。")
        if len(one.employer_name.strip()) > LONGEST_EMPLOYER:
            faults[f"employer_name_{place}"] = _("工作单位不超过 120 字，请填写全称；不能确定的可以留空。")
        if len(one.reason.strip()) not in REASON_LENGTH:
            faults[f"reason_{place}"] = _("请写明理由，10 至 500 字，例如“三年内曾与本单位有合同纠纷”。")
    persons = [(fold(one.expert_name), fold(one.employer_name)) for one in named]
    if not faults and len(set(persons)) < len(persons):
        faults["expert_name_2"] = _("与第一名相同。请填写另一名专家，或者留空。")
    if faults:
        raise Invalid(fields=faults)
