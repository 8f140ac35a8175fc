"""The request as the fence's middleware hands it to a view."""

from __future__ import annotations

from django.http import HttpRequest

from portal.kit.actor import Actor
from portal.tenancy.models import Tenant


class MemberRequest(HttpRequest):
    """A request of somebody who belongs to the tenant in the path."""

    actor: Actor
    tenant: Tenant
