"""Every read of applications and units that crosses a relation. One way to get a row: get_for."""

from __future__ import annotations

from .desk import Desk, Filing, claims_of, desk_for
from .facts import (
    attachments_of,
    facts_for,
    facts_for_all,
    judge_answers,
    newest_figures,
    newest_findings,
    quant_for,
    stored_answers,
    verdict_for,
)
from .filing import (
    attachment_for,
    attachments_for,
    correction_open_for,
    district_choices,
    district_terms,
    draft_of,
    edition_for,
    own_application,
    own_for,
    profile_for,
    returns_of,
    terms_by_district,
    timeline_of,
    units_of,
    versions_of,
)
from .rows import get_for, latest_version, lock_for, lock_unit_for, unit_for, version_of
from .writing import Writing, writing_for

__all__ = [
    "Desk",
    "Filing",
    "Writing",
    "attachment_for",
    "attachments_for",
    "attachments_of",
    "claims_of",
    "correction_open_for",
    "desk_for",
    "district_choices",
    "district_terms",
    "draft_of",
    "edition_for",
    "facts_for",
    "facts_for_all",
    "get_for",
    "judge_answers",
    "latest_version",
    "lock_for",
    "lock_unit_for",
    "newest_figures",
    "newest_findings",
    "own_application",
    "own_for",
    "profile_for",
    "quant_for",
    "returns_of",
    "stored_answers",
    "terms_by_district",
    "timeline_of",
    "unit_for",
    "units_of",
    "verdict_for",
    "version_of",
    "versions_of",
    "writing_for",
]
