"""The enterprise's own result: figure, place, every line that led to it, and how to have people look at it again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from portal.kit.access import enterprise
from reviews import queries

from .result_page import result_context


@enterprise
@require_GET
def application_result(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    row = queries.explanation_for(request.actor, pk)  # type: ignore[attr-defined]
    return render(request, "reviews/application_result.html", result_context(row))
