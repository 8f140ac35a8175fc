"""Panels of the demo: formed, drawn by two secrets, declared, scored, closed, and a run approved by somebody else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from applications.models import Unit
from portal.kit.actor import Actor
from portal.tenancy import fence
from programmes.contract import Criterion
from programmes.demonstration import DemoFiling
from reviews.actions import closing, deciding, declaring, drawing, forming, looking, signing, starting
from reviews.models import Panel, Run, SecondLook, Sheet, SheetState

OPINION = "（演示）总体符合要求，特色鲜明，佐证材料较为充分，建议持续提升质量管理和数字化水平。"


def seat_panel(units: Sequence[Unit], staff: dict[str, Actor], *, secret: str) -> Panel:
    """A panel whose experts are drawn and hold their sheets. secret: both are made of it, for the same draw again."""
    city, witness = staff["city"], staff["auditor"]
    secrets = ((city, f"organiser secret of {secret}"), (witness, f"witness secret of {secret}"))
    with fence.entered(city):
        panel = forming.form_panel(edition_id=units[0].edition_id, unit_ids=[unit.pk for unit in units], actor=city)
        forming.freeze_pool(panel_id=panel.pk, actor=city)
    for actor, words in secrets:
        with fence.entered(actor):
            drawing.commit_secret(panel_id=panel.pk, digest=drawing.digest_of_secret(words), actor=actor)
    for actor, words in secrets:
        with fence.entered(actor):
            drawing.reveal_secret(panel_id=panel.pk, secret=words, actor=actor)
    with fence.entered(city):
        return starting.start_review(panel_id=panel.pk, actor=city)


def sheets_of(panel: Panel, city: Actor) -> list[Sheet]:
    with fence.entered(city):
        rows = Sheet.objects.filter(panel=panel, state__in=(SheetState.WAITING, SheetState.OPEN))
        return list(rows.select_related("expert", "unit__edition").order_by("unit__enterprise_id", "code", "pk"))


def score(sheet: Sheet, experts: dict[int, Actor], *, filing: DemoFiling, position: int) -> None:
    """Declare no conflict, fill in every criterion around the filing's points, sign."""
    actor = experts[sheet.expert.user_id]
    criteria: Sequence[Criterion] = sheet.unit.edition.programme.criteria
    typed = {
        f"points_{one.key}": str(Decimal(filing.points) + (0 if filing.is_exact else (position * 3 + number) % 7 - 3))
        for number, one in enumerate(criteria)
    }
    with fence.entered(actor):
        declaring.declare_no_conflict(sheet_id=sheet.pk, actor=actor)
        saved = signing.save_sheet(
            sheet_id=sheet.pk, typed={**typed, "opinion": OPINION}, expected_revision=None, actor=actor
        )
        signing.submit_sheet(sheet_id=sheet.pk, signer_name=actor.name, expected_revision=saved.revision, actor=actor)


def score_all(
    panel: Panel, staff: dict[str, Actor], experts: dict[int, Actor], *, filing_of: Callable[[int], DemoFiling]
) -> None:
    """Every sheet, and every second look that follows, until the panel can be closed; then it is."""
    for position, sheet in enumerate(sheets_of(panel, staff["city"])):
        score(sheet, experts, filing=filing_of(sheet.unit_id), position=position)
    with fence.entered(staff["city"]):
        looks = list(SecondLook.objects.filter(sheet__panel=panel, decision="").select_related("sheet__expert"))
    for look in looks:
        actor = experts[look.sheet.expert.user_id]
        with fence.entered(actor):
            looking.answer_second_look(look_id=look.pk, decision="confirm", reason=OPINION, typed={}, actor=actor)
    with fence.entered(staff["city"]):
        closing.close_review(panel_id=panel.pk, actor=staff["city"])


def decide(units: Sequence[Unit], staff: dict[str, Actor]) -> Run:
    """Calculate, submit, and approve by the leader."""
    city, leader = staff["city"], staff["cityleader"]
    with fence.entered(city):
        run = deciding.calculate_run(edition_id=units[0].edition_id, unit_ids=[unit.pk for unit in units], actor=city)
        deciding.submit_run(run_id=run.pk, actor=city)
    with fence.entered(leader):
        return deciding.approve_run(
            run_id=run.pk, reason="（演示）同意拟认定名单。", expected_digest=run.digest, actor=leader
        )
