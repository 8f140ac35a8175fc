"""Forms: the shape of what is typed. Rules across rows are the actions'."""

from __future__ import annotations

from typing import Any

from django import forms

from portal.kit.errors import Invalid


def show_refusal(form: forms.Form, error: Invalid) -> None:
    """Put an action's refusal onto the form that was sent, so that it is shown beside what was typed."""
    for name, message in error.fields.items():
        form.add_error(name if name in form.fields else None, str(message))
    if not error.fields:
        form.add_error(None, str(error.message))


def field_attrs(**attrs: Any) -> dict[str, Any]:
    return {key.replace("_", "-"): value for key, value in attrs.items()}
