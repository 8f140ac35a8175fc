"""The plug-in interface: what a programme declares about itself. Plain Python, frozen, no Django.

A programme is a folder with `programme.py` that holds one `PROGRAMME`. Everything an organiser may change for an
edition stands in `Programme.defaults`; everything else is what the programme is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any


class FieldKind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    CHOICES = "choices"
    CODE_LIST = "code_list"
    USCC = "uscc"
    DISTRICT = "district"
    FILE = "file"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Field:
    """One question. minimum and maximum bound numbers (inclusive) or the length of a text in characters.

    choices          (key, Chinese label)
    row, year        keys of one figure by year are one row of a year table: row="output_total", year=0 is the latest
    columns          the fields of a TABLE's rows
    requires         key of a BOOLEAN that switches the question on
    is_declaration   a BOOLEAN that can only be agreed to: a box to tick instead of yes and no
    is_past          a DATE that may not lie in the future
    is_unique        a column whose value may stand in one row of its table only
    is_summed        a year row that is added up with the other summed rows of its table
    """

    key: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    unit: str = ""
    required: bool = True
    help: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    places: int = 0
    choices: tuple[tuple[str, str], ...] = ()
    columns: tuple[Field, ...] = ()
    row: str = ""
    year: int | None = None
    requires: str = ""
    min_rows: int = 0
    max_rows: int = 200
    is_declaration: bool = False
    is_past: bool = False
    is_unique: bool = False
    is_summed: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the form. indicators: keys whose evidence is uploaded here."""

    key: str
    title: str
    fields: tuple[Field, ...]
    intro: str = ""
    indicators: tuple[str, ...] = ()


class CheckKind(StrEnum):
    """Who can decide a clause (domain.md, head)."""

    MACHINE = "machine"
    ATTESTATION = "attestation"
    OFFICIAL = "official"
    EXPERT = "expert"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves an indicator. needed_at_submission: a submission without the file is refused."""

    indicator: str
    label: str
    needed_at_submission: bool = True
    max_megabytes: int = 20
    extensions: tuple[str, ...] = ("pdf",)


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
    honours   honours valid on the closing day: rows with uscc, honour, valid_to; a table without codes speaks of the
              applicant itself and its rows carry the applicant's own
    profile   the applicant's own particulars as frozen with the answers: uscc, legal_form, reg_region, ...
    """

    answers: Mapping[str, Any]
    verified: Mapping[str, Any] = field(default_factory=dict)
    findings: Mapping[str, bool | None] = field(default_factory=dict)
    honours: Sequence[Mapping[str, Any]] = ()
    closing_on: date | None = None
    profile: Mapping[str, Any] = field(default_factory=dict)

    def merged(self) -> dict[str, Any]:
        """Reported figures, replaced by verified ones where there are any, with the findings on top."""
        return {**self.answers, **self.verified, **self.findings}


@dataclass(frozen=True, slots=True)
class CertificateForm:
    """The paper for an honour. validity_years None = no end.

    prefix   PROG part of the number (domain.md 9); its LIST part is the code of the list
    honour   what a certificate says where the programme's lists name no honours of their own
    """

    prefix: str
    honour: str
    validity_years: int | None = None


@dataclass(frozen=True, slots=True)
class PublishedListForm:
    """One list that an edition ends in. code stands in the certificate's number.

    honour   what a certificate of this list says; "" = the honour of the programme's certificate
    """

    code: str
    title: str
    honour: str = ""


@dataclass(frozen=True, slots=True)
class ModelLine:
    """One line of a model's sum, for the page that shows how a number came about.

    group           the heading that it stands under
    value, unit     what was found, as it is shown; source where it comes from
    working         the sum with its numbers
    score, weight   0-100 and the points of 100 that it counts for; None where the line is a step and not scored
    result          what the line adds, or the value of the step; unrounded
    note            why there is nothing to score, or what bound took hold
    """

    key: str
    group: str
    label: str
    value: str = ""
    unit: str = ""
    source: str = ""
    working: str = ""
    score: Decimal | None = None
    weight: Decimal | None = None
    result: Decimal | None = None
    result_unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What a model says of one unit.

    list_code   the one list in which the unit competes
    figure      what that list is ranked by: two decimals, half up; None = it cannot be ranked, and flags say why
    ties        what parts equal figures, in order, unrounded; None is below every number
    parts       the named results of a board: key -> Decimal or text, in the order of Model.parts
    flags       what a person must look at, in words
    """

    list_code: str
    figure: Decimal | None
    ties: tuple[Decimal | None, ...]
    parts: Mapping[str, Decimal | str | None]
    lines: tuple[ModelLine, ...]
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """How a programme ranks whose units are judged by a model first and by experts second.

    appraise     facts, the experts' aggregate by criterion (0-100; a criterion may be missing), parameters; pure
    reads        form keys that appraise looks at: a run freezes these, and with them nothing personal
    figures      list code -> (label, unit) of what is ranked there
    parts        key -> (label, unit) of Appraisal.parts
    tie_labels   what Appraisal.ties stand for, in order
    adjust       (figure, ratio) -> the figure that a panel's verification leaves; raises ValueError beyond the limit
    most_adjustment_ratio   the limit on either side
    """

    appraise: Callable[[Facts, Mapping[str, Decimal], Mapping[str, Any]], Appraisal]
    reads: tuple[str, ...]
    figures: Mapping[str, tuple[str, str]]
    parts: Mapping[str, tuple[str, str]]
    tie_labels: tuple[str, ...]
    adjust: Callable[[Decimal, Decimal], Decimal]
    most_adjustment_ratio: Decimal


def no_warnings(answers: Mapping[str, Any]) -> Mapping[str, str]:
    """For a programme that refuses or accepts and never wonders."""
    return {}


def no_flaws(parameters: Mapping[str, Any]) -> Mapping[str, str]:
    """For a programme whose parameters cannot contradict each other."""
    return {}


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme. `stages` are stage keys in order; optional_stages an edition may switch off or on.

    check_answers   key -> what clashes with another answer; nothing is said of what is not answered
    warn_answers    key -> what looks like a slip; never stops anybody
    years_back      how many years before the edition's year the latest figures (year=0) are of
    combines_by     "total": each expert's weighted total is aggregated; "criterion": each criterion on its own
    model           what ranks the units; None where a score and a pass line decide
    check_parameters   an edition's settings -> key -> what is wrong with them and what a right value looks like
    parameter_choices  parameter -> (value as stored, label): one that is chosen instead of typed
    parameter_words    parameter that holds a table -> key of a row or column -> label
    register        figures and choices that no applicant files: an official looks them up in a register during the
                    data check, and they arrive in Facts.verified
    """

    slug: str
    title: str
    short_title: str
    source: str
    unit_word: str
    applicant_word: str
    stages: tuple[str, ...]
    optional_stages: frozenset[str]
    sections: tuple[Section, ...]
    clauses: tuple[Clause, ...]
    evidence: tuple[Evidence, ...]
    criteria: tuple[Criterion, ...]
    lists: tuple[PublishedListForm, ...]
    certificate: CertificateForm | None
    defaults: Mapping[str, Any]
    parameter_labels: Mapping[str, tuple[str, str]]
    judge: Callable[[Facts, Mapping[str, Any]], Verdict]
    quantify: Callable[[Facts, Mapping[str, Any]], QuantScore]
    title_of: Callable[[Mapping[str, Any]], str]
    check_answers: Callable[[Mapping[str, Any]], Mapping[str, str]]
    warn_answers: Callable[[Mapping[str, Any]], Mapping[str, str]] = no_warnings
    combines_by: str = "total"
    is_single_unit: bool = True
    years_back: int = 1
    model: Model | None = None
    check_parameters: Callable[[Mapping[str, Any]], Mapping[str, str]] = no_flaws
    parameter_choices: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    parameter_words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    register: tuple[Field, ...] = ()

    def list_named(self, code: str) -> PublishedListForm | None:
        return next((one for one in self.lists if one.code == code), None)

    def fields(self) -> tuple[Field, ...]:
        """Every question of the form, in order."""
        return tuple(f for s in self.sections for f in s.fields)

    def field_named(self, key: str) -> Field | None:
        return next((f for f in self.fields() if f.key == key), None)

    def figure_named(self, key: str) -> Field | None:
        """A question of the form or an entry of the register."""
        return self.field_named(key) or next((f for f in self.register if f.key == key), None)

    def section_named(self, key: str) -> Section | None:
        return next((s for s in self.sections if s.key == key), None)
