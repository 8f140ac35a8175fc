"""Which reminder is due: each deadline is announced at most once per step, also when a sweep was missed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from portal.kit import clock
from portal.kit.actor import Role
from portal.notifications.outbox import announce
from portal.tenancy.models import District, Tenant
from programmes.models import Edition, EditionDistrict, EditionState

from .models import Application, Consultation, ConsultOutcome, Correction
from .queries.recommending import ON_DISTRICT_DESK
from .terms import closing_of, say_until
from .workflow import State

DRAFT_STEPS = (7, 3, 1)
CORRECTION_STEPS = (3, 1)
QUEUE_STEPS = (7, 3, 1)
CONSULTATION_STEPS = (1,)


def step_due(deadline: datetime, now: datetime, steps: tuple[int, ...]) -> int | None:
    """The smallest of `steps` (days) within which the deadline lies; None before the first and after the end."""
    left = deadline - now
    if left <= timedelta(0):
        return None
    return min((days for days in steps if left <= timedelta(days=days)), default=None)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One announcement. subject and deadline make its key, so that a deadline put off is reminded of anew."""

    kind: str
    subject: str
    deadline: datetime
    step: int
    audience: dict[str, Any]
    context: dict[str, Any]
    enterprise_id: int | None = None
    wording: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"{self.subject}:{self.kind}:{int(self.deadline.timestamp())}:{self.step}"


def send(tenant_id: int, reminders: list[Reminder]) -> int:
    for reminder in reminders:
        announce(
            tenant_id=tenant_id,
            enterprise_id=reminder.enterprise_id,
            key=reminder.key,
            kind=reminder.kind,
            audience=reminder.audience,
            context=reminder.context,
            wording=reminder.wording,
        )
    return len(reminders)


def due_reminders(tenant_id: int) -> list[Reminder]:
    """Everything that is due now at one organiser, inside its fence."""
    tenant = Tenant.objects.get(pk=tenant_id)
    return [*_drafts(tenant), *_corrections(tenant), *_consultations(tenant), *_district_queues(tenant)]


def _drafts(tenant: Tenant) -> Iterator[Reminder]:
    """Unfinished drafts of editions that are open; a district's earlier deadline counts."""
    now = clock.now()
    drafts = Application.objects.select_related("edition").filter(
        tenant_id=tenant.pk, state=State.DRAFT, edition__state=EditionState.OPEN
    )
    own_terms = {
        (row.edition_id, row.district_id): row
        for row in EditionDistrict.objects.filter(tenant_id=tenant.pk).order_by("pk")
    }
    for row in drafts.order_by("pk"):
        closes_at = closing_of(row, own_terms.get((row.edition_id, row.district_id or 0)))
        if step := step_due(closes_at, now, DRAFT_STEPS):
            context = {**_context(tenant, row), "closes_at": say_until(closes_at), "days": step}
            yield Reminder(
                "draft_closing_soon",
                f"application:{row.pk}",
                closes_at,
                step,
                _owner(row),
                context,
                row.enterprise_id,
                row.edition.wording,
            )


def _corrections(tenant: Tenant) -> Iterator[Reminder]:
    """Returned filings before their due instant, and once after it, to the applicant and to the office."""
    now = clock.now()
    open_ones = Correction.objects.select_related("application__edition").filter(
        tenant_id=tenant.pk, answered_at__isnull=True
    )
    for row in open_ones.exclude(application__state=State.WITHDRAWN).order_by("pk"):
        application, subject = row.application, f"correction:{row.pk}"
        context = {**_context(tenant, application), "due_at": say_until(row.due_at)}
        if step := step_due(row.due_at, now, CORRECTION_STEPS):
            yield Reminder(
                "correction_due_soon",
                subject,
                row.due_at,
                step,
                _owner(application),
                context,
                row.enterprise_id,
                application.edition.wording,
            )
        elif row.due_at <= now:
            office = {**context, "url": f"/{tenant.slug}/office/cases/{application.pk}/"}
            for place, audience, said in (("owner", _owner(application), context), ("office", _office(row), office)):
                words = application.edition.wording
                yield Reminder("correction_overdue", f"{subject}:{place}", row.due_at, 0, audience, said, wording=words)


def _consultations(tenant: Tenant) -> Iterator[Reminder]:
    """Departments that have still to answer shortly before their time is over."""
    now = clock.now()
    waiting = Consultation.objects.select_related("application__edition", "body").filter(
        tenant_id=tenant.pk, outcome=ConsultOutcome.ASKED, application__state=State.CONSULTING, due_at__gt=now
    )
    for row in waiting.order_by("pk"):
        if step := step_due(row.due_at, now, CONSULTATION_STEPS):
            audience = {"role": Role.CONSULTED_DEPT.value, "body": row.body.name}
            url = f"/{tenant.slug}/consult/{row.pk}/"
            context = {"title": row.application.title, "due_at": say_until(row.due_at), "days": step, "url": url}
            subject, words = f"consultation:{row.pk}", row.application.edition.wording
            yield Reminder("consultation_due_soon", subject, row.due_at, step, audience, context, wording=words)


def _district_queues(tenant: Tenant) -> Iterator[Reminder]:
    """Districts that still have filings on their desk shortly before the recommendation is due."""
    now = clock.now()
    editions = Edition.objects.filter(Q(district_due_at__gt=now), tenant_id=tenant.pk).exclude(state="draft")
    names = {row.pk: row.name for row in District.objects.filter(tenant_id=tenant.pk).order_by("pk")}
    for edition in editions.order_by("pk"):
        assert edition.district_due_at is not None
        if not edition.has_stage("district_review"):
            continue
        step = step_due(edition.district_due_at, now, QUEUE_STEPS)
        if not step:
            continue
        waiting = Application.objects.filter(edition_id=edition.pk, state__in=ON_DISTRICT_DESK)
        counts = Counter(waiting.order_by("pk").values_list("district_id", flat=True))
        for district_id, count in sorted((d, n) for d, n in counts.items() if d is not None):
            yield Reminder(
                "district_queue_due_soon",
                f"edition:{edition.pk}:district:{district_id}",
                edition.district_due_at,
                step,
                {"roles": [Role.DISTRICT_OFFICER.value, Role.DISTRICT_LEADER.value], "district": district_id},
                {
                    "edition": edition.title,
                    "district": names[district_id],
                    "count": count,
                    "due_at": say_until(edition.district_due_at),
                    "url": f"/{tenant.slug}/office/queue/",
                },
                wording=edition.wording,
            )


def _owner(row: Application) -> dict[str, Any]:
    return {"enterprise": row.enterprise_id}


def _office(row: Correction) -> dict[str, Any]:
    """The office that asked for the correction."""
    if row.stage == "district_review":
        return {"role": Role.DISTRICT_OFFICER.value, "district": row.application.district_id}
    return {"role": Role.CITY_OFFICER.value}


def _context(tenant: Tenant, row: Application) -> dict[str, Any]:
    return {
        "title": row.title or row.enterprise_name,
        "enterprise": row.enterprise_name,
        "reference": row.reference,
        "edition": row.edition.title,
        "url": f"/my/{tenant.slug}/applications/{row.pk}/",
    }
