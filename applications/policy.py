"""May *you*: one page of permissions for filing and pre-review. The fence lies beneath and is never relied on alone."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from portal.kit.access import OFFICE
from portal.kit.actor import Actor, Role
from portal.kit.errors import Denied, NotFound

from .models import Application, Unit
from .workflow import State

CITY_SIDE = (Role.CITY_OFFICER, Role.CITY_LEADER, Role.SUPERVISOR, Role.TENANT_ADMIN)
DISTRICT_SIDE = (Role.DISTRICT_OFFICER, Role.DISTRICT_LEADER)


def owns(actor: Actor, row: Application | Unit) -> bool:
    """The actor acts for the enterprise that filed the row."""
    return actor.enterprise_id is not None and actor.enterprise_id == row.enterprise_id


def may_read(actor: Actor, row: Application | Unit) -> bool:
    """Applicants read their own; districts what was submitted to them; the city everything that was submitted."""
    if owns(actor, row) or actor.is_system:
        return True
    if actor.tenant_id != row.tenant_id or was_never_filed(row):
        return False
    if actor.has_role(*CITY_SIDE):
        return True
    return row.district_id in actor.districts_for(*DISTRICT_SIDE)


def was_never_filed(row: Application | Unit) -> bool:
    application = row if isinstance(row, Application) else row.application
    return application.version_number == 0 or application.state == State.DRAFT


def may_withdraw(application: Application, units: Iterable[Unit]) -> bool:
    """Before the district has spoken; where none speaks, until the formal check is passed."""
    is_early = application.state in {State.DRAFT, State.SUBMITTED, State.CONSULTING, State.RETURNED}
    return is_early and all(unit.state in {State.WAITING, State.FORMAL_CHECK, State.RETURNED} for unit in units)


def user_of(actor: Actor) -> int:
    """Who signs for an act. Raises Denied for the clock and for nobody."""
    if actor.user_id is None:
        raise Denied(_("请登录后再办理。"))
    return actor.user_id


def tenant_of(actor: Actor) -> int:
    """The organiser that the actor works for. Raises NotFound for outsiders."""
    if actor.tenant_id is None:
        raise NotFound()
    return actor.tenant_id


def is_office(actor: Actor) -> bool:
    return actor.tenant_id is not None and actor.has_role(*OFFICE)


def demand(condition: bool, rule: object = "") -> None:
    """Raise Denied with the rule in words unless the condition holds."""
    if not condition:
        raise Denied(rule or _("您没有进行此操作的权限，请联系本单位管理员。"))
