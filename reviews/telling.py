"""Announcements of this app: whom, what, and the link."""

from __future__ import annotations

from datetime import UTC, datetime

from django.urls import reverse

from applications.terms import say_instant
from portal.kit.actor import Role
from portal.notifications.outbox import announce

from .models import Panel, Run, Sheet, Verification


def tell_role(panel: Panel, role: Role, kind: str, *, key: str, **context: str) -> None:
    """Tell everybody who holds a role about a panel."""
    slug = panel.edition.tenant.slug
    announce(
        tenant_id=panel.tenant_id,
        key=key,
        kind=kind,
        audience={"role": role.value},
        context={
            "edition": panel.edition.title,
            "panel": str(panel.number),
            "url": reverse("panel", args=(slug, panel.pk)),
            **context,
        },
        wording=panel.edition.wording,
    )


def tell_expert(panel: Panel, user_id: int, kind: str, *, key: str, **context: str) -> None:
    """Tell an expert; the link is his desk, where nothing of a file is shown before the declaration."""
    announce(
        tenant_id=panel.tenant_id,
        key=key,
        kind=kind,
        audience={"user": user_id},
        context={
            "edition": panel.edition.title,
            "url": reverse("review_desk", args=(panel.edition.tenant.slug,)),
            **context,
        },
        wording=panel.edition.wording,
    )


def tell_of_run(run: Run, audience: dict[str, object], kind: str, *, key: str, **context: str) -> None:
    announce(
        tenant_id=run.tenant_id,
        key=key,
        kind=kind,
        audience=audience,
        context={
            "edition": run.edition.title,
            "run": str(run.number),
            "url": reverse("run", args=(run.edition.tenant.slug, run.pk)),
            **context,
        },
        wording=run.edition.wording,
    )


def tell_assigned(panel: Panel, sheets: list[Sheet]) -> None:
    """One message per expert, however many files he got at once."""
    by_user: dict[int, list[Sheet]] = {}
    for sheet in sheets:
        by_user.setdefault(sheet.expert.user_id, []).append(sheet)
    for user_id, own in by_user.items():
        first = min(sheet.pk for sheet in own)
        key = f"panel:{panel.pk}:assigned:{user_id}:{first}"
        tell_expert(panel, user_id, "review_assigned", key=key, count=str(len(own)))


def tell_due(panel: Panel, user_id: int, *, count: int, days: int, due_at: datetime) -> None:
    """A reminder; the due instant is part of the key, so that a later one is told of again."""
    key = f"panel:{panel.pk}:due:{user_id}:{due_at.astimezone(UTC):%Y%m%d%H%M}:{days}"
    due_words = say_instant(due_at)
    tell_expert(panel, user_id, "review_due_soon", key=key, count=str(count), days=str(days), due_at=due_words)


def tell_verification_opened(run: Run, user_ids: list[int]) -> None:
    """Every expert with a signed sheet: one message, however many units are his."""
    if user_ids:
        key = f"run:{run.pk}:verification"
        tell_of_run(run, {"users": user_ids}, "verification_opened", key=key, url=_verification_url(run))


def tell_to_second(row: Verification, user_ids: list[int]) -> None:
    """The unit's other experts: one of them has to sign, or to refuse."""
    if user_ids:
        key, name = f"verification:{row.pk}:second", row.unit.name
        url = _verification_url(row.run)
        tell_of_run(row.run, {"users": user_ids}, "verification_to_second", key=key, title=name, url=url)


def tell_unseconded(row: Verification) -> None:
    """The proposer reads why a colleague did not sign."""
    tell_of_run(
        row.run,
        {"user": row.proposed_by.user_id},
        "verification_refused",
        key=f"verification:{row.pk}:refused",
        title=row.unit.name,
        reason=row.refused_reason,
        url=_verification_url(row.run),
    )


def tell_verified(run: Run) -> None:
    audience: dict[str, object] = {"role": Role.CITY_OFFICER.value}
    tell_of_run(run, audience, "verification_complete", key=f"run:{run.pk}:verified")


def _verification_url(run: Run) -> str:
    return reverse("verification", args=(run.edition.tenant.slug, run.pk))
