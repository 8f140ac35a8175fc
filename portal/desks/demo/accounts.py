"""Which accounts of the demo are worth showing: who works for each organiser, and firms that stand differently."""

from __future__ import annotations

from collections.abc import Iterator

from applications.models import Unit
from portal.desks.rehearsal.results import state_of
from portal.people.models import EnterpriseClaim
from portal.tenancy import fence
from portal.tenancy.models import Tenant
from programmes import registry

from .people import (
    DOMAIN,
    LOGINS,
    ORGANISERS,
    OUTSIDERS,
    STAFFED,
    STAFFED_BY,
    STAFFED_ORGANISERS,
    everybody,
    experts,
)

# Part -> what its account is good for; districts and outside bodies stand before and behind.
OFFICES = {
    "city": "经办：形式审查、专家组、结果、名单",
    "cityleader": "审定：评审结果、异议、名单",
    "auditor": "监督审计：抽取见证、审计日志",
    "admin": "单位管理员：人员、专家库、主体核验",
}
OUTSIDE_WORK = {"department": "答复征求意见", "agency": "初筛受托的申报", "certification": "检测、审核、认证和证后监督"}
# State of a filing -> what its applicant finds; the first firm in each of them is shown.
FIRMS = {
    "draft": "写了一半的申报",
    "returned_for_correction": "申报被退回，请补正",
    "accepted": "形式审查已通过",
    "proposed": "拟入榜，名单待公布",
    "not_proposed": "未入选，可看理由",
    "listed": "已公布，有证书",
}
OTHERS = (
    (f"newunit@{DOMAIN}", "新登记的单位，待主体核验"),
    (f"platform@{DOMAIN}", "平台管理员：组织方、节假日"),
)


def groups() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """(heading, (mailbox, what it is good for)) for each staffed organiser, its programmes and the others."""
    for organiser in ORGANISERS:
        if organiser.slug in STAFFED_ORGANISERS:
            yield organiser.name, [*offices_of(organiser.slug), *firms_of(organiser.slug)]
    yield "其他", list(OTHERS)


def offices_of(slug: str) -> Iterator[tuple[str, str]]:
    mailboxes = {person.part: person.email for person in everybody(slug)}
    (code, name), *others = STAFFED_BY.get(slug, STAFFED)
    further = "、".join(LOGINS[other] for other, _name in others)
    yield mailboxes[f"officer.{LOGINS[code]}"], f"{name}经办：申报初审（另有 {further}）"
    yield mailboxes[f"leader.{LOGINS[code]}"], f"{name}领导：意见审签（另有 {further}）"
    for part, words in OFFICES.items():
        yield mailboxes[part], words
    for one in OUTSIDERS.get(slug, ()):
        yield mailboxes[one.part], f"{one.name}：{OUTSIDE_WORK[one.kind]}"
    own = [person.email for person in experts(slug)]
    yield f"{own[0]} … {own[-1]}", "评审专家：部分人有待评材料"


def firms_of(slug: str) -> Iterator[tuple[str, str]]:
    """The oldest firm of each programme in each of the states shown, as things stand now."""
    tenant = Tenant.objects.filter(slug=slug).first()
    if tenant is None:
        return
    with fence.as_tenant(tenant.pk):
        units = (
            Unit.objects.filter(tenant=tenant).select_related("application", "edition").order_by("enterprise_id", "pk")
        )
        owners = EnterpriseClaim.objects.filter(tenant=tenant).select_related("user").order_by("-pk")
        mailboxes = {claim.enterprise_id: claim.user.email for claim in owners}
        first: dict[tuple[str, str], str] = {}
        for unit in units:
            first.setdefault((unit.edition.programme_slug, state_of(unit)), mailboxes.get(unit.enterprise_id, ""))
    for programme in registry.folders():
        title = registry.programme(programme).short_title
        for state, words in FIRMS.items():
            if mailbox := first.get((programme, state)):
                yield mailbox, f"{title}：{words}"
