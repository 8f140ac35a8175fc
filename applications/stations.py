"""Where a filing is: its own state until its district has spoken, then its units'; without a district, its units'."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from .models import Application, Unit
from .workflow import State

# Nobody is at work on a unit in one of these.
ENDED = frozenset(
    {
        State.SCREENED_OUT,
        State.NOT_ACCEPTED,
        State.NOT_PROPOSED,
        State.NOT_CERTIFIED,
        State.NOT_LISTED,
        State.LISTED,
        State.SUSPENDED,
        State.LAPSED,
        State.REVOKED,
    }
)


def hangs_on_unit(state: str, unit_state: str) -> bool:
    """Whether the unit says where a filing is. A submitted one whose unit still waits lies with its district."""
    return state == State.RECOMMENDED or (state == State.SUBMITTED and unit_state != State.WAITING)


def station_in(state: str, unit_state: str | None) -> str:
    return unit_state if unit_state is not None and hangs_on_unit(state, unit_state) else state


def station_of(application: Application, unit: Unit | None) -> str:
    """The station of a filing as one of its units says, a key of workflow.State."""
    return station_in(application.state, unit.state if unit is not None else None)


def stations_of(application: Application, units: Sequence[Unit]) -> tuple[str, ...]:
    """One for each unit where the units say where the filing is; else the filing's own, once."""
    if any(hangs_on_unit(application.state, unit.state) for unit in units):
        return tuple(station_of(application, unit) for unit in units)
    return (application.state,)


def leading(units: Sequence[Unit], *, at: str = "") -> Unit | None:
    """The unit by which a filing is ranged: the first at a station, else the first that still goes on, else the first.

    at  the station that is asked for; "" = none
    """
    asked = (unit for unit in units if at and unit.state == at)
    running = (unit for unit in units if unit.state not in ENDED)
    return next(asked, None) or next(running, None) or next(iter(units), None)


def say_stations(stations: Sequence[str], word: Callable[[str], object]) -> str:
    """评审中; of several 3 项：评审中, or 3 项：2 项评审中，1 项初筛未通过. word: of one station."""
    counts = Counter(str(word(station)) for station in stations)
    if len(stations) == 1:
        return next(iter(counts))
    parts = [_("%(n)s 项%(word)s") % {"n": n, "word": one} for one, n in counts.items()]
    said = "，".join(parts) if len(parts) > 1 else next(iter(counts))
    return _("%(n)s 项：%(said)s") % {"n": len(stations), "said": said}


def is_at(station: str) -> Q:
    """The filings of which any unit is at a station, for Application.objects.filter; each once."""
    units = Unit.objects.filter(application_id=OuterRef("pk"))
    if station == State.SUBMITTED:
        return Q(state=State.SUBMITTED) & (Q(Exists(units.filter(state=State.WAITING))) | ~Q(Exists(units)))
    by_unit = (State.RECOMMENDED,) if station == State.WAITING else (State.RECOMMENDED, State.SUBMITTED)
    return Q(state=station) | (Q(Exists(units.filter(state=station)), state__in=by_unit))
