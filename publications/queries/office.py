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

from ..codes import code_of, code_or_first
from ..models import (
    OPEN_LISTS,
    Certificate,
    Change,
    ListEntry,
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
from .listing import proposed_units
from .paging import Page, page_by_newest

Row = TypeVar("Row", bound=Model)


def lock(model: type[Row], actor: Actor, pk: object) -> Row:
    """A row of the actor's tenant, FOR UPDATE until the transaction ends. Raises NotFound."""
    row = model._default_manager.select_for_update().filter(tenant_id=own_tenant(actor), pk=pk).first()
    if row is None:
        raise NotFound()
    return row


def draft_lines(notice: Notice) -> list[dict[str, object]]:
    """What a draft would show if it were published now: name, holder, district, change, list, in order."""
    of = notice.edition.programme
    if notice.corrects_id is None:
        units = proposed_units(notice.edition, notice.order)
        lines = [(unit, unit.name, Change.PROPOSED, code_of(unit, of)) for unit in units]
    else:
        ids = [change["unit"] for change in notice.changes]
        found = Unit.objects.select_related("application", "district", "outcome").in_bulk(ids)
        lines = [
            (found[c["unit"]], c["name"], Change(c["change"]), code_or_first(of, c.get("list", "")))
            for c in notice.changes
        ]
    return [
        {
            "name": name,
            "holder": unit.application.enterprise_name,
            "district": unit.district.name if unit.district else "",
            "change": change,
            "list_code": code,
        }
        for unit, name, change, code in lines
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
    people = ("drafted_by", "approved_by", "released_by")
    rows = PublishedList.objects.select_related("edition", "edition__tenant", "tenant", *people)
    row = rows.filter(tenant_id=own_tenant(actor), pk=list_id).first()
    if row is None:
        raise NotFound()
    return row


def entry_page(actor: Actor, *, text: str = "", after: str = "") -> Page[ListEntry]:
    """Every honour of the tenant, newest first, found by name, holder, number or the title of its list."""
    rows = ListEntry.objects.filter(tenant_id=own_tenant(actor)).select_related("published_list")
    if text:
        rows = rows.filter(
            Q(name__contains=text)
            | Q(holder__contains=text)
            | Q(certificate_number__contains=text.upper())
            | Q(published_list__title__contains=text)
        )
    return page_by_newest(rows.prefetch_related("certificates"), after=after)


def entry_for(actor: Actor, entry_id: int) -> ListEntry:
    rows = ListEntry.objects.select_related("published_list__edition", "unit", "tenant", "mark_right")
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


def open_lists(actor: Actor) -> list[PublishedList]:
    """Drafts, and lists that are approved for a day to come, oldest first."""
    rows = PublishedList.objects.filter(tenant_id=own_tenant(actor), state__in=OPEN_LISTS)
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
