"""By which settings of its edition a version was handed in, and what has been set since."""

from __future__ import annotations

from typing import Any

from applications.queries.case import Case
from applications.queries.editions import changes_since


def filed_by(case: Case) -> dict[str, Any]:
    """filed_by: number of the settings, None where the version does not say; set_since: later versions of them.

    One query where the edition has moved on since.
    """
    edition, number = case.application.edition, case.version.content.get("edition_version")
    later = changes_since(edition.pk, number) if number is not None and edition.version > number else []
    return {"filed_by": number, "set_since": later}
