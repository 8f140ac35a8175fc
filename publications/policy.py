"""May *you*: one page of permissions for publishing. The fence lies beneath and is never relied on alone."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Denied, NotFound

from .models import Inquiry, Objection, ObjectionState, PublishedList, Revocation, Reward, RewardState

READERS = (Role.CITY_OFFICER, Role.CITY_LEADER, Role.SUPERVISOR)
OPEN_OBJECTIONS = (ObjectionState.RECEIVED, ObjectionState.ACCEPTED, ObjectionState.INVESTIGATING)


def own_tenant(actor: Actor) -> int:
    """The tenant that the actor works in; 0, which no row has, for everybody else."""
    return actor.tenant_id or 0


def acting_user(actor: Actor) -> int:
    """The person who acts. Raises Denied where nobody is logged in."""
    if actor.user_id is None:
        raise Denied(_("请先登录。"))
    return actor.user_id


def demand_officer(actor: Actor) -> None:
    _demand(_holds(actor, Role.CITY_OFFICER), _("此操作由市级经办人进行。"))


def demand_leader(actor: Actor) -> None:
    _demand(_holds(actor, Role.CITY_LEADER), _("此操作由市级审定人员进行。"))


def demand_system(actor: Actor) -> None:
    _demand(actor.is_system, _("此操作由系统按时进行。"))


def may_release(actor: Actor, row: PublishedList) -> bool:
    return _holds(actor, Role.CITY_LEADER) and row.drafted_by_id != actor.user_id


def demand_release(actor: Actor, row: PublishedList) -> None:
    """Two persons: whoever drafted the list does not release it."""
    demand_leader(actor)
    _demand(row.drafted_by_id != actor.user_id, _("起草名单的人员不能公布该名单，请由另一位市级审定人员公布。"))


def may_call_back(actor: Actor) -> bool:
    return _holds(actor, Role.CITY_OFFICER, Role.CITY_LEADER)


def demand_call_back(actor: Actor) -> None:
    """Either side may stop what has not gone out yet."""
    _demand(may_call_back(actor), _("此操作由市级经办人或市级审定人员进行。"))


def demand_new_handler(actor: Actor, *, decided_by_id: int | None) -> None:
    """Who decided the run does not look into objections against it."""
    demand_officer(actor)
    _demand(decided_by_id != actor.user_id, _("您参与审定了该结果，不能办理对它的异议，请由其他经办人办理。"))


def is_handler(actor: Actor, row: Objection) -> bool:
    return _holds(actor, Role.CITY_OFFICER) and row.handler_id == actor.user_id


def demand_handler(actor: Actor, row: Objection) -> None:
    demand_officer(actor)
    _demand(row.handler_id == actor.user_id, _("此异议由受理它的经办人办理。"))


def may_decide(actor: Actor, row: Objection) -> bool:
    return _holds(actor, Role.CITY_LEADER) and row.handler_id != actor.user_id


def demand_decider(actor: Actor, row: Objection) -> None:
    demand_leader(actor)
    _demand(row.handler_id != actor.user_id, _("办理异议的人员不能作出决定，请由另一位市级审定人员决定。"))


def may_reveal(actor: Actor) -> bool:
    return _holds(actor, Role.CITY_OFFICER, Role.CITY_LEADER)


def demand_reveal(actor: Actor) -> None:
    _demand(may_reveal(actor), _("异议人身份仅供办理人员查看。"))


def demand_revoker(actor: Actor, row: Revocation) -> None:
    """Finding and decision are two persons'."""
    demand_leader(actor)
    _demand(row.found_by_id != actor.user_id, _("提出撤销的人员不能作出决定，请由另一位市级审定人员决定。"))


def demand_party(actor: Actor, row: Inquiry | Revocation) -> None:
    """The enterprise concerned; for anybody else the row does not exist."""
    if actor.enterprise_id is None or actor.enterprise_id != row.enterprise_id:
        raise NotFound()


def demand_state(row: Objection, *states: ObjectionState) -> None:
    """Raises Conflict with the state the objection is in now."""
    if row.state not in states:
        raise Conflict(_("该异议当前为“%s”，不能进行此操作。") % ObjectionState(row.state).label)


def _holds(actor: Actor, *roles: Role) -> bool:
    return actor.tenant_id is not None and actor.has_role(*roles)


def _demand(condition: bool, rule: str) -> None:
    if not condition:
        raise Denied(rule)


def demand_body(actor: Actor, body_name: str) -> None:
    """Whoever works for the body that issued the certificate; for anybody else there is nothing to see."""
    if actor.tenant_id is None or body_name not in actor.bodies_for(Role.THIRD_PARTY_AGENCY):
        raise NotFound()


def may_approve(actor: Actor, row: Reward) -> bool:
    return _holds(actor, Role.CITY_LEADER) and row.checked_by_id != actor.user_id


def demand_approver(actor: Actor, row: Reward) -> None:
    """Money takes two persons."""
    demand_leader(actor)
    _demand(row.checked_by_id != actor.user_id, _("核对奖励的人员不能审批，请由另一位市级审定人员审批。"))


def may_refuse(actor: Actor, row: Reward) -> bool:
    """Before it is checked either side; after that whoever may approve."""
    if row.state == RewardState.APPLIED:
        return _holds(actor, Role.CITY_OFFICER, Role.CITY_LEADER)
    return row.state in (RewardState.CHECKED, RewardState.APPROVED) and _holds(actor, Role.CITY_LEADER)


def demand_refuser(actor: Actor, row: Reward) -> None:
    _demand(may_refuse(actor, row), _("核对前由市级经办人或审定人员、核对后由市级审定人员决定不予奖励。"))
