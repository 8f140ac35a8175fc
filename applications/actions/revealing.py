"""Showing a personal value whole: to whom, for what, and on the record."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from applications import policy, queries
from applications.personal import MASKS
from portal.audit.record import record
from portal.kit.actor import Actor, Role
from portal.kit.errors import Invalid, NotFound

READERS = (Role.DISTRICT_OFFICER, Role.DISTRICT_LEADER, Role.CITY_OFFICER, Role.CITY_LEADER)


@transaction.atomic
def reveal_personal(*, application_id: int, key: str, reason: str, actor: Actor) -> str:
    """One masked value of the newest version. The record says who, which value and why, never the value.

    Raises  NotFound (no such value), Denied (a role that does not handle cases), Invalid (no reason)
    """
    application = queries.get_for(actor, application_id)
    policy.demand(actor.has_role(*READERS), _("只有办理该申报的人员可以查看完整的个人信息。"))
    value = queries.latest_version(application).content.get("profile", {}).get(key)
    if key not in MASKS or not value:
        raise NotFound()
    if len(reason.strip()) < 2:
        text = _("请写明为什么需要查看，例如“电话通知补正”。")
        raise Invalid(text, fields={"reason": text})
    record(
        actor=actor,
        act="reveal_personal",
        subject=f"applications.application:{application.pk}",
        tenant_id=application.tenant_id,
        reason=reason.strip(),
        payload={"key": key},
    )
    return str(value)
