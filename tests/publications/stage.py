"""Units on the way to publication, made inside the fence: proposed, shown, listed."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from applications.models import Milestone, Outcome, Unit
from applications.workflow import State
from portal.kit import clock
from portal.tenancy import fence
from publications.actions import lists, notices
from publications.models import Notice, PublishedList
from tests.applications.factories import make_unit_in
from tests.cast import USCCS, Cast

WORDING = notices.NoticeText(
    title="2026年度拟认定名单公示（示例）", text="示例", days=5, counting="incl", unit="working", order="district"
)
LIST_WORDING = lists.ListText(
    code="K1",
    title="2026年度特色产业集群名单（示例）",
    text="现予公布。",
    document_number="示例〔2026〕1号",
    order="name",
    issuers=["示例市经济信息化委"],
)


def at(day: int, hour: int = 10, minute: int = 0, second: int = 0, *, month: int = 3) -> datetime:
    """An instant of 2026 in Shanghai. 2026-03-10 is a Tuesday; five working days from it end on Monday the 16th."""
    return datetime(2026, month, day, hour, minute, second, tzinfo=clock.SHANGHAI)


def propose(cast: Cast, *titles: str, skip: int = 0) -> list[Unit]:
    """Units that an approved run proposes, one per enterprise of the cast (at most two), the first `skip` left out."""
    owners = ((cast.enterprise_id, USCCS[0]), (cast.other_enterprise_id, USCCS[1]))[skip:]
    units = []
    for rank, (title, (enterprise_id, uscc)) in enumerate(zip(titles, owners, strict=False), start=1):
        unit = make_unit_in(
            cast, State.PROPOSED, with_findings=False, enterprise_id=enterprise_id, uscc=uscc, title=title
        )
        with fence.as_tenant(cast.tenant.pk):
            Milestone.objects.create(tenant=cast.tenant, unit=unit, key="run_approved", at=clock.now(), ref="run:1")
            Outcome.objects.create(
                tenant=cast.tenant,
                unit=unit,
                total=Decimal(90 - rank),
                rank=rank,
                is_proposed=True,
                run_digest="d" * 64,
                decided_at=clock.now(),
                decided_by=cast.user("city_leader"),
            )
        units.append(unit)
    return units


def show(cast: Cast, *titles: str) -> tuple[Notice, list[Unit]]:
    """A notice of the given units, published now."""
    units = propose(cast, *(titles or ("示例甲集群", "示例乙集群")))
    with fence.entered(cast.city):
        draft = notices.draft_notice(edition_id=cast.edition.pk, wording=WORDING, actor=cast.city)
        term = notices.notice_term(draft, clock.today())
        row = notices.publish_notice(notice_id=draft.pk, expected_last_on=term.last_on, actor=cast.city)
    return row, units


def end(cast: Cast) -> int:
    with fence.as_tenant(cast.tenant.pk) as actor:
        return notices.end_due_notices(actor=actor)


def release(cast: Cast) -> PublishedList:
    """A list of what may be listed now: drafted by an officer, released by the leader."""
    with fence.entered(cast.city):
        draft = lists.draft_list(edition_id=cast.edition.pk, wording=LIST_WORDING, actor=cast.city)
    with fence.entered(cast.city_leader):
        units = lists.queries.listable_units(draft.edition)
        return lists.release_list(list_id=draft.pk, expected=lists.fingerprint(units), actor=cast.city_leader)


def listed(cast: Cast) -> PublishedList:
    """From proposal to a released list: shown on 10 March, ended on the 17th, released the same day."""
    show(cast)
    with clock.frozen(at(17, 9)):
        end(cast)
        return release(cast)
