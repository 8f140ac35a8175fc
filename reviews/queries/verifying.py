"""Reads of verification: which run is open for it, what waits for an expert, what a panel has said so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Denied, NotFound
from portal.people.models import Expert
from reviews import policy
from reviews.models import Run, RunLine, RunState, Sheet, SheetState, Verification

HEAVY = ("parameters", "inputs", "results")
LATER_STEPS = (RunState.SUBMITTED, RunState.APPROVED)


@dataclass(frozen=True, slots=True)
class VerificationRow:
    """One unit of a run before the panel.

    rows      what was proposed in this run, refused proposals included, oldest first
    earlier   the newest complete verification from an earlier run, of whatever figure
    """

    line: RunLine
    rows: list[Verification] = field(default_factory=list)
    earlier: Verification | None = None

    @property
    def standing(self) -> Verification | None:
        return next((row for row in self.rows if row.refused_at is None), None)

    @property
    def counting(self) -> Verification | None:
        """The complete verification of today's figure, if there is one."""
        newest = self.standing if self.standing is not None and self.standing.is_complete else self.earlier
        return newest if newest is not None and newest.of_figure == self.line.figure else None

    @property
    def is_waiting(self) -> bool:
        return self.counting is None or self.is_pending

    @property
    def is_pending(self) -> bool:
        """A proposal waits for its second signature."""
        return self.standing is not None and not self.standing.is_complete


@dataclass(frozen=True, slots=True)
class VerificationTask:
    """What a run asks of one expert: units without an opinion, proposals of others to second."""

    run: Run
    to_verify: int
    to_second: int


def newest_complete(unit_ids: Iterable[int], *, before: Run | None = None) -> dict[int, Verification]:
    """Unit id -> the newest verification with all its signatures, of any run of the edition; one query."""
    rows = Verification.objects.filter(unit_id__in=list(unit_ids), refused_at__isnull=True)
    rows = rows.filter(Q(needs_second=False) | Q(seconded_at__isnull=False))
    if before is not None:
        rows = rows.filter(run__number__lt=before.number)
    return {row.unit_id: row for row in rows.order_by("pk")}


def verifications_of(run: Run) -> dict[int, list[Verification]]:
    """Unit id -> everything proposed in this run, oldest first."""
    found: dict[int, list[Verification]] = defaultdict(list)
    for row in Verification.objects.filter(run=run).order_by("pk"):
        found[row.unit_id].append(row)
    return found


def progress_of_run(run: Run, *, unit_ids: Sequence[int] | None = None) -> list[VerificationRow]:
    """Every unit of a run that a panel has to verify, in the run's order; three queries for any number of units."""
    lines = RunLine.objects.filter(run=run, figure__isnull=False).select_related("unit", "unit__district")
    if unit_ids is not None:
        lines = lines.filter(unit_id__in=unit_ids)
    found = list(lines.order_by("position", "pk"))
    rows = verifications_of(run)
    earlier = newest_complete([line.unit_id for line in found], before=run)
    return [VerificationRow(line, rows.get(line.unit_id, []), earlier.get(line.unit_id)) for line in found]


def unverified_in(run: Run) -> list[VerificationRow]:
    """Units without a complete verification of their present figure."""
    return [row for row in progress_of_run(run) if row.counting is None]


def pending_of(run: Run) -> list[VerificationRow]:
    """Units with a proposal that waits for its second signature."""
    return [row for row in progress_of_run(run) if row.is_pending]


def open_run_for(actor: Actor, run_id: int) -> Run:
    """A run open for verification, for an expert who has signed a sheet of it. Raises NotFound, Denied."""
    demand_expert(actor)
    run = _open_runs(actor).filter(pk=run_id).first()
    if run is None or not RunLine.objects.filter(run=run, unit_id__in=own_units(actor)).exists():
        raise NotFound()
    return run


def lock_open_run(actor: Actor, run_id: int) -> Run:
    """As open_run_for, with the row locked FOR UPDATE until the transaction ends.

    Raises  Conflict where the run was put forward while this waited for the lock
    """
    open_run_for(actor, run_id)
    rows = Run.objects.select_related("edition", "edition__tenant").select_for_update(of=("self",))
    run = rows.get(pk=run_id)
    if run.state != RunState.CALCULATED:
        raise Conflict(_("本次结果已提请审定，不能再校验。"))
    return run


def verification_for(actor: Actor, verification_id: int) -> Verification:
    """A proposal on a unit that this expert has scored, in a run open for verification. Raises NotFound, Denied."""
    demand_expert(actor)
    rows = Verification.objects.select_related("run", "run__edition", "run__edition__tenant", "unit", "proposed_by")
    row = rows.filter(
        pk=verification_id, tenant_id=policy.tenant_of(actor), unit_id__in=own_units(actor), run__in=_open_runs(actor)
    ).first()
    if row is None:
        raise NotFound()
    return row


def own_tasks(actor: Actor) -> list[VerificationTask]:
    """What waits for this expert, run by run; four queries however many runs and units there are."""
    demand_expert(actor)
    runs = {run.pk: run for run in _open_runs(actor).defer(*HEAVY).order_by("pk")}
    if not runs:
        return []
    lines = list(RunLine.objects.filter(run__in=runs, figure__isnull=False, unit_id__in=own_units(actor)))
    complete = newest_complete({line.unit_id for line in lines})
    standing = {
        (row.run_id, row.unit_id): row
        for row in Verification.objects.filter(run__in=runs, refused_at__isnull=True)
        .select_related("proposed_by")
        .order_by("pk")
    }
    counts: dict[int, list[int]] = {pk: [0, 0] for pk in runs}
    for line in lines:
        own, newest = standing.get((line.run_id, line.unit_id)), complete.get(line.unit_id)
        if own is not None and not own.is_complete:
            counts[line.run_id][1] += own.proposed_by.user_id != actor.user_id
        elif newest is None or newest.of_figure != line.figure:
            counts[line.run_id][0] += 1
    return [VerificationTask(runs[pk], *pair) for pk, pair in counts.items() if any(pair)]


def own_units(actor: Actor) -> QuerySet[Sheet, Any]:
    """Keys of the units whose sheet this expert has signed; never one that he recused himself from."""
    signed = Sheet.objects.filter(
        tenant_id=policy.tenant_of(actor), expert__user_id=policy.user_of(actor), state=SheetState.SUBMITTED
    )
    return signed.order_by().values_list("unit_id", flat=True)


def verifiers_of(run: Run) -> list[int]:
    """Users who signed a sheet of a unit that this run lays before the panel."""
    units = RunLine.objects.filter(run=run, figure__isnull=False).order_by().values("unit_id")
    rows = Sheet.objects.filter(unit_id__in=units, state=SheetState.SUBMITTED).order_by("expert__user_id", "pk")
    return sorted(set(rows.values_list("expert__user_id", flat=True)))


def colleagues_to_second(row: Verification) -> list[int]:
    """Users who may sign this proposal: the unit's other experts."""
    rows = Sheet.objects.filter(unit_id=row.unit_id, state=SheetState.SUBMITTED).exclude(expert_id=row.proposed_by_id)
    return sorted(set(rows.order_by("pk").values_list("expert__user_id", flat=True)))


def expert_of(actor: Actor) -> Expert:
    """The actor's own row in the pool. Raises Denied."""
    demand_expert(actor)
    row = Expert.objects.filter(tenant_id=policy.tenant_of(actor), user_id=policy.user_of(actor)).first()
    if row is None:
        raise Denied(_("评审任务由评审专家本人查看。"))
    return row


def calculated_runs(actor: Actor) -> list[Run]:
    """The newest run of each edition where it is calculated and not yet put forward; without its JSON."""
    rows = Run.objects.filter(tenant_id=policy.tenant_of(actor)).select_related("edition", "edition__tenant")
    newest = rows.defer(*HEAVY).order_by("edition_id", "-number").distinct("edition_id")
    return [run for run in newest if run.state == RunState.CALCULATED]


def demand_expert(actor: Actor) -> None:
    if actor.tenant_id is None or not actor.has_role(Role.EXPERT):
        raise Denied(_("校验评审由对该申报评过分的专家本人进行。"))


def _open_runs(actor: Actor) -> QuerySet[Run]:
    """Per edition the newest run that was opened, unless a run of the edition has been put forward since."""
    later = Run.objects.filter(edition_id=OuterRef("edition_id"), number__gt=OuterRef("number"))
    gone_on = later.filter(Q(verification_opened_at__isnull=False) | Q(state__in=LATER_STEPS))
    rows = Run.objects.filter(
        ~Exists(gone_on),
        tenant_id=policy.tenant_of(actor),
        verification_opened_at__isnull=False,
        state=RunState.CALCULATED,
    )
    return rows.select_related("edition", "edition__tenant")
