"""What is filed, what was frozen, what offices found."""

from .application import Application, Draft, Milestone, StateChange, Unit
from .checks import (
    CheckFinding,
    DistrictReview,
    Inspection,
    Outcome,
    Receipt,
    ReceiptKind,
    ReceiptOutcome,
    VerifiedFigure,
)
from .version import Attachment, Correction, Version

__all__ = [
    "Application",
    "Attachment",
    "CheckFinding",
    "Correction",
    "DistrictReview",
    "Draft",
    "Inspection",
    "Milestone",
    "Outcome",
    "Receipt",
    "ReceiptKind",
    "ReceiptOutcome",
    "StateChange",
    "Unit",
    "VerifiedFigure",
    "Version",
]
