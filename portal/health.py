"""Is it alive, is it ready: asked by compose, nginx and the demo's supervisor."""

from __future__ import annotations

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse

from portal.kit.access import public


@public
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@public
def readyz(request: HttpRequest) -> JsonResponse:
    """Database and Redis answer; 503 names the one that does not."""
    checks = {"database": _database(), "redis": _redis()}
    ready = all(value == "ok" for value in checks.values())
    return JsonResponse({"status": "ok" if ready else "unready", **checks}, status=200 if ready else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except Exception as error:  # any failure of the driver means the same here
        return type(error).__name__
    return "ok"


def _redis() -> str:
    try:
        cache.set("readyz", "ok", 10)
    except Exception as error:
        return type(error).__name__
    return "ok"
