"""Whether an edition's stages lead somewhere: the workflow's table walked from a draft to a published list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .workflow import TABLE, State, Transition

# Who writes a milestone: without the stage nobody does, and whatever needs it never happens.
WRITERS = {
    "formally_entered": "paper_receipt",
    "scores_complete": "expert_review",
    "run_approved": "decision",
    "notice_ended": "public_notice",
    "type_test_passed": "type_test",
    "site_audit_passed": "site_audit",
}
GIVEN_UP = frozenset({"drop", "withdraw"})  # ways out of the course, none through it
Stages = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Standstill:
    """A state that is reached and not left. on: application or unit. missing: stages whose absence closes the way."""

    on: str
    state: State
    missing: tuple[str, ...]


def standstills(has_stage: Stages) -> list[Standstill]:
    """Where filings or units of an edition with these stages would stay for ever; [] where all ways lead to an end."""
    goal = State.RECOMMENDED if has_stage("district_review") else State.SUBMITTED
    found = _walk("application", State.DRAFT, {goal}, has_stage)
    return found + _walk("unit", State.WAITING, {State.LISTED}, has_stage)


def _walk(on: str, start: State, goals: Iterable[State], has_stage: Stages) -> list[Standstill]:
    """Before the goal every state must lead to it, after it to any end; of a dead branch its tip is named."""
    table = [t for t in TABLE if t.on == on and t.name not in GIVEN_UP]
    ways = [(t.frm, t.to) for t in table if is_open(t, has_stage)]
    back = [(to, frm) for frm, to in ways]
    ends = {t.to for t in table} - {t.frm for t in table}
    later = _spread(set(goals), ways)
    good = _spread(set(goals), back) | ends | (later & _spread(ends, back))
    dead = _spread({start}, ways) - good
    tips = {state for state in dead if not any(frm == state and to in dead for frm, to in ways)}
    return [Standstill(on, state, _missing(state, table, has_stage)) for state in State if state in (tips or dead)]


def is_open(t: Transition, has_stage: Stages) -> bool:
    """Whether an edition with these stages ever goes this way."""
    needs = [*t.needs, *(key for stage, key in t.needs_at if has_stage(stage))]
    is_there = (not t.stage or has_stage(t.stage)) and not any(map(has_stage, t.unless))
    return is_there and all(has_stage(WRITERS[key]) for key in needs)


def _spread(start: set[State], pairs: Iterable[tuple[State, State]]) -> set[State]:
    known, steps = set(start), list(pairs)
    while more := {to for frm, to in steps if frm in known} - known:
        known |= more
    return known


def _missing(state: State, table: Iterable[Transition], has_stage: Stages) -> tuple[str, ...]:
    """Stages that would open a way on from here, in the order of the table."""
    wanted: dict[str, None] = {}
    for t in table:
        if t.frm == state:
            wanted |= dict.fromkeys([t.stage, *(WRITERS[key] for key in t.needs)])
    return tuple(stage for stage in wanted if stage and not has_stage(stage))
