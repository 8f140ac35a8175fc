"""Shared by the applicant's actions: is the filing open for writing, and one more save counted."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from applications import policy, queries
from applications.models import Application, Correction
from applications.workflow import State
from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Denied

# What follows the answers while they are written.
SAVED = ("title", "search_text", "district", "profile_snapshot")


def lock_own(application_id: int, actor: Actor) -> Application:
    """The locked filing of the actor's own enterprise. Raises NotFound, Denied."""
    application = queries.lock_for(actor, application_id)
    policy.demand(policy.owns(actor, application), _("只有申报主体可以修改申报内容。"))
    return application


def lock_open(application_id: int, actor: Actor) -> tuple[Application, Correction | None]:
    """The locked filing and the correction that is asked for, while its owner may write in it.

    Raises  NotFound (somebody else's), Denied, Conflict (handed in, withdrawn, decided)
    """
    application = lock_own(application_id, actor)
    correction = queries.correction_open_for(application)
    if not is_writable(application, correction):
        raise Conflict(_("该申报已提交，不能再修改。如需更正，请联系受理部门退回补正。"))
    return application, correction


def is_writable(application: Application, correction: Correction | None) -> bool:
    """A draft, or a filing that an office has returned."""
    return application.state == State.DRAFT or (correction is not None and application.state != State.WITHDRAWN)


def demand_open(keys: Collection[str], opened: frozenset[str] | None) -> None:
    """Raises Denied for a key that the correction did not open; opened None = everything is."""
    if opened is not None and not set(keys) <= opened:
        raise Denied(_("补正期间只能修改退回意见列出的内容。"))


def touch(application: Application) -> None:
    """Count a save. The state is left alone: only move() writes it."""
    application.revision += 1
    application.saved_at = clock.now()
    application.save(update_fields=(*SAVED, "revision", "saved_at"))


def record_on(application: Application, act: str, actor: Actor, **payload: Any) -> None:
    record(
        actor=actor,
        act=act,
        subject=f"applications.application:{application.pk}",
        tenant_id=application.tenant_id,
        enterprise_id=application.enterprise_id,
        payload=payload,
    )


def user_of(actor: Actor) -> int:
    """Who is logged in. Raises Denied for nobody."""
    if actor.user_id is None:
        raise Denied(_("请先登录。"))
    return actor.user_id
