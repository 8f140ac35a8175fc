"""Reading the rehearsals of an edition, and one beside the one before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from applications import policy
from applications.wording import staff_word, stage_word
from applications.workflow import states
from portal.kit.actor import Actor
from portal.kit.errors import NotFound
from programmes.differences import Difference, differences
from programmes.models import Edition, Rehearsal, RehearsalState

# What the player calls its steps.
STEP_WORDS = {
    "database": gettext_lazy("准备数据库"),
    "people": gettext_lazy("人员与角色"),
    "filing": gettext_lazy("申报"),
    "corrections": gettext_lazy("退回补正"),
    "districts": gettext_lazy("区级初审"),
    "formal check": gettext_lazy("形式审查"),
    "expert review": gettext_lazy("专家评审"),
    "inspection": gettext_lazy("实地抽查"),
    "decision": gettext_lazy("审定"),
    "publication": gettext_lazy("公示与公布"),
}
PAGE_SIZE = 20
FIRST_ENTRIES = 10


@dataclass(frozen=True, slots=True)
class Count:
    """How many came to stand somewhere, now and in the rehearsal before; before is None where there is none."""

    word: object
    now: int
    before: int | None

    @property
    def change(self) -> str:
        """+3, -2, or "" where nothing changed or nothing can be compared."""
        return f"{self.now - self.before:+d}" if self.before is not None and self.now != self.before else ""


def rehearsals_of(actor: Actor, edition: Edition, *, before: int = 0) -> list[Rehearsal]:
    """The newest first, one more than a page where there are older ones. before: a key; 0 = from the newest."""
    rows = Rehearsal.objects.filter(tenant_id=policy.tenant_of(actor), edition=edition)
    if before:
        rows = rows.filter(pk__lt=before)
    return list(rows.select_related("asked_by").order_by("-pk")[: PAGE_SIZE + 1])


def rehearsal_of(actor: Actor, edition: Edition, pk: int) -> Rehearsal:
    """Raises NotFound."""
    rows = Rehearsal.objects.filter(tenant_id=policy.tenant_of(actor), edition=edition)
    row = rows.select_related("asked_by").filter(pk=pk).first()
    if row is None:
        raise NotFound()
    return row


def one_before(row: Rehearsal) -> Rehearsal | None:
    """The newest rehearsal of the edition before this one that came to an end."""
    done = Rehearsal.objects.filter(edition_id=row.edition_id, state=RehearsalState.DONE, pk__lt=row.pk)
    return done.order_by("-pk").first()


def seconds_of(row: Rehearsal) -> list[tuple[object, float]]:
    """(step in words, seconds) in the order in which they were played."""
    return [(STEP_WORDS.get(step, step), spent) for step, spent in row.summary["seconds"].items()]


def why_not(row: Rehearsal) -> str:
    """Why it was not finished; the step first, in words."""
    step, mark, text = row.error.partition(": ")
    return f"{STEP_WORDS[step]}：{text}" if mark and step in STEP_WORDS else row.error


def state_counts(edition: Edition, row: Rehearsal, before: Rehearsal | None) -> list[Count]:
    """Where the filings stand at the end, in the order of the workflow."""
    now, then = row.summary["states"], before.summary["states"] if before else None
    order = list(dict.fromkeys([*states("application"), *states("unit"), *now, *(then or ())]))
    keys = [key for key in map(str, order) if now.get(key) or (then or {}).get(key)]
    return [
        Count(staff_word(key, edition), now.get(key, 0), None if then is None else then.get(key, 0)) for key in keys
    ]


def lists_of(row: Rehearsal, before: Rehearsal | None) -> list[dict[str, Any]]:
    """Each published list: its length beside that of before, and the first entries."""
    then = None if before is None else {one["code"]: one["count"] for one in before.summary["lists"]}
    return [
        {
            "title": one["title"],
            "length": Count(one["title"], one["count"], None if then is None else then.get(one["code"], 0)),
            "entries": one["entries"][:FIRST_ENTRIES],
        }
        for one in row.summary["lists"]
    ]


def settings_changed(edition: Edition, row: Rehearsal, before: Rehearsal) -> list[Difference]:
    """The parameters that the two were held with."""
    return differences(edition.programme, before.parameters, row.parameters)


def stages_changed(edition: Edition, row: Rehearsal, before: Rehearsal) -> list[tuple[object, bool]]:
    """(stage, is it on now) for every one that was switched in between."""
    switched = set(row.switched_stages) ^ set(before.switched_stages)
    return [
        (stage_word(key, edition), key in row.switched_stages) for key in edition.programme.stages if key in switched
    ]


def has_moved_on(edition: Edition, row: Rehearsal) -> bool:
    """Whether the edition's settings have changed since this rehearsal was asked for."""
    moved = differences(edition.programme, row.parameters, edition.settings())
    return bool(moved) or sorted(edition.switched_stages) != sorted(row.switched_stages)
