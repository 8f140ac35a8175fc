"""A recommendation with priority: a flag and an order, never points, and only on the ground of a registered honour."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from applications.models import Application, DistrictReview
from applications.queries import priority
from portal.audit.record import record
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid


def basis_for(application: Application, *, is_recommended: bool) -> list[dict[str, Any]]:
    """What the priority rests on, to be frozen with the opinion. Raises Invalid on is_priority."""
    if not application.edition.programme.priority:
        raise _refusal(_("本项目不设重点推荐。"))
    if not is_recommended:
        raise _refusal(_("拟不推荐的申报不能重点推荐。"))
    held = priority.grounds_for(application)
    if not held:
        raise _refusal(_("提交日荣誉登记中没有该单位可作重点推荐依据的荣誉，请先由组织方登记，或按一般推荐提请。"))
    return [priority.basis_row(one) for one in held]


def confirm(application: Application, review: DistrictReview, *, actor: Actor) -> None:
    """The leader signs: the filing carries the flag. Raises Conflict where no ground is in the register any more."""
    if not review.is_priority:
        return
    if not priority.standing(review.priority_basis):
        raise Conflict(_("重点推荐所依据的荣誉已从登记中撤销，请退回经办人重新提请。"))
    application.is_priority = True
    application.save(update_fields=("is_priority",))
    record(
        actor=actor,
        act="recommend_with_priority",
        subject=f"applications.application:{application.pk}",
        tenant_id=application.tenant_id,
        enterprise_id=application.enterprise_id,
        payload={"review": review.pk, "basis": review.priority_basis},
    )


def _refusal(text: str) -> Invalid:
    return Invalid(text, fields={"is_priority": text})
