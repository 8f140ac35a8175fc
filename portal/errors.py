"""Errors turned into answers: a page in the user's language, or a problem document for the API."""

from __future__ import annotations

from typing import Any

from django.db import Error as DatabaseErrorOfAnyKind
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from portal.kit.errors import PortalError

PAGES = {400, 403, 404, 409, 413, 422, 429, 500}


def answer_error(request: HttpRequest, error: PortalError) -> HttpResponse:
    """The page for a refusal that no form shows. What the request wrote is undone."""
    response: HttpResponse
    if request.path_info.startswith("/api/"):
        response = JsonResponse(problem_of(error), status=error.status, content_type="application/problem+json")
    else:
        page = error.status if error.status in PAGES else 400
        template = "errors/409.html" if page == 422 else f"errors/{page}.html"
        response = render(request, template, {"message": str(error.message), "error": error}, status=error.status)
    response.undo = True  # type: ignore[attr-defined]
    return response


def problem_of(error: PortalError) -> dict[str, Any]:
    """RFC 9457 members of a refusal."""
    body: dict[str, Any] = {"type": "about:blank", "title": error.code, "status": error.status}
    body["detail"] = str(error.message)
    if fields := getattr(error, "fields", None):
        body["errors"] = {key: str(text) for key, text in fields.items()}
    return body


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form sent after the session ended or from a stale page. What was typed is shown for copying back."""
    typed = [(key, value) for key, values in request.POST.lists() for value in values if _is_worth_keeping(key, value)]
    context = {"message": _("页面已过期，内容没有提交。请重新登录后再试。"), "typed": typed}
    return render(request, "errors/expired.html", context, status=403)


def _is_worth_keeping(key: str, value: str) -> bool:
    secret = key == "csrfmiddlewaretoken" or "password" in key or key == "code"
    return bool(value.strip()) and not secret


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.html", {"message": ""}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of an accident; without the reader's name and inbox where the database itself is away."""
    try:
        return render(request, "errors/500.html", status=500)
    except DatabaseErrorOfAnyKind:
        return HttpResponse(render_to_string("errors/500.html"), status=500)
