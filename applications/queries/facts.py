"""What rules and scoring may look at: reported answers, verified figures, findings and honours of each unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import F

from applications.models import Application, Attachment, CheckFinding, Unit, VerifiedFigure, Version
from portal.kit import clock
from portal.kit.errors import NotFound
from portal.tenancy import fence
from programmes.contract import Facts, Programme, QuantScore, Verdict
from programmes.fields import from_json
from programmes.models import Edition

from . import honours


def facts_for(unit: Unit) -> Facts:
    """Facts of one unit from its newest version. Raises NotFound while nothing was submitted."""
    facts = facts_for_all([unit]).get(unit.pk)
    if facts is None:
        raise NotFound()
    return facts


def facts_for_all(units: Sequence[Unit]) -> dict[int, Facts]:
    """Unit id -> facts, in four queries for any number of units of any editions; units never submitted are left out.

    The units come with their edition (select_related). Findings and the register of honours are seen only from inside
    the tenant.
    """
    ids = [unit.pk for unit in units]
    versions = {v.application_id: v for v in _newest_versions({unit.application_id for unit in units})}
    verified = _verified_figures(ids)
    findings: dict[int, dict[str, bool | None]] = defaultdict(dict)
    for finding in CheckFinding.objects.filter(unit_id__in=ids).order_by("pk"):
        findings[finding.unit_id][finding.key] = finding.is_met
    answers = {
        unit.pk: stored_answers(unit.edition.programme, versions[unit.application_id].content)
        for unit in units
        if unit.application_id in versions
    }
    own_codes = {pk: version.application.enterprise_uscc for pk, version in versions.items()}
    register = _register_for([unit for unit in units if unit.pk in answers], answers, own_codes)
    return {
        unit.pk: facts_of(
            unit.edition,
            answers[unit.pk],
            verified=verified[unit.pk],
            findings=findings[unit.pk],
            own_code=own_codes[unit.application_id],
            profile=versions[unit.application_id].content.get("profile"),
            position=unit.position if unit.edition.programme.items else 0,
            register=register,
        )
        for unit in units
        if unit.pk in answers
    }


def _verified_figures(unit_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Unit id -> key -> the newest entry, where it holds a value."""
    verified: dict[int, dict[str, Any]] = defaultdict(dict)
    for figure in VerifiedFigure.objects.filter(unit_id__in=unit_ids).order_by("pk"):
        if figure.value is None:
            verified[figure.unit_id].pop(figure.key, None)
        else:
            verified[figure.unit_id][figure.key] = figure.value
    return verified


def _register_for(
    units: Sequence[Unit], answers: Mapping[int, Mapping[str, Any]], own_codes: Mapping[int, str]
) -> honours.Register:
    """What the register says of the applicants and of the firms that they list; one query, none without a unit."""
    codes = {
        code
        for unit in units
        for code in honours.codes_in(unit.edition.programme, answers[unit.pk], own_codes[unit.application_id])
    }
    return honours.register_of({unit.tenant_id for unit in units}, codes)


def newest_findings(unit: Unit) -> dict[str, CheckFinding]:
    """Clause key -> the finding that counts."""
    return {row.key: row for row in CheckFinding.objects.filter(unit_id=unit.pk).order_by("pk")}


def newest_figures(unit: Unit) -> dict[str, VerifiedFigure]:
    """Form key -> the verified figure that counts; without those that a register did not hold."""
    rows = {row.key: row for row in VerifiedFigure.objects.filter(unit_id=unit.pk).order_by("pk")}
    return {key: row for key, row in rows.items() if row.value is not None}


def _newest_versions(application_ids: set[int]) -> Iterable[Version]:
    rows = Version.objects.filter(application_id__in=application_ids, number=F("application__version_number"))
    return rows.select_related("application").order_by("pk")


def facts_of(
    edition: Edition,
    answers: Mapping[str, Any],
    *,
    verified: Mapping[str, Any] | None = None,
    findings: Mapping[str, bool | None] | None = None,
    own_code: str = "",
    profile: Mapping[str, Any] | None = None,
    position: int = 0,
    register: honours.Register | None = None,
) -> Facts:
    """Facts out of typed answers, judged on the last day on which one may apply.

    own_code  of the applicant, for honours that speak of itself; "" = what it has answered for its own
    position  as in Facts
    register  what the organiser's register says of the codes in the answers; None = nothing was asked of it
    """
    closing_on = last_day_of(edition)
    claims = honours.claims_in(edition.programme, answers, own_code)
    codes = sorted(honours.codes_in(edition.programme, answers, own_code)) if register else ()
    held = [one for code in codes for one in register.held(edition.tenant_id, code, on=closing_on)] if register else []
    return Facts(
        answers=answers,
        verified=dict(verified or {}),
        findings=dict(findings or {}),
        honours=honours.known_honours(claims, held, on=closing_on),
        closing_on=closing_on,
        profile=dict(profile or {}),
        position=position,
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


def judge_answers(
    edition: Edition, answers: Mapping[str, Any], *, own_code: str = "", profile: Mapping[str, Any] | None = None
) -> Verdict:
    """Eligibility of what an applicant has written so far: nothing verified, nothing found, what is blank left open.

    What the organiser's register holds of an applicant counts here as it will at the office.
    """
    written = {key: value for key, value in answers.items() if value not in (None, "", [], ())}
    register = None
    if own_code:
        with fence.widened(tenant_id=edition.tenant_id):
            codes = honours.codes_in(edition.programme, written, own_code)
            register = honours.register_of({edition.tenant_id}, codes)
    facts = facts_of(edition, written, own_code=own_code, profile=profile, register=register)
    return edition.programme.judge(facts, edition.settings())


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


def honour_check(application: Application, version: Version) -> honours.Comparison:
    """What a version claims of honours beside the organiser's register; one query, none without a claim."""
    programme = application.edition.programme
    claims = honours.claims_in(programme, stored_answers(programme, version.content), application.enterprise_uscc)
    return honours.compare_claims(application.tenant_id, claims, on=last_day_of(application.edition))
