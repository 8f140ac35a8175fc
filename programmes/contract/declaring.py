"""What a programme ends in, and the programme itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .asking import Evidence, Field, Section
from .judging import Clause, Criterion, Facts, QuantScore, Verdict
from .ranking import Model


@dataclass(frozen=True, slots=True)
class CertificateForm:
    """The paper for an honour. validity_years None = no end.

    prefix   PROG part of the number (domain.md 9); its LIST part is the code of the list
    honour   what a certificate says where the programme's lists name no honours of their own
    is_outside   issued by an outside certification body, with the dates that it gives; the portal's paper names it
    """

    prefix: str
    honour: str
    validity_years: int | None = None
    is_outside: bool = False


@dataclass(frozen=True, slots=True)
class MarkForm:
    """A special mark that whoever is listed may use for the unit listed, and for nothing else.

    rules   what the holder is told before every download: where the mark may stand and what it is not
    """

    title: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RewardForm:
    """Money for a new certificate, once for each product. parameter: the edition's amount in yuan."""

    title: str
    parameter: str
    clause: str


@dataclass(frozen=True, slots=True)
class Target:
    """What a programme is to reach. parameter: the edition's goal, a whole number.

    counts  answers of one listed unit (its own row of items on top) -> the things it adds, each counted once however
            often it is named
    """

    key: str
    label: str
    unit: str
    parameter: str
    counts: Callable[[Mapping[str, Any]], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class PublishedListForm:
    """One list that an edition ends in. code stands in the certificate's number.

    honour   what a certificate of this list says; "" = the honour of the programme's certificate
    """

    code: str
    title: str
    honour: str = ""


def no_identity(answers: Mapping[str, Any]) -> str:
    """For a programme whose units need not be known again in another year."""
    return ""


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
    stage_words     stages that the programme's source calls otherwise than the portal
    items           key of the table whose rows are judged one by one, each a unit of its own; "" = the filing is
    item_name       key of the column that names an item
    identity_of     answers of one unit (its own row on top) -> what it is known by from year to year: the same product
                    of the same firm, however it is written; "" where nothing hangs on it
    most_filings    how many filings one enterprise may have in an edition
    priority        parameter that says which honours let a district recommend with priority: honour -> yes or no
    self_check      questions that anybody may answer before logging in
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
    years_back: int = 1
    model: Model | None = None
    check_parameters: Callable[[Mapping[str, Any]], Mapping[str, str]] = no_flaws
    parameter_choices: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    parameter_words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    register: tuple[Field, ...] = ()
    stage_words: Mapping[str, str] = field(default_factory=dict)
    items: str = ""
    item_name: str = ""
    identity_of: Callable[[Mapping[str, Any]], str] = no_identity
    most_filings: int = 1
    priority: str = ""
    self_check: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()
    mark: MarkForm | None = None
    reward: RewardForm | None = None

    @property
    def is_single_unit(self) -> bool:
        """Whether a filing is judged as one."""
        return not self.items

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
