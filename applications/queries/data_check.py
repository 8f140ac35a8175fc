"""The data check of one case: every figure that counts, reported beside registered, and what looks unlike the rest."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from applications.completeness import label_of
from applications.models import Application, Unit, VerifiedFigure, Version
from portal.kit.actor import Actor
from portal.kit.errors import NotFound
from portal.kit.money import round_half_up
from programmes.contract import Appraisal, Field, FieldKind, Programme

from .case import figures_of
from .facts import facts_for
from .paper import Paper, paper_of
from .rows import get_for, latest_version

NUMBERS = (FieldKind.INTEGER, FieldKind.DECIMAL)


@dataclass(frozen=True, slots=True)
class CheckedFigure:
    """One line. figure: the newest entry of an official; difference_percent: of it against the reported one, one place.

    is_registered   an entry of Programme.register, which nobody reports
    is_open         a register entry that nobody has looked up yet
    """

    field: Field
    reported: Any
    figure: VerifiedFigure | None
    difference_percent: Decimal | None
    warning: str
    is_registered: bool
    earlier: tuple[VerifiedFigure, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.is_registered and self.figure is None


@dataclass(frozen=True, slots=True)
class DataSheet:
    """appraisal: provisional, without the experts; None where no model ranks. warnings: of answers not on a line."""

    application: Application
    unit: Unit
    version: Version
    rows: tuple[CheckedFigure, ...]
    warnings: tuple[tuple[str, str], ...]
    appraisal: Appraisal | None
    paper: Paper | None

    @property
    def open_count(self) -> int:
        return sum(row.is_open for row in self.rows)


def checked_fields(programme: Programme) -> tuple[Field, ...]:
    """Figures that the model reads, in the order of the form, and the entries of the register after them."""
    reads = None if programme.model is None else set(programme.model.reads)
    figures = (f for f in programme.fields() if f.kind in NUMBERS and (reads is None or f.key in reads))
    return (*figures, *programme.register)


def undecided_register(unit: Unit) -> list[Field]:
    """Entries of the register that have neither a value nor a note that there is none."""
    wanted = unit.edition.programme.register
    looked_up = VerifiedFigure.objects.filter(unit_id=unit.pk, key__in=[field.key for field in wanted])
    known = set(looked_up.values_list("key", flat=True)) if wanted else set()
    return [field for field in wanted if field.key not in known]


def data_sheet_for(actor: Actor, application_id: int) -> DataSheet:
    """The whole page in a fixed number of queries. Raises NotFound (no data check in its edition), Denied."""
    application = get_for(actor, application_id)
    edition = application.edition
    if actor.tenant_id != application.tenant_id or not edition.has_stage("data_check"):
        raise NotFound()
    rows = Unit.objects.filter(application=application).select_related("application", "edition", "tenant")
    unit = rows.order_by("position", "pk").first()
    if unit is None:
        raise NotFound()
    programme, facts = edition.programme, facts_for(unit)
    warned = {key: str(_(text)) for key, text in programme.warn_answers(facts.answers).items()}
    entries: dict[str, list[VerifiedFigure]] = {}
    for figure in figures_of(unit):
        entries.setdefault(figure.key, []).append(figure)
    fields = checked_fields(programme)
    lines = tuple(
        _line(field, facts.answers.get(field.key), entries.get(field.key, []), warned, field in programme.register)
        for field in fields
    )
    on_lines = {field.key for field in fields}
    others = [(f, warned[f.key]) for f in programme.fields() if f.key in warned and f.key not in on_lines]
    model = programme.model
    return DataSheet(
        application=application,
        unit=unit,
        version=latest_version(application),
        rows=lines,
        warnings=tuple((label_of(field), text) for field, text in others),
        appraisal=model.appraise(facts, {}, edition.settings()) if model is not None else None,
        paper=paper_of(application),
    )


def _line(
    field: Field, reported: Any, entries: list[VerifiedFigure], warned: dict[str, str], is_registered: bool
) -> CheckedFigure:
    newest = entries[-1] if entries else None
    return CheckedFigure(
        field=field,
        reported=reported,
        figure=newest,
        difference_percent=difference(reported, newest.verified) if newest is not None else None,
        warning=warned.get(field.key, ""),
        is_registered=is_registered,
        earlier=tuple(entries[:-1]),
    )


def difference(reported: Any, verified: Decimal | None) -> Decimal | None:
    """(verified - reported) / |reported| in %, one place, half up; None without two numbers or from zero.

    >>> difference(Decimal("40"), Decimal("38"))
    Decimal('-5.0')
    """
    if verified is None or not isinstance(reported, (int, Decimal)) or not reported:
        return None
    return round_half_up((verified - Decimal(reported)) / abs(Decimal(reported)) * 100, 1)
