"""Everything that the case page of an office shows about one filing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from applications import policy
from applications.models import (
    Application,
    Attachment,
    CheckFinding,
    Consultation,
    Correction,
    DistrictReview,
    Inspection,
    Receipt,
    StateChange,
    Unit,
    VerifiedFigure,
    Version,
)
from applications.stations import leading, stations_of
from applications.workflow import State
from portal.kit.actor import Actor
from portal.kit.errors import Denied, NotFound
from programmes.contract import Field, FieldKind, Section, Verdict
from programmes.fields import display, from_json, table_rows
from programmes.models import EditionDistrict

from .facts import attachments_of, facts_for_all, newest_findings
from .filing import correction_open_for, district_choices, district_terms, timeline_of, versions_of
from .honours import Held
from .paper import Paper, paper_of
from .priority import grounds_for
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
    """The page's whole content. sections: the version asked for, compared with the one before it.

    unit           what is judged: of several, the one that is asked for, else the first that still goes on
    verdicts       unit id -> eligibility of each
    consultations  what other departments were asked, and their answers
    grounds        honours of the register on which a recommendation with priority may rest, while it may be put forward
    """

    application: Application
    unit: Unit | None
    units: tuple[Unit, ...]
    version: Version
    versions: tuple[Version, ...]
    sections: tuple[ShownSection, ...]
    figures: tuple[VerifiedFigure, ...]
    verdicts: Mapping[int, Verdict]
    findings: Mapping[str, CheckFinding]
    receipts: tuple[Receipt, ...]
    reviews: tuple[DistrictReview, ...]
    corrections: tuple[Correction, ...]
    changes: tuple[StateChange, ...]
    terms: EditionDistrict | None
    inspection: Inspection | None
    open_correction: Correction | None
    paper: Paper | None
    consultations: tuple[Consultation, ...] = ()
    grounds: tuple[Held, ...] = ()
    profile: Mapping[str, Any] = field(default_factory=dict)

    @property
    def verdict(self) -> Verdict | None:
        return self.verdicts.get(self.unit.pk) if self.unit is not None else None

    @property
    def stations(self) -> tuple[str, ...]:
        return stations_of(self.application, self.units)

    @property
    def item_query(self) -> str:
        """What the addresses of a page of several units carry on, so that it stays with this one."""
        return f"item={self.unit.position}" if self.unit is not None and len(self.units) > 1 else ""

    @property
    def review_to_sign(self) -> DistrictReview | None:
        return next((r for r in reversed(self.reviews) if r.signed_at is None), None)


def case_for(actor: Actor, application_id: int, *, version_number: int | None = None, item: int | None = None) -> Case:
    """One filing for an office that may read it, in a fixed number of queries. Raises NotFound, Denied.

    item  the place of the unit that is asked for; None, or one that it has not: the leading one
    """
    application = get_for(actor, application_id)
    if actor.tenant_id != application.tenant_id:
        raise NotFound()
    version = version_of(application, version_number or application.version_number)
    rows = Unit.objects.filter(application=application).select_related("application", "edition", "tenant")
    units = tuple(rows.order_by("position", "pk"))
    unit = next((one for one in units if one.position == item), None) or leading(units)
    figures = figures_of(unit) if unit is not None else ()
    return Case(
        application=application,
        unit=unit,
        units=units,
        version=version,
        versions=tuple(versions_of(application)),
        sections=shown_sections(application, version, counting(figures)),
        figures=figures,
        verdicts=verdicts_for(units),
        findings=newest_findings(unit) if unit is not None else {},
        receipts=tuple(Receipt.objects.filter(application=application).order_by("pk")),
        reviews=tuple(_reviews(application)),
        corrections=tuple(Correction.objects.filter(application=application).order_by("pk")),
        changes=tuple(timeline_of(application)),
        terms=district_terms(application),
        inspection=Inspection.objects.filter(unit=unit).first() if unit is not None else None,
        open_correction=correction_open_for(application),
        paper=paper_of(application),
        consultations=_consultations(application),
        grounds=tuple(grounds_for(application)) if application.state == State.SUBMITTED else (),
        profile=version.content.get("profile", {}),
    )


def verdicts_for(units: Sequence[Unit]) -> dict[int, Verdict]:
    """Unit id -> eligibility, at the cost of one; units never submitted are left out."""
    found = facts_for_all(units) if units else {}
    return {
        unit.pk: unit.edition.programme.judge(found[unit.pk], unit.edition.settings())
        for unit in units
        if unit.pk in found
    }


def _consultations(application: Application) -> tuple[Consultation, ...]:
    if not application.edition.has_stage("consult"):
        return ()
    rows = Consultation.objects.filter(application=application).select_related("body", "asked_by", "answered_by")
    return tuple(rows.order_by("pk"))


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
    application: Application, version: Version, figures: Mapping[str, VerifiedFigure], *, is_compared: bool = True
) -> tuple[ShownSection, ...]:
    """The version as a reader sees it, each figure beside what was verified and what the version before it said.

    is_compared  False for a reader who may see this version only
    """
    programme = application.edition.programme
    districts = district_choices(application.tenant_id)
    before = version_of(application, version.number - 1) if is_compared and version.number > 1 else None
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
