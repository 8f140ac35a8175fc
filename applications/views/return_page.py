"""The page on which an office chooses what goes back: every answer with a line for its reason."""

from __future__ import annotations

from typing import Any

from applications.forms_office import ReturnForm
from applications.queries.case import Case
from portal.kit import clock, workdays
from portal.kit.errors import Conflict
from portal.tenancy.calendar import statutory_calendar

from .case_page import renew


def context_of(case: Case, form: ReturnForm, *, stale: Conflict | None) -> dict[str, Any]:
    """Groups of (label, what was answered, control), and by when the correction will be due."""
    answers = {shown.field.key: shown.text for one in case.sections for shown in one.fields}
    files: dict[str, list[str]] = {}
    for one in case.sections:
        for file in one.files:
            files.setdefault(file.key, []).append(file.name)
    settings = case.application.edition.settings()
    if form.is_bound:
        renew(form, case.application.version_number)
    groups = []
    for title, controls in form.bound_groups():
        rows = []
        for bound in controls:
            key = bound.name.removeprefix("reason-")
            rows.append({"bound": bound, "text": answers.get(key) or "、".join(files.get(key, ())) or "—"})
        typed = sum(bool(bound.value()) for bound in controls)
        groups.append({"title": title, "rows": rows, "typed": typed})
    return {
        "case": case,
        "application": case.application,
        "form": form,
        "groups": groups,
        "stale": stale,
        "days": settings["correction_days"],
        "due_on": workdays.last_day(
            clock.today(), int(settings["correction_days"]), counting="excl", calendar=statutory_calendar()
        ),
        "left": int(settings["max_returns"]) - case.application.returns_used,
    }
