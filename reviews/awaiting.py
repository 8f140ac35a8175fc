"""What of reviews waits for one person: a secret to commit to or show, a ranking to verify, a result to decide on."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.awaiting import Awaiting
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict
from reviews import policy, queries
from reviews.actions.drawing import open_role
from reviews.actions.verifying import STAGE
from reviews.models import Commitment


def reviews_awaiting(actor: Actor, slug: str) -> list[Awaiting]:
    return [*_draws(actor, slug), *_verifications(actor, slug), *_runs(actor, slug)]


def _draws(actor: Actor, slug: str) -> list[Awaiting]:
    if not policy.may_witness(actor):
        return []
    rows = []
    for panel in queries.undrawn_panels(actor):
        made = queries.commitments_of(panel)
        own = next((one for one in made if one.user_id == actor.user_id), None)
        if own is None and _may_commit(made, actor):
            label = _("抽取专家：待提交口令承诺值")
        elif own is not None and len(made) == 2 and not own.secret:
            label = _("抽取专家：待公开口令")
        else:
            continue
        rows.append(Awaiting(label, 1, panel.edition, reverse("panel", args=(slug, panel.pk))))
    return rows


def _may_commit(made: list[Commitment], actor: Actor) -> bool:
    try:
        open_role(made, actor)
    except Conflict:
        return False
    return True


def _verifications(actor: Actor, slug: str) -> list[Awaiting]:
    """Provisional rankings to lay before the panel, and verified ones whose final run is to be calculated."""
    if not policy.may_organise(actor):
        return []
    rows = []
    for run in queries.calculated_runs(actor):
        if run.edition.programme.model is None or not run.edition.has_stage(STAGE):
            continue
        progress = queries.progress_of_run(run)
        waiting = sum(one.is_waiting for one in progress)
        if waiting and run.verification_opened_at is None:
            url = reverse("run", args=(slug, run.pk))
            rows.append(Awaiting(_("初步排名：待启动校验评审"), waiting, run.edition, url))
        elif progress and not waiting and run.verification_opened_at is not None:
            url = reverse("run_new", args=(slug, run.edition_id))
            rows.append(Awaiting(_("校验已完成：待计算最终结果"), len(progress), run.edition, url))
    return rows


def _runs(actor: Actor, slug: str) -> list[Awaiting]:
    if not actor.has_role(Role.CITY_LEADER):
        return []
    return [
        Awaiting(_("评审结果待审定"), len(run.results), run.edition, reverse("run", args=(slug, run.pk)))
        for run in queries.submitted_runs(actor)
    ]
