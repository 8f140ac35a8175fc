"""The only place that assembles the REST API."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern
from rest_framework.response import Response
from rest_framework.views import exception_handler

from portal.kit.errors import PortalError
from publications import api as publications

from .errors import problem_of

urlpatterns: list[URLPattern] = [*publications.urlpatterns]


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """RFC 9457 problem documents for every refusal."""
    if isinstance(error, PortalError):
        return Response(problem_of(error), status=error.status, content_type="application/problem+json")
    return exception_handler(error, context)
