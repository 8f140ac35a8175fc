"""What the demo shows the public: notices, an objection, released lists, a revocation."""

from __future__ import annotations

from datetime import timedelta

from portal.kit import clock
from portal.kit.actor import Actor, system
from portal.tenancy import fence
from portal.tenancy.models import Tenant
from programmes.models import Edition
from publications import queries
from publications.actions import lists, notices, objections, receiving, revocations
from publications.actions.lists import ListText
from publications.actions.notices import NoticeText
from publications.models import ListEntry, Notice, PublishedList
from publications.terms import notice_term


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
            facts="（演示）该集群所报重点企业中有两家已迁出本区，产值口径可能不一致，请予核查。",
            request="请核实产值数据后再决定是否列入名单。",
            files=[],
            actor=stranger,
        )
    with fence.entered(staff["city2"]):
        row = notice.objections.get()
        objections.accept_objection(objection_id=row.pk, actor=staff["city2"])


def release(edition: Edition, tenant: Tenant, staff: dict[str, Actor], *, number: str = "") -> PublishedList:
    """Drafted by an officer, released by the leader."""
    form = edition.programme.lists[0]
    wording = ListText(
        code=form.code,
        title=f"{edition.title}名单",
        text="经形式审查、专家评审、实地抽查和公示，现将名单予以公布。（演示数据）",
        document_number=number,
        order="rank",
        issuers=[tenant.name],
    )
    with fence.entered(staff["city"]):
        row = lists.draft_list(edition_id=edition.pk, wording=wording, actor=staff["city"])
    with fence.entered(staff["cityleader"]):
        units = queries.listable_units(edition, row.order)
        return lists.release_list(list_id=row.pk, expected=lists.fingerprint(units), actor=staff["cityleader"])


def revoke(row: PublishedList, name: str, staff: dict[str, Actor]) -> None:
    """A finding, ten working days for the holder, and a decision by somebody else."""
    with fence.entered(staff["city"]):
        entry = ListEntry.objects.get(published_list=row, name=name)
        finding = revocations.find_ground(
            entry_id=entry.pk,
            ground="lost_clause",
            facts="（演示）复核发现集群主要企业外迁，已不满足认定条件。",
            suspends=False,
            actor=staff["city"],
        )
    with clock.frozen(clock.now() + timedelta(days=25)), fence.entered(staff["cityleader"]):
        revocations.decide_revocation(
            revocation_id=finding.pk, revokes=True, reason="（演示）期满未作说明，予以撤销。", actor=staff["cityleader"]
        )


def run_clocks(tenant: Tenant) -> None:
    """What beat would have done by now: notices ended, lapsing validity noticed."""
    from publications.actions.watching import watch_validity

    end_notices(tenant)
    with fence.entered(system(tenant_id=tenant.pk)) as actor:
        watch_validity(actor=actor)
