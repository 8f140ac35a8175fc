"""Reading the rehearsals of an edition, and one beside the one before it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from applications import policy
from applications.models import ConsultOutcome, ScreeningOutcome, StepKind, StepOutcome
from applications.wording import staff_word, stage_word
from applications.workflow import states
from portal.kit.actor import Actor
from portal.kit.errors import NotFound
from programmes.differences import Difference, differences
from programmes.models import Edition, Rehearsal, RehearsalState
from publications.models import RewardState, Standing

# What the player calls its steps.
STEP_WORDS = {
    "database": gettext_lazy("准备数据库"),
    "people": gettext_lazy("人员与角色"),
    "filing": gettext_lazy("申报"),
    "honours": gettext_lazy("登记荣誉"),
    "corrections": gettext_lazy("退回补正"),
    "consultation": gettext_lazy("征求意见"),
    "districts": gettext_lazy("区级初审"),
    "incubation": gettext_lazy("培育孵化"),
    "screening": gettext_lazy("初筛"),
    "formal check": gettext_lazy("形式审查"),
    "findings": gettext_lazy("逐条核对"),
    "paper": gettext_lazy("纸质材料接收"),
    "data check": gettext_lazy("数据核对"),
    "expert review": gettext_lazy("专家评审"),
    "inspection": gettext_lazy("实地抽查"),
    "verification": gettext_lazy("专家校验"),
    "decision": gettext_lazy("审定"),
    "rework": gettext_lazy("完善后再评"),
    "certification": gettext_lazy("外部认证"),
    "publication": gettext_lazy("公示与公布"),
    "marks": gettext_lazy("专用标志"),
    "rewards": gettext_lazy("奖励"),
    "surveillance": gettext_lazy("获证后监督"),
}
# What particulars.py counts; where one key means two things the stage stands before it.
COUNT_WORDS = {
    "no_objection": ConsultOutcome.NO_OBJECTION.label,
    "objection": ConsultOutcome.OBJECTION.label,
    "no_answer": ConsultOutcome.NO_ANSWER.label,
    "recommended": gettext_lazy("已推荐"),
    "with_priority": gettext_lazy("重点推荐"),
    "activities": gettext_lazy("培育活动（次）"),
    "hours": gettext_lazy("培育时长（小时）"),
    **{one.value: one.label for one in ScreeningOutcome},
    **{
        f"{kind.value} {one.value}": format_lazy("{}：{}", kind.label, one.label)
        for kind in StepKind
        for one in StepOutcome
    },
    "issued": gettext_lazy("认证证书"),
    "new": gettext_lazy("其中新取得"),
    "rights": gettext_lazy("标志使用权"),
    "downloads": gettext_lazy("标志下载（次）"),
    **{one.value: one.label for one in RewardState},
    "paid_yuan": gettext_lazy("支付总额（元）"),
    "most_for_one_product": gettext_lazy("同一产品最多支付（次）"),
    **{f"surveillance {one.value}": one.label for one in Standing},
}
PAGE_SIZE = 20
FIRST_ENTRIES = 10


@dataclass(frozen=True, slots=True)
class Count:
    """How many came to stand somewhere, now and in the rehearsal before; before is None where there is none."""

    word: object
    now: Any
    before: Any

    @property
    def change(self) -> str:
        """+3, -2, or "" where nothing changed or nothing can be compared."""
        if self.before is None or self.now == self.before:
            return ""
        return f"{Decimal(self.now) - Decimal(self.before):+f}"


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


def particulars_of(edition: Edition, row: Rehearsal, before: Rehearsal | None) -> list[tuple[object, list[Count]]]:
    """(stage in words, its counts) of what only some programmes have; older rehearsals told nothing of it."""
    now, then = row.summary.get("particulars", {}), (before.summary.get("particulars", {}) if before else {})
    return [
        (
            stage_word(stage, edition),
            [
                Count(COUNT_WORDS.get(f"{stage} {key}", COUNT_WORDS.get(key, key)), value, then.get(stage, {}).get(key))
                for key, value in counts.items()
            ],
        )
        for stage, counts in now.items()
        if counts
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
