"""Language, then one transaction per request: fence, actor, audience, and errors turned into answers."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from portal.kit.actor import Actor, Grant, Role
from portal.kit.errors import PortalError
from portal.people import sessions
from portal.people.models import User
from portal.people.queries import enterprise_for, grants_for
from portal.tenancy import fence
from portal.tenancy.models import Tenant
from portal.tenancy.slugs import RESERVED

from . import gate
from .errors import answer_error

Answer = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """Chinese unless the person chose English: the browser's header does not choose."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class FenceMiddleware:
    """The transaction around everything from here in: settings, view, lazily rendered template."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(settings.STATIC_URL) or request.path in {"/healthz", "/readyz"}:
            request.actor = Actor()  # type: ignore[attr-defined]
            return self.get_response(request)
        with transaction.atomic():
            request.actor = actor = build_actor(request)  # type: ignore[attr-defined]
            with fence.entered(actor):
                response = self.get_response(request)
                if response.status_code >= 500 or getattr(response, "undo", False):
                    transaction.set_rollback(True)
        response.headers["X-Request-Id"] = actor.request_id
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[object], kwargs: dict[str, object]
    ) -> HttpResponse | None:
        return gate.refuse(request, view)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, PortalError):
            return answer_error(request, error)
        return None


def build_actor(request: HttpRequest) -> Actor:
    """One fence for the user alone, then his grants in the tenant of the path, then the whole actor."""
    parts = request.path_info.strip("/").split("/")
    actor = Actor(request_id=uuid.uuid4().hex)
    request.tenant = tenant = find_tenant(parts)  # type: ignore[attr-defined]
    user = request.user
    if tenant is not None:
        actor = replace(actor, public_tenant_id=tenant.pk)
    if user.is_authenticated and sessions.is_alive(request):
        actor = replace(actor, user_id=user.pk, name=user.name or user.email)
        with fence.entered(actor):
            return complete_actor(actor, request, user)
    return actor


def complete_actor(actor: Actor, request: HttpRequest, user: User) -> Actor:
    tenant: Tenant | None = request.tenant  # type: ignore[attr-defined]
    grants: list[Grant] = []
    if user.is_platform_admin:
        grants.append(Grant(Role.PLATFORM_ADMIN))
    if tenant is not None and not request.path_info.startswith("/my/"):
        members = grants_for(user_id=user.pk, tenant_id=tenant.pk)
        grants += members
        actor = replace(actor, tenant_id=tenant.pk if members else None)
    seat = enterprise_for(user_id=user.pk, chosen=request.session.get("enterprise_id"))
    if seat is not None:
        actor = replace(actor, enterprise_id=seat.enterprise_id, is_unit_admin=seat.is_unit_admin)
    return replace(actor, grants=tuple(grants))


def find_tenant(parts: list[str]) -> Tenant | None:
    """The tenant named first in the path, or second below /my/ and /api/."""
    named = parts[1:2] if parts[0] in {"my", "api"} else parts[:1]
    if not named or not named[0] or named[0] in RESERVED:
        return None
    return Tenant.objects.filter(slug=named[0]).first()
