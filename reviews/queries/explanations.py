"""Reads of the explanations that applicants are given."""

from __future__ import annotations

from applications.models import Unit
from applications.workflow import State
from portal.kit.actor import Actor
from portal.kit.errors import NotFound
from reviews.models import Explanation

TOLD = (
    State.NOT_PROPOSED,
    State.LISTED,
    State.NOT_LISTED,
    State.EXPIRING,
    State.RE_REVIEW,
    State.LAPSED,
    State.REVOKED,
)
"""States of a unit from which on its applicant reads how the result came about."""
RANKED = (State.LISTED, State.EXPIRING, State.RE_REVIEW, State.LAPSED, State.REVOKED)


def explanation_for(actor: Actor, application_id: int) -> Explanation:
    """The explanation of the enterprise's own filing, once its result is out. Raises NotFound before that."""
    rows = Explanation.objects.select_related("unit", "unit__application", "unit__edition", "tenant")
    row = rows.filter(
        unit__application_id=application_id,
        enterprise_id=actor.enterprise_id or 0,
        tenant_id=actor.public_tenant_id or 0,
        unit__state__in=TOLD,
    ).first()
    if row is None:
        raise NotFound()
    return row


def is_ranked(unit: Unit) -> bool:
    """Whether a place in a list may be told: it has been published."""
    return unit.state in RANKED
