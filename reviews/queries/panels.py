"""Reads of panels: the live pool with its exclusions, the frozen one, the draw, and how far the scores are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from applications.models import Milestone, Unit
from applications.workflow import State
from portal.kit.actor import Actor
from portal.kit.errors import Denied, NotFound
from programmes.models import Edition
from reviews import policy
from reviews.models import Panel, PanelState, PanelUnit, Sheet, SheetState

PAGE = 50
LIVE = (SheetState.WAITING, SheetState.OPEN, SheetState.SUBMITTED)


@dataclass(frozen=True, slots=True)
class PanelPage:
    rows: Sequence[Panel]
    next_before: int | None


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """One unit before a panel. submitted and live count sheets."""

    row: PanelUnit
    submitted: int
    live: int
    open_looks: int

    @property
    def is_complete(self) -> bool:
        return self.row.completed_at is not None


def panels_for(actor: Actor, *, before: int | None = None, page: int = PAGE) -> PanelPage:
    """Panels of the tenant, newest first; before: pk below which this page begins."""
    _demand_watch(actor)
    rows = Panel.objects.filter(tenant_id=policy.tenant_of(actor)).select_related("edition")
    rows = rows.annotate(unit_count=Count("panel_units", filter=Q(panel_units__is_active=True)))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: page + 1])
    return PanelPage(found[:page], found[page - 1].pk if len(found) > page else None)


def undrawn_panels(actor: Actor) -> list[Panel]:
    """Whose pool is frozen and whose secrets are still coming in."""
    _demand_watch(actor)
    return list(_panels().filter(tenant_id=policy.tenant_of(actor), state=PanelState.POOL_FROZEN).order_by("pk"))


def panel_for(actor: Actor, panel_id: int) -> Panel:
    """Raises NotFound (another tenant's), Denied (right tenant, wrong role)."""
    row = _panels().filter(pk=panel_id, tenant_id=policy.tenant_of(actor)).first()
    if row is None:
        raise NotFound()
    _demand_watch(actor)
    return row


def lock_panel(actor: Actor, panel_id: int) -> Panel:
    """As panel_for, with the row locked FOR UPDATE until the transaction ends."""
    panel_for(actor, panel_id)
    return _panels().select_for_update(of=("self",)).get(pk=panel_id)


def lock_panel_by_id(panel_id: int) -> Panel:
    """The row locked, for an expert's act that changes who sits; asks nothing of the actor."""
    return _panels().select_for_update(of=("self",)).get(pk=panel_id)


def waiting_editions(actor: Actor) -> list[tuple[Edition, int]]:
    """Editions with units that wait for a panel, and how many."""
    _demand_watch(actor)
    counts = Counter(_waiting(actor).values_list("edition_id", flat=True))
    rows = Edition.objects.filter(pk__in=counts).order_by("-year", "programme_slug", "pk")
    return [(row, counts[row.pk]) for row in rows]


def waiting_units(actor: Actor, edition_id: int) -> list[Unit]:
    """Units of an edition that have done every step before review and stand before no panel."""
    _demand_watch(actor)
    rows = _waiting(actor).filter(edition_id=edition_id).select_related("application", "district", "edition")
    return list(rows.order_by("pk"))


def early_units(actor: Actor, edition: Edition, unit_ids: Iterable[int]) -> list[Unit]:
    """Those of these units that are accepted but not yet ready for a panel."""
    rows = Unit.objects.filter(pk__in=list(unit_ids), edition=edition, state=State.ACCEPTED)
    return list(rows.exclude(pk__in=_ready(actor).values("pk")).order_by("pk"))


def units_of(panel: Panel) -> list[Unit]:
    ids = PanelUnit.objects.filter(panel=panel).order_by("pk").values_list("unit_id", flat=True)
    rows = {row.pk: row for row in Unit.objects.filter(pk__in=ids).select_related("application", "edition", "district")}
    return [rows[pk] for pk in ids]


def rows_of(panel: Panel) -> list[PanelUnit]:
    """The units before a panel, with their states."""
    return list(PanelUnit.objects.filter(panel=panel).select_related("unit", "unit__district").order_by("pk"))


def panel_unit_for(panel: Panel, unit_id: int) -> PanelUnit:
    """Raises NotFound for a unit that is not before this panel."""
    row = PanelUnit.objects.filter(panel=panel, unit_id=unit_id).select_related("unit").first()
    if row is None:
        raise NotFound()
    return row


def progress_of(panel: Panel) -> list[UnitProgress]:
    """Each unit of a panel with its counts, in three queries for any number of units."""
    rows = rows_of(panel)
    sheets = Sheet.objects.filter(panel=panel, state__in=LIVE).order_by("pk").values_list("unit_id", "state", "pk")
    live, submitted = Counter[int](), Counter[int]()
    for unit_id, state, _pk in sheets:
        live[unit_id] += 1
        submitted[unit_id] += state == SheetState.SUBMITTED
    open_looks = Counter(
        Sheet.objects.filter(panel=panel, second_look__answered_at__isnull=True, second_look__isnull=False)
        .order_by("pk")
        .values_list("unit_id", flat=True)
    )
    return [UnitProgress(row, submitted[row.unit_id], live[row.unit_id], open_looks[row.unit_id]) for row in rows]


def loads_of(expert_ids: Iterable[int]) -> Counter[int]:
    """Expert id -> files in hand: not yet submitted."""
    rows = Sheet.objects.filter(expert_id__in=list(expert_ids), state__in=(SheetState.WAITING, SheetState.OPEN))
    return Counter(rows.order_by("pk").values_list("expert_id", flat=True))


def _waiting(actor: Actor) -> QuerySet[Unit]:
    seated = PanelUnit.objects.filter(unit_id=OuterRef("pk"), is_active=True)
    return _ready(actor).filter(~Exists(seated))


def _ready(actor: Actor) -> QuerySet[Unit]:
    """What begin_review lets through: of an edition whose figures are checked only checked ones, and of one with paper
    forms only those that are formally entered; and units whose panel was dissolved under way."""
    tenant_id = policy.tenant_of(actor)
    editions = list(Edition.objects.filter(tenant_id=tenant_id).order_by("pk"))
    checked = [row.pk for row in editions if row.has_stage("data_check")]
    on_paper = [row.pk for row in editions if row.has_stage("paper_receipt")]
    entered = Milestone.objects.filter(unit_id=OuterRef("pk"), key="formally_entered")
    accepted = Q(state=State.ACCEPTED) & ~Q(edition_id__in=checked) & (~Q(edition_id__in=on_paper) | Exists(entered))
    return Unit.objects.filter(accepted | Q(state__in=(State.DATA_CHECKED, State.EXPERT_REVIEW)), tenant_id=tenant_id)


def _panels() -> QuerySet[Panel]:
    return Panel.objects.select_related("edition", "edition__tenant", "formed_by")


def _demand_watch(actor: Actor) -> None:
    if not policy.may_watch(actor):
        raise Denied(_("专家组由市级经办人、市级审定和监督审计人员查看。"))
