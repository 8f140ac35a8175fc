"""Surveillance by the body that issued a certificate: its own list, and what it decides on one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from portal.kit import clock
from portal.kit.access import member
from portal.kit.actor import Actor, Role
from portal.kit.errors import NotFound

from ..actions import watching_body
from ..actions.watching_body import Said
from ..forms_after import SaidForm
from ..models import ListEntry, Standing
from ..presenting import standing_of
from ..queries import surveillance as reads
from ._common import actor_of, ask, status_of

Step = Callable[[int, Said, Actor], Any]
# act -> (call, what is said afterwards)
STEPS: dict[str, tuple[Step, Any]] = {
    "keep": (
        lambda pk, said, actor: watching_body.keep(entry_id=pk, said=said, actor=actor),
        gettext_lazy("已登记：认证保持有效。"),
    ),
    "suspend": (
        lambda pk, said, actor: watching_body.suspend(entry_id=pk, said=said, actor=actor),
        gettext_lazy("认证已暂停。核验页面立即显示，标志停止下载，已通知企业。"),
    ),
    "resume": (
        lambda pk, said, actor: watching_body.resume(entry_id=pk, said=said, actor=actor),
        gettext_lazy("认证已恢复，已通知企业。"),
    ),
    "withdraw": (
        lambda pk, said, actor: watching_body.withdraw(entry_id=pk, said=said, actor=actor),
        gettext_lazy("认证已撤销。核验页面立即显示，已通知企业。"),
    ),
}


@member(Role.THIRD_PARTY_AGENCY)
def surveillance(request: HttpRequest, tenant: str) -> HttpResponse:
    actor, text = actor_of(request), request.GET.get("q", "").strip()[:100]
    page = reads.watched_page(actor, text=text, after=request.GET.get("after", ""))
    return render(request, "publications/surveillance.html", {"page": page, "text": text})


@member(Role.THIRD_PARTY_AGENCY)
def watched(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """pk: the entry of a list."""
    return _show(request, reads.watched_for(actor_of(request), pk))


@member(Role.THIRD_PARTY_AGENCY)
def watched_step(request: HttpRequest, tenant: str, pk: int, act: str) -> HttpResponse:
    """POST only."""
    if act not in STEPS:
        raise NotFound()
    if request.method != "POST":
        return redirect("watched", tenant=tenant, pk=pk)
    actor, form = actor_of(request), SaidForm(request.POST, auto_id=f"{act}_%s")
    entry, (call, said) = reads.watched_for(actor, pk), STEPS[act]
    if ask(form, lambda: call(pk, form.said(), actor)) is None:
        return _show(request, entry, **{f"{act}_form": form})
    messages.success(request, said)
    return redirect("watched", tenant=tenant, pk=pk)


def _show(request: HttpRequest, entry: ListEntry, **shown: SaidForm) -> HttpResponse:
    standing, since = standing_of(entry)
    today = {"decided_on": clock.today()}
    context = {
        "entry": entry,
        "standing": standing,
        "standing_label": Standing(standing).label,
        "since": since,
        "history": reads.surveillances_of(entry),
        "is_valid": standing == Standing.VALID,
        "is_suspended": standing == Standing.SUSPENDED,
        **{f"{act}_form": SaidForm(auto_id=f"{act}_%s", initial=today) for act in STEPS},
        **shown,
    }
    return render(request, "publications/watched.html", context, status=status_of(*shown.values()))
