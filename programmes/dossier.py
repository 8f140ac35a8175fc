"""The abstract dossier: where a programme keeps an application's typed answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from portal.tenancy import fence

from .contract import Field
from .fields import fields_of, from_json, to_json
from .fields.values import is_stored_as_json


class Dossier(models.Model):
    """One row per application. A programme adds typed columns whose names are the keys of its form fields.

    Lists and rows of tables are kept in JSON columns, in the form that programmes.fields.to_json gives them.
    """

    fence = fence.filed()

    tenant = models.ForeignKey("tenancy.Tenant", models.PROTECT, related_name="+")
    enterprise = models.ForeignKey("people.Enterprise", models.PROTECT, related_name="+")
    application = models.OneToOneField("applications.Application", models.CASCADE, related_name="%(app_label)s_dossier")

    class Meta:
        abstract = True


def read_answers(row: Dossier | None, questions: Iterable[Field]) -> dict[str, Any]:
    """Typed values of every question that has a column; all unanswered where there is no dossier yet."""
    asked = fields_of(questions)
    stored = {field.key: getattr(row, field.key) if row else None for field in asked}
    from_tables = from_json([field for field in asked if is_stored_as_json(field)], stored)
    return {key: from_tables.get(key, None if value == "" else value) for key, value in stored.items()}


def write_answers(row: Dossier, questions: Iterable[Field], answers: Mapping[str, Any]) -> None:
    """Write the given answers and save their columns only. Raises KeyError for a key that is no question."""
    asked = {field.key: field for field in fields_of(questions)}
    chosen = [asked[key] for key in answers]
    stored = to_json([field for field in chosen if is_stored_as_json(field)], answers)
    for field in chosen:
        value = stored[field.key] if is_stored_as_json(field) else answers[field.key]
        setattr(row, field.key, "" if value is None and _is_text(row, field.key) else value)
    if chosen:
        row.save(update_fields=[field.key for field in chosen])


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
