"""The paper form: counted in beside the electronic one. Only both together enter a filing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from applications import policy, queries
from applications.models import Application, Milestone, Receipt, ReceiptKind, ReceiptOutcome, Unit
from applications.queries import paper
from applications.wording import staff_word
from applications.workflow import State
from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Denied, Invalid, NotFound
from portal.kit.folding import fold_code
from portal.notifications.outbox import announce
from portal.tenancy import fence

MOST_LINES = 500
_REFERENCE = re.compile(r"(\d{1,9})-(\d{1,12})", re.ASCII)


@transaction.atomic
def record_paper(
    *,
    application_id: int,
    outcome: str,
    received_on: date | None = None,
    postmarked_on: date | None = None,
    note: str = "",
    expected_version: int | None = None,
    actor: Actor,
) -> Receipt:
    """Write what became of the stamped form; the newest entry counts, earlier ones stay.

    outcome        of ReceiptOutcome. Matched: the filing is formally entered; else it is not, or not any more
    received_on    None only where nothing arrived
    postmarked_on  the day that decides whether it came in time; None = handed in, so that received_on decides
    note           what does not match, 1-200 characters; the enterprise reads it
    Raises         Invalid (fields outcome, received_on, postmarked_on, note), Conflict (the edition asks for no paper,
                   data are confirmed, stale), Denied, NotFound
    """
    application = queries.lock_for(actor, application_id)
    _demand_open(application, actor, expected_version)
    receipts = paper.receipts_of(application)
    due_on = paper.post_by(application.edition, receipts)
    _check(outcome, received_on, postmarked_on, note=note, due_on=due_on)
    receipt = _write(application, outcome, received_on, postmarked_on, note=note, actor=actor)
    if outcome == ReceiptOutcome.MATCHED:
        enter_formally(application, ref=f"receipt:{receipt.pk}")
    else:
        Milestone.objects.filter(unit__application_id=application.pk, key=paper.ENTERED).delete()
    _record(application, receipt, actor)
    _tell(application, receipt, due_on=paper.post_by(application.edition, [*receipts, receipt]))
    return receipt


def _write(
    application: Application,
    outcome: str,
    received_on: date | None,
    postmarked_on: date | None,
    *,
    note: str,
    actor: Actor,
) -> Receipt:
    is_here = outcome != ReceiptOutcome.MISSING
    return Receipt.objects.create(
        tenant_id=application.tenant_id,
        application=application,
        kind=ReceiptKind.PAPER,
        count=1 if is_here else 0,
        outcome=outcome,
        received_on=received_on if is_here and received_on else clock.today(),
        postmarked_on=postmarked_on if is_here else None,
        note=note.strip(),
        recorded_by_id=policy.user_of(actor),
        recorded_at=clock.now(),
    )


def enter_formally(application: Application, *, ref: str) -> None:
    """Both halves are in: every unit has reached the milestone; a second time changes nothing."""
    for unit in queries.units_of(application):
        Milestone.objects.get_or_create(
            unit=unit,
            key=paper.ENTERED,
            defaults={"tenant_id": application.tenant_id, "at": clock.now(), "ref": ref},
        )


def enter_by_scan(application: Application, keys: set[str]) -> None:
    """After a submission: where the edition takes the stamped scan for the paper, it enters the filing by itself."""
    edition = application.edition
    if paper.STAMPED_FORM not in keys or not edition.has_stage(paper.STAGE) or not paper.takes_scan(edition):
        return
    # Milestones lie inside the organiser's fence; the enterprise itself is at work here.
    with fence.widened(tenant_id=application.tenant_id):
        enter_formally(application, ref=f"version:{application.version_number}")


def _demand_open(application: Application, actor: Actor, expected_version: int | None) -> None:
    is_city = actor.has_role(Role.CITY_OFFICER) and actor.tenant_id == application.tenant_id
    policy.demand(is_city, _("由市级经办人登记纸质申报表。"))
    edition = application.edition
    if not edition.has_stage(paper.STAGE):
        raise Conflict(_("本年度工作不要求纸质申报表。"))
    if expected_version is not None and application.version_number != expected_version:
        raise Conflict(_("申报主体已提交第%s版，请查看新版本后再办理。") % application.version_number)
    is_over = application.state in {State.WITHDRAWN, State.NOT_RECOMMENDED}
    # Locked, so that nobody confirms the data on a form that is found wrong at this moment.
    units = Unit.objects.select_for_update().filter(application_id=application.pk).order_by("position", "pk")
    decided = [unit for unit in units if State(unit.state) not in paper.UNDECIDED]
    if is_over or decided:
        word = staff_word(application.state if is_over else decided[0].state, edition)
        raise Conflict(_("当前状态为“%s”，不能再登记纸质申报表。") % word)


def _check(outcome: str, received_on: date | None, postmarked_on: date | None, *, note: str, due_on: date) -> None:
    """Raises Invalid, naming every field that is wrong."""
    problems: dict[str, object] = {}
    if outcome not in ReceiptOutcome.values:
        problems["outcome"] = _("请选择核对结果。")
    if outcome == ReceiptOutcome.MISMATCH and not note.strip():
        problems["note"] = _("请写明哪里不一致，申报主体将看到该说明。")
    elif len(note.strip()) > 200:
        problems["note"] = _("说明请控制在200字以内。")
    if outcome != ReceiptOutcome.MISSING:
        problems |= _wrong_days(received_on, postmarked_on, due_on)
    if problems:
        raise Invalid(_("纸质申报表登记有误。"), fields=problems)


def _wrong_days(received_on: date | None, postmarked_on: date | None, due_on: date) -> dict[str, object]:
    today, due = clock.today(), due_on.isoformat()
    problems: dict[str, object] = {}
    if received_on is None:
        problems["received_on"] = _("请填写收到日期，例如 %s。") % today.isoformat()
    elif received_on > today:
        problems["received_on"] = _("收到日期不能晚于今天（%s）。") % today.isoformat()
    elif postmarked_on is None and received_on > due_on:
        problems["postmarked_on"] = _("收到日期晚于截止日 %s，请填写邮戳日期：以邮戳为准，当面递交的不再接收。") % due
    if postmarked_on is None:
        return problems
    if postmarked_on > today:
        problems["postmarked_on"] = _("邮戳日期不能晚于今天（%s）。") % today.isoformat()
    elif postmarked_on > due_on:
        problems["postmarked_on"] = _("邮戳日期晚于截止日 %s，不能登记为收到；如确未按期寄出，请登记为“未收到”。") % due
    elif received_on is not None and postmarked_on > received_on:
        problems["postmarked_on"] = _("邮戳日期不能晚于收到日期。")
    return problems


@dataclass(frozen=True, slots=True)
class LineResult:
    """What became of one line of a batch. application None: no such filing."""

    number: int
    text: str
    is_done: bool
    message: str
    application: Application | None = None


def record_papers(
    *, lines: list[str], received_on: date, postmarked_on: date | None = None, actor: Actor
) -> list[LineResult]:
    """Count in many matching forms by their reference numbers; every line stands for itself.

    lines    as typed or scanned: 012-000345, full-width digits and spaces allowed; blank lines are left out
    Returns  one result per line; what was wrong with one stops no other
    Raises   Denied, Invalid (no line at all, more than 500)
    """
    policy.demand(actor.has_role(Role.CITY_OFFICER), _("由市级经办人登记纸质申报表。"))
    typed = [(number, text.strip()) for number, text in enumerate(lines, start=1) if text.strip()]
    if not typed:
        raise Invalid(_("请填写编号，每行一个。"), fields={"references": _("请填写编号，每行一个，例如 012-000345。")})
    if len(typed) > MOST_LINES:
        text = _("一次最多登记%(most)s份，现有%(count)s行，请分批登记。") % {"most": MOST_LINES, "count": len(typed)}
        raise Invalid(text, fields={"references": text})
    return list(_each_line(typed, received_on, postmarked_on, actor))


def _each_line(
    typed: list[tuple[int, str]], received_on: date, postmarked_on: date | None, actor: Actor
) -> Iterator[LineResult]:
    seen: dict[int, int] = {}
    for number, text in typed:
        found = _find(text, actor)
        if found is None:
            yield LineResult(number, text, False, _("没有这个编号的申报，请对照信封核对。"))
        elif found.pk in seen:
            yield LineResult(number, text, False, _("与第%s行重复。") % seen[found.pk], found)
        else:
            seen[found.pk] = number
            yield _one_line(number, text, found, received_on=received_on, postmarked_on=postmarked_on, actor=actor)


def _one_line(
    number: int, text: str, found: Application, *, received_on: date, postmarked_on: date | None, actor: Actor
) -> LineResult:
    newest = next(reversed(paper.receipts_of(found)), None)
    if newest is not None and newest.outcome == ReceiptOutcome.MATCHED:
        word = _("此前已登记收到（%s），没有重复登记。") % newest.received_on.isoformat()
        return LineResult(number, text, True, word, found)
    try:
        record_paper(
            application_id=found.pk,
            outcome=ReceiptOutcome.MATCHED,
            received_on=received_on,
            postmarked_on=postmarked_on,
            actor=actor,
        )
    except Invalid as wrong:
        return LineResult(number, text, False, "；".join(map(str, wrong.fields.values())) or str(wrong.message), found)
    except Conflict as wrong:
        return LineResult(number, text, False, str(wrong.message), found)
    return LineResult(number, text, True, _("已登记，正式报名。"), found)


def _find(text: str, actor: Actor) -> Application | None:
    """The filing of a reference number as people write it, within the actor's own organiser."""
    match = _REFERENCE.fullmatch(fold_code(text))
    if match is None:
        return None
    try:
        found = queries.get_for(actor, int(match[2]))
    except (NotFound, Denied):
        return None
    return found if found.edition_id == int(match[1]) and found.tenant_id == actor.tenant_id else None


def _record(application: Application, receipt: Receipt, actor: Actor) -> None:
    record(
        actor=actor,
        act="record_paper",
        subject=f"applications.application:{application.pk}",
        tenant_id=application.tenant_id,
        reason=receipt.note,
        payload={
            "outcome": receipt.outcome,
            "received_on": receipt.received_on,
            "postmarked_on": receipt.postmarked_on,
        },
    )


def _tell(application: Application, receipt: Receipt, *, due_on: date) -> None:
    """Matched and mismatched forms are news; that nothing has arrived the page says all the time."""
    if receipt.outcome == ReceiptOutcome.MISSING:
        return
    announce(
        tenant_id=application.tenant_id,
        key=f"receipt:{receipt.pk}",
        kind=f"paper_{receipt.outcome}",
        audience={"enterprise": application.enterprise_id},
        context={
            "title": application.title or application.enterprise_name,
            "reference": application.reference,
            "note": receipt.note,
            "due_on": due_on.isoformat(),
            "url": f"/my/{application.tenant.slug}/applications/{application.pk}/",
        },
        wording=application.edition.wording,
    )
