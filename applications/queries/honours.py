"""What the organiser's own register says about enterprises, with what it recognises as the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet

from applications.models import HonourRecord, Recognition
from portal.kit.folding import fold_code
from programmes.contract import FieldKind, Programme

Claim = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Held:
    """One honour held on a day. honour: what it counts as; by_recognition: it was given under another name."""

    honour: str
    record: HonourRecord
    by_recognition: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """A claimed honour that the register contradicts. kind: ended, differs or withdrawn.

    claim   the row of the form, with the code of whom it speaks of
    record  what the register holds instead
    """

    kind: str
    claim: Claim
    record: HonourRecord


@dataclass(frozen=True, slots=True)
class Comparison:
    """Claims of one filing beside the register. confirmed and unknown: how many it confirms and does not hold."""

    doubts: tuple[Doubt, ...] = ()
    confirmed: int = 0
    unknown: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.doubts or self.confirmed or self.unknown)


class Register:
    """Rows of the register by organiser and code, asked for once for any number of filings."""

    def __init__(self, rows: Iterable[HonourRecord]) -> None:
        self._rows: dict[tuple[int, str], list[HonourRecord]] = defaultdict(list)
        for row in rows:
            self._rows[row.tenant_id, row.uscc].append(row)

    def held(self, tenant_id: int, code: str, *, on: date) -> tuple[Held, ...]:
        """Honours in force on the day, under their own names and under those that they count as."""
        found: list[Held] = []
        for row in self._rows.get((tenant_id, code), ()):
            if is_in_force(row, on):
                found.append(Held(row.honour, row))
                found += [Held(other, row, by_recognition=True) for other in row.counts_as]  # type: ignore[attr-defined]
        return tuple(found)


def is_in_force(row: HonourRecord, on: date) -> bool:
    """Given by that day, not run out before it, and not withdrawn from the register."""
    return row.withdrawn_at is None and row.issued_on <= on and (row.valid_to is None or row.valid_to >= on)


def register_of(tenant_ids: Collection[int], codes: Collection[str]) -> Register:
    """What stands in the registers about these codes; one query. Seen only from inside the tenant."""
    if not codes:
        return Register(())
    rows = HonourRecord.objects.filter(tenant_id__in=set(tenant_ids), uscc__in=set(codes), withdrawn_at=None)
    return Register(_with_recognitions(rows).order_by("uscc", "honour", "pk"))


def _with_recognitions(rows: QuerySet[HonourRecord]) -> QuerySet[HonourRecord]:
    """Each row with counts_as: the keys of honours that its organiser takes it for."""
    same = Recognition.objects.filter(tenant_id=OuterRef("tenant_id"), honour=OuterRef("honour"))
    return rows.annotate(counts_as=ArraySubquery(same.order_by("counts_as").values("counts_as")))


def held_by(tenant_id: int, codes: Collection[str], *, on: date) -> dict[str, tuple[Held, ...]]:
    """Code -> honours of the register that were held on the day; one query. Seen only from inside the tenant."""
    register = register_of((tenant_id,), codes)
    held = {code: register.held(tenant_id, code, on=on) for code in dict.fromkeys(codes)}
    return {code: found for code, found in held.items() if found}


def claims_in(programme: Programme, answers: Mapping[str, Any], own_code: str) -> list[Claim]:
    """Rows of every table of honours, each with the uscc of whom it speaks: its own, or the applicant's own code."""
    fields = programme.fields()
    keys = {field.key: {column.key for column in field.columns} for field in fields if field.kind == FieldKind.TABLE}
    codes = (answers.get(field.key) for field in fields if field.kind == FieldKind.USCC)
    own = own_code or next((str(code) for code in codes if code), "")
    return [
        row if "uscc" in columns else {**row, "uscc": own}
        for table, columns in keys.items()
        if "honour" in columns
        for row in answers.get(table) or ()
        if row.get("honour")
    ]


def codes_in(programme: Programme, answers: Mapping[str, Any], own_code: str) -> set[str]:
    """The applicant's own code and those of the firms that its tables list."""
    tables = (field.key for field in programme.fields() if field.kind == FieldKind.TABLE)
    listed = {str(row["uscc"]) for key in tables for row in answers.get(key) or () if row.get("uscc")}
    return listed | ({own_code} if own_code else set())


def known_honours(claims: Iterable[Claim], held: Iterable[Held], *, on: date) -> tuple[dict[str, Any], ...]:
    """Rows {uscc, honour, valid_to, is_registered} held on the day, each honour of a code once.

    The register says until when; a claim that it does not hold stays, as claimed only.
    """
    found: dict[tuple[Any, str], dict[str, Any]] = {}
    for claim in claims:
        if _is_claimed_on(claim, on):
            _keep_longest(found, claim.get("uscc"), claim["honour"], claim.get("valid_to"), is_registered=False)
    registered: dict[tuple[Any, str], dict[str, Any]] = {}
    for one in held:
        _keep_longest(registered, one.record.uscc, one.honour, one.record.valid_to, is_registered=True)
    return tuple((found | registered).values())


def _keep_longest(
    found: dict[tuple[Any, str], dict[str, Any]], code: Any, honour: str, valid_to: date | None, *, is_registered: bool
) -> None:
    before = found.get((code, honour))
    if before is None or (before["valid_to"] is not None and (valid_to is None or valid_to > before["valid_to"])):
        row = {"uscc": code, "honour": honour, "valid_to": valid_to, "is_registered": is_registered}
        found[code, honour] = row


def _is_claimed_on(row: Claim, on: date) -> bool:
    """Given by that day and not run out before it; a blank day is no bound."""
    issued_on, valid_to = row.get("issued_on"), row.get("valid_to")
    return (issued_on is None or issued_on <= on) and (valid_to is None or valid_to >= on)


def compare_claims(tenant_id: int, claims: Sequence[Claim], *, on: date) -> Comparison:
    """What the register says to each claim, withdrawn and ended rows included; one query, none without a claim."""
    codes = {str(claim["uscc"]) for claim in claims if claim.get("uscc")}
    rows: dict[tuple[str, str], list[HonourRecord]] = defaultdict(list)
    if codes:
        for row in HonourRecord.objects.filter(tenant_id=tenant_id, uscc__in=codes).order_by(
            F("withdrawn_at").asc(nulls_first=True), "-issued_on", "-pk"
        ):
            rows[row.uscc, row.honour].append(row)
    doubts, confirmed, unknown = [], 0, 0
    for claim in claims:
        about = rows.get((str(claim.get("uscc")), claim["honour"]), [])
        kind = _contradiction(claim, about, on) if about else ""
        doubts += [Doubt(kind, claim, _closest(claim, about))] if kind else []
        confirmed, unknown = confirmed + bool(about and not kind), unknown + (not about)
    return Comparison(tuple(doubts), confirmed, unknown)


def _contradiction(claim: Claim, about: Sequence[HonourRecord], on: date) -> str:
    """ "" where a row of the register in force on the day says the same."""
    in_force = [row for row in about if is_in_force(row, on)]
    if in_force:
        return "" if any(_agrees(claim, row) for row in in_force) else "differs"
    return "ended" if any(row.withdrawn_at is None for row in about) else "withdrawn"


def _agrees(claim: Claim, row: HonourRecord) -> bool:
    """What either leaves blank contradicts nothing."""
    number, issued_on, valid_to = claim.get("number"), claim.get("issued_on"), claim.get("valid_to")
    return (
        (not number or not row.number or fold_code(str(number)) == fold_code(row.number))
        and (issued_on is None or issued_on == row.issued_on)
        and (valid_to is None or row.valid_to is None or valid_to == row.valid_to)
    )


def _closest(claim: Claim, about: Sequence[HonourRecord]) -> HonourRecord:
    """The row of the same number, else the newest that is not withdrawn."""
    number = fold_code(str(claim.get("number") or ""))
    return next((row for row in about if number and fold_code(row.number) == number), about[0])
