"""What every page knows."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from portal.desks.nav import entries_for
from portal.kit.actor import Actor
from portal.notifications.queries import unread_count


def portal(request: HttpRequest) -> dict[str, Any]:
    """Variables of base.html. One query at the most, for the inbox, and only for whoever is logged in."""
    tenant = getattr(request, "tenant", None)
    actor: Actor = getattr(request, "actor", None) or Actor()
    # Callables, which a template calls when (and only when) it shows them; cached, because it may do so twice.
    unread = cache(lambda: unread_count(actor.user_id) if actor.user_id else 0)
    return {
        "tenant": tenant,
        "actor": actor,
        "nav": cache(lambda: entries_for(request, actor, unread=unread())),
        "inbox_count": unread,
        "home_url": f"/{tenant.slug}/" if tenant else "/",
        "is_demo": settings.IS_DEMO or bool(tenant and tenant.is_demo),
        "has_demo_pages": settings.IS_DEMO,
        "large_type": bool(request.session.get("large_type")) if hasattr(request, "session") else False,
    }
