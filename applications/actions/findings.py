"""What was found for single clauses: only what differs from the newest row is written, and nothing is rewritten."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from applications import policy, queries
from applications.models import CheckFinding, Unit
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Invalid


def write_findings(unit: Unit, findings: Mapping[str, tuple[bool | None, str]], *, actor: Actor) -> list[CheckFinding]:
    """The rows that differ from the newest ones, written. Raises Invalid as record_findings; asks no policy."""
    _check_findings(findings, known={clause.key for clause in unit.edition.programme.clauses})
    newest = queries.newest_findings(unit)
    rows = [
        CheckFinding(
            tenant_id=unit.tenant_id,
            unit=unit,
            key=key,
            is_met=is_met,
            note=note.strip(),
            found_by_id=policy.user_of(actor),
            found_at=clock.now(),
        )
        for key, (is_met, note) in findings.items()
        if _differs(newest.get(key), is_met, note.strip())
    ]
    return CheckFinding.objects.bulk_create(rows)


def _check_findings(findings: Mapping[str, tuple[bool | None, str]], *, known: set[str]) -> None:
    problems: dict[str, object] = {}
    for key, (is_met, note) in findings.items():
        if key not in known:
            problems[key] = _("没有这样的指标。")
        elif is_met is False and not note.strip():
            problems[key] = _("认定不符合时，请写明依据。")
        elif len(note) > 1000:
            problems[key] = _("说明请控制在1000字以内。")
    if problems:
        raise Invalid(_("有指标需要补充说明。"), fields=problems)


def _differs(old: CheckFinding | None, is_met: bool | None, note: str) -> bool:
    if old is None:
        return is_met is not None or bool(note)
    return (old.is_met, old.note) != (is_met, note)
