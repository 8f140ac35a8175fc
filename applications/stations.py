"""Where a filing is: its own state until its district has spoken, then its unit's; without a district, its unit's."""

from __future__ import annotations

from django.db.models import Q

from .models import Application, Unit
from .workflow import State


def hangs_on_unit(state: str, unit_state: str) -> bool:
    """Whether the unit says where a filing is. A submitted one whose unit still waits lies with its district."""
    return state == State.RECOMMENDED or (state == State.SUBMITTED and unit_state != State.WAITING)


def station_in(state: str, unit_state: str | None) -> str:
    return unit_state if unit_state is not None and hangs_on_unit(state, unit_state) else state


def station_of(application: Application, unit: Unit | None) -> str:
    """The station of a filing, a key of workflow.State."""
    return station_in(application.state, unit.state if unit is not None else None)


def is_at(station: str) -> Q:
    """The filings at a station, for Application.objects.filter."""
    if station == State.SUBMITTED:
        return Q(state=State.SUBMITTED) & (Q(units__state=State.WAITING) | Q(units__isnull=True))
    own = Q(state=State.RECOMMENDED, units__state=station)
    if station != State.WAITING:
        own |= Q(state=State.SUBMITTED, units__state=station)
    return own | Q(state=station)
