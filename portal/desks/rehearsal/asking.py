"""An organiser asks for a rehearsal of an edition; a process of its own plays it (see waiting.py)."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from applications import policy
from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid
from programmes.models import Edition, Rehearsal, RehearsalState
from programmes.queries import edition_of

from .playing import rehearsable

LEAST_ENTERPRISES = 10  # below, not every fate of a filing need occur
MOST_ENTERPRISES = 500
LARGEST_SEED = 999_999_999


@transaction.atomic
def ask_rehearsal(*, edition_id: int, enterprises: int, seed: int, actor: Actor) -> Rehearsal:
    """Queue a rehearsal of an edition by the settings that it has now.

    enterprises  how many invented ones file, 10-500
    seed         0-999,999,999: the same one gives the same filings
    Raises  Invalid, Conflict (one of this edition is under way; the programme declares none), NotFound, Denied
    """
    edition = edition_of(actor, edition_id)
    policy.demand(actor.has_role(Role.CITY_OFFICER, Role.TENANT_ADMIN), _("由市级经办人或单位管理员发起演练。"))
    demand_sound(enterprises, seed)
    if edition.programme_slug not in rehearsable():
        raise Conflict(_("本项目没有可用于演练的虚构申报。"))
    row = create(edition, enterprises, seed, actor)
    record(
        actor=actor,
        act="ask_rehearsal",
        subject=f"programmes.rehearsal:{row.pk}",
        tenant_id=edition.tenant_id,
        payload={"edition": edition.pk, "enterprises": enterprises, "seed": seed},
    )
    return row


def demand_sound(enterprises: int, seed: int) -> None:
    problems: dict[str, object] = {}
    if not LEAST_ENTERPRISES <= enterprises <= MOST_ENTERPRISES:
        problems["enterprises"] = _("请填 %(least)s 至 %(most)s 之间的整数，例如 60。") % {
            "least": LEAST_ENTERPRISES,
            "most": MOST_ENTERPRISES,
        }
    if not 0 <= seed <= LARGEST_SEED:
        problems["seed"] = _("请填 0 至 %(most)s 之间的整数，例如 1。") % {"most": LARGEST_SEED}
    if problems:
        raise Invalid(_("演练的设定有误。"), fields=problems)


def create(edition: Edition, enterprises: int, seed: int, actor: Actor) -> Rehearsal:
    try:
        with transaction.atomic():
            return Rehearsal.objects.create(
                tenant_id=edition.tenant_id,
                edition=edition,
                enterprises=enterprises,
                seed=seed,
                state=RehearsalState.WAITING,
                parameters=edition.settings(),
                switched_stages=sorted(edition.switched_stages),
                asked_by_id=policy.user_of(actor),
                asked_at=clock.now(),
            )
    except IntegrityError:
        raise Conflict(_("本年度已有一次演练在排队或进行中，请等它结束后再发起。")) from None
