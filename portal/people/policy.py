"""May *you*: who may decide on claims, invite members, keep the expert pool, and which roles exclude each other."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.kit.actor import Actor, Role
from portal.kit.errors import Denied

CLAIM_OFFICERS = (Role.CITY_OFFICER, Role.DISTRICT_OFFICER, Role.TENANT_ADMIN)
MEMBER_KEEPERS = (Role.TENANT_ADMIN,)
POOL_KEEPERS = (Role.TENANT_ADMIN, Role.CITY_OFFICER)

ONLY_CLAIM_OFFICERS = _("主体核验由经办人或单位管理员办理。请联系本单位管理员。")
ONLY_MEMBER_KEEPERS = _("人员与角色由单位管理员维护。请联系本单位管理员。")
ONLY_POOL_KEEPERS = _("专家库由单位管理员或市级经办人维护。请联系本单位管理员。")
ONLY_UNIT_ADMIN = _("此操作由本单位的管理员办理。管理员姓名见“单位档案”页。")
ONLY_PLATFORM = _("组织方与日历由平台管理员维护。")

# domain.md 5 (who supervises cannot review) and 10 (administrator, auditor and reviewer are different people).
_WATCHING = frozenset({Role.SUPERVISOR})
_REVIEWING = frozenset({Role.EXPERT})
# Who entrusts, recommends or decides is not who is entrusted or consulted.
_OUTSIDE = frozenset({Role.THIRD_PARTY_AGENCY, Role.CONSULTED_DEPT})
_DECIDING = frozenset({Role.CITY_OFFICER, Role.CITY_LEADER, Role.DISTRICT_OFFICER, Role.DISTRICT_LEADER})


def may_decide_claims(actor: Actor) -> bool:
    return actor.tenant_id is not None and actor.has_role(*CLAIM_OFFICERS)


def may_keep_members(actor: Actor) -> bool:
    return actor.tenant_id is not None and actor.has_role(*MEMBER_KEEPERS)


def may_keep_pool(actor: Actor) -> bool:
    return actor.tenant_id is not None and actor.has_role(*POOL_KEEPERS)


def is_unit_admin(actor: Actor) -> bool:
    return actor.enterprise_id is not None and actor.is_unit_admin


def is_platform_admin(actor: Actor) -> bool:
    return actor.has_role(Role.PLATFORM_ADMIN)


def demand(condition: bool, rule: object) -> None:
    if not condition:
        raise Denied(rule)


def conflict_between(wanted: Role, held: Iterable[Role]) -> Promise | None:
    """Why one person may not hold the wanted role beside those held in the same tenant; None when he may."""
    others = frozenset(held) - {wanted}
    if not others:
        return None
    if wanted in _WATCHING or others & _WATCHING:
        return _("监督审计人员不得同时担任其他角色：监督的人不能参与办理或评审。请先停用其原有角色，或另请一人。")
    if wanted in _REVIEWING or others & _REVIEWING:
        return _("评审专家不得同时担任本单位的工作人员：组织评审的人不能评分。请先停用其原有角色，或另请一人。")
    if (wanted in _OUTSIDE and others & (_DECIDING | _OUTSIDE)) or (wanted in _DECIDING and others & _OUTSIDE):
        return _("受托机构和征求意见部门的人员不得同时办理推荐、受理或审定。请先停用其原有角色，或另请一人。")
    return None
