"""Who may read the audit record of an organiser."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portal.kit.actor import Actor, Role
from portal.kit.errors import Denied

READERS = (Role.SUPERVISOR, Role.TENANT_ADMIN)


def readable_tenant(actor: Actor) -> int:
    """The organiser whose record the actor may read. Raises Denied."""
    if actor.tenant_id is None or not actor.has_role(*READERS):
        raise Denied(_("审计日志只供监督审计人员和单位管理员查看。"))
    return actor.tenant_id
