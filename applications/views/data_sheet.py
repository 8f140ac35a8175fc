"""The parts of the data check's page out of what queries fetched. No queries here."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from applications.completeness import label_of
from applications.forms_receiving import RegisterForm
from applications.models import VerifiedFigure
from applications.queries.data_check import CheckedFigure, DataSheet
from applications.wording import staff_word, tone
from programmes.contract import Appraisal, Model, Programme
from programmes.fields import display
from programmes.fields.figures import grouped
from programmes.fields.words import said

from .case_parts import figure_text
from .steps import paper_lines


def context_of(
    found: DataSheet, *, bound: RegisterForm | None, wanted: str, may_write: bool, may_confirm: bool
) -> dict[str, Any]:
    """Everything that office/data_check.html shows.

    bound   the form that was refused; wanted: key of the figure for which a form is asked
    """
    application, programme = found.application, found.application.edition.programme
    year = application.edition.year - programme.years_back
    lines = [_line(row, year) for row in found.rows]
    form = bound or (_form_for(found, wanted) if may_write else None)
    return {
        "application": application,
        "sheet": found,
        "word": staff_word(found.unit.state, application.edition),
        "tone": tone(found.unit.state),
        "groups": [
            (_("申报数据"), [line for line in lines if not line["is_registered"]]),
            (_("登记查询"), [line for line in lines if line["is_registered"]]),
        ],
        "changed_count": sum(line["is_changed"] for line in lines),
        "warnings": found.warnings,
        "provisional": provisional_lines(programme, found.appraisal),
        "flags": [said(flag) for flag in found.appraisal.flags] if found.appraisal else [],
        "paper": paper_lines(found.paper) if found.paper else [],
        "may_write": may_write,
        "may_confirm": may_confirm,
        "form": form,
        "form_key": form.prefix.removeprefix("r-") if form is not None and form.prefix else "",
        "version": application.version_number,
    }


def _form_for(found: DataSheet, wanted: str) -> RegisterForm | None:
    """The form of the figure that was asked for; else of the first register entry that nobody has looked up."""
    fields = {row.field.key: row.field for row in found.rows}
    first = next((row.field.key for row in found.rows if row.is_open), "")
    field = fields.get(wanted) or fields.get(first)
    now = {"expected_version": found.application.version_number}
    year = found.application.edition.year - found.application.edition.programme.years_back
    return RegisterForm(initial=now, field=field, latest_year=year) if field is not None else None


def _line(row: CheckedFigure, year: int) -> dict[str, Any]:
    field, figure = row.field, row.figure
    return {
        "key": field.key,
        "label": label_of(field, year),
        "unit": said(field.unit),
        "reported": "—" if row.is_registered else display(field, row.reported, has_unit=False),
        "found": _found_text(row),
        "is_missing": figure is not None and figure.value is None,
        "is_changed": figure is not None and figure.value is not None and figure.value != row.reported,
        "difference": signed(row.difference_percent),
        "figure": figure,
        "earlier": [_earlier(figure_text(field, one), one) for one in row.earlier],
        "warning": row.warning,
        "is_registered": row.is_registered,
        "is_open": row.is_open,
    }


def _found_text(row: CheckedFigure) -> str:
    if row.figure is None:
        return ""
    return figure_text(row.field, row.figure)


def _earlier(text: str, figure: VerifiedFigure) -> str:
    return _("此前登记 %(value)s（%(source)s，%(who)s）") % {
        "value": text,
        "source": figure.source or "—",
        "who": figure.verified_by.name,
    }


def signed(percent: Decimal | None) -> str:
    """+5.3 %, −12.0 %, 0.0 %, or nothing."""
    if percent is None:
        return ""
    return f"{percent:+} %".replace("-", "−") if percent else f"{abs(percent)} %"


def provisional_lines(programme: Programme, appraisal: Appraisal | None) -> list[dict[str, str]]:
    """The list, the figure that ranks it and the parts of a board, as far as they are known without the experts."""
    model = programme.model
    if model is None or appraisal is None:
        return []
    one = programme.list_named(appraisal.list_code)
    label, unit = model.figures.get(appraisal.list_code, ("", ""))
    figure = grouped(appraisal.figure) if appraisal.figure is not None else _("暂不能计算")
    lines = [
        {"label": _("所在名单"), "value": said(one.title) if one else appraisal.list_code, "unit": ""},
        {"label": said(label), "value": figure, "unit": said(unit) if appraisal.figure is not None else ""},
    ]
    return lines + _part_lines(model, appraisal, shown={label})


def _part_lines(model: Model, appraisal: Appraisal, *, shown: set[str]) -> list[dict[str, str]]:
    """The parts that have a value, without those whose label stands already."""
    lines = []
    for key, (label, unit) in model.parts.items():
        value = appraisal.parts.get(key)
        if value is None or value == "" or label in shown:
            continue
        text = grouped(value.quantize(Decimal("0.0001"))) if isinstance(value, Decimal) else said(value)
        lines.append({"label": said(label), "value": text, "unit": said(unit) if isinstance(value, Decimal) else ""})
    return lines
