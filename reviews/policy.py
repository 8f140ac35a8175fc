"""May *you*: who forms, draws, scores, sees and approves. The fence lies beneath and is never relied on alone."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portal.kit.actor import Actor, Role
from portal.kit.errors import Denied, NotFound

from .models import Commitment, Run, Sheet, SheetState

ORGANISERS = (Role.CITY_OFFICER,)
WITNESSES = (Role.SUPERVISOR, Role.CITY_LEADER, Role.CITY_OFFICER)
CITY_SIDE = (Role.CITY_OFFICER, Role.CITY_LEADER, Role.SUPERVISOR)


def demand(condition: bool, rule: object = "") -> None:
    """Raise Denied with the rule in words unless the condition holds."""
    if not condition:
        raise Denied(rule or _("您没有进行此操作的权限，请联系本单位管理员。"))


def user_of(actor: Actor) -> int:
    """Who signs a row. Raises Denied for the clock and for nobody."""
    if actor.user_id is None:
        raise Denied(_("此操作须由本人登录后进行。"))
    return actor.user_id


def tenant_of(actor: Actor) -> int:
    """Whose rows are read. Raises NotFound for whoever is no member."""
    if actor.tenant_id is None:
        raise NotFound()
    return actor.tenant_id


def may_organise(actor: Actor) -> bool:
    """Forms panels, starts and closes reviews, calculates runs."""
    return actor.tenant_id is not None and actor.has_role(*ORGANISERS)


def may_witness(actor: Actor) -> bool:
    return actor.tenant_id is not None and actor.has_role(*WITNESSES)


def may_watch(actor: Actor) -> bool:
    """Reads panels and runs."""
    return actor.tenant_id is not None and actor.has_role(*CITY_SIDE)


def may_dissolve(actor: Actor, commitments: list[Commitment]) -> bool:
    """Once a secret is known, whoever drops a draw could be choosing its result: then only a leader outside it may."""
    if not any(one.secret for one in commitments):
        return may_organise(actor)
    return actor.has_role(Role.CITY_LEADER) and actor.user_id not in {one.user_id for one in commitments}


def may_decide(actor: Actor, run: Run) -> bool:
    """Four eyes: a leader who neither calculated the run nor put it forward."""
    return actor.has_role(Role.CITY_LEADER) and actor.user_id not in {run.calculated_by_id, run.submitted_by_id}


def may_read_file(sheet: Sheet) -> bool:
    """The file opens for its expert only once he has declared that there is no conflict."""
    return sheet.state in {SheetState.OPEN, SheetState.SUBMITTED}


def demand_file(sheet: Sheet) -> None:
    """Raise Denied while the file is shut for the expert of this sheet."""
    if sheet.state == SheetState.WAITING:
        raise Denied(_("请先在“评审任务”中声明有无利益冲突；声明无冲突后才能打开材料。"))
    demand(may_read_file(sheet), _("您已回避或谢绝本件评审，不能再打开材料。"))
