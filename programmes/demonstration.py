"""What a programme's demo.py declares: editions and filings that the portal plays through its own actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class DemoDistrict:
    """What one district sets for itself in a demo edition."""

    code: str
    closes_at: datetime | None = None
    paper_copies: int | None = None
    discs: int | None = None
    quota: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class DemoEdition:
    """One edition. Instants are aware; each later step is played with the clock at its own instant.

    steps: filed, returned, corrected, consulted, consult_answered, district, incubated, screened, rescreened, checked,
    received (paper came in), queried, answered, data_checked, drawn, scored, inspected, verified, decided, reworked,
    certified, noticed, drafted (the list stays a draft; released
    lies ahead), released, marked, rewarded, surveilled, each with its instant; one that is not named is now
    """

    key: str
    year: int
    title: str
    document_number: str
    opens_at: datetime
    closes_at: datetime
    district_due_at: datetime
    review_due_at: datetime
    steps: Mapping[str, datetime]
    switched_stages: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    districts: tuple[DemoDistrict, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoHonour:
    """A row of the organiser's register of honours for whoever files."""

    honour: str
    issuer: str
    number: str
    issued_on: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class DemoFiling:
    """One filing and how far it is played. target: a station of the workflow, e.g. "draft", "expert_review", "listed".

    files: form or indicator keys that get a sample file. points: what the experts give, about; with is_exact every
    expert gives just that for every criterion, so that two filings with equal figures tie.
    returns: form key -> reason, when the district (without one the city, in the formal check) sends the filing back
    once. query: the same when the city asks in the data check. corrected: what the applicant answers to either, form
    key -> value, before the filing goes on; it stays unanswered when its target is "returned_for_correction".
    refused_clauses: what a refusal in the formal check names.
    paper: what came by post: "matched", "mismatch", "missing", or "" while nothing has. A filing with a mismatch or a
    missing form never enters: it stays accepted, or, with the target "not_accepted", is refused for its paper.
    register: key of Programme.register -> what the city finds there in the data check. verified: form key -> the
    figure that the city puts in place of the reported one.
    verification: (confirm, adjust or exclude; ratio; reason) of the experts' check of the ranking; None = confirm.
    An excluded filing has the target "not_proposed".
    items: place of an item, from 1 -> its own target; an item that is not named has the filing's.
    number: which of the enterprise's filings in the edition.
    consultation: how the department answers that the district asks: "no_objection", "objection", "no_answer"; "" = none
    is asked. is_priority: the district recommends with priority, on the ground of honours.
    activities: (kind, hours, note) of the incubation log. screening_returns: form key -> reason, when the agency sends
    the items back once; corrected answers it.
    is_reworked: the experts' first word is that the standard must be worked on.
    nonconformity: what the site audit finds and the firm puts right; "" = nothing.
    reward: how far the claim goes: "applied", "checked", "approved", "paid", "refused". mark_downloads: how often the
    holder fetches the mark. surveillance: "suspended", "resumed", "withdrawn".
    """

    edition: str
    enterprise: str
    serial: int
    district: str
    target: str
    answers: Mapping[str, Any]
    files: tuple[str, ...]
    points: int = 82
    returns: Mapping[str, str] = field(default_factory=dict)
    corrected: Mapping[str, Any] = field(default_factory=dict)
    refused_clauses: tuple[str, ...] = ()
    is_exact: bool = False
    paper: str = "matched"
    register: Mapping[str, Any] = field(default_factory=dict)
    verified: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    verification: tuple[str, Decimal | None, str] | None = None
    items: Mapping[int, str] = field(default_factory=dict)
    number: int = 1
    consultation: str = ""
    is_priority: bool = False
    honours: tuple[DemoHonour, ...] = ()
    activities: tuple[tuple[str, Decimal, str], ...] = ()
    screening_returns: Mapping[str, str] = field(default_factory=dict)
    is_reworked: bool = False
    nonconformity: str = ""
    reward: str = ""
    mark_downloads: int = 0
    surveillance: str = ""


@dataclass(frozen=True, slots=True)
class ProgrammeDemo:
    """What `make_demo` in a programme's demo.py returns, and `make_rehearsal` in its rehearsal.py (of one edition).

    login: what the applicants' mailboxes begin with; the number of the firm follows.
    serials: those that are numbered; () = those of the filings. A part of a whole keeps its numbers.
    """

    slug: str
    organiser: str
    editions: tuple[DemoEdition, ...]
    filings: tuple[DemoFiling, ...]
    login: str = "firm"
    serials: tuple[int, ...] = ()

    def numbers(self) -> dict[int, int]:
        """Serial -> its place among the serials, from 1."""
        known = {*self.serials, *(row.serial for row in self.filings)}
        return {serial: place for place, serial in enumerate(sorted(known), start=1)}
