"""The abstract dossier: where a programme keeps an application's typed answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from portal.tenancy import fence

from .contract import Field
from .fields import fields_of, from_json, to_json
from .fields.values import is_stored_as_json
from .questions import is_own


class Dossier(models.Model):
    """One row per application. A programme adds typed columns whose names are the keys of its form fields.

    Lists and rows of tables are kept in JSON columns, in the form that programmes.fields.to_json gives them.
    extra  answers to what an edition asks beyond the programme's form, in that form too
    """

    fence = fence.filed()

    tenant = models.ForeignKey("tenancy.Tenant", models.PROTECT, related_name="+")
    enterprise = models.ForeignKey("people.Enterprise", models.PROTECT, related_name="+")
    application = models.OneToOneField("applications.Application", models.CASCADE, related_name="%(app_label)s_dossier")

    extra = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True


def read_answers(row: Dossier | None, questions: Iterable[Field]) -> dict[str, Any]:
    """Typed values of every question; all unanswered where there is no dossier yet."""
    asked = fields_of(questions)
    extra = from_json([field for field in asked if is_own(field.key)], row.extra if row else {})
    stored = {field.key: getattr(row, field.key) if row else None for field in asked if field.key not in extra}
    from_tables = from_json([f for f in asked if f.key in stored and is_stored_as_json(f)], stored)
    own = {key: from_tables.get(key, None if value == "" else value) for key, value in stored.items()}
    return {field.key: extra[field.key] if field.key in extra else own[field.key] for field in asked}


def write_answers(row: Dossier, questions: Iterable[Field], answers: Mapping[str, Any]) -> None:
    """Write the given answers and save their columns only. Raises KeyError for a key that is no question."""
    asked = {field.key: field for field in fields_of(questions)}
    chosen = [asked[key] for key in answers]
    stored = to_json([field for field in chosen if is_own(field.key) or is_stored_as_json(field)], answers)
    columns = [field.key for field in chosen if not is_own(field.key)]
    for key in columns:
        value = stored[key] if key in stored else answers[key]
        setattr(row, key, "" if value is None and _is_text(row, key) else value)
    extra = {key: value for key, value in stored.items() if is_own(key)}
    if extra:
        row.extra = {**row.extra, **extra}
        columns.append("extra")
    if columns:
        row.save(update_fields=columns)


def _is_text(row: Dossier, column: str) -> bool:
    return isinstance(row._meta.get_field(column), models.CharField | models.TextField)


# Columns of a form that is still being written: every one may be empty. Units stand in the label that people read.


def count_column(label: Any) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, null=True, blank=True)


def figure_column(label: Any, *, digits: int = 14, places: int = 2) -> models.DecimalField:
    return models.DecimalField(label, max_digits=digits, decimal_places=places, null=True, blank=True)


def answer_column(label: Any) -> models.BooleanField:
    """Yes, no, or not answered."""
    return models.BooleanField(label, null=True, blank=True)


def line_column(label: Any, length: int, *, choices: Any = None) -> models.CharField:
    return models.CharField(label, max_length=length, choices=choices, blank=True, default="")


def text_column(label: Any) -> models.TextField:
    return models.TextField(label, blank=True, default="")


def rows_column(label: Any) -> models.JSONField:
    """A list, or the rows of a table."""
    return models.JSONField(label, default=list, blank=True)


def within(prefix: str, column: str, low: str, high: str) -> models.CheckConstraint:
    """low <= column <= high, named prefix_column; an empty column passes."""
    bounds = models.Q(**{f"{column}__gte": low, f"{column}__lte": high})
    return models.CheckConstraint(condition=bounds, name=f"{prefix}_{column}")
