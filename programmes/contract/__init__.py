"""The plug-in interface: what a programme declares about itself. Plain Python, frozen, no Django.

A programme is a folder with `programme.py` that holds one `PROGRAMME`. Everything an organiser may change for an
edition stands in `Programme.defaults`; everything else is what the programme is.
"""

from .asking import Evidence, Field, FieldKind, Section
from .declaring import (
    CertificateForm,
    MarkForm,
    Programme,
    PublishedListForm,
    RewardForm,
    Target,
    no_flaws,
    no_identity,
    no_warnings,
)
from .judging import CheckKind, Clause, Criterion, Facts, Line, QuantScore, ScoreLine, Verdict
from .ranking import Appraisal, Model, ModelLine

__all__ = [
    "Appraisal",
    "CertificateForm",
    "CheckKind",
    "Clause",
    "Criterion",
    "Evidence",
    "Facts",
    "Field",
    "FieldKind",
    "Line",
    "MarkForm",
    "Model",
    "ModelLine",
    "Programme",
    "PublishedListForm",
    "QuantScore",
    "RewardForm",
    "ScoreLine",
    "Section",
    "Target",
    "Verdict",
    "no_flaws",
    "no_identity",
    "no_warnings",
]
