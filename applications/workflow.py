"""The workflow of every programme in one table, and move(), the only writer of a state.

A programme orders its stages and an edition switches optional ones; nobody invents states. The application has a
state until its district (where there is one) has spoken; from then on state hangs on the unit that is judged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from portal.kit.actor import Role

APPLICANT, OFFICER, LEADER = Role.APPLICANT, Role.DISTRICT_OFFICER, Role.DISTRICT_LEADER
CITY, CITY_LEADER, SYSTEM = Role.CITY_OFFICER, Role.CITY_LEADER, Role.SYSTEM
DEPARTMENT, AGENCY = Role.CONSULTED_DEPT, Role.THIRD_PARTY_AGENCY


class State(StrEnum):
    # of an application
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned_for_correction"  # also of a unit in formal check
    CONSULTING = "consulting"
    AWAITING_LEADER = "awaiting_leader"
    RECOMMENDED = "recommended"
    NOT_RECOMMENDED = "not_recommended"
    WITHDRAWN = "withdrawn"
    # of a unit
    WAITING = "waiting"
    INCUBATION = "incubation"
    SCREENING = "screening"
    SCREENED_OUT = "screened_out"
    FORMAL_CHECK = "formal_check"
    NOT_ACCEPTED = "not_accepted"
    ACCEPTED = "accepted"
    DATA_CHECKED = "data_checked"
    EXPERT_REVIEW = "expert_review"
    REVIEWED = "reviewed"
    SITE_INSPECTION = "site_inspection"
    INSPECTED = "inspected"
    CERT_APPLICATION = "cert_application"
    CERT_TESTING = "cert_testing"
    CERT_DECISION = "cert_decision"
    NOT_CERTIFIED = "not_certified"
    PROPOSED = "proposed"
    NOT_PROPOSED = "not_proposed"
    PUBLIC_NOTICE = "public_notice"
    OBJECTION_HOLD = "objection_hold"
    LISTED = "listed"
    NOT_LISTED = "not_listed"
    SUSPENDED = "suspended"
    EXPIRING = "expiring"
    RE_REVIEW = "re_review"
    LAPSED = "lapsed"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Transition:
    """on: "application" or "unit". stage: the stage it belongs to; "" = any edition has it.

    needs: milestone keys that the unit must have reached. against: a decision against the applicant, so a reason
    is compulsory and the applicant reads it. unless: stages any of which closes this way, because it opens another.
    needs_at: (stage, milestone) pairs that count only where the edition has the stage.
    """

    name: str
    on: str
    frm: State
    to: State
    who: tuple[Role, ...]
    stage: str
    needs: tuple[str, ...] = ()
    against: bool = False
    unless: tuple[str, ...] = ()
    needs_at: tuple[tuple[str, str], ...] = ()


def _row(name: str, on: str, frm: State, to: State, who: tuple[Role, ...], stage: str, **rest: Any) -> Transition:
    return Transition(name, on, frm, to, who, stage, **rest)


A, U, S = "application", "unit", State
BOTH_IN = (("paper_receipt", "formally_entered"),)  # the paper form and the electronic one
TESTED = (("type_test", "type_test_passed"), ("site_audit", "site_audit_passed"))
DECIDED = ("run_approved",)
ENTRANCES = ("formal_check", "incubation", "screening")  # what a unit enters by instead, the earliest first
CERTIFIED = ("cert_application",)
TABLE: tuple[Transition, ...] = (
    _row("submit", A, S.DRAFT, S.SUBMITTED, (APPLICANT,), "apply"),
    _row("withdraw", A, S.DRAFT, S.WITHDRAWN, (APPLICANT,), "apply"),
    _row("withdraw", A, S.SUBMITTED, S.WITHDRAWN, (APPLICANT,), "apply"),
    _row("withdraw", A, S.RETURNED, S.WITHDRAWN, (APPLICANT,), "apply"),
    _row("withdraw", A, S.CONSULTING, S.WITHDRAWN, (APPLICANT,), "apply"),
    _row("consult", A, S.SUBMITTED, S.CONSULTING, (OFFICER,), "consult"),
    _row("conclude_consult", A, S.CONSULTING, S.SUBMITTED, (DEPARTMENT, OFFICER, SYSTEM), "consult"),
    _row("return", A, S.SUBMITTED, S.RETURNED, (OFFICER,), "district_review", against=True),
    _row("resubmit", A, S.RETURNED, S.SUBMITTED, (APPLICANT,), "apply"),
    _row("put_forward", A, S.SUBMITTED, S.AWAITING_LEADER, (OFFICER,), "district_review"),
    _row("send_back", A, S.AWAITING_LEADER, S.SUBMITTED, (LEADER,), "district_review"),
    _row("recommend", A, S.AWAITING_LEADER, S.RECOMMENDED, (LEADER,), "district_review"),
    _row("not_recommend", A, S.AWAITING_LEADER, S.NOT_RECOMMENDED, (LEADER,), "district_review", against=True),
    _row("open_case", U, S.WAITING, S.FORMAL_CHECK, (LEADER, APPLICANT, SYSTEM), "formal_check"),
    _row("begin_incubation", U, S.WAITING, S.INCUBATION, (LEADER, APPLICANT, SYSTEM), "incubation"),
    _row(
        "begin_screening",
        U,
        S.WAITING,
        S.SCREENING,
        (LEADER, APPLICANT, SYSTEM),
        "screening",
        unless=("formal_check", "incubation"),
    ),
    _row("admit", U, S.WAITING, S.ACCEPTED, (LEADER, APPLICANT, SYSTEM), "expert_review", unless=ENTRANCES),
    _row("drop", U, S.WAITING, S.NOT_ACCEPTED, (LEADER, APPLICANT, SYSTEM), ""),
    _row("drop", U, S.FORMAL_CHECK, S.NOT_ACCEPTED, (APPLICANT,), ""),  # withdrawn where no district has to speak
    _row("drop", U, S.RETURNED, S.NOT_ACCEPTED, (APPLICANT,), ""),
    _row("begin_screening", U, S.INCUBATION, S.SCREENING, (OFFICER,), "screening"),
    _row("end_incubation", U, S.INCUBATION, S.NOT_ACCEPTED, (OFFICER,), "incubation", against=True),
    _row("return", U, S.SCREENING, S.RETURNED, (AGENCY,), "screening", against=True),
    _row("resubmit_screening", U, S.RETURNED, S.SCREENING, (APPLICANT,), "screening", unless=("formal_check",)),
    _row("pass_screening", U, S.SCREENING, S.ACCEPTED, (AGENCY,), "screening"),
    _row("fail_screening", U, S.SCREENING, S.SCREENED_OUT, (AGENCY,), "screening", against=True),
    _row("return", U, S.FORMAL_CHECK, S.RETURNED, (CITY,), "formal_check", against=True),
    _row("resubmit", U, S.RETURNED, S.FORMAL_CHECK, (APPLICANT,), "formal_check"),
    _row("accept", U, S.FORMAL_CHECK, S.ACCEPTED, (CITY,), "formal_check"),
    _row("refuse", U, S.FORMAL_CHECK, S.NOT_ACCEPTED, (CITY,), "formal_check", against=True),
    _row("refuse", U, S.ACCEPTED, S.NOT_ACCEPTED, (CITY,), "paper_receipt", against=True),
    _row("query", U, S.ACCEPTED, S.RETURNED, (CITY,), "data_check", against=True),
    _row("confirm_figures", U, S.ACCEPTED, S.DATA_CHECKED, (CITY,), "data_check", needs_at=BOTH_IN),
    _row(
        "begin_review",
        U,
        S.ACCEPTED,
        S.EXPERT_REVIEW,
        (CITY,),
        "expert_review",
        unless=("data_check",),
        needs_at=BOTH_IN,
    ),
    _row("begin_review", U, S.DATA_CHECKED, S.EXPERT_REVIEW, (CITY,), "expert_review"),
    _row("close_review", U, S.EXPERT_REVIEW, S.REVIEWED, (CITY,), "expert_review", needs=("scores_complete",)),
    _row("begin_inspection", U, S.REVIEWED, S.SITE_INSPECTION, (CITY,), "site_inspection"),
    _row("record_inspection", U, S.SITE_INSPECTION, S.INSPECTED, (CITY,), "site_inspection"),
    _row("propose", U, S.REVIEWED, S.PROPOSED, (CITY_LEADER,), "decision", needs=DECIDED, unless=CERTIFIED),
    _row("propose", U, S.INSPECTED, S.PROPOSED, (CITY_LEADER,), "decision", needs=DECIDED, unless=CERTIFIED),
    _row("begin_certification", U, S.REVIEWED, S.CERT_APPLICATION, (CITY_LEADER,), "cert_application", needs=DECIDED),
    _row("rework", U, S.REVIEWED, S.RETURNED, (CITY_LEADER,), "cert_application", against=True),
    _row(
        "resubmit_reworked",
        U,
        S.RETURNED,
        S.ACCEPTED,
        (APPLICANT,),
        "cert_application",
        unless=("formal_check", "screening"),
    ),
    _row("accept_certification", U, S.CERT_APPLICATION, S.CERT_TESTING, (AGENCY,), "cert_application"),
    _row("refuse_certification", U, S.CERT_APPLICATION, S.NOT_CERTIFIED, (AGENCY,), "cert_application", against=True),
    _row("conclude_tests", U, S.CERT_TESTING, S.CERT_DECISION, (AGENCY,), "cert_decision", needs_at=TESTED),
    _row("fail_tests", U, S.CERT_TESTING, S.NOT_CERTIFIED, (AGENCY,), "cert_decision", against=True),
    _row("certify", U, S.CERT_DECISION, S.PROPOSED, (AGENCY,), "cert_decision"),
    _row("refuse_certificate", U, S.CERT_DECISION, S.NOT_CERTIFIED, (AGENCY,), "cert_decision", against=True),
    _row("decline", U, S.REVIEWED, S.NOT_PROPOSED, (CITY_LEADER,), "decision", needs=DECIDED, against=True),
    _row("decline", U, S.INSPECTED, S.NOT_PROPOSED, (CITY_LEADER,), "decision", needs=DECIDED, against=True),
    _row("give_notice", U, S.PROPOSED, S.PUBLIC_NOTICE, (CITY,), "public_notice"),
    _row("hold", U, S.PUBLIC_NOTICE, S.OBJECTION_HOLD, (CITY,), "public_notice"),
    _row("lift_hold", U, S.OBJECTION_HOLD, S.PUBLIC_NOTICE, (CITY, CITY_LEADER), "public_notice"),
    _row("strike", U, S.OBJECTION_HOLD, S.NOT_LISTED, (CITY_LEADER,), "public_notice", against=True),
    _row("list", U, S.PUBLIC_NOTICE, S.LISTED, (CITY_LEADER, SYSTEM), "publish", needs=("notice_ended",)),
    _row(
        "list",
        U,
        S.PROPOSED,
        S.LISTED,
        (CITY_LEADER, SYSTEM),
        "publish",
        needs=DECIDED,
        unless=("public_notice",),
    ),
    _row("warn", U, S.LISTED, S.EXPIRING, (SYSTEM,), "re_review"),
    _row("begin_re_review", U, S.EXPIRING, S.RE_REVIEW, (CITY,), "re_review"),
    _row("renew", U, S.RE_REVIEW, S.LISTED, (CITY_LEADER,), "re_review"),
    _row("lapse", U, S.EXPIRING, S.LAPSED, (SYSTEM,), "re_review"),
    _row("lapse", U, S.LISTED, S.LAPSED, (SYSTEM,), "re_review"),
    _row("lapse", U, S.RE_REVIEW, S.LAPSED, (CITY_LEADER, SYSTEM), "re_review"),
    _row("revoke", U, S.LISTED, S.REVOKED, (CITY_LEADER,), "publish", against=True),
    _row("revoke", U, S.EXPIRING, S.REVOKED, (CITY_LEADER,), "publish", against=True),
    _row("revoke", U, S.SUSPENDED, S.REVOKED, (CITY_LEADER,), "publish", against=True),
    _row("suspend", U, S.LISTED, S.SUSPENDED, (AGENCY,), "surveillance", against=True),
    _row("resume", U, S.SUSPENDED, S.LISTED, (AGENCY,), "surveillance"),
    _row("withdraw_certificate", U, S.LISTED, S.REVOKED, (AGENCY,), "surveillance", against=True),
    _row("withdraw_certificate", U, S.SUSPENDED, S.REVOKED, (AGENCY,), "surveillance", against=True),
)


def rows(*, on: str, frm: str | None = None, name: str | None = None) -> list[Transition]:
    """The rows of the table that match, in table order."""
    return [t for t in TABLE if t.on == on and (frm is None or t.frm == frm) and (name is None or t.name == name)]


def find(*, on: str, frm: str, name: str) -> Transition | None:
    return next(iter(rows(on=on, frm=frm, name=name)), None)


def way_in(stages: Callable[[str], bool]) -> str:
    """The move by which a unit enters once its filing is through. stages: whether the edition has a stage."""
    return _first(State.WAITING, stages, but=("drop",))


def way_back(stages: Callable[[str], bool]) -> str:
    """The move by which a unit comes back that an office returned."""
    return _first(State.RETURNED, stages, but=("drop",))


def _first(frm: State, stages: Callable[[str], bool], *, but: tuple[str, ...]) -> str:
    """Raises ValueError for an edition without any: a dead end."""
    for t in rows(on="unit", frm=frm):
        if t.name not in but and stages(t.stage) and not any(map(stages, t.unless)):
            return t.name
    raise ValueError(f"no way on from {frm.value}")


def jumps(on: str) -> list[tuple[str, str]]:
    """(from, to) pairs that the database lets through."""
    return sorted({(t.frm.value, t.to.value) for t in TABLE if t.on == on})


def states(on: str) -> list[State]:
    """Every state that rows of this kind can be in, in the order in which the table first names them."""
    seen: dict[State, None] = {}
    for t in TABLE:
        if t.on == on:
            seen.setdefault(t.frm)
            seen.setdefault(t.to)
    return list(seen)
