"""What is judged and scored, by what facts, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any


class CheckKind(StrEnum):
    """Who can decide a clause (domain.md, head)."""

    MACHINE = "machine"
    ATTESTATION = "attestation"
    OFFICIAL = "official"
    EXPERT = "expert"


@dataclass(frozen=True, slots=True)
class Clause:
    """One indicator or eligibility clause as people see it."""

    key: str
    label: str
    clause: str
    check: CheckKind
    group: int = 0


@dataclass(frozen=True, slots=True)
class Criterion:
    """What experts score, 0-100. weight_ratio: its part of an expert's total; all add up to 1."""

    key: str
    label: str
    weight_ratio: Decimal
    clause: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """The verdict on one clause: passed True, False, or None while something is missing."""

    key: str
    label: str
    value: str
    threshold: str
    passed: bool | None
    clause: str
    check: CheckKind
    note: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Eligibility as a whole. groups: (title, lines) in the order of the source.

    group_verdicts: one for each group, where alternatives within a group make it more than the sum of its lines.
    """

    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    passed: bool | None
    group_verdicts: tuple[bool | None, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One step of a number: score 0-100, weight as a part of the whole it belongs to."""

    key: str
    label: str
    value: str
    threshold: str
    score: Decimal | None
    weight_ratio: Decimal
    group: str = ""


@dataclass(frozen=True, slots=True)
class QuantScore:
    """The quantitative part of a score, 0-100, two decimals, with every line that led to it."""

    value: Decimal | None
    lines: tuple[ScoreLine, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules and scoring may look at.

    answers   form keys -> typed values as submitted
    verified  form keys -> figures that an official put in place of the reported ones; keys of Programme.register ->
              the figure, or the key of the choice, that a register holds
    findings  indicator keys -> True, False or None: what was attested or found
    honours   honours valid on the closing day: rows with uscc, honour, valid_to, is_registered; a table without codes
              speaks of the applicant itself and its rows carry the applicant's own. is_registered: the organiser's own
              register holds it, or one that it recognises as the same; the others are claimed only
    profile   the applicant's own particulars as frozen with the answers: uscc, legal_form, reg_region, ...
    position  which row of the programme's table of items is judged, from 1; 0 = the filing as a whole
    """

    answers: Mapping[str, Any]
    verified: Mapping[str, Any] = field(default_factory=dict)
    findings: Mapping[str, bool | None] = field(default_factory=dict)
    honours: Sequence[Mapping[str, Any]] = ()
    closing_on: date | None = None
    profile: Mapping[str, Any] = field(default_factory=dict)
    position: int = 0

    def merged(self) -> dict[str, Any]:
        """Reported figures, replaced by verified ones where there are any, with the findings on top."""
        return {**self.answers, **self.verified, **self.findings}

    def of_unit(self, items: str) -> dict[str, Any]:
        """What was answered about the unit that is judged: the row of its item on top of the answers of the filing.

        items  the programme's table of items; "" or position 0 = there is no row
        """
        rows = self.answers.get(items) or () if items else ()
        row = rows[self.position - 1] if 0 < self.position <= len(rows) else {}
        return {**self.answers, **row}
