"""What departments are asked: a desk of their own, and the answers as the district reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Subquery

from applications import policy
from applications.models import Attachment, Consultation, ConsultOutcome, Version
from applications.workflow import State
from portal.kit import clock
from portal.kit.actor import Actor, Role
from portal.kit.errors import NotFound
from portal.people.models import Body, BodyKind

from .case import ShownSection, shown_sections
from .facts import attachments_of
from .rows import version_of

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What a department may see of a filing: the version that it was asked about, and nothing beside it."""

    consultation: Consultation
    version: Version
    sections: tuple[ShownSection, ...]
    profile: Mapping[str, Any]

    @property
    def is_open(self) -> bool:
        return is_open(self.consultation)


@dataclass(frozen=True, slots=True)
class AskedPage:
    """next_after: pk of the last row where there are more."""

    rows: tuple[Consultation, ...]
    next_after: int | None


def departments_of(tenant_id: int) -> list[Body]:
    """The departments that may be asked."""
    rows = Body.objects.filter(tenant_id=tenant_id, kind=BodyKind.DEPARTMENT, is_active=True)
    return list(rows.order_by("name", "pk"))


def is_open(row: Consultation) -> bool:
    """Whether an answer would still count. The instant decides: the task that writes the time-out may be late."""
    is_asked = row.outcome == ConsultOutcome.ASKED and row.application.state == State.CONSULTING
    return is_asked and clock.now() < row.due_at


def asked_of(actor: Actor) -> QuerySet[Consultation]:
    """Every question to a department for which the actor works."""
    names = sorted(actor.bodies_for(Role.CONSULTED_DEPT))
    return Consultation.objects.filter(tenant_id=policy.tenant_of(actor), body__name__in=names)


def waiting_for(actor: Actor) -> QuerySet[Consultation]:
    """Those that may still be answered."""
    return asked_of(actor).filter(
        outcome=ConsultOutcome.ASKED, application__state=State.CONSULTING, due_at__gt=clock.now()
    )


def desk_page(actor: Actor, *, is_waiting: bool, after: int = 0) -> AskedPage:
    """Fifty questions after the keyset: those that wait, first due first; or those that are over, newest first."""
    rows, waiting = asked_of(actor).select_related("body", "application__edition"), waiting_for(actor)
    if is_waiting:
        rows = rows.filter(pk__in=waiting.values("pk")).order_by("due_at", "pk")
        if after:
            last = Subquery(Consultation.objects.filter(pk=after).values("due_at")[:1])
            rows = rows.filter(Q(due_at__gt=last) | Q(due_at=last, pk__gt=after))
    else:
        rows = rows.exclude(pk__in=waiting.values("pk")).order_by("-pk")
        rows = rows.filter(pk__lt=after) if after else rows
    found = list(rows[: PAGE_SIZE + 1])
    page = tuple(found[:PAGE_SIZE])
    return AskedPage(page, page[-1].pk if len(found) > PAGE_SIZE else None)


def count_waiting(actor: Actor) -> int:
    return waiting_for(actor).count()


def consultation_for(actor: Actor, consultation_id: int) -> Consultation:
    """One question to the actor's own department. Raises NotFound for every other."""
    rows = asked_of(actor).select_related(
        "body", "tenant", "answered_by", "application__edition", "application__district"
    )
    row = rows.filter(pk=consultation_id).first()
    if row is None:
        raise NotFound()
    return row


def asked_for(actor: Actor, consultation_id: int) -> Asked:
    """The question with the frozen version that it is about, in a fixed number of queries. Raises NotFound."""
    row = consultation_for(actor, consultation_id)
    version = version_of(row.application, row.version_number)
    sections = shown_sections(row.application, version, {}, is_compared=False)
    return Asked(row, version, sections, version.content.get("profile", {}))


def asked_attachment(actor: Actor, consultation_id: int, attachment_id: int) -> Attachment:
    """A file of the version that the department was asked about. Raises NotFound."""
    row = consultation_for(actor, consultation_id)
    files = attachments_of(version_of(row.application, row.version_number))
    found = next((file for file in files if file.pk == attachment_id), None)
    if found is None:
        raise NotFound()
    return found
