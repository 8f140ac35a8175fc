"""What the office reads: drafts, counts, and who is behind an objection. Always within the actor's own tenant."""

from __future__ import annotations

from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Model, Q, QuerySet

from applications.models import Unit
from applications.workflow import State
from portal.kit.actor import Actor
from portal.kit.errors import NotFound
from programmes.models import Edition

from ..models import (
    Certificate,
    Change,
    ListEntry,
    ListOrder,
    ListState,
    Notice,
    NoticeEntry,
    NoticeState,
    NumberSeries,
    Objection,
    ObjectionState,
    PublishedList,
    Revocation,
    RevocationState,
)
from ..numbering import certificate_number
from ..policy import OPEN_OBJECTIONS, own_tenant
from .paging import Page, page_by_newest

Row = TypeVar("Row", bound=Model)

ORDERS: dict[str, tuple[str, ...]] = {
    ListOrder.DISTRICT: ("district__code", "name", "pk"),
    ListOrder.NAME: ("name", "pk"),
    ListOrder.RANK: ("outcome__rank", "pk"),
}


def lock(model: type[Row], actor: Actor, pk: object) -> Row:
    """A row of the actor's tenant, FOR UPDATE until the transaction ends. Raises NotFound."""
    row = model._default_manager.select_for_update().filter(tenant_id=own_tenant(actor), pk=pk).first()
    if row is None:
        raise NotFound()
    return row


def edition_for(actor: Actor, edition_id: int) -> Edition:
    row = Edition.objects.select_related("tenant").filter(tenant_id=own_tenant(actor), pk=edition_id).first()
    if row is None:
        raise NotFound()
    return row


def _units(edition: Edition, order: str) -> QuerySet[Unit]:
    rows = Unit.objects.filter(edition_id=edition.pk, tenant_id=edition.tenant_id)
    return rows.select_related("application", "district", "outcome").order_by(*ORDERS[order])


def proposed_units(edition: Edition, order: str = ListOrder.DISTRICT) -> list[Unit]:
    """What an approved run proposes and no notice has shown yet; outcome, application and district come along."""
    return list(_units(edition, order).filter(state=State.PROPOSED, milestones__key="run_approved"))


def listable_units(edition: Edition, order: str = ListOrder.DISTRICT) -> list[Unit]:
    """Shown to the end of the notice, and no objection open against it, taken up or not."""
    contested = Objection.objects.filter(unit__edition_id=edition.pk, state__in=OPEN_OBJECTIONS).values("unit_id")
    rows = _units(edition, order).filter(state=State.PUBLIC_NOTICE, milestones__key="notice_ended")
    return list(rows.exclude(pk__in=contested))


def withheld_units(edition: Edition) -> list[Unit]:
    """Shown in a notice but not to be listed now: held, contested, or still in its term."""
    free = {unit.pk for unit in listable_units(edition)}
    rows = _units(edition, ListOrder.DISTRICT).filter(state__in=(State.PUBLIC_NOTICE, State.OBJECTION_HOLD))
    return [unit for unit in rows if unit.pk not in free]


def editions_with_proposed(actor: Actor) -> list[Edition]:
    """Editions of which an approved run proposes something that no notice has shown, with the number (unit_count)."""
    waiting = Q(state=State.PROPOSED, milestones__key="run_approved")
    units = Unit.objects.filter(waiting, tenant_id=own_tenant(actor)).values("edition_id").annotate(n=Count("pk"))
    return _with_counts(actor, {row["edition_id"]: row["n"] for row in units})


def editions_to_list(actor: Actor) -> list[Edition]:
    """Editions of which something may be listed now, with the number (unit_count)."""
    contested = Objection.objects.filter(tenant_id=own_tenant(actor), state__in=OPEN_OBJECTIONS).values("unit_id")
    ready = Q(state=State.PUBLIC_NOTICE, milestones__key="notice_ended")
    units = Unit.objects.filter(ready, tenant_id=own_tenant(actor)).exclude(pk__in=contested)
    return _with_counts(
        actor, {row["edition_id"]: row["n"] for row in units.values("edition_id").annotate(n=Count("pk"))}
    )


def _with_counts(actor: Actor, counts: dict[int, int]) -> list[Edition]:
    rows = list(Edition.objects.filter(tenant_id=own_tenant(actor), pk__in=counts).order_by("-year", "pk"))
    for row in rows:
        row.unit_count = counts[row.pk]  # type: ignore[attr-defined]
    return rows


def draft_lines(notice: Notice) -> list[dict[str, object]]:
    """What a draft would show if it were published now: name, holder, district, change, in order."""
    if notice.corrects_id is None:
        lines = [(unit, unit.name, Change.PROPOSED) for unit in proposed_units(notice.edition, notice.order)]
    else:
        ids = [change["unit"] for change in notice.changes]
        units = Unit.objects.select_related("application", "district").in_bulk(ids)
        lines = [(units[c["unit"]], c["name"], Change(c["change"])) for c in notice.changes]
    return [
        {
            "name": name,
            "holder": unit.application.enterprise_name,
            "district": unit.district.name if unit.district else "",
            "change": change,
        }
        for unit, name, change in lines
    ]


def corrections_drafted(notice: Notice) -> list[Notice]:
    """Corrections of a notice, drafts included, oldest first."""
    return list(notice.corrections.order_by("drafted_at", "pk"))


def notice_page(actor: Actor, *, after: str = "") -> Page[Notice]:
    rows = Notice.objects.filter(tenant_id=own_tenant(actor)).select_related("edition")
    return page_by_newest(
        rows.annotate(
            entry_count=Count("entries", distinct=True),
            objection_count=Count("objections", distinct=True),
            open_count=Count("objections", filter=Q(objections__state__in=OPEN_OBJECTIONS), distinct=True),
        ),
        after=after,
    )


def notice_for(actor: Actor, notice_id: int) -> Notice:
    rows = Notice.objects.select_related("edition", "edition__tenant", "corrects", "published_by", "drafted_by")
    row = rows.filter(tenant_id=own_tenant(actor), pk=notice_id).first()
    if row is None:
        raise NotFound()
    return row


def notice_entries(notice: Notice) -> list[NoticeEntry]:
    """Entries of a published notice with the state that each unit is in now."""
    return list(notice.entries.select_related("unit").order_by("position", "pk"))


def struck_entries(notice: Notice) -> list[NoticeEntry]:
    """Entries struck after an upheld objection that no correction of this notice has shown yet."""
    shown = NoticeEntry.objects.filter(notice__corrects_id=notice.pk, change=Change.REMOVED).values("unit_id")
    rows = notice.entries.filter(unit__state=State.NOT_LISTED).exclude(unit_id__in=shown)
    return list(rows.order_by("position", "pk"))


def newest_names(unit_ids: list[int]) -> dict[int, NoticeEntry]:
    """unit id -> the entry of the newest published notice that shows it: lists use the name shown last."""
    rows = NoticeEntry.objects.filter(unit_id__in=unit_ids).exclude(notice__state=NoticeState.DRAFT)
    return {entry.unit_id: entry for entry in rows.order_by("notice__published_at", "pk")}


def objection_page(actor: Actor, *, only_open: bool = False, after: str = "") -> list[Objection]:
    """Objections, newest first, at most 200; the objector's columns are not even read."""
    rows = Objection.objects.filter(tenant_id=own_tenant(actor)).select_related("entry", "notice", "handler")
    if only_open:
        rows = rows.filter(state__in=OPEN_OBJECTIONS)
    hidden = ("objector_name", "objector_code", "objector_phone", "objector_email", "facts", "request")
    return list(rows.defer(*hidden).order_by("-received_at", "-pk")[:200])


def objection_for(actor: Actor, objection_id: UUID) -> Objection:
    related = ("entry", "notice", "notice__edition", "handler", "decided_by", "unit", "inquiry")
    rows = Objection.objects.select_related(*related).prefetch_related("files")
    row = rows.filter(tenant_id=own_tenant(actor), pk=objection_id).first()
    if row is None:
        raise NotFound()
    return row


def list_page(actor: Actor, *, after: str = "") -> Page[PublishedList]:
    rows = PublishedList.objects.filter(tenant_id=own_tenant(actor)).select_related("edition", "drafted_by")
    return page_by_newest(rows.annotate(entry_count=Count("entries")), after=after)


def list_for(actor: Actor, list_id: int) -> PublishedList:
    rows = PublishedList.objects.select_related("edition", "edition__tenant", "tenant", "drafted_by", "released_by")
    row = rows.filter(tenant_id=own_tenant(actor), pk=list_id).first()
    if row is None:
        raise NotFound()
    return row


def entry_page(actor: Actor, *, text: str = "", after: str = "") -> Page[ListEntry]:
    """Every honour of the tenant, newest first, found by name, holder or number."""
    rows = ListEntry.objects.filter(tenant_id=own_tenant(actor)).select_related("published_list")
    if text:
        rows = rows.filter(
            Q(name__contains=text) | Q(holder__contains=text) | Q(certificate_number__contains=text.upper())
        )
    return page_by_newest(rows.prefetch_related("certificates"), after=after)


def entry_for(actor: Actor, entry_id: int) -> ListEntry:
    rows = ListEntry.objects.select_related("published_list", "published_list__edition", "unit", "tenant")
    row = rows.filter(tenant_id=own_tenant(actor), pk=entry_id).first()
    if row is None:
        raise NotFound()
    return row


def papers_of(entry: ListEntry) -> list[Certificate]:
    """Papers of one honour, the newest first."""
    return list(entry.certificates.select_related("replaced_by").order_by("-number", "-pk"))


def paper_for(actor: Actor, certificate_id: int) -> Certificate:
    row = Certificate.objects.select_related("entry").filter(tenant_id=own_tenant(actor), pk=certificate_id).first()
    if row is None:
        raise NotFound()
    return row


def revocations_for(entry: ListEntry) -> list[Revocation]:
    return list(entry.revocations.select_related("found_by", "decided_by").order_by("-found_at", "-pk"))


def revocation_for(actor: Actor, revocation_id: int) -> Revocation:
    row = Revocation.objects.select_related("entry").filter(tenant_id=own_tenant(actor), pk=revocation_id).first()
    if row is None:
        raise NotFound()
    return row


def next_numbers(row: PublishedList, count: int) -> tuple[str, str] | None:
    """The first and last number that a release now would take; None for no entries. Takes nothing."""
    form = row.edition.programme.certificate
    if form is None or count == 0:
        return None
    series = NumberSeries.objects.filter(
        tenant_id=row.tenant_id, programme=form.prefix, year=row.edition.year, list_code=row.code
    )
    last = series.values_list("last_sequence", flat=True).first() or 0
    first, final = (
        certificate_number(programme=form.prefix, year=row.edition.year, list_code=row.code, sequence=number)
        for number in (last + 1, last + count)
    )
    return first, final


def certificate_progress(actor: Actor) -> dict[str, int]:
    """{"total", "rendered", "failed"} of the tenant's certificates."""
    rows = Certificate.objects.filter(tenant_id=own_tenant(actor))
    return rows.aggregate(
        total=Count("pk"),
        rendered=Count("pk", filter=Q(rendered_at__isnull=False)),
        failed=Count("pk", filter=Q(rendered_at__isnull=True) & ~Q(render_error="")),
    )


def draft_notices(actor: Actor) -> list[Notice]:
    rows = Notice.objects.filter(tenant_id=own_tenant(actor), state=NoticeState.DRAFT)
    return list(rows.select_related("edition").order_by("pk"))


def draft_lists(actor: Actor) -> list[PublishedList]:
    rows = PublishedList.objects.filter(tenant_id=own_tenant(actor), state=ListState.DRAFT)
    return list(rows.select_related("edition").order_by("pk"))


def received_objections(actor: Actor) -> list[Objection]:
    """Not taken up yet, the first due first."""
    rows = _objections(actor).filter(state=ObjectionState.RECEIVED)
    return list(rows.order_by("accept_due_on", "pk")[:200])


def reported_objections(actor: Actor) -> list[Objection]:
    """Looked into and reported on by somebody else, the first due first."""
    rows = _objections(actor).filter(state=ObjectionState.INVESTIGATING).exclude(finding="")
    return list(rows.exclude(handler_id=actor.user_id).order_by("answer_due_on", "pk")[:200])


def _objections(actor: Actor) -> QuerySet[Objection]:
    return Objection.objects.filter(tenant_id=own_tenant(actor)).select_related("notice__edition")


def revocations_to_decide(actor: Actor, today: date) -> list[Revocation]:
    """Found by somebody else, and answered or out of time to be."""
    ripe = Q(answered_at__isnull=False) | Q(answer_due_on__lt=today)
    rows = Revocation.objects.filter(ripe, tenant_id=own_tenant(actor), state=RevocationState.NOTICED)
    rows = rows.exclude(found_by_id=actor.user_id).select_related("entry__published_list__edition")
    return list(rows.order_by("answer_due_on", "pk")[:200])
