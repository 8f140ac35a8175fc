"""Who looks after mail that the system could not deliver."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.kit.actor import Actor, Role
from portal.kit.errors import Denied

MAIL_KEEPERS = (Role.TENANT_ADMIN,)
ONLY_MAIL_KEEPERS = _("未送达的邮件由单位管理员处理。请联系本单位管理员。")


def may_keep_mail(actor: Actor) -> bool:
    return actor.tenant_id is not None and actor.has_role(*MAIL_KEEPERS)


def kept_tenant(actor: Actor) -> int:
    """The organiser whose mail the actor looks after. Raises Denied."""
    if actor.tenant_id is None or not may_keep_mail(actor):
        raise Denied(ONLY_MAIL_KEEPERS)
    return actor.tenant_id
