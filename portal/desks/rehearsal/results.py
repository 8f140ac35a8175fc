"""What a rehearsal leaves behind: the certificates as PDF, and one file that says how the edition came out."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from applications.models import Correction, Outcome, Unit
from applications.workflow import State
from portal.desks.demo.stage import Stage
from portal.tenancy import fence
from portal.tenancy.files import open_file
from publications.models import Certificate, ListEntry, PublishedList
from reviews.models import Panel, Run, RunState
from reviews.running import canonical

from .base import NoRehearsal
from .particulars import particulars_of

SUMMARY = "summary.json"


def summarise(stage: Stage) -> dict[str, Any]:
    """States, returns, lists and digests of a played edition; nothing in it hangs on the day or on row ids."""
    edition = stage.edition.pk
    with fence.as_tenant(stage.tenant.pk):
        units = list(Unit.objects.filter(edition_id=edition).select_related("application").order_by("pk"))
        returns = Correction.objects.filter(application__edition_id=edition)
        released = PublishedList.objects.filter(edition_id=edition).select_related("edition")
        panels = Panel.objects.filter(edition_id=edition).exclude(draw_digest="").order_by("number")
        return {
            "states": dict(sorted(Counter(map(state_of, units)).items())),
            "returns": {"asked": returns.count(), "answered": returns.filter(answered_at__isnull=False).count()},
            "particulars": particulars_of(stage.edition),
            "lists": [list_of(row) for row in released.order_by("code", "pk")],
            "draw_digest": digest_of(panels.values_list("draw_digest", flat=True)),
            "ranking_digest": ranking_digest(edition, units),
        }


def state_of(unit: Unit) -> str:
    """Where the filing stands: its own state until it has passed to the city, then its unit's."""
    application = State(unit.application.state)
    has_passed = unit.state != State.WAITING and application in (State.RECOMMENDED, State.SUBMITTED)
    return str(State(unit.state) if has_passed else application)


def list_of(row: PublishedList) -> dict[str, Any]:
    entries = list(ListEntry.objects.filter(published_list=row).order_by("position", "pk"))
    found = Outcome.objects.filter(unit_id__in=[one.unit_id for one in entries]).order_by("pk")
    outcomes = {one.unit_id: one for one in found}
    is_ranked = row.edition.programme.model is not None
    return {
        "code": row.code,
        "title": row.title,
        "entries": [entry_of(one, outcomes.get(one.unit_id), is_ranked=is_ranked) for one in entries],
    }


def entry_of(entry: ListEntry, outcome: Outcome | None, *, is_ranked: bool) -> dict[str, Any]:
    """score: the total; where a model ranks, the figure that it ranks by, which stands beside the rank once more."""
    total, figure = (outcome.total, outcome.figure) if outcome else (None, None)
    ranking = {"rank": outcome.rank if outcome else None, "figure": written(figure)} if is_ranked else {}
    return {
        "position": entry.position,
        "name": entry.name,
        "holder": entry.holder,
        "score": written(figure if is_ranked else total),
        **ranking,
        "certificate_number": entry.certificate_number,
    }


def written(number: Decimal | None) -> str | None:
    return None if number is None else format(number, "f")


def digest_of(lines: Iterable[str]) -> str:
    """SHA-256, hex, over lines of text, each ended by a line feed."""
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def ranking_digest(edition_id: int, units: list[Unit]) -> str:
    """Over the digests of the approved runs; where nobody was ranked, over who came to stand where."""
    runs = Run.objects.filter(edition_id=edition_id, state=RunState.APPROVED).order_by("number")
    if digests := list(runs.values_list("digest", flat=True)):
        return digest_of(digests)
    decided = sorted([unit.application.enterprise_uscc, unit.name, state_of(unit)] for unit in units)
    return digest_of([canonical(decided)])


def clear_former(out: Path) -> None:
    """Take away the certificates that an earlier rehearsal left in the folder, by its own summary; nothing else."""
    try:
        former = json.loads((out / SUMMARY).read_text())
        numbers = [entry["certificate_number"] for one in former["lists"] for entry in one["entries"]]
    except (OSError, ValueError, KeyError, TypeError):
        return
    for number in numbers:
        if number and Path(number).name == number:
            (out / f"{number}.pdf").unlink(missing_ok=True)


def write_results(stage: Stage, out: Path, result: dict[str, Any]) -> None:
    """The certificates, then the summary: who finds the summary finds everything. Raises NoRehearsal."""
    with fence.as_tenant(stage.tenant.pk):
        rows = list(Certificate.objects.filter(entry__published_list__edition=stage.edition).order_by("number"))
    try:
        for row in rows:
            if not row.file:
                raise NoRehearsal(f"certificate {row.number} was not made: {row.render_error or 'no task took it'}")
            with open_file(str(row.file)) as document:
                (out / f"{row.number}.pdf").write_bytes(document.read())
        (out / SUMMARY).write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n")
    except OSError as error:
        raise NoRehearsal(f"{out} cannot be written: {error.strerror}") from None
