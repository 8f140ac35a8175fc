"""What the demo shows the public: notices, an objection, released lists, a revocation."""

from __future__ import annotations

from uuid import UUID

from applications.models import Unit
from portal.kit import clock
from portal.kit.actor import Actor, system
from portal.tenancy import fence
from portal.tenancy.models import Tenant
from programmes.models import Edition
from publications.actions import lists, notices, objections, receiving
from publications.actions.notices import NoticeText
from publications.models import Notice, Objection
from publications.terms import notice_term

OBJECTION = (
    "（演示）该集群所报重点企业中有两家已迁出本区，产值口径可能不一致，请予核查。",
    "请核实产值数据后再决定是否列入名单。",
)
SECOND_OBJECTION = (
    "（演示）该集群四至范围与邻近园区有重叠，同一企业可能被两个集群重复计入。",
    "请核对企业名单，如有重复应予剔除。",
)
INQUIRY = "（演示）有反映称所报重点企业中有两家已迁出本区。请说明两家企业的现注册地及产值统计口径。"
ANSWER = "（演示）两家企业仅变更了通信地址，注册地和纳税地均未迁出，已附登记信息和统计报表说明。"
FINDING = "（演示）经调取登记信息和统计报表，两家企业仍在本区，所报产值与统计口径一致，反映的情况不成立。"


def give_notice(edition: Edition, staff: dict[str, Actor]) -> Notice:
    """Draft and publish a notice of everything proposed, as the edition counts its days."""
    city, settings = staff["city"], edition.settings()
    wording = NoticeText(
        title=f"关于{edition.title}拟认定名单的公示",
        text="现将拟认定名单予以公示。公示期内如有异议，请实名提出并附相关证明材料。（演示数据）",
        days=int(settings["notice_days"]),
        counting=settings["notice_counting"],
        unit=settings["notice_unit"],
        order="rank",
    )
    with fence.entered(city):
        draft = notices.draft_notice(edition_id=edition.pk, wording=wording, actor=city)
        last_on = notice_term(draft, clock.today()).last_on
        return notices.publish_notice(
            notice_id=draft.pk, expected_last_on=last_on, confirms_provisional=True, actor=city
        )


def end_notices(tenant: Tenant) -> None:
    with fence.as_tenant(tenant.pk) as actor:
        notices.end_due_notices(actor=actor)


def object_to(notice: Notice, name: str, tenant: Tenant, staff: dict[str, Actor]) -> None:
    """A stranger objects to one entry; the city accepts, so that only this entry is held."""
    row_id = _receive(notice, name, tenant, OBJECTION)
    with fence.entered(staff["city2"]):
        objections.accept_objection(objection_id=row_id, actor=staff["city2"])


def object_again(unit: Unit, tenant: Tenant) -> None:
    """Another objection, to another entry; nobody has taken it up."""
    with fence.as_tenant(tenant.pk):
        notice = Notice.objects.get(entries__unit=unit)
    _receive(notice, unit.name, tenant, SECOND_OBJECTION)


def _receive(notice: Notice, name: str, tenant: Tenant, words: tuple[str, str]) -> UUID:
    stranger = Actor(public_tenant_id=tenant.pk, name="")
    with fence.as_tenant(tenant.pk):
        entry = notice.entries.get(unit__name=name)
    with fence.entered(stranger):
        receiving.receive_objection(
            notice_id=notice.pk,
            entry_id=entry.pk,
            objector=receiving.Objector(
                kind="person",
                name="示例异议人",
                code="110101199003070011",
                phone="13800000001",
                email="objector@demo.example",
                is_confidential=True,
            ),
            facts=words[0],
            request=words[1],
            files=[],
            actor=stranger,
        )
    with fence.as_tenant(tenant.pk):
        return notice.objections.get(entry=entry).pk


def look_into(unit: Unit, owner: Actor, staff: dict[str, Actor]) -> None:
    """The accepted objection is put to the applicant, answered and reported on; the leader is to decide."""
    handler = staff["city2"]
    with fence.entered(handler):
        row = Objection.objects.get(unit=unit)
        inquiry = objections.open_inquiry(objection_id=row.pk, facts=INQUIRY, actor=handler)
    with fence.entered(owner):
        objections.answer_inquiry(inquiry_id=inquiry.pk, answer=ANSWER, actor=owner)
    with fence.entered(handler):
        objections.report_finding(objection_id=row.pk, finding=FINDING, actor=handler)


def run_clocks(tenant: Tenant) -> None:
    """What beat would have done by now: notices ended, lists released on their day, lapsing validity noticed."""
    from publications.actions.watching import watch_validity

    end_notices(tenant)
    with fence.entered(system(tenant_id=tenant.pk)) as actor:
        lists.release_due_lists(actor=actor)
        watch_validity(actor=actor)
