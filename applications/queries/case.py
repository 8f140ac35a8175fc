"""Everything that the case page of an office shows about one filing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from applications import policy
from applications.models import (
    Application,
    Attachment,
    CheckFinding,
    Correction,
    DistrictReview,
    Inspection,
    Receipt,
    StateChange,
    Unit,
    VerifiedFigure,
    Version,
)
from portal.kit.actor import Actor
from portal.kit.errors import Denied, NotFound
from programmes.contract import Field, FieldKind, Section, Verdict
from programmes.fields import display, from_json, table_rows
from programmes.models import EditionDistrict

from .facts import attachments_of, newest_findings, verdict_for
from .filing import correction_open_for, district_choices, district_terms, timeline_of, versions_of
from .paper import Paper, paper_of
from .rows import get_for, version_of


@dataclass(frozen=True, slots=True)
class ShownField:
    """One answer of a version.

    before    what the version before said, where it differs
    verified  an official's figure beside the reported one
    """

    field: Field
    text: str
    before: str | None = None
    verified: VerifiedFigure | None = None
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class ShownSection:
    section: Section
    fields: tuple[ShownField, ...]
    files: tuple[Attachment, ...] = ()

    @property
    def changed_count(self) -> int:
        return sum(shown.before is not None for shown in self.fields)


@dataclass(frozen=True, slots=True)
class Case:
    """The page's whole content. sections: the version asked for, compared with the one before it."""

    application: Application
    unit: Unit | None
    version: Version
    versions: tuple[Version, ...]
    sections: tuple[ShownSection, ...]
    figures: tuple[VerifiedFigure, ...]
    verdict: Verdict | None
    findings: Mapping[str, CheckFinding]
    receipts: tuple[Receipt, ...]
    reviews: tuple[DistrictReview, ...]
    corrections: tuple[Correction, ...]
    changes: tuple[StateChange, ...]
    terms: EditionDistrict | None
    inspection: Inspection | None
    open_correction: Correction | None
    paper: Paper | None
    profile: Mapping[str, Any] = field(default_factory=dict)

    @property
    def review_to_sign(self) -> DistrictReview | None:
        return next((r for r in reversed(self.reviews) if r.signed_at is None), None)


def case_for(actor: Actor, application_id: int, *, version_number: int | None = None) -> Case:
    """One filing for an office that may read it, in a fixed number of queries. Raises NotFound, Denied."""
    application = get_for(actor, application_id)
    if actor.tenant_id != application.tenant_id:
        raise NotFound()
    version = version_of(application, version_number or application.version_number)
    rows = Unit.objects.filter(application=application).select_related("application", "edition", "tenant")
    unit = rows.order_by("position", "pk").first()
    figures = figures_of(unit) if unit is not None else ()
    return Case(
        application=application,
        unit=unit,
        version=version,
        versions=tuple(versions_of(application)),
        sections=shown_sections(application, version, counting(figures)),
        figures=figures,
        verdict=verdict_for(unit) if unit is not None else None,
        findings=newest_findings(unit) if unit is not None else {},
        receipts=tuple(Receipt.objects.filter(application=application).order_by("pk")),
        reviews=tuple(_reviews(application)),
        corrections=tuple(Correction.objects.filter(application=application).order_by("pk")),
        changes=tuple(timeline_of(application)),
        terms=district_terms(application),
        inspection=Inspection.objects.filter(unit=unit).first() if unit is not None else None,
        open_correction=correction_open_for(application),
        paper=paper_of(application),
        profile=version.content.get("profile", {}),
    )


def _reviews(application: Application) -> list[DistrictReview]:
    rows = DistrictReview.objects.filter(application=application).select_related("put_forward_by", "signed_by")
    return list(rows.order_by("pk"))


def figures_of(unit: Unit) -> tuple[VerifiedFigure, ...]:
    """Every figure that was verified, oldest first; the last one of a key counts."""
    return tuple(VerifiedFigure.objects.filter(unit_id=unit.pk).select_related("verified_by").order_by("pk"))


def counting(figures: Iterable[VerifiedFigure]) -> dict[str, VerifiedFigure]:
    """Key -> the newest entry, where it holds a value. figures: oldest first."""
    newest = {figure.key: figure for figure in figures}
    return {key: figure for key, figure in newest.items() if figure.value is not None}


def shown_sections(
    application: Application, version: Version, figures: Mapping[str, VerifiedFigure]
) -> tuple[ShownSection, ...]:
    """The version as a reader sees it, each figure beside what was verified and what the version before it said."""
    programme = application.edition.programme
    districts = district_choices(application.tenant_id)
    before = version_of(application, version.number - 1) if version.number > 1 else None
    files = attachments_of(version)
    shown = []
    for section in programme.sections:
        now = from_json(section, version.content["answers"])
        then = from_json(section, before.content["answers"]) if before else None
        fields = tuple(
            _shown(question, now, then, districts, figures.get(question.key))
            for question in section.fields
            if question.kind is not FieldKind.FILE
        )
        keys = {question.key for question in section.fields} | set(section.indicators)
        shown.append(ShownSection(section, fields, tuple(file for file in files if file.key in keys)))
    return tuple(shown)


def _shown(
    question: Field,
    now: Mapping[str, Any],
    then: Mapping[str, Any] | None,
    districts: list[tuple[str, str]],
    verified: VerifiedFigure | None,
) -> ShownField:
    value = now.get(question.key)
    old = then.get(question.key) if then is not None else value
    is_table = question.kind is FieldKind.TABLE
    return ShownField(
        field=question,
        text=display(question, value, districts=districts),
        before=display(question, old, districts=districts) if old != value else None,
        verified=verified,
        columns=tuple(column.label for column in question.columns) if is_table else (),
        rows=tuple(tuple(row) for row in table_rows(question, value or ())) if is_table else (),
    )


def office_attachment(actor: Actor, attachment_id: int) -> Attachment:
    """A file of a filing that this office may read. Raises NotFound, Denied."""
    row = Attachment.objects.select_related("application").filter(pk=attachment_id).first()
    if row is None or actor.tenant_id != row.tenant_id:
        raise NotFound()
    if not policy.may_read(actor, row.application):
        raise Denied()
    return row
