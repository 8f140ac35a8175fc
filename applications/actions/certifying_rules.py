"""Which certification is whose, what its body may write down, and what a right value looks like."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from applications import policy
from applications.models import Entrustment, Purpose, StepKind, StepOutcome
from applications.queries import agencies
from portal.kit import clock
from portal.kit.actor import Actor, Role
from portal.kit.errors import Invalid
from programmes.models import Edition

FINDINGS_MINIMUM = 10
LONGEST_TEXT = 2000
LONGEST_MENDING = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class StepFacts:
    """kind, outcome: keys of StepKind and StepOutcome; performed_on: from the acceptance to today.

    findings   at least ten characters; with "failed" the applicant reads them
    due_on     with nonconformities only: after today, within 180 days
    """

    kind: str
    outcome: str
    performed_on: date
    report_number: str
    findings: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """A certificate as its body issued it. issued_on: up to today; valid_to: the last day, after today."""

    number: str
    standard: str
    scope: str
    issued_on: date
    valid_to: date


def lock_certification(actor: Actor, unit_id: int) -> Entrustment:
    """The body's own entrustment, locked with its unit. Raises NotFound, Denied."""
    policy.demand(actor.has_role(Role.THIRD_PARTY_AGENCY), _("认证由受托的认证机构办理。"))
    return agencies.lock_held(actor, unit_id, Purpose.CERTIFICATION)


def check_reason(reason: str) -> None:
    if not FINDINGS_MINIMUM <= len(reason.strip()) <= LONGEST_TEXT:
        text = _("请填写理由，%(least)s 至 %(most)s 字，申报主体将看到。")
        words = text % {"least": FINDINGS_MINIMUM, "most": LONGEST_TEXT}
        raise Invalid(words, fields={"reason": words})


def check_step(facts: StepFacts, *, edition: Edition, accepted_on: date) -> None:
    """Raises Invalid under the names of the facts."""
    problems: dict[str, object] = {}
    if facts.kind not in StepKind.values or not edition.has_stage(facts.kind):
        problems["kind"] = _("请选择本年度设有的环节。")
    if facts.outcome not in StepOutcome.values:
        problems["outcome"] = _("请选择结论。")
    if not accepted_on <= facts.performed_on <= clock.today():
        problems["performed_on"] = _("完成日期应在受理之日（%s）和今天之间。") % accepted_on.isoformat()
    if not 2 <= len(facts.report_number.strip()) <= 80:
        problems["report_number"] = _("请填写报告编号，2 至 80 字。")
    if not FINDINGS_MINIMUM <= len(facts.findings.strip()) <= LONGEST_TEXT:
        problems["findings"] = _("请写明检测或审核情况，%(least)s 至 %(most)s 字，申报主体将看到。") % {
            "least": FINDINGS_MINIMUM,
            "most": LONGEST_TEXT,
        }
    if problem := _due_problem(facts):
        problems["due_on"] = problem
    if problems:
        raise Invalid(_("登记的内容有误。"), fields=problems)


def _due_problem(facts: StepFacts) -> str:
    today = clock.today()
    if facts.outcome != StepOutcome.NONCONFORMITY:
        return "" if facts.due_on is None else _("只有结论为“有不符合项”时才填写整改期限。")
    if facts.due_on is None:
        return _("有不符合项时，请填写整改期限。")
    if not today < facts.due_on <= today + LONGEST_MENDING:
        return _("整改期限应在明天和 %s 之间。") % (today + LONGEST_MENDING).isoformat()
    return ""


def check_resolution(resolved_on: date, resolution: str, *, performed_on: date) -> None:
    problems: dict[str, object] = {}
    if not performed_on <= resolved_on <= clock.today():
        problems["resolved_on"] = _("关闭日期应在 %s 和今天之间。") % performed_on.isoformat()
    if not FINDINGS_MINIMUM <= len(resolution.strip()) <= LONGEST_TEXT:
        problems["resolution"] = _("请写明整改和验证情况，不少于 %s 字。") % FINDINGS_MINIMUM
    if problems:
        raise Invalid(_("登记的内容有误。"), fields=problems)


def check_certificate(facts: CertificateFacts, *, accepted_on: date) -> None:
    """Raises Invalid under the names of the facts. accepted_on: the day on which the body took the unit on."""
    problems: dict[str, object] = {}
    texts = {"number": (_("证书编号"), 4, 80), "standard": (_("认证依据"), 4, 200), "scope": (_("认证范围"), 2, 400)}
    for name, (label, least, most) in texts.items():
        if not least <= len(getattr(facts, name).strip()) <= most:
            words = {"label": label, "least": least, "most": most}
            problems[name] = _("请填写%(label)s，%(least)s 至 %(most)s 字。") % words
    if not accepted_on <= facts.issued_on <= clock.today():
        problems["issued_on"] = _("发证日期应在受理之日（%s）和今天之间。") % accepted_on.isoformat()
    if facts.valid_to <= max(facts.issued_on, clock.today()):
        problems["valid_to"] = _("有效期应晚于发证日期和今天。")
    if problems:
        raise Invalid(_("登记的内容有误。"), fields=problems)
