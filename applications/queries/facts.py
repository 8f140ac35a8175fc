"""What rules and scoring may look at: reported answers, verified figures, findings and honours of each unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import F

from applications.models import Attachment, CheckFinding, Unit, VerifiedFigure, Version
from portal.kit import clock
from portal.kit.errors import NotFound
from programmes.contract import Facts, FieldKind, Programme, QuantScore, Verdict
from programmes.fields import from_json
from programmes.models import Edition


def facts_for(unit: Unit) -> Facts:
    """Facts of one unit from its newest version. Raises NotFound while nothing was submitted."""
    facts = facts_for_all([unit]).get(unit.pk)
    if facts is None:
        raise NotFound()
    return facts


def facts_for_all(units: Sequence[Unit]) -> dict[int, Facts]:
    """Unit id -> facts, in three queries for any number of units of any editions; units never submitted are left out.

    The units come with their edition (select_related). Findings are seen only from inside the tenant.
    """
    ids = [unit.pk for unit in units]
    contents = {v.application_id: v.content for v in _newest_versions({unit.application_id for unit in units})}
    verified: dict[int, dict[str, Any]] = defaultdict(dict)
    for figure in VerifiedFigure.objects.filter(unit_id__in=ids).order_by("pk"):
        verified[figure.unit_id][figure.key] = figure.verified
    findings: dict[int, dict[str, bool | None]] = defaultdict(dict)
    for finding in CheckFinding.objects.filter(unit_id__in=ids).order_by("pk"):
        findings[finding.unit_id][finding.key] = finding.is_met
    return {
        unit.pk: facts_of(
            unit.edition,
            stored_answers(unit.edition.programme, contents[unit.application_id]),
            verified=verified[unit.pk],
            findings=findings[unit.pk],
        )
        for unit in units
        if unit.application_id in contents
    }


def newest_findings(unit: Unit) -> dict[str, CheckFinding]:
    """Clause key -> the finding that counts."""
    return {row.key: row for row in CheckFinding.objects.filter(unit_id=unit.pk).order_by("pk")}


def newest_figures(unit: Unit) -> dict[str, VerifiedFigure]:
    """Form key -> the verified figure that counts."""
    return {row.key: row for row in VerifiedFigure.objects.filter(unit_id=unit.pk).order_by("pk")}


def _newest_versions(application_ids: set[int]) -> Iterable[Version]:
    rows = Version.objects.filter(application_id__in=application_ids, number=F("application__version_number"))
    return rows.order_by("pk")


def facts_of(
    edition: Edition,
    answers: Mapping[str, Any],
    *,
    verified: Mapping[str, Any] | None = None,
    findings: Mapping[str, bool | None] | None = None,
) -> Facts:
    """Facts out of typed answers, judged on the last day on which one may apply."""
    closing_on = last_day_of(edition)
    return Facts(
        answers=answers,
        verified=dict(verified or {}),
        findings=dict(findings or {}),
        honours=_honours_in(edition.programme, answers, closing_on),
        closing_on=closing_on,
    )


def last_day_of(edition: Edition) -> date:
    """The Shanghai day of the last instant that is in time: closes_at itself is already too late."""
    return clock.day_of(edition.closes_at - timedelta(microseconds=1))


def verdict_for(unit: Unit) -> Verdict:
    """Eligibility of a unit, clause by clause, with the edition's thresholds. Raises NotFound."""
    return unit.edition.programme.judge(facts_for(unit), unit.edition.settings())


def quant_for(unit: Unit) -> QuantScore:
    """The quantitative score of a unit with every line that led to it. Raises NotFound."""
    return unit.edition.programme.quantify(facts_for(unit), unit.edition.settings())


def judge_answers(edition: Edition, answers: Mapping[str, Any]) -> Verdict:
    """Eligibility of what an applicant has written so far: nothing verified, nothing found, what is blank left open."""
    written = {key: value for key, value in answers.items() if value not in (None, "", [], ())}
    return edition.programme.judge(facts_of(edition, written), edition.settings())


def attachments_of(version: Version) -> list[Attachment]:
    """The files that a version names, in its order, matched by form key and SHA-256; removed ones are still kept."""
    named = version.content["attachments"]
    digests = {entry["sha256"] for entry in named}
    stored = Attachment.objects.filter(application_id=version.application_id, sha256__in=digests).order_by("pk")
    rows = {(row.key, row.sha256, row.name): row for row in stored}
    found = (rows.get((entry["key"], entry["sha256"], entry["name"])) for entry in named)
    return [row for row in found if row is not None]


def stored_answers(programme: Programme, content: Mapping[str, Any]) -> dict[str, Any]:
    """The typed answers of a version's content. Raises ValueError for content that no form has written."""
    return from_json(programme.fields(), content["answers"])


def _honours_in(programme: Programme, answers: Mapping[str, Any], on: date) -> tuple[Mapping[str, Any], ...]:
    """Rows {uscc, honour, valid_to} of every table that lists firms with an honour still valid on the day."""
    tables = [
        field.key
        for section in programme.sections
        for field in section.fields
        if field.kind == FieldKind.TABLE and {"uscc", "honour"} <= {column.key for column in field.columns}
    ]
    rows = (row for key in tables for row in answers.get(key) or ())
    return tuple(
        {"uscc": row.get("uscc"), "honour": row["honour"], "valid_to": row.get("valid_to")}
        for row in rows
        if row.get("honour") and (row.get("valid_to") is None or row["valid_to"] >= on)
    )
