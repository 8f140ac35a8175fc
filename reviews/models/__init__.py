"""Panels and their draw, score sheets, runs."""

from .panel import AvoidedExpert, Commitment, CommitmentRole, Panel, PanelState, PanelUnit, PoolEntry, Seat
from .run import Run, RunLine, RunState
from .sheet import Joining, LookDecision, SecondLook, Sheet, SheetState

__all__ = [
    "AvoidedExpert",
    "Commitment",
    "CommitmentRole",
    "Joining",
    "LookDecision",
    "Panel",
    "PanelState",
    "PanelUnit",
    "PoolEntry",
    "Run",
    "RunLine",
    "RunState",
    "Seat",
    "SecondLook",
    "Sheet",
    "SheetState",
]
