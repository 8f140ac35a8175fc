"""The data check: what a register says beside what was reported, questions to the applicant, the confirmation."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from applications import policy
from applications.completeness import label_of
from applications.models import Correction, Unit, VerifiedFigure
from applications.moving import move
from applications.queries import paper
from applications.queries.data_check import checked_fields, undecided_register
from applications.wording import milestone_word
from applications.workflow import State
from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid
from programmes.contract import Field, FieldKind

from .formal import demand_version, lock_open, parse_figure, reported_text, send_back

STAGE = "data_check"


@transaction.atomic
def record_register(
    *,
    unit_id: int,
    key: str,
    value: str | None,
    source: str,
    reason: str,
    expected_version: int | None = None,
    actor: Actor,
) -> VerifiedFigure:
    """Put what a register holds beside what was reported; both stay, and the newest entry counts.

    key     a figure that the model reads, or an entry of Programme.register
    value   a number as typed, or the key of a choice; None = looked up and not found, so that the reported one stands
    source  the register and the day of the look-up, 1-200 characters; reason: why it counts or was not found
    Raises  Invalid (fields key, verified, source, reason), Conflict (no such stage, frozen already, stale), Denied
    """
    unit = lock_open(actor, unit_id)
    demand_version(unit, expected_version)
    _demand_stage(unit)
    field = _checked(unit, key)
    number, word = _read_entry(field, value, source=source, reason=reason)
    figure = VerifiedFigure.objects.create(
        tenant_id=unit.tenant_id,
        enterprise_id=unit.enterprise_id,
        unit=unit,
        key=key,
        reported=reported_text(unit, key),
        verified=number,
        verified_word=word,
        reason=reason.strip(),
        source=source.strip(),
        verified_by_id=policy.user_of(actor),
        verified_at=clock.now(),
    )
    _record(unit, figure, actor)
    return figure


def _checked(unit: Unit, key: str) -> Field:
    """The figure or entry of that key. Raises Invalid."""
    field = next((one for one in checked_fields(unit.edition.programme) if one.key == key), None)
    if field is None:
        raise Invalid(_("请选择要核对的数据。"), fields={"key": _("请选择要核对的数据。")})
    return field


def _read_entry(field: Field, value: str | None, *, source: str, reason: str) -> tuple[Decimal | None, str]:
    """As _read; everything that is wrong with the entry is said at once. Raises Invalid."""
    problems: dict[str, object] = {}
    read: tuple[Decimal | None, str] = None, ""
    try:
        read = _read(field, value)
    except Invalid as wrong:
        problems |= wrong.fields
    if not 1 <= len(source.strip()) <= 200:
        problems["source"] = _("请写明查询来源和日期，200字以内。")
    if not 1 <= len(reason.strip()) <= 1000:
        problems["reason"] = _("请写明理由，1000字以内。")
    if problems:
        raise Invalid(_("查询结果登记有误。"), fields=problems)
    return read


def _record(unit: Unit, figure: VerifiedFigure, actor: Actor) -> None:
    record(
        actor=actor,
        act="record_register",
        subject=f"applications.unit:{unit.pk}",
        tenant_id=unit.tenant_id,
        reason=figure.reason,
        payload={"key": figure.key, "value": figure.value, "source": figure.source},
    )


def _read(field: Field, value: str | None) -> tuple[Decimal | None, str]:
    """(number, key of a choice); both empty for "not found". Raises Invalid on "verified"."""
    if value is None:
        return None, ""
    if field.kind is not FieldKind.CHOICE:
        return parse_figure(field, value), ""
    if value not in dict(field.choices):
        raise Invalid(_("请从列出的选项中选择。"), fields={"verified": _("请从列出的选项中选择。")})
    return None, value


@transaction.atomic
def query_figures(
    *, unit_id: int, reasons: Mapping[str, str], note: str = "", expected_version: int, actor: Actor
) -> Correction:
    """Ask the applicant about exactly these fields, within the term of a correction. Raises as open_correction."""
    return send_back(
        unit_id=unit_id,
        stage=STAGE,
        by="query",
        reasons=reasons,
        note=note,
        expected_version=expected_version,
        actor=actor,
    )


@transaction.atomic
def confirm_figures(*, unit_id: int, expected_version: int, actor: Actor) -> Unit:
    """Close the data check of a unit. Raises Invalid naming what is still open, Conflict (another state, stale)."""
    unit = lock_open(actor, unit_id)
    demand_version(unit, expected_version)
    _demand_stage(unit)
    waiting = [label_of(field) for field in undecided_register(unit)]
    sheet = paper.paper_of(unit.application)
    if sheet is not None and sheet.entered_at is None:
        waiting.append(milestone_word(paper.ENTERED))
    if waiting and unit.state == State.ACCEPTED:
        raise Invalid(_("还不能确认，以下事项尚未办结：%s。") % "、".join(waiting))
    return move(unit, "confirm_figures", actor=actor)


def _demand_stage(unit: Unit) -> None:
    if not unit.edition.has_stage(STAGE):
        raise Conflict(_("本年度工作不设此环节。"))
