"""Panels and their draw, score sheets, runs, their verification and explanation."""

from .panel import AvoidedExpert, Commitment, CommitmentRole, Panel, PanelState, PanelUnit, PoolEntry, Seat
from .run import Run, RunLine, RunState
from .sheet import Joining, LookDecision, SecondLook, Sheet, SheetState
from .verification import Explanation, Verification, VerificationDecision

__all__ = [
    "AvoidedExpert",
    "Commitment",
    "CommitmentRole",
    "Explanation",
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
    "Verification",
    "VerificationDecision",
]
