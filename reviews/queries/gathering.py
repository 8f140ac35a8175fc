"""What goes into a run: facts, experts' sheets, verdicts and verifications of units, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from applications.models import Inspection, Unit
from applications.queries import facts_for_all, returns_of_all
from programmes.contract import Facts, Line, QuantScore, Verdict
from programmes.models import Edition
from reviews import frozen, modelling
from reviews.models import PanelUnit, Sheet, SheetState, Verification
from reviews.rules import rules_from

from .sheets import live_sheets_of_units, points_of, total_of
from .verifying import newest_complete


def parameters_of(edition: Edition) -> dict[str, Any]:
    """Everything the edition had set; and, where a total and a line decide, the three figures they are made with."""
    found: dict[str, Any] = {"settings": edition.settings(), "programme": edition.programme_slug}
    if edition.programme.model is None:
        rules = rules_from(found["settings"])
        for key in ("pass_line", "quantitative_weight", "expert_weight"):
            if getattr(rules, key) is None:
                raise KeyError(key)
            found[key] = getattr(rules, key)
        if has_rework(edition):
            found["rework_line"] = found["settings"]["rework_line"]
    plain: dict[str, Any] = frozen.plain(found)
    return plain


def has_rework(edition: Edition) -> bool:
    """Whether units near the pass line go back to their applicants instead of being declined."""
    return edition.has_stage("cert_application") and edition.settings().get("rework_line") is not None


def gather_inputs(units: Sequence[Unit]) -> list[dict[str, Any]]:
    """Inputs of a run as reviews.running and reviews.modelling want them. units of one edition, with application.

    The same number of queries for any number of units; one more where a model ranks, and where units may go back.
    """
    ids = [unit.pk for unit in units]
    before_panels = {
        row.unit_id: row for row in PanelUnit.objects.filter(unit_id__in=ids, is_active=True).order_by("pk")
    }
    sheets = live_sheets_of_units({row.panel_id for row in before_panels.values()})
    inspections = {row.unit_id: row.outcome for row in Inspection.objects.filter(unit_id__in=ids).order_by("pk")}
    facts = facts_for_all(units)
    is_modelled = any(unit.edition.programme.model is not None for unit in units)
    verifications = newest_complete(ids) if is_modelled else {}
    returns = returns_of_all(units) if any(has_rework(unit.edition) for unit in units) else {}
    found = []
    for unit in units:
        row = before_panels.get(unit.pk)
        panel = None if row is None or row.value is None else row
        # A unit that was judged before has sheets of its former panel, too.
        own = [sheet for sheet in sheets.get(unit.pk, []) if row is not None and sheet.panel_id == row.panel_id]
        signed = [sheet for sheet in own if sheet.state == SheetState.SUBMITTED]
        found.append(
            {
                **_file_part(unit, facts[unit.pk]),
                "experts": [_sheet_part(sheet, is_modelled) for sheet in signed],
                "panel": panel and panel.value,
                "is_spread_wide": bool(panel and panel.is_spread_wide),
                "inspection": inspections.get(unit.pk, ""),
                **({"verification": _verification_part(verifications.get(unit.pk))} if is_modelled else {}),
                **({"may_rework": _may_rework(unit, returns)} if unit.pk in returns else {}),
            }
        )
    plain: list[dict[str, Any]] = frozen.plain(found)
    return plain


def _may_rework(unit: Unit, returns: Mapping[int, int]) -> bool:
    """A unit goes back as often as the edition lets any office return it."""
    return returns[unit.pk] < int(unit.edition.settings()["max_returns"])


def unit_code(unit: Unit) -> str:
    """What stands for a unit in a run: credit code, name, place in its application. unit with application."""
    return f"{unit.application.enterprise_uscc}/{unit.position}/{unit.name}"


def _sheet_part(sheet: Sheet, is_modelled: bool) -> dict[str, Any]:
    said = {"field": sheet.field, "total": total_of(sheet), "points": points_of(sheet)}
    return {"code": sheet.code, **said} if is_modelled else said


def _verification_part(row: Verification | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "decision": row.decision,
        "ratio": row.ratio,
        "of_figure": row.of_figure,
        "reason": row.reason,
        "signers": row.signers,
    }


def _file_part(unit: Unit, facts: Facts) -> dict[str, Any]:
    """Code, facts, quantitative part and verdict of a unit."""
    edition = unit.edition
    settings = edition.settings()
    quant = edition.programme.quantify(facts, settings)
    verdict = edition.programme.judge(facts, settings)
    is_modelled = edition.programme.model is not None
    looked_at = {"facts": modelling.freeze_facts(edition.programme, facts)} if is_modelled else _quant_lines(quant)
    return {
        "code": unit_code(unit),
        "name": unit.name,
        "facts_digest": frozen.facts_digest(facts),
        "quantitative": quant.value,
        **looked_at,
        "passed": verdict.passed,
        "failed": _failed(verdict),
        "clauses": [
            {"title": title, "passed": passed, "lines": {one.key: one.passed for one in group}}
            for title, passed, group in _groups_of(verdict)
        ],
    }


def _quant_lines(quant: QuantScore) -> dict[str, Any]:
    return {
        "lines": [
            {
                "key": line.key,
                "group": line.group,
                "label": line.label,
                "value": line.value,
                "threshold": line.threshold,
                "score": line.score,
                "weight": line.weight_ratio,
            }
            for line in quant.lines
        ]
    }


def _groups_of(verdict: Verdict) -> list[tuple[str, bool | None, tuple[Line, ...]]]:
    """(title, verdict, lines) of each group; a programme without alternatives leaves its groups' verdicts out."""
    given = verdict.group_verdicts or tuple(_all_of(group) for _title, group in verdict.groups)
    return [(str(title), passed, group) for (title, group), passed in zip(verdict.groups, given, strict=True)]


def _failed(verdict: Verdict) -> list[str]:
    """Labels of what stands in the way: lines that failed in failed groups, or else those still open in open ones."""
    wanted = False if verdict.passed is False else None
    groups = [] if verdict.passed else [group for _, passed, group in _groups_of(verdict) if passed is wanted]
    return [line.label for group in groups for line in group if line.passed is wanted]


def _all_of(group: Sequence[Line]) -> bool | None:
    verdicts = [line.passed for line in group]
    if False in verdicts:
        return False
    return None if None in verdicts else True
