"""The paper form beside the electronic one: what arrived, until when it may be posted, who is formally entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Prefetch, QuerySet

from applications import policy
from applications.models import Application, Milestone, Receipt, ReceiptKind, ReceiptOutcome, Unit, Version
from applications.workflow import State
from portal.kit import clock, workdays
from portal.kit.actor import Actor, Role
from portal.tenancy import fence
from portal.tenancy.calendar import statutory_calendar
from programmes.models import Edition

from .facts import last_day_of

STAGE, ENTERED, STAMPED_FORM = "paper_receipt", "formally_entered", "stamped_form"
# Until the data are confirmed, or a panel forms, the paper may still arrive or turn out to be wrong.
UNDECIDED = (State.WAITING, State.FORMAL_CHECK, State.RETURNED, State.ACCEPTED)
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Paper:
    """Both halves of one filing.

    electronic_at   the first submission: a correction asked for later does not make the filing late
    receipt         the newest entry, which counts
    post_by         the last day of a postmark
    """

    electronic_at: datetime | None
    receipt: Receipt | None
    entered_at: datetime | None
    post_by: date
    takes_scan: bool
    send_to: str

    @property
    def is_late(self) -> bool:
        """The last day is over and nothing that counts has arrived."""
        return self.entered_at is None and clock.today() > self.post_by


@dataclass(frozen=True, slots=True)
class Awaited:
    """One filing whose paper form has not arrived, or did not match."""

    application: Application
    receipt: Receipt | None


def takes_scan(edition: Edition) -> bool:
    """Whether the stamped form, uploaded as a file, counts for the one by post."""
    return bool(edition.settings().get("scan_replaces_paper"))


def post_by(edition: Edition, receipts: Sequence[Receipt]) -> date:
    """The last day that a postmark may show: the closing day.

    A form that came in time and did not match may be replaced within the term of a correction, counted from the day on
    which the first mismatch was recorded.
    """
    closing_on = last_day_of(edition)
    first = next((row for row in receipts if row.outcome == ReceiptOutcome.MISMATCH), None)
    if first is None:
        return closing_on
    days = int(edition.settings()["correction_days"])
    until = workdays.last_day(clock.day_of(first.recorded_at), days, counting="excl", calendar=statutory_calendar())
    return max(closing_on, until)


def receipts_of(application: Application) -> list[Receipt]:
    """Every entry on the paper form, oldest first."""
    return list(Receipt.objects.filter(application_id=application.pk, kind=ReceiptKind.PAPER).order_by("pk"))


def paper_of(application: Application) -> Paper | None:
    """Both halves of a filing; None where its edition asks for no paper. The application comes with its edition."""
    edition = application.edition
    if not edition.has_stage(STAGE):
        return None
    receipts = receipts_of(application)
    entered = Milestone.objects.filter(unit__application_id=application.pk, key=ENTERED).order_by("pk").first()
    return Paper(
        electronic_at=_first_submitted_at(application),
        receipt=receipts[-1] if receipts else None,
        entered_at=entered.at if entered else None,
        post_by=post_by(edition, receipts),
        takes_scan=takes_scan(edition),
        send_to=str(edition.settings().get("paper_address") or application.tenant.name),
    )


def _first_submitted_at(application: Application) -> datetime | None:
    """The application itself holds the time of its newest version, which is the first one until it is corrected."""
    if application.version_number < 2:
        return application.submitted_at
    return Version.objects.values_list("submitted_at", flat=True).get(application_id=application.pk, number=1)


def own_paper(application: Application) -> Paper | None:
    """As paper_of, for the enterprise that filed: receipts lie inside the organiser's fence. Fetch by own_for first."""
    if not application.edition.has_stage(STAGE):
        return None
    with fence.widened(tenant_id=application.tenant_id):
        return paper_of(application)


def papers_to_post(actor: Actor) -> list[tuple[Application, Paper]]:
    """The enterprise's own filings whose paper form may still be posted; a fixed number of queries per organiser."""
    filed = Application.objects.filter(enterprise_id=actor.enterprise_id or 0, version_number__gt=0)
    found: list[tuple[Application, Paper]] = []
    for tenant_id in sorted(set(filed.order_by("tenant_id").values_list("tenant_id", flat=True))):
        with fence.widened(tenant_id=tenant_id):
            editions = [
                row for row in Edition.objects.filter(tenant_id=tenant_id).order_by("pk") if row.has_stage(STAGE)
            ]
            rows = _awaiting_paper(tenant_id, editions).filter(enterprise_id=actor.enterprise_id or 0)
            for row in rows.select_related("edition", "tenant").order_by("pk"):
                sheet = paper_of(row)
                if sheet is not None and not sheet.is_late:
                    found.append((row, sheet))
    return found


def _awaiting_paper(tenant_id: int, editions: Sequence[Edition]) -> QuerySet[Application]:
    open_units = Unit.objects.filter(state__in=UNDECIDED).exclude(milestones__key=ENTERED)
    filed = Application.objects.filter(tenant_id=tenant_id, edition__in=editions, version_number__gt=0)
    filed = filed.exclude(state__in=(State.WITHDRAWN, State.NOT_RECOMMENDED))
    return filed.filter(units__in=open_units).distinct()


def paper_editions(actor: Actor) -> list[Edition]:
    """Editions of the actor's organiser that ask for a paper form, newest first."""
    rows = Edition.objects.filter(tenant_id=policy.tenant_of(actor)).exclude(state="draft")
    return [row for row in rows.order_by("-year", "programme_slug", "pk") if row.has_stage(STAGE)]


def count_awaited(actor: Actor) -> list[tuple[Edition, int]]:
    """(edition, filings whose paper is still to be matched), those with any; for officers of the city."""
    if not actor.has_role(Role.CITY_OFFICER):
        return []
    editions = paper_editions(actor)
    if not editions:
        return []
    rows = (
        _awaiting_paper(policy.tenant_of(actor), editions).values("edition_id").annotate(n=Count("pk", distinct=True))
    )
    counts = dict(rows.order_by("edition_id").values_list("edition_id", "n"))
    return [(edition, counts[edition.pk]) for edition in editions if edition.pk in counts]


def awaited_page(actor: Actor, *, after: int = 0) -> tuple[list[Awaited], int | None]:
    """Fifty filings in the order of their numbers, and the key after which the next page begins."""
    editions = paper_editions(actor)
    receipts = Prefetch("receipts", Receipt.objects.filter(kind=ReceiptKind.PAPER).order_by("pk"))
    rows = _awaiting_paper(policy.tenant_of(actor), editions).filter(pk__gt=after).order_by("pk")
    found = list(rows.select_related("edition").prefetch_related(receipts)[: PAGE_SIZE + 1])
    page = [Awaited(row, next(reversed(row.receipts.all()), None)) for row in found[:PAGE_SIZE]]
    return page, (page[-1].application.pk if len(found) > PAGE_SIZE else None)
