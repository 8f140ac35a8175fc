"""Sending a unit back as a whole: its applicant works on it again, with what experts said, and it is judged again."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from applications import policy, queries
from applications.models import Application, Correction, Milestone, Unit
from applications.moving import move
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Conflict
from portal.notifications.outbox import announce

from .corrections import last_day_for

STAGE = "expert_review"


def send_to_rework(unit: Unit, *, said: str, actor: Actor) -> Correction:
    """Open everything that was answered, tell the applicant why, and move the unit; inside the caller's transaction.

    said    what the applicant reads: where the unit stands, and the experts' opinions without their names
    due     as for a correction: the edition's correction_days working days, until 24:00 of the last day
    Raises  Conflict (with its applicant already, not reviewed), Denied (not a leader)
    """
    application = unit.application
    last_on = last_day_for(application)
    correction = _open(unit, said, due_at=clock.end_of(last_on), actor=actor)
    Application.objects.filter(pk=application.pk).update(returns_used=F("returns_used") + 1)
    # What the last panel completed says nothing of the version that the next one will read.
    Milestone.objects.filter(unit=unit, key="scores_complete").delete()
    move(unit, "rework", actor=actor, reason=said)
    announce(
        tenant_id=unit.tenant_id,
        key=f"unit:{unit.pk}:reworked:{correction.pk}",
        kind="unit_reworked",
        audience={"enterprise": unit.enterprise_id},
        context={
            "title": unit.name,
            "reason": said,
            "due_on": last_on.isoformat(),
            "url": f"/my/{unit.tenant.slug}/applications/{unit.application_id}/",
        },
    )
    return correction


def _open(unit: Unit, said: str, *, due_at: datetime, actor: Actor) -> Correction:
    """One correction for everything that goes back of one filing: the items of a run are decided on together."""
    asked = queries.correction_open_for(unit.application)
    if asked is not None and asked.stage != STAGE:
        raise Conflict(_("该申报已经退回，正在等待申报主体补正。"))
    if asked is not None:
        asked.note, asked.due_at = f"{asked.note}\n{unit.name}：{said}", max(asked.due_at, due_at)
        asked.save(update_fields=("note", "due_at"))
        return asked
    return Correction.objects.create(
        tenant_id=unit.tenant_id,
        enterprise_id=unit.enterprise_id,
        application=unit.application,
        version_number=unit.application.version_number,
        stage=STAGE,
        reasons={},
        note=said,
        due_at=due_at,
        returned_at=clock.now(),
        returned_by_id=policy.user_of(actor),
    )
