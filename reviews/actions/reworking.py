"""A unit near the pass line goes back with its experts' opinions, and leaves its panel."""

from __future__ import annotations

from django.utils.translation import gettext as _

from applications.actions.reworking import send_to_rework
from applications.models import Unit
from portal.audit.record import record
from portal.kit.actor import Actor
from reviews import queries
from reviews.models import PanelUnit


def rework_unit(unit: Unit, words: str, actor: Actor) -> None:
    """Inside the caller's transaction. words: where the unit stands, as the applicant reads it."""
    opinions = queries.opinions_of(unit)
    listed = "\n".join(f"{place}. {text}" for place, text in enumerate(opinions, start=1))
    said = _("%(words)s专家意见：\n%(opinions)s") % {"words": words, "opinions": listed} if opinions else words
    left = list(PanelUnit.objects.filter(unit=unit, is_active=True).values_list("panel_id", flat=True))
    PanelUnit.objects.filter(unit=unit, is_active=True).update(is_active=False)
    send_to_rework(queries.unit_with_application(unit.pk), said=said, actor=actor)
    record(
        actor=actor,
        act="leave_panel",
        subject=f"applications.unit:{unit.pk}",
        tenant_id=unit.tenant_id,
        payload={"panels": left, "opinions": len(opinions)},
    )
