"""What the page of a panel shows in each of its states."""

from __future__ import annotations

import secrets
from typing import Any

from django.utils.translation import gettext as _

from portal.kit.actor import Actor
from portal.kit.errors import Conflict
from reviews import actions, policy, queries
from reviews.forms import CommitForm, ReasonForm, RevealForm
from reviews.models import Commitment, Panel, PanelState
from reviews.queries.avoiding import avoidances_before
from reviews.wording import exclusion_words, field_word


def panel_context(actor: Actor, panel: Panel) -> dict[str, Any]:
    made = queries.commitments_of(panel)
    progress = queries.progress_of(panel)
    context: dict[str, Any] = {
        "panel": panel,
        "progress": progress,
        "seat_words": [(field_word(field), count) for field, count in panel.seats.items()],
        "commitments": made,
        "avoidances": avoidances_before(panel),
        "may_organise": policy.may_organise(actor),
        "may_dissolve": panel.state in actions.BEFORE_REVIEW and policy.may_dissolve(actor, made),
        "dissolve_form": ReasonForm(label=_("作废理由"), hint=_("将记入抽取记录，例如“一方遗失口令”。")),
        "steps": steps_of(panel, made),
        "to_close": [one for one in progress if one.is_complete and one.row.unit.state == "expert_review"],
    }
    if panel.state == PanelState.FORMING:
        context["pool"] = live_lines(panel)
    elif panel.pool_digest:
        context["pool"] = frozen_lines(panel)
        context["seats"] = queries.seats_of(panel)
    if panel.state == PanelState.POOL_FROZEN:
        context |= draw_forms(actor, made)
    return context


def live_lines(panel: Panel) -> list[dict[str, Any]]:
    return [
        _line(one.code, one.expert.field, one.expert.employer_name, one.load, ",".join(one.excluded))
        for one in queries.live_pool(panel)
    ]


def frozen_lines(panel: Panel) -> list[dict[str, Any]]:
    return [
        _line(one.code, one.field, one.expert.employer_name, one.load, one.excluded)
        for one in queries.frozen_pool(panel)
    ]


def _line(code: str, field: str, employer: str, load: int, excluded: str) -> dict[str, Any]:
    words = exclusion_words(excluded)
    return {"code": code, "field": field_word(field), "employer": employer, "load": load, "excluded": words}


def draw_forms(actor: Actor, made: list[Commitment]) -> dict[str, Any]:
    """Which of the two forms this person may fill in now."""
    own = next((one for one in made if one.user_id == actor.user_id), None)
    if own is not None:
        may_reveal = len(made) == 2 and not own.secret
        return {"own": own, "reveal_form": RevealForm() if may_reveal else None}
    if not policy.may_witness(actor):
        return {}
    try:
        role = actions.open_role(made, actor)
    except Conflict:
        return {}
    return {"commit_form": CommitForm(), "commit_role": role, "suggestion": secrets.token_urlsafe(24)}


def steps_of(panel: Panel, made: list[Commitment]) -> list[dict[str, Any]]:
    """The course of a draw as a timeline."""
    revealed = sum(bool(one.secret) for one in made)
    done = [
        (_("组建专家组"), panel.formed_at, True),
        (_("锁定专家库"), panel.frozen_at, bool(panel.frozen_at)),
        (_("两人提交口令承诺值（%d/2）") % len(made), None, len(made) == 2),
        (_("两人公开口令（%d/2）") % revealed, None, revealed == 2),
        (_("抽取席位与候补"), panel.drawn_at, bool(panel.drawn_at)),
        (_("启动评审"), panel.started_at, bool(panel.started_at)),
        (_("评分齐备，结束评审"), None, panel.state == PanelState.CLOSED),
    ]
    now = next((place for place, (_title, _when, is_done) in enumerate(done) if not is_done), len(done))
    if panel.state == PanelState.DISSOLVED:
        now = len(done)
    states = ["done" if is_done else "now" if place == now else "later" for place, (_t, _w, is_done) in enumerate(done)]
    return [
        {"title": title, "when": when, "state": state} for (title, when, _d), state in zip(done, states, strict=True)
    ]
