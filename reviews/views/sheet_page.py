"""What pages about one score sheet share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from reviews import queries
from reviews.models import Panel, Sheet, SheetState
from reviews.queries.sheets import UnitScores
from reviews.rules import rules_from


def sheet_context(sheet: Sheet) -> dict[str, Any]:
    return {
        "sheet": sheet,
        "look": queries.look_of(sheet),
        "lines": criteria_lines(sheet, queries.points_of(sheet) or _typed_points(sheet)),
        "original": criteria_lines(sheet, sheet.points),
        "due_at": sheet.panel.edition.review_due_at,
    }


def criteria_lines(sheet: Sheet, points: Mapping[str, str]) -> list[dict[str, Any]]:
    """One line per criterion: label, weight, points as text."""
    return [
        {"label": one.label, "weight_ratio": one.weight_ratio, "points": points.get(one.key, ""), "clause": one.clause}
        for one in sheet.panel.edition.programme.criteria
    ]


def spread_lines(sheet: Sheet) -> list[dict[str, Any]]:
    """The panel's points on each criterion beside the expert's own; empty where totals are aggregated."""
    points = queries.criteria_of_colleagues(sheet)
    rules = rules_from(sheet.panel.edition.settings())
    return [
        {
            "label": one.label,
            "all": points[one.key],
            "own": sheet.points.get(one.key),
            "is_wide": rules.score(points[one.key]).needs_second_look,
        }
        for one in sheet.panel.edition.programme.criteria
        if one.key in points
    ]


def scored_lines(panel: Panel, scores: UnitScores) -> list[dict[str, Any]]:
    """Each criterion's aggregate with every expert's points under his code; empty where totals are aggregated."""
    found = scores.row.by_criterion
    signed = [sheet for sheet in scores.sheets if sheet.state == SheetState.SUBMITTED]
    return [
        {
            "label": one.label,
            **found[one.key],
            "points": [(sheet.code, queries.points_of(sheet).get(one.key, "")) for sheet in signed],
        }
        for one in panel.edition.programme.criteria
        if one.key in found
    ]


def stale_rows(sheet: Sheet, typed: Mapping[str, str]) -> list[dict[str, Any]]:
    """What is stored beside what was just typed, for the page after a conflict."""
    named = [(f"points_{one.key}", one.label) for one in sheet.panel.edition.programme.criteria]
    return [
        {"label": label, "old": sheet.typed.get(name, ""), "new": typed.get(name, ""), "is_changed": True}
        for name, label in [*named, ("opinion", _("评审意见"))]
        if sheet.typed.get(name, "") != typed.get(name, "")
    ]


def _typed_points(sheet: Sheet) -> dict[str, str]:
    return {name.removeprefix("points_"): text for name, text in sheet.typed.items() if name.startswith("points_")}
