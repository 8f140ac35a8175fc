"""An expert's reads. Nothing here gives out a file, a score or a colleague that the sheet does not entitle to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from applications.models import Attachment, Unit
from applications.queries import attachments_of, district_choices, newest_figures
from portal.kit.actor import Actor, Role
from portal.kit.errors import Denied, NotFound
from reviews import policy
from reviews.aggregating import BY_CRITERION, Marks
from reviews.document import ShownSection, sections_of
from reviews.models import Panel, PanelState, PanelUnit, SecondLook, Sheet, SheetState
from reviews.organisations import Organisation

from .panels import LIVE, panel_unit_for
from .pool import organisations_of

PAGE = 100
TO_DO = Q(state__in=(SheetState.WAITING, SheetState.OPEN)) | Q(
    state=SheetState.SUBMITTED, second_look__isnull=False, second_look__answered_at__isnull=True
)


@dataclass(frozen=True, slots=True)
class Desk:
    """to_do by due date, then by number; done newest first."""

    to_do: list[Sheet]
    done: list[Sheet]
    total: int
    submitted: int


def desk_for(actor: Actor) -> Desk:
    """The expert's own sheets in panels that are under way, at most PAGE of each kind."""
    own = _own(actor).filter(panel__state__in=(PanelState.REVIEWING, PanelState.CLOSED))
    to_do = own.filter(TO_DO, panel__state=PanelState.REVIEWING)
    to_do = to_do.order_by("panel__edition__review_due_at", "panel_id", "pk")
    done = own.exclude(pk__in=to_do.values("pk")).order_by("-pk")
    live = own.filter(state__in=LIVE, panel__state=PanelState.REVIEWING)
    submitted = live.filter(state=SheetState.SUBMITTED).count()
    return Desk(list(to_do[:PAGE]), list(done[:PAGE]), live.count(), submitted)


def sheet_for(actor: Actor, sheet_id: int) -> Sheet:
    """The expert's own sheet, whatever its state. Raises NotFound for anybody else's."""
    return _one(_own(actor), sheet_id)


def open_sheet_for(actor: Actor, sheet_id: int) -> Sheet:
    """The expert's own sheet whose file is open to him. Raises NotFound, Denied (not declared, recused, declined)."""
    row = sheet_for(actor, sheet_id)
    policy.demand_file(row)
    return row


def lock_sheet(actor: Actor, sheet_id: int) -> Sheet:
    """As sheet_for, with the row locked FOR UPDATE until the transaction ends."""
    return _one(_own(actor).select_for_update(of=("self",)).defer("version__content"), sheet_id)


def unsigned_sheets(actor: Actor, panel: Panel) -> list[Sheet]:
    """The expert's sheets of a panel that are neither signed nor given up, locked, in the order of their keys."""
    rows = _own(actor).filter(panel=panel, state__in=(SheetState.WAITING, SheetState.OPEN))
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def look_for(actor: Actor, look_id: int) -> SecondLook:
    """The second look an expert was asked for, answered or not. Raises NotFound for anybody else's."""
    row = SecondLook.objects.filter(pk=look_id).first()
    if row is None:
        raise NotFound()
    row.sheet = sheet_for(actor, row.sheet_id)
    return row


def next_sheet(actor: Actor, sheet: Sheet) -> Sheet | None:
    """The expert's next sheet with something to do, after this one, round to the first."""
    rows = [row for row in desk_for(actor).to_do if row.pk != sheet.pk]
    return next((row for row in rows if row.pk > sheet.pk), rows[0] if rows else None)


def named_organisations(sheet: Sheet) -> list[Organisation]:
    """All that an expert learns of a file before he declares: whom it is about."""
    return organisations_of(sheet.unit, sheet.version)


def document_of(sheet: Sheet) -> list[ShownSection]:
    """The frozen version with verified figures beside reported ones. Raises Denied before the declaration."""
    policy.demand_file(sheet)
    return sections_of(
        sheet.panel.edition.programme,
        sheet.version.content["answers"],
        figures=newest_figures(sheet.unit),
        files=attachments_of(sheet.version),
        districts=district_choices(sheet.tenant_id),
    )


def attachment_for(actor: Actor, sheet_id: int, attachment_id: int) -> tuple[Sheet, Attachment]:
    """A file of the version that the sheet is about. Raises NotFound, Denied before the declaration."""
    sheet = open_sheet_for(actor, sheet_id)
    for row in attachments_of(sheet.version):
        if row.pk == attachment_id:
            return sheet, row
    raise NotFound()


def live_sheets(panel: Panel, unit_id: int) -> list[Sheet]:
    """Sheets that count for a unit, with their second looks, in the order of their codes."""
    rows = Sheet.objects.filter(panel=panel, unit_id=unit_id, state__in=LIVE)
    return list(rows.select_related("second_look", "expert").order_by("code", "pk"))


def live_sheets_of_units(panel_ids: Iterable[int]) -> dict[int, list[Sheet]]:
    """Unit id -> sheets that count, in one query for any number of panels."""
    rows = Sheet.objects.filter(panel_id__in=list(panel_ids), state__in=LIVE)
    found: dict[int, list[Sheet]] = {}
    for row in rows.select_related("second_look", "expert").order_by("unit_id", "code", "pk"):
        found.setdefault(row.unit_id, []).append(row)
    return found


def opinions_of(unit: Unit) -> list[str]:
    """What the experts of the unit's panel wrote, each once, without names and in an order that names nobody."""
    panel_ids = PanelUnit.objects.filter(unit=unit, is_active=True).values("panel_id")
    rows = Sheet.objects.filter(unit=unit, panel_id__in=panel_ids, state=SheetState.SUBMITTED)
    return sorted({text.strip() for text in rows.values_list("opinion", flat=True) if text.strip()})


def unit_with_application(unit_id: int) -> Unit:
    return Unit.objects.select_related("application", "edition", "tenant").get(pk=unit_id)


def look_of(sheet: Sheet) -> SecondLook | None:
    """The sheet's second look, asked or answered. sheet with second_look."""
    return getattr(sheet, "second_look", None)


def total_of(sheet: Sheet) -> Decimal | None:
    """The total that counts: the changed one where the expert changed it in the second look."""
    look = look_of(sheet)
    return look.total if look is not None and look.total is not None else sheet.total


def points_of(sheet: Sheet) -> Mapping[str, str]:
    look = look_of(sheet)
    return look.points if look is not None and look.points else sheet.points


def marks_of(sheet: Sheet) -> Marks:
    """The total and the points that count. sheet: submitted."""
    points = {key: Decimal(text) for key, text in points_of(sheet).items()}
    return Marks(total_of(sheet) or Decimal(0), points)


def colleagues_of(sheet: Sheet) -> list[Decimal]:
    """The panel's totals without names, lowest first: for an expert only once all are in and he is asked again.

    Raises Denied before that.
    """
    return sorted(total for row in _all_in(sheet) if (total := total_of(row)) is not None)


def criteria_of_colleagues(sheet: Sheet) -> dict[str, list[Decimal]]:
    """As colleagues_of, criterion by criterion, where each is aggregated on its own; else nothing."""
    programme = sheet.panel.edition.programme
    if programme.combines_by != BY_CRITERION:
        return {}
    rows = _all_in(sheet)
    return {one.key: sorted(Decimal(points_of(row)[one.key]) for row in rows) for one in programme.criteria}


def _all_in(sheet: Sheet) -> list[Sheet]:
    rows = live_sheets(sheet.panel, sheet.unit_id)
    look = look_of(next((row for row in rows if row.pk == sheet.pk), sheet))
    are_all_in = all(row.state == SheetState.SUBMITTED for row in rows)
    if look is None or not (are_all_in or look.answered_at):
        raise Denied(_("全体专家提交评分前，其他专家的评分不公开。"))
    return [row for row in rows if row.state == SheetState.SUBMITTED]


@dataclass(frozen=True, slots=True)
class UnitScores:
    """A unit's sheets as the city side reads them; given_up are those recused or declined."""

    row: PanelUnit
    sheets: list[Sheet]
    given_up: list[Sheet]


def scores_of(actor: Actor, panel: Panel, unit_id: int) -> UnitScores:
    """All sheets of a unit, once the scores are complete. panel: read through panel_for.

    Raises NotFound, Denied before that: nobody steers by a half-finished picture.
    """
    row = panel_unit_for(panel, unit_id)
    if row.completed_at is None:
        raise Denied(_("评分齐备前，任何人都不能查看专家评分。"))
    every = Sheet.objects.filter(panel=panel, unit_id=unit_id).select_related("second_look", "expert", "panel__edition")
    rows = list(every.order_by("code", "pk"))
    return UnitScores(row, [one for one in rows if one.state in LIVE], [one for one in rows if one.state not in LIVE])


def panel_unit_of(sheet: Sheet) -> PanelUnit:
    return PanelUnit.objects.select_related("unit").get(panel_id=sheet.panel_id, unit_id=sheet.unit_id)


def work_left(tenant_id: int, *, due_before: datetime) -> list[tuple[Panel, int, int]]:
    """(panel, user, sheets with work left) for every expert of a panel under way that is due before an instant."""
    rows = _sheets().filter(TO_DO, tenant_id=tenant_id, panel__state=PanelState.REVIEWING)
    rows = rows.filter(panel__edition__review_due_at__lte=due_before).select_related("panel__edition__tenant")
    found: dict[tuple[int, int], list[Sheet]] = {}
    for row in rows.order_by("panel_id", "expert_id", "pk"):
        found.setdefault((row.panel_id, row.expert.user_id), []).append(row)
    return [(own[0].panel, user_id, len(own)) for (_panel, user_id), own in found.items()]


def _one(rows: QuerySet[Sheet], sheet_id: int) -> Sheet:
    """Without an order: to plan one over ten tables takes the database longer than to find the row."""
    try:
        return rows.order_by().get(pk=sheet_id)
    except Sheet.DoesNotExist:
        raise NotFound() from None


def _own(actor: Actor) -> QuerySet[Sheet]:
    if actor.tenant_id is None or not actor.has_role(Role.EXPERT):
        raise Denied(_("评审任务由评审专家本人查看。"))
    return _sheets().filter(tenant_id=policy.tenant_of(actor), expert__user_id=policy.user_of(actor))


def _sheets() -> QuerySet[Sheet]:
    return Sheet.objects.select_related(
        "panel", "panel__edition", "unit", "unit__application", "unit__edition", "expert", "version", "second_look"
    )
