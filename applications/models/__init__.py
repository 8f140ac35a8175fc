"""What is filed, what was frozen, what offices found."""

from .application import Application, Draft, Milestone, StateChange, Unit
from .asking import ClauseQuestion
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
from .consulting import Consultation, ConsultOutcome
from .cultivating import Activity, ActivityKind, Candidate, Workstation
from .entrusting import (
    CertificationStep,
    Entrustment,
    OutsideCertificate,
    Purpose,
    Screening,
    ScreeningOutcome,
    StepKind,
    StepOutcome,
)
from .honours import HonourRecord, Import, ImportKind, Recognition
from .version import Attachment, Correction, Version

__all__ = [
    "Activity",
    "ActivityKind",
    "Application",
    "Attachment",
    "Candidate",
    "CertificationStep",
    "CheckFinding",
    "ClauseQuestion",
    "ConsultOutcome",
    "Consultation",
    "Correction",
    "DistrictReview",
    "Draft",
    "Entrustment",
    "HonourRecord",
    "Import",
    "ImportKind",
    "Inspection",
    "Milestone",
    "Outcome",
    "OutsideCertificate",
    "Purpose",
    "Receipt",
    "ReceiptKind",
    "ReceiptOutcome",
    "Recognition",
    "Screening",
    "ScreeningOutcome",
    "StateChange",
    "StepKind",
    "StepOutcome",
    "Unit",
    "VerifiedFigure",
    "Version",
    "Workstation",
]
