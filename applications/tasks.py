"""Clockwork of filing. Every task is safe to run twice: its acts are keyed, or conditional on the state they change."""

from __future__ import annotations

from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Role
from portal.notifications.outbox import announce
from portal.tenancy import fence
from portal.tenancy.models import Tenant
from portal.tenancy.tasks import tenant_task
from programmes.models import Edition, EditionState

from . import reminding, reminding_bodies
from .actions.consulting import expire_of
from .models import Application, Consultation, ConsultOutcome
from .terms import say_until
from .workflow import State

# state -> (column of the instant at which it ends, next state, act and kind of message)
TURNS = {
    EditionState.ANNOUNCED: ("opens_at", EditionState.OPEN, "open_edition", "edition_opened"),
    EditionState.OPEN: ("closes_at", EditionState.CLOSED, "close_edition", "edition_closed"),
}


@tenant_task
def turn_editions(*, tenant_id: int) -> list[str]:
    """Open and close editions whose instant has come; what was done, as "open_edition:12"."""
    turned = []
    for state, (column, *_rest) in TURNS.items():
        due = Edition.objects.filter(tenant_id=tenant_id, state=state, **{f"{column}__lte": clock.now()})
        for edition in due.select_for_update().order_by("pk"):
            turned.append(turn(edition, state))
    return turned


def turn(edition: Edition, state: EditionState) -> str:
    """Write one change of an edition, its audit event and its announcement."""
    _column, to, act, kind = TURNS[state]
    edition.state = to
    edition.version += 1
    edition.save(update_fields=("state", "version"))
    record(
        actor=fence.current(),
        act=act,
        subject=f"programmes.edition:{edition.pk}",
        tenant_id=edition.tenant_id,
        payload={"from": state.value, "to": to.value},
    )
    filed = Application.objects.filter(edition_id=edition.pk, version_number__gt=0)
    tenant = Tenant.objects.get(pk=edition.tenant_id)
    announce(
        tenant_id=edition.tenant_id,
        key=f"edition:{edition.pk}:{kind}:v{edition.version}",
        kind=kind,
        audience={"roles": [Role.CITY_OFFICER.value, Role.DISTRICT_OFFICER.value]},
        context={
            "edition": edition.title,
            "closes_at": say_until(edition.closes_at),
            "count": filed.count(),
            "url": f"/{tenant.slug}/office/editions/{edition.pk}/",
        },
        wording=edition.wording,
    )
    return f"{act}:{edition.pk}"


@tenant_task
def remind_deadlines(*, tenant_id: int) -> int:
    """Announce what is due; the number of reminders that are due, written before or not."""
    return reminding.send(tenant_id, [*reminding.due_reminders(tenant_id), *reminding_bodies.due_reminders(tenant_id)])


@tenant_task
def expire_consultations(*, tenant_id: int) -> list[int]:
    """Write down the departments that have not answered in time, so that the district goes on; their questions' ids."""
    late = Consultation.objects.filter(
        tenant_id=tenant_id,
        outcome=ConsultOutcome.ASKED,
        application__state=State.CONSULTING,
        due_at__lte=clock.now(),
    )
    waiting = sorted(set(late.order_by("pk").values_list("application_id", flat=True)))
    return [pk for application_id in waiting for pk in expire_of(application_id, actor=fence.current())]
