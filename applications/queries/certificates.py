"""Certificates of outside bodies, for whoever publishes them, and what a listed unit was answered for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from applications.models import OutsideCertificate, Unit

from .facts import facts_for_all


def outside_certificates(unit_ids: Collection[int]) -> dict[int, OutsideCertificate]:
    """Unit id -> the certificate that its body decided on; units without one are left out. One query."""
    rows = OutsideCertificate.objects.filter(unit_id__in=unit_ids).order_by("pk")
    return {row.unit_id: row for row in rows}


def answers_of_units(units: Sequence[Unit]) -> dict[int, dict[str, Any]]:
    """Unit id -> what its newest version answered, its own row of items on top, with the firm's credit code (uscc),
    because the same name at two firms is two things; units never submitted are left out.

    Three queries for any number. The units come with their edition and application (select_related).
    """
    facts, rows = facts_for_all(units), {unit.pk: unit for unit in units}
    return {
        key: {**one.of_unit(rows[key].edition.programme.items), "uscc": rows[key].application.enterprise_uscc}
        for key, one in facts.items()
    }
