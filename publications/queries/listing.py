"""What may be shown in a notice and what may be listed: units of an edition, and of one of its lists."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from applications.models import Outcome, Unit
from applications.workflow import State
from portal.kit.actor import Actor
from programmes.contract import Programme, PublishedListForm
from programmes.models import Edition

from ..codes import code_of, code_or_first, outcome_of, place_of
from ..models import OPEN_LISTS, ListOrder, NoticeEntry, NoticeState, Objection, PublishedList
from ..policy import OPEN_OBJECTIONS, own_tenant

ORDERS: dict[str, tuple[str, ...]] = {
    ListOrder.DISTRICT: ("district__code", "name", "pk"),
    ListOrder.NAME: ("name", "pk"),
    ListOrder.RANK: ("outcome__rank", "name", "pk"),
}
PROPOSED = Q(state=State.PROPOSED, milestones__key="run_approved")
SHOWN = Q(state=State.PUBLIC_NOTICE, milestones__key="notice_ended")


@dataclass(frozen=True, slots=True)
class ListLine:
    """What a list would say of a unit if it were released now; rank and figure as decided."""

    unit: Unit
    name: str
    holder: str
    district_name: str
    rank: int | None
    is_rank_shared: bool
    figure: Decimal | None


def _units(edition: Edition, order: str) -> QuerySet[Unit]:
    """Items of one firm stand together where a filing has several."""
    rows = Unit.objects.filter(edition_id=edition.pk, tenant_id=edition.tenant_id)
    keys = ORDERS[order]
    if edition.programme.items and order == ListOrder.DISTRICT:
        keys = ("district__code", "application__enterprise_name", "application_id", "position", "pk")
    return rows.select_related("application", "district", "outcome").order_by(*keys)


def _of_list(rows: QuerySet[Unit], programme: Programme, code: str | None) -> QuerySet[Unit]:
    """Units of one list; the first list also has whatever names none. code None = of every list."""
    if code is None:
        return rows
    if code != programme.lists[0].code:
        return rows.filter(outcome__list_code=code)
    return rows.exclude(outcome__list_code__in=[form.code for form in programme.lists[1:]])


def proposed_units(edition: Edition, order: str = ListOrder.DISTRICT) -> list[Unit]:
    """What an approved run proposes and no notice has shown yet, list by list; outcome, application, district too."""
    of = edition.programme
    return sorted(_units(edition, order).filter(PROPOSED), key=lambda unit: place_of(of, code_of(unit, of)))


def listable_units(edition: Edition, order: str = ListOrder.DISTRICT, code: str | None = None) -> list[Unit]:
    """What a list may hold now: shown to the end of a notice with no objection open, taken up or not; in an edition
    without a notice also what an approved run proposes. code: one list; None = all of them.
    """
    ready = SHOWN if edition.has_stage("public_notice") else SHOWN | PROPOSED
    contested = Objection.objects.filter(unit__edition_id=edition.pk, state__in=OPEN_OBJECTIONS).values("unit_id")
    rows = _of_list(_units(edition, order), edition.programme, code)
    return list(rows.filter(ready).exclude(pk__in=contested))


def withheld_units(edition: Edition, code: str | None = None) -> list[Unit]:
    """Shown in a notice but not to be listed now: held, contested, or still in its term."""
    free = {unit.pk for unit in listable_units(edition, code=code)}
    rows = _of_list(_units(edition, ListOrder.DISTRICT), edition.programme, code)
    return [unit for unit in rows.filter(state__in=(State.PUBLIC_NOTICE, State.OBJECTION_HOLD)) if unit.pk not in free]


def list_lines(units: list[Unit]) -> list[ListLine]:
    """What a list says of units of one edition, in their order. Two queries.

    Names are those that a notice showed last; where none did, the unit's own.
    """
    shown, shared = newest_names([unit.pk for unit in units]), _shared_ranks(units)
    return [_line(unit, shown.get(unit.pk), shared) for unit in units]


def _line(unit: Unit, entry: NoticeEntry | None, shared: set[tuple[Any, ...]]) -> ListLine:
    outcome = outcome_of(unit)
    return ListLine(
        unit=unit,
        name=entry.name if entry else unit.name,
        holder=entry.holder if entry else unit.application.enterprise_name,
        district_name=entry.district_name if entry else (unit.district.name if unit.district else ""),
        rank=outcome.rank if outcome else None,
        is_rank_shared=outcome is not None and (outcome.run_digest, outcome.list_code, outcome.rank) in shared,
        figure=outcome.figure if outcome else None,
    )


def _shared_ranks(units: list[Unit]) -> set[tuple[Any, ...]]:
    """(run, list, rank) that more than one proposed unit has, those struck after an objection left out."""
    if not units:
        return set()
    rows = Outcome.objects.filter(unit__edition_id=units[0].edition_id, is_proposed=True, rank__isnull=False)
    rows = rows.exclude(unit__state=State.NOT_LISTED)
    counts = rows.values("run_digest", "list_code", "rank").annotate(n=Count("pk")).filter(n__gt=1).order_by()
    return {(row["run_digest"], row["list_code"], row["rank"]) for row in counts}


def newest_names(unit_ids: list[int]) -> dict[int, NoticeEntry]:
    """unit id -> the entry of the newest published notice that shows it: lists use the name shown last."""
    rows = NoticeEntry.objects.filter(unit_id__in=unit_ids).exclude(notice__state=NoticeState.DRAFT)
    return {entry.unit_id: entry for entry in rows.order_by("notice__published_at", "pk")}


def seen_in(lines: list[ListLine]) -> list[list[Any]]:
    """What a person who approves a list has seen, one row for each entry, whatever their order."""
    rows = ([x.unit.pk, x.name, x.holder, x.district_name, x.rank, _plain(x.figure)] for x in lines)
    return sorted(rows, key=lambda row: row[0])


def _plain(figure: Decimal | None) -> str | None:
    return None if figure is None else f"{figure:.2f}"


def editions_with_proposed(actor: Actor) -> list[Edition]:
    """Editions with a notice of which an approved run proposes something that none has shown, with the number
    (unit_count)."""
    units = Unit.objects.filter(PROPOSED, tenant_id=own_tenant(actor)).values("edition_id").annotate(n=Count("pk"))
    counts = {row["edition_id"]: row["n"] for row in units}
    rows = [row for row in _editions(actor, counts) if row.has_stage("public_notice")]
    for row in rows:
        row.unit_count = counts[row.pk]  # type: ignore[attr-defined]
    return rows


def editions_to_list(actor: Actor) -> list[Edition]:
    """Editions of which something may be listed now and is in no draft yet: unit_count in all, and ready_lists
    [(list, units)] in the programme's order.
    """
    contested = Objection.objects.filter(tenant_id=own_tenant(actor), state__in=OPEN_OBJECTIONS).values("unit_id")
    units = Unit.objects.filter(SHOWN | PROPOSED, tenant_id=own_tenant(actor)).exclude(pk__in=contested)
    groups: list[Any] = list(
        units.values("edition_id", "state", "outcome__list_code").annotate(n=Count("pk")).order_by()
    )
    open_ones = PublishedList.objects.filter(tenant_id=own_tenant(actor), state__in=OPEN_LISTS)
    taken = set(open_ones.values_list("edition_id", "code"))
    ready = []
    for edition in _editions(actor, {group["edition_id"] for group in groups}):
        lists = _ready_lists(edition, [group for group in groups if group["edition_id"] == edition.pk])
        lists = [(form, count) for form, count in lists if (edition.pk, form.code) not in taken]
        edition.ready_lists = lists  # type: ignore[attr-defined]
        edition.unit_count = sum(count for _form, count in lists)  # type: ignore[attr-defined]
        if lists:
            ready.append(edition)
    return ready


def _ready_lists(edition: Edition, groups: list[Any]) -> list[tuple[PublishedListForm, int]]:
    of, counts = edition.programme, dict[str, int]()
    needs_notice = edition.has_stage("public_notice")
    for group in groups:
        if needs_notice and group["state"] == State.PROPOSED:
            continue
        code = code_or_first(of, group["outcome__list_code"] or "")
        counts[code] = counts.get(code, 0) + group["n"]
    return [(form, counts[form.code]) for form in of.lists if form.code in counts]


def lists_to_draft(edition: Edition, *, but: int = 0) -> list[tuple[PublishedListForm, int]]:
    """(list, units) of the edition's lists that hold something and are in no open draft; the draft `but` is none."""
    of, counts = edition.programme, dict[str, int]()
    for unit in listable_units(edition):
        code = code_of(unit, of)
        counts[code] = counts.get(code, 0) + 1
    drafts = PublishedList.objects.filter(edition_id=edition.pk, state__in=OPEN_LISTS).exclude(pk=but)
    taken = set(drafts.values_list("code", flat=True))
    return [(form, counts[form.code]) for form in of.lists if form.code in counts and form.code not in taken]


def _editions(actor: Actor, ids: Any) -> list[Edition]:
    return list(Edition.objects.filter(tenant_id=own_tenant(actor), pk__in=list(ids)).order_by("-year", "pk"))
