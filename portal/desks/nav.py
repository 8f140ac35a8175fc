"""The side navigation: what this person, here, may open. One table of entries; nobody sees a link that answers 403."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from portal.kit.actor import Actor, Role

CITY = (Role.CITY_OFFICER, Role.CITY_LEADER, Role.SUPERVISOR)
DISTRICT = (Role.DISTRICT_OFFICER, Role.DISTRICT_LEADER)

NavEntry = tuple[str, str, bool, int | None]


@dataclass(frozen=True, slots=True)
class Entry:
    """label, URL name, and the roles that may open it; enterprise and account pages have no roles."""

    label: object
    url_name: str
    roles: tuple[Role, ...] = ()


OFFICE_ENTRIES = (
    Entry(_("待办"), "office_home", (*DISTRICT, *CITY, Role.TENANT_ADMIN)),
    Entry(_("申报列表"), "queue", (*DISTRICT, *CITY)),
    Entry(_("年度工作"), "editions", (*DISTRICT, *CITY, Role.TENANT_ADMIN)),
    Entry(_("征求意见"), "consult_desk", (Role.CONSULTED_DEPT,)),
    Entry(_("委托机构"), "entrusting", CITY),
    Entry(_("条款提问"), "clause_questions", (*CITY, Role.TENANT_ADMIN)),
    Entry(_("专家组"), "panels", CITY),
    Entry(_("实地抽查"), "inspections", CITY),
    Entry(_("评审结果"), "runs", CITY),
    Entry(_("公示"), "notices", CITY),
    Entry(_("异议"), "objections", CITY),
    Entry(_("名单"), "lists", CITY),
    Entry(_("证书"), "certificates", CITY),
    Entry(_("专用标志"), "marks", CITY),
    Entry(_("奖励"), "rewards", CITY),
    Entry(_("目标和绩效"), "progress", (*CITY, *DISTRICT)),
    Entry(_("证后监督"), "surveillance", (Role.THIRD_PARTY_AGENCY,)),
    Entry(_("历史名单"), "past_lists", (*CITY, Role.TENANT_ADMIN)),
    Entry(_("荣誉登记"), "honour_register", (*DISTRICT, *CITY, Role.TENANT_ADMIN)),
    Entry(_("主体核验"), "claims", (Role.CITY_OFFICER, Role.DISTRICT_OFFICER, Role.TENANT_ADMIN)),
    Entry(_("专家库"), "expert_pool", (Role.CITY_OFFICER, Role.TENANT_ADMIN)),
    Entry(_("机构登记簿"), "bodies", (Role.TENANT_ADMIN,)),
    Entry(_("人员与角色"), "members", (Role.TENANT_ADMIN,)),
    Entry(_("未送达邮件"), "office_mails", (Role.TENANT_ADMIN,)),
    Entry(_("操作记录"), "audit_log", (Role.SUPERVISOR, Role.TENANT_ADMIN)),
    Entry(_("我的评审"), "review_desk", (Role.EXPERT,)),
    Entry(_("受托事项"), "agency_desk", (Role.THIRD_PARTY_AGENCY,)),
)
PLATFORM_ENTRIES = (Entry(_("组织方"), "platform_home"), Entry(_("法定日历"), "calendar"))
ENTERPRISE_ENTRIES = (
    Entry(_("我的工作台"), "desk"),
    Entry(_("荣誉与证书"), "honours"),
    Entry(_("单位档案"), "organisation"),
)


def entries_for(request: HttpRequest, actor: Actor, *, unread: int) -> list[NavEntry]:
    """(label, url, is the page asked for, count) in the order of the table; empty for whoever is not logged in."""
    if actor.user_id is None:
        return []
    tenant = getattr(request, "tenant", None)
    found: list[NavEntry] = []
    if request.path_info.startswith("/my/"):
        found += [_link(request, entry) for entry in ENTERPRISE_ENTRIES]
    elif request.path_info.startswith("/platform/") and actor.has_role(Role.PLATFORM_ADMIN):
        found += [_link(request, entry) for entry in PLATFORM_ENTRIES]
    elif tenant is not None and actor.tenant_id == tenant.pk:
        may = [entry for entry in OFFICE_ENTRIES if actor.has_role(*entry.roles)]
        found += [_link(request, entry, tenant=tenant.slug) for entry in may]
    if not found and request.path_info.startswith("/accounts/"):
        found.append(_link(request, Entry(_("返回工作台"), "landing")))
    if found or request.path_info.startswith(("/accounts/", "/platform/")):
        label, url, is_active, _count = _link(request, Entry(_("消息"), "inbox"))
        found.append((label, url, is_active, unread))
    return [entry for entry in found if entry[1]]


def _link(request: HttpRequest, entry: Entry, **kwargs: str) -> NavEntry:
    try:
        url = reverse(entry.url_name, kwargs=kwargs or None)
    except NoReverseMatch:
        return str(entry.label), "", False, None
    is_here = request.path_info == url or (url.count("/") > 3 and request.path_info.startswith(url))
    return str(entry.label), url, is_here, None
