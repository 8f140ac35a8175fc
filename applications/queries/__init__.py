"""Every read of applications and units that crosses a relation. One way to get a row: get_for."""

from __future__ import annotations

from .facts import (
    attachments_of,
    facts_for,
    facts_for_all,
    judge_answers,
    newest_figures,
    newest_findings,
    quant_for,
    verdict_for,
)
from .rows import get_for, latest_version, lock_for, unit_for, version_of

__all__ = [
    "attachments_of",
    "facts_for",
    "facts_for_all",
    "get_for",
    "judge_answers",
    "latest_version",
    "lock_for",
    "newest_figures",
    "newest_findings",
    "quant_for",
    "unit_for",
    "verdict_for",
    "version_of",
]
