"""What a listed unit brings along from below: an outside body's certificate, and what it adds to the targets."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from applications.models import OutsideCertificate, Unit
from applications.queries.certificates import answers_of_units, outside_certificates
from portal.kit.errors import Conflict
from programmes.models import Edition

from ..codes import is_outside
from ..validity import Validity, validity_period

OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Brought:
    """What the units of one list bring, by unit id. counted: target key -> things."""

    certificates: dict[int, OutsideCertificate] = field(default_factory=dict)
    counted: dict[int, dict[str, list[str]]] = field(default_factory=dict)


def brought_by(edition: Edition, units: list[Unit]) -> Brought:
    """At most four queries, none for a programme without targets whose honours are its own.

    Raises Conflict where a certificate of an outside body is called for and a unit has none.
    """
    ids = [unit.pk for unit in units]
    found = outside_certificates(ids) if is_outside(edition) else {}
    missing = [unit.name for unit in units if unit.pk not in found] if is_outside(edition) else []
    if missing:
        raise Conflict(_("还没有登记认证证书，不能公布：%s。") % "、".join(missing[:3]))
    return Brought(found, _counted(edition, units))


def _counted(edition: Edition, units: list[Unit]) -> dict[int, dict[str, list[str]]]:
    targets = edition.programme.targets
    if not targets:
        return {}
    for unit in units:
        unit.edition = edition
    return {
        key: {one.key: sorted(set(one.counts(answers))) for one in targets}
        for key, answers in answers_of_units(units).items()
    }


def outside_facts(row: OutsideCertificate | None) -> dict[str, Any]:
    """What of an outside certificate is published with the honour; {} without one."""
    if row is None:
        return {}
    return {
        "body": row.body_name,
        "number": row.number,
        "standard": row.standard,
        "scope": row.scope,
        "issued_on": row.issued_on.isoformat(),
        "valid_to": row.valid_to.isoformat(),
    }


def mode_of(edition: Edition) -> str:
    return str(edition.settings().get("validity_mode", "from_publication"))


def years_of(edition: Edition) -> int | None:
    """The edition's own length where its organiser switched an end on, the programme's otherwise; None = no end."""
    own = edition.settings().get("validity_years")
    form = edition.programme.certificate
    return int(own) if own else (form.validity_years if form else None)


def validity_for(edition: Edition, published_on: date, certificate: OutsideCertificate | None = None) -> Validity:
    """The validity of what this edition publishes on a day; that of the certificate where the edition says so."""
    mode = mode_of(edition)
    if mode == OUTSIDE and certificate is not None:
        return Validity(certificate.issued_on, certificate.valid_to)
    if mode == OUTSIDE:
        return Validity(published_on, None)
    return validity_period(published_on, years=years_of(edition), mode=mode, edition_year=edition.year)
