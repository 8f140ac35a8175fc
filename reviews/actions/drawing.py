"""The draw: two persons commit to secrets, both reveal, and the seats follow from arithmetic."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid
from reviews import policy, queries
from reviews.draw import commitment, draw, seed_from
from reviews.models import Commitment, CommitmentRole, Panel, PanelState, Seat
from reviews.telling import tell_role

SHORTEST_SECRET = 16
LONGEST_SECRET = 200
_DIGEST = re.compile(r"[0-9a-f]{64}")


def digest_of_secret(secret: str) -> str:
    """The digest to commit to. Raises Invalid for a secret that is short, long, or more than one line of text."""
    if (
        not SHORTEST_SECRET <= len(secret) <= LONGEST_SECRET
        or secret.strip() != secret
        or len(secret.splitlines()) != 1
    ):
        words = _("口令为一行文字，%(low)d 至 %(high)d 个字符，首尾没有空格。") % {
            "low": SHORTEST_SECRET,
            "high": LONGEST_SECRET,
        }
        raise Invalid(words, fields={"secret": words})
    return commitment(secret)


@transaction.atomic
def commit_secret(*, panel_id: int, digest: str, actor: Actor) -> Commitment:
    """Publish the digest of a secret. The first city officer commits for the organiser, one other person as witness.

    Raises  Denied (wrong role), Conflict (pool not frozen, both committed, the same person twice), Invalid (no digest)
    Lock    the panel
    """
    panel = queries.lock_panel(actor, panel_id)
    policy.demand(policy.may_witness(actor), _("口令由市级经办人和一名见证人（监督、审定或另一经办人）提交。"))
    if panel.state != PanelState.POOL_FROZEN:
        raise Conflict(_("请先锁定专家库，再提交口令承诺值。"))
    digest = digest.strip().lower()
    if not _DIGEST.fullmatch(digest):
        words = _("承诺值是口令的 SHA-256，64 位十六进制字符（0-9、a-f）。")
        raise Invalid(words, fields={"digest": words})
    role = open_role(queries.commitments_of(panel), actor, digest)
    row = Commitment.objects.create(
        tenant_id=panel.tenant_id,
        panel=panel,
        role=role,
        user_id=policy.user_of(actor),
        user_name=actor.name[:60],
        digest=digest,
        committed_at=clock.now(),
    )
    _record(panel, "commit_secret", actor, role=role, digest=digest)
    return row


def open_role(made: list[Commitment], actor: Actor, digest: str = "") -> str:
    """Which of the two parts this actor may take now. Raises Conflict where there is none for him."""
    if any(one.user_id == actor.user_id for one in made):
        raise Conflict(_("您已提交口令承诺值；另一份须由另一人提交。"))
    if digest and any(one.digest == digest for one in made):
        raise Conflict(_("两份口令不能相同。请另想一个口令。"))
    taken = {one.role for one in made}
    if CommitmentRole.ORGANISER not in taken and actor.has_role(Role.CITY_OFFICER):
        return CommitmentRole.ORGANISER
    if CommitmentRole.WITNESS in taken:
        if CommitmentRole.ORGANISER in taken:
            raise Conflict(_("两份口令承诺值都已提交。"))
        raise Conflict(_("见证方已提交；组织方一份须由市级经办人提交。"))
    return CommitmentRole.WITNESS


@transaction.atomic
def reveal_secret(*, panel_id: int, secret: str, actor: Actor) -> Panel:
    """Show the secret behind one's own digest; with the second one the panel is drawn at once.

    Raises  Conflict (not both committed yet, shown already, drawn), Denied (not one of the two), Invalid (no fit)
    Lock    the panel
    """
    panel = queries.lock_panel(actor, panel_id)
    if panel.state != PanelState.POOL_FROZEN:
        raise Conflict(_("当前不在公开口令的环节，请刷新页面。"))
    made = queries.commitments_of(panel)
    own = next((one for one in made if one.user_id == actor.user_id), None)
    policy.demand(own is not None, _("只有提交过承诺值的两人可以公开口令。"))
    assert own is not None
    if len(made) < 2:
        raise Conflict(_("另一方尚未提交承诺值。两份都提交后才能公开口令，否则后提交的一方可以挑选结果。"))
    if own.secret:
        raise Conflict(_("您的口令已经公开。"))
    if commitment(secret or " ") != own.digest:
        words = _("口令与当时提交的承诺值不符。请核对大小写、空格和全角半角，原样填写。")
        raise Invalid(words, fields={"secret": words})
    own.secret, own.revealed_at = secret, clock.now()
    own.save(update_fields=("secret", "revealed_at"))
    _record(panel, "reveal_secret", actor, role=own.role)
    if all(one.secret for one in made):
        _draw(panel, {one.role: one.secret for one in made}, actor)
    return panel


def _draw(panel: Panel, secrets: dict[str, str], actor: Actor) -> None:
    """The seed alone decides; CannotSeat cannot happen, since freezing the pool has tried it."""
    rows = queries.frozen_pool(panel)
    seed = seed_from(panel.pool_digest, secrets[CommitmentRole.ORGANISER], secrets[CommitmentRole.WITNESS])
    drawn = draw(
        queries.draw_entries(rows),
        seats=panel.seats,
        reserves=panel.reserves,
        seed=seed,
        exclusions=queries.exclusions_of(rows),
    )
    by_code = {row.code: row for row in rows}
    order = [(code, False) for code in drawn.seated] + [(code, True) for code in drawn.reserves]
    Seat.objects.bulk_create(
        Seat(
            tenant_id=panel.tenant_id,
            panel=panel,
            expert=by_code[code].expert,
            code=code,
            field=by_code[code].field,
            position=position,
            is_reserve=is_reserve,
        )
        for position, (code, is_reserve) in enumerate(order, start=1)
    )
    panel.seed, panel.draw_digest, panel.missing_reserves = seed, drawn.digest, drawn.missing_reserves
    panel.state, panel.drawn_at = PanelState.DRAWN, clock.now()
    panel.save(update_fields=("seed", "draw_digest", "missing_reserves", "state", "drawn_at"))
    _record(panel, "draw_panel", actor, seed=seed, digest=drawn.digest)
    tell_role(panel, Role.CITY_OFFICER, "panel_drawn", key=f"panel:{panel.pk}:drawn")


def _record(panel: Panel, act: str, actor: Actor, **payload: object) -> None:
    record(actor=actor, act=act, subject=f"reviews.panel:{panel.pk}", tenant_id=panel.tenant_id, payload=dict(payload))
