"""What an edition is set to, as plain values: kept at every change, copied, compared, and written to a file."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from portal.kit.clock import SHANGHAI
from programmes.models import Edition, EditionDistrict

DATES = ("opens_at", "closes_at", "district_due_at", "review_due_at")
DISTRICT = ("closes_at", "paper_copies", "discs", "quota", "note")

Content = dict[str, Any]


def content_of(edition: Edition, district_rows: Iterable[EditionDistrict]) -> Content:
    """{programme, year, title, document_number, dates, stages, parameters, questions, wording, districts}.

    district_rows   its EditionDistrict rows, each with its district along; asks the database for nothing
    dates           name -> instant as text with Shanghai's offset, or None
    stages          the optional stages that are switched on, in the programme's order
    parameters      every one, the programme's defaults included: what it was stays known when a default changes
    questions       as Edition.questions; wording: as Edition.wording
    districts       by code: {"district": code, closes_at, paper_copies, discs, quota, note}
    """
    settings = edition.settings()
    of = edition.programme
    known = [key for key in of.parameter_labels if key in settings]
    return {
        "programme": edition.programme_slug,
        "year": edition.year,
        "title": edition.title,
        "document_number": edition.document_number,
        "dates": {name: said_instant(getattr(edition, name)) for name in DATES},
        "stages": [key for key in of.stages if key in of.optional_stages and key in edition.switched_stages],
        "parameters": {key: _plain(settings[key]) for key in [*known, *sorted(settings.keys() - set(known))]},
        "questions": copy.deepcopy(list(edition.questions)),
        "wording": {kind: dict(edition.wording[kind]) for kind in sorted(edition.wording)},
        "districts": sorted(map(_district, district_rows), key=lambda row: str(row["district"])),
    }


def _district(row: EditionDistrict) -> Content:
    given = {name: getattr(row, name) for name in DISTRICT}
    return {"district": row.district.code, **given, "closes_at": said_instant(row.closes_at)}


def _plain(value: Any) -> Any:
    """As JSON gives it back: a tuple is a list, a row's key is text."""
    if isinstance(value, dict):
        return {str(key): _plain(entry) for key, entry in value.items()}
    return [_plain(entry) for entry in value] if isinstance(value, list | tuple) else value


def said_instant(at: datetime | None) -> str | None:
    """2026-03-30T17:00:00+08:00"""
    return at.astimezone(SHANGHAI).isoformat() if at else None
