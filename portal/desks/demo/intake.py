"""What the city does before experts may look: the paper form counted in, registers looked up, figures asked about."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from applications import queries
from applications.actions import data_check, formal, receiving
from applications.models import ReceiptOutcome, Unit
from applications.queries import paper
from applications.queries.data_check import undecided_register
from applications.workflow import State
from portal.kit import clock
from portal.kit.actor import Actor
from portal.tenancy import fence
from programmes.demonstration import DemoFiling

MISMATCH = "（演示）盖章页与电子申报表的营业收入不一致。"
NOT_IN = "（演示）纸质申报表未按期补齐。"
ASKED = "（演示）所报数据与附件不一致，请核对后重新提交。"


def is_in(filing: DemoFiling, unit: Unit) -> bool:
    """Whether both halves of a filing came in, where the edition asks for two."""
    return filing.paper == ReceiptOutcome.MATCHED or not unit.edition.has_stage(paper.STAGE)


def receive_paper(unit: Unit, filing: DemoFiling, city: Actor) -> None:
    """What came by post, with a postmark of the day on which the filing was handed in."""
    if not filing.paper:
        return
    is_here = filing.paper != ReceiptOutcome.MISSING
    with fence.entered(city):
        application = queries.get_for(city, unit.application_id)
        assert application.submitted_at is not None
        first_on = clock.day_of(application.submitted_at)
        receiving.record_paper(
            application_id=application.pk,
            outcome=filing.paper,
            received_on=clock.today() if is_here else None,
            postmarked_on=min(first_on, paper.post_by(application.edition, [])) if is_here else None,
            note=MISMATCH if filing.paper == ReceiptOutcome.MISMATCH else "",
            actor=city,
        )


def refuse_for_paper(unit: Unit, city: Actor, *, not_before: datetime) -> None:
    """Refused on the first day on which no postmark would do any more; left alone while that day lies ahead."""
    with fence.entered(city):
        sheet = paper.paper_of(queries.get_for(city, unit.application_id))
        assert sheet is not None
        first = datetime.combine(sheet.post_by + timedelta(days=1), time(10), tzinfo=clock.SHANGHAI)
    at = max(not_before, first)
    if at > clock.now():
        return
    with clock.frozen(at), fence.entered(city):
        formal.refuse_unit(
            unit_id=unit.pk,
            clauses=[paper.ENTERED],
            reason=NOT_IN,
            expected_version=unit.application.version_number,
            actor=city,
        )


def ask(unit: Unit, filing: DemoFiling, city: Actor) -> None:
    with fence.entered(city):
        data_check.query_figures(
            unit_id=unit.pk,
            reasons=filing.query,
            note=ASKED,
            expected_version=unit.application.version_number,
            actor=city,
        )


def look_up(unit: Unit, filing: DemoFiling, city: Actor) -> None:
    """Every entry of the register, the figures that a register corrects, and the confirmation."""
    source = f"（演示）公共信用信息查询，{clock.today().isoformat()}"
    with fence.entered(city):
        if unit.state != State.ACCEPTED:
            return
        held = {**dict.fromkeys(field.key for field in undecided_register(unit)), **filing.register, **filing.verified}
        for key, value in held.items():
            data_check.record_register(
                unit_id=unit.pk,
                key=key,
                value=None if value is None else str(value),
                source=source,
                reason="（演示）以查询结果为准。" if value is not None else "（演示）查询无记录。",
                actor=city,
            )
        data_check.confirm_figures(unit_id=unit.pk, expected_version=unit.application.version_number, actor=city)
