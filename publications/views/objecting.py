"""Objecting from outside: the form, the receipt, the state by token."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.kit import clock
from portal.kit.access import public
from portal.kit.errors import Closed, NotFound

from .. import queries
from ..actions import receiving
from ..forms_public import ObjectionForm, TokenForm
from ..models import Notice, ObjectionState
from ..queries.public import all_entries
from ..terms import has_ended
from ._common import actor_of, ask, status_of, tenant_of

MOST_PER_HOUR = 5
STAGES = {S: ObjectionState(S).label for S in ObjectionState}


@public
def object_to_notice(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    notice = queries.public_notice(tenant_of(request).pk, pk)
    entries = all_entries(notice)
    if request.method != "POST":
        form = ObjectionForm(
            initial={"entry": request.GET.get("entry", ""), "objector_kind": "person"}, entries=entries
        )
        return _form_page(request, notice, form, is_closed=has_ended(notice, clock.now()))
    form = ObjectionForm(request.POST, request.FILES, entries=entries)
    if form.is_valid() and not take_turn(request, notice):
        form.add_error(None, _("提交过于频繁，请一小时后再试，或按公示中的联系方式当面提交。"))
        return _form_page(request, notice, form, status=429)
    try:
        receipt = ask(form, lambda: _receive(request, notice, form))
    except Closed as error:
        form.add_error(None, str(error.message))
        return _form_page(request, notice, form, is_closed=True, status=409)
    if receipt is None:
        return _form_page(request, notice, form)
    status_url = reverse("objection_status", kwargs={"tenant": tenant})
    return render(
        request, "public/receipt.html", {"notice": notice, "receipt": receipt, "status_url": status_url}, status=201
    )


def _receive(request: HttpRequest, notice: Notice, form: ObjectionForm) -> receiving.Receipt:
    value = form.cleaned_data
    return receiving.receive_objection(
        notice_id=notice.pk,
        entry_id=int(value["entry"]),
        objector=form.objector(),
        facts=value["facts"],
        request=value["request"],
        files=value["files"],
        actor=actor_of(request),
    )


def _form_page(
    request: HttpRequest, notice: Notice, form: ObjectionForm, *, is_closed: bool = False, status: int = 0
) -> HttpResponse:
    context = {"notice": notice, "form": form, "is_closed": is_closed}
    return render(request, "public/object.html", context, status=status or status_of(form))


def take_turn(request: HttpRequest, notice: Notice) -> bool:
    """At most five objections an hour from one address to one notice."""
    if not settings.ACCOUNT_RATE_LIMITS:
        return True
    address = get_adapter().get_client_ip(request)
    key = f"objection:{notice.pk}:{address}:{clock.now():%Y%m%d%H}"
    cache.add(key, 0, 3600)
    return cache.incr(key) <= MOST_PER_HOUR


@public
def objection_status(request: HttpRequest, tenant: str) -> HttpResponse:
    organiser = tenant_of(request)
    if request.method == "POST":
        return _withdraw(request, tenant)
    if "t" not in request.GET:
        return render(request, "public/objection_status.html", {"form": TokenForm()})
    form = TokenForm(request.GET)
    status = ask(form, lambda: _find(organiser.pk, form.cleaned_data["t"].strip()))
    if status is None:
        if form.is_valid():
            form.add_error("t", _("没有找到对应的异议。请核对查询码，注意大小写，不要多出空格。"))
        return render(request, "public/objection_status.html", {"form": form}, status=404)
    context = {
        "form": None,
        "status": status,
        "word": STAGES[ObjectionState(status.state)],
        "token": form.cleaned_data["t"].strip(),
        "may_withdraw": status.state in ("received", "accepted", "investigating") and not status.withdrawn_on,
    }
    return render(request, "public/objection_status.html", context)


def _find(tenant_id: int, token: str) -> object:
    try:
        return queries.objection_by_token(tenant_id, token)
    except NotFound:
        return None


def _withdraw(request: HttpRequest, tenant: str) -> HttpResponse:
    token = request.POST.get("t", "")
    state = receiving.withdraw_objection(token=token, actor=actor_of(request))
    if state == ObjectionState.WITHDRAWN:
        messages.success(request, _("异议已撤回。"))
    else:
        messages.success(request, _("撤回申请已记录。已开始的核查仍会继续。"))
    return redirect(f"{reverse('objection_status', kwargs={'tenant': tenant})}?t={token}")
