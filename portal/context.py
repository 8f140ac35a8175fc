"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from portal.kit.actor import Actor


def portal(request: HttpRequest) -> dict[str, Any]:
    """Variables of base.html. Never queries more than the inbox count, and that only for whoever is logged in."""
    tenant = getattr(request, "tenant", None)
    return {
        "tenant": tenant,
        "actor": getattr(request, "actor", Actor()),
        "is_demo": settings.IS_DEMO or bool(tenant and tenant.is_demo),
        "has_demo_pages": settings.IS_DEMO,
        "large_type": bool(request.session.get("large_type")) if hasattr(request, "session") else False,
    }
