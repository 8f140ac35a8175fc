"""The only root URL table. An address begins with a word of portal.middleware.RESERVED, or with a tenant."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from . import api, health
from .parts import parts

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("i18n/setlang/", set_language, name="set_language"),
    path("api/<slug:tenant>/", include((api.urlpatterns, "api"))),
    path("", include("portal.people.urls")),
    path("", include("portal.notifications.urls")),
    path("", include("portal.audit.urls")),
    path("", include("portal.desks.urls")),
    path("", include("applications.urls")),
    path("", include("reviews.urls")),
    path("", include("publications.urls")),
]
if settings.DEBUG or not settings.IS_PRODUCTION:
    urlpatterns.insert(0, path("_parts/", parts, name="parts"))
handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.forbidden"
handler404 = "portal.errors.not_found"
handler500 = "portal.errors.server_error"
