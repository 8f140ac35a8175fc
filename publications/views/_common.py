"""What the views of publications share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest

from portal.kit.actor import Actor
from portal.kit.errors import Invalid, NotFound
from portal.tenancy.models import Tenant

from ..policy import READERS

__all__ = ["READERS", "actor_of", "ask", "status_of", "tenant_of"]


def actor_of(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


def tenant_of(request: HttpRequest) -> Tenant:
    """The organiser named in the path. Raises NotFound when there is none of that name."""
    tenant = getattr(request, "tenant", None)
    if tenant is None:
        raise NotFound()
    return tenant


def ask(form: forms.Form, action: Callable[[], Any]) -> Any:
    """The action's result, or None with its complaints on the form, so that what was typed stays on the page."""
    if not form.is_valid():
        return None
    try:
        return action()
    except Invalid as error:
        for name, text in (error.fields or {"": error.message}).items():
            form.add_error(name if name in form.fields else None, str(text))
        return None


def status_of(*forms_: forms.Form | None) -> int:
    """422 for a page that shows a form's errors again."""
    return 422 if any(form is not None and form.is_bound and form.errors for form in forms_) else 200
