"""What of reviews waits for one person: a secret to commit to or to show, a result to decide on."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.awaiting import Awaiting
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict
from reviews import policy, queries
from reviews.actions.drawing import open_role
from reviews.models import Commitment


def reviews_awaiting(actor: Actor, slug: str) -> list[Awaiting]:
    return [*_draws(actor, slug), *_runs(actor, slug)]


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


def _runs(actor: Actor, slug: str) -> list[Awaiting]:
    if not actor.has_role(Role.CITY_LEADER):
        return []
    return [
        Awaiting(_("评审结果待审定"), len(run.results), run.edition, reverse("run", args=(slug, run.pk)))
        for run in queries.submitted_runs(actor)
    ]
