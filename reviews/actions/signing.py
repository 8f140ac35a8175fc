"""Score sheets: keeping what is typed, signing and submitting."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid
from reviews import policy, queries, running
from reviews.models import PanelState, Sheet, SheetState
from reviews.points import Reading, keep_typed, read_points
from reviews.rules import rules_from
from reviews.wording import FAULTS

from .looking import settle_unit


@transaction.atomic
def save_sheet(*, sheet_id: int, typed: Mapping[str, str], expected_revision: int | None, actor: Actor) -> Sheet:
    """Keep what stands in the fields, right or wrong.

    Raises  NotFound, Denied (not declared), Conflict (signed, closed, or saved from another window meanwhile)
    Lock    the sheet
    """
    sheet = _lock_open(actor, sheet_id)
    if expected_revision is not None and expected_revision != sheet.revision:
        raise Conflict(_("这份评分在另一个窗口中保存过。请核对下面两份内容后再保存。"), code="StaleSheet")
    kept = keep_typed(sheet.panel.edition.programme.criteria, typed)
    if kept != sheet.typed:
        sheet.typed, sheet.revision = kept, sheet.revision + 1
    sheet.saved_at = clock.now()
    sheet.save(update_fields=("typed", "revision", "saved_at"))
    return sheet


def read_sheet(sheet: Sheet, typed: Mapping[str, str] | None = None) -> Reading:
    """What the fields say, checked. typed: defaults to what was kept."""
    edition = sheet.panel.edition
    rules = rules_from(edition.settings())
    return read_points(edition.programme.criteria, sheet.typed if typed is None else typed, rules)


def explain_faults(reading: Reading) -> dict[str, object]:
    return {name: FAULTS[fault] for name, fault in reading.faults.items()}


@transaction.atomic
def submit_sheet(*, sheet_id: int, signer_name: str, expected_revision: int, actor: Actor) -> Sheet:
    """Sign what was kept. From here on the database refuses to change it.

    signer_name  typed by the expert himself; must be the name in the pool
    Raises       NotFound, Denied, Conflict (signed, changed since it was shown), Invalid (points, opinion, signature)
    Lock         the panel, then the sheet
    """
    panel = queries.lock_panel_by_id(queries.sheet_for(actor, sheet_id).panel_id)
    sheet = _lock_open(actor, sheet_id)
    if expected_revision != sheet.revision:
        raise Conflict(_("评分在您确认之后又有改动，请重新核对后提交。"), code="StaleSheet")
    reading = read_sheet(sheet)
    if reading.faults:
        raise Invalid(_("还有评分或意见没有填好，请按提示修改后再提交。"), fields=explain_faults(reading))
    if "".join(signer_name.split()) != "".join(sheet.expert.name.split()):
        words = _("签名须与专家库中的姓名一致：%s。") % sheet.expert.name
        raise Invalid(words, fields={"signer_name": words})
    _sign(sheet, reading, signer_name.strip())
    record(
        actor=actor,
        act="submit_sheet",
        subject=f"reviews.sheet:{sheet.pk}",
        tenant_id=sheet.tenant_id,
        payload={"unit": sheet.unit_id, "code": sheet.code, "digest": sheet.digest},
    )
    settle_unit(panel, sheet.unit_id, actor=actor)
    return sheet


def _sign(sheet: Sheet, reading: Reading, signer_name: str) -> None:
    sheet.points = {key: format(value, "f") for key, value in reading.points.items()}
    sheet.opinion, sheet.total, sheet.signer_name = reading.opinion, reading.total, signer_name
    sheet.state, sheet.submitted_at = SheetState.SUBMITTED, clock.now()
    content = {
        "version": sheet.version.digest,
        "code": sheet.code,
        "points": sheet.points,
        "opinion": sheet.opinion,
        "total": sheet.total,
        "signer": signer_name,
    }
    sheet.digest = running.facts_digest(content)
    sheet.save()


def _lock_open(actor: Actor, sheet_id: int) -> Sheet:
    sheet = queries.lock_sheet(actor, sheet_id)
    policy.demand_file(sheet)
    if sheet.state == SheetState.SUBMITTED:
        raise Conflict(_("评分已签名提交，不能再改。需要复核时系统会另行通知您。"))
    if sheet.panel.state != PanelState.REVIEWING:
        raise Conflict(_("本组评审已结束。"))
    return sheet
