"""The organiser's register of honours: look up, add, withdraw, and what is taken for what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from applications.actions import registering_honours as acts
from applications.actions.registering_honours import WRITERS
from applications.forms_register import HonourForm, ReasonForm, RecognitionForm, RegisterForm
from applications.queries import register as queries
from portal.kit.access import OFFICE, member
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid

from .case_page import put_errors


def actor_of(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


def may_write(request: HttpRequest) -> bool:
    return actor_of(request).has_role(*WRITERS)


def posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def carried_out(form: forms.Form, act: Any) -> Any:
    """What the action returned, or None with its complaints on the form."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return act(**form.cleaned_data) or True
    except Invalid as error:
        put_errors(form, error)
    except Conflict as error:
        form.add_error(None, str(error.message))
    return None


@member(*OFFICE)
@require_GET
def register(request: HttpRequest, tenant: str) -> HttpResponse:
    form = RegisterForm(request.GET)
    wanted = form.wanted()
    page = queries.register_page(actor_of(request), wanted)
    asked = request.GET.copy()
    asked["after"] = page.next_key
    context = {
        "form": form,
        "rows": page.rows,
        "next_url": f"?{asked.urlencode()}" if page.next_key else "",
        "is_filtered": any((wanted.text, wanted.honour, wanted.standing)),
        "may_write": may_write(request),
    }
    return render(request, "register/register.html", context)


@member(*WRITERS)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, tenant: str) -> HttpResponse:
    form = HonourForm(posted(request))
    row = carried_out(form, lambda **found: acts.record_honour(**found, actor=actor_of(request)))
    if row:
        messages.success(request, _("已登记：%s。") % row.enterprise_name)
        return redirect("honour_enterprise", tenant, row.uscc)
    return render(request, "register/add.html", {"form": form}, status=422 if form.errors else 200)


@member(*OFFICE)
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """One row with its source; whoever keeps the register may withdraw it."""
    row = queries.record_for(actor_of(request), pk)
    form = ReasonForm(posted(request))
    if carried_out(form, lambda reason: acts.withdraw_honour(record_id=pk, reason=reason, actor=actor_of(request))):
        messages.success(request, _("已撤销这项登记；原登记和原因仍可查看。"))
        return redirect("honour_enterprise", tenant, row.uscc)
    context = {"row": row, "form": form if may_write(request) and row.withdrawn_at is None else None}
    return render(request, "register/record.html", context, status=422 if form.errors else 200)


@member(*OFFICE)
@require_GET
def enterprise(request: HttpRequest, tenant: str, code: str) -> HttpResponse:
    """Everything that the register says of one enterprise, over time."""
    return render(request, "register/enterprise.html", {"held": queries.held_over_time(actor_of(request), code)})


@member(*OFFICE)
@require_http_methods(["GET", "POST"])
def recognitions(request: HttpRequest, tenant: str) -> HttpResponse:
    form = RecognitionForm(posted(request))
    if carried_out(form, lambda **found: acts.recognise(**found, actor=actor_of(request))):
        messages.success(request, _("采信关系已生效，之后的资格判断都会计入。"))
        return redirect("recognitions", tenant)
    context = {
        "rows": queries.recognitions(actor_of(request)),
        "form": form if may_write(request) else None,
        "may_write": may_write(request),
    }
    return render(request, "register/recognitions.html", context, status=422 if form.errors else 200)


@member(*WRITERS)
@require_http_methods(["GET", "POST"])
def end_recognition(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    row = queries.recognition_for(actor_of(request), pk)
    form = ReasonForm(posted(request))
    if carried_out(
        form, lambda reason: acts.end_recognition(recognition_id=pk, reason=reason, actor=actor_of(request))
    ):
        messages.success(request, _("采信关系已终止。"))
        return redirect("recognitions", tenant)
    context = {"row": row, "form": form, "back_url": reverse("recognitions", args=(tenant,))}
    return render(request, "register/end_recognition.html", context, status=422 if form.errors else 200)
