"""Everything that writes panels, sheets and runs."""

from __future__ import annotations

from .closing import accept_vacancy, close_review
from .deciding import approve_run, calculate_run, find_change, send_back_run, submit_run
from .declaring import declare_no_conflict, give_up
from .drawing import commit_secret, digest_of_secret, open_role, reveal_secret
from .forming import BEFORE_REVIEW, dissolve_panel, form_panel, freeze_pool
from .looking import answer_second_look
from .signing import explain_faults, read_sheet, save_sheet, submit_sheet
from .starting import start_review
from .verifying import confirm_units, open_verification, second_verification, verify_unit

__all__ = [
    "BEFORE_REVIEW",
    "accept_vacancy",
    "answer_second_look",
    "approve_run",
    "calculate_run",
    "close_review",
    "commit_secret",
    "confirm_units",
    "declare_no_conflict",
    "digest_of_secret",
    "dissolve_panel",
    "explain_faults",
    "find_change",
    "form_panel",
    "freeze_pool",
    "give_up",
    "open_role",
    "open_verification",
    "read_sheet",
    "reveal_secret",
    "save_sheet",
    "second_verification",
    "send_back_run",
    "start_review",
    "submit_run",
    "submit_sheet",
    "verify_unit",
]
