"""Pages of the demo only: the post as it would arrive, and the clock that can be moved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.kit import clock
from portal.kit.access import demo_only
from portal.people.demo_codes import current_codes

from ..demo_clock import Step, length_of, move_clock
from ..demo_mail import letter, letters
from ..forms import MailFilterForm, MoveClockForm


@demo_only
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    form = MailFilterForm(request.GET or None)
    wanted = form.cleaned_data["to"] if form.is_valid() else ""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isdecimal() and 0 < len(asked) < 5 else 1
    shown, has_older = letters(to=wanted, page=max(number, 1))
    context: dict[str, Any] = {"form": form, "letters": shown, "wanted": wanted, "page": max(number, 1)}
    return render(request, "notifications/mailbox.html", context | {"has_older": has_older, "codes": current_codes()})


@demo_only
@require_safe
def mail(request: HttpRequest, key: str) -> HttpResponse:
    found = letter(key)
    if found is None:
        raise Http404
    return render(request, "notifications/mail.html", {"letter": found})


@demo_only
@require_http_methods(["GET", "HEAD", "POST"])
def demo_clock(request: HttpRequest) -> HttpResponse:
    step = request.POST.get("step", "")
    form = MoveClockForm(request.POST if request.method == "POST" and not step else None)
    if step in set(Step):
        return _move(request, length_of(Step(step)))
    if form.is_valid():
        return _move(request, form.length())
    context = {"form": form, "now": clock.now(), "real_now": clock.real_now(), "is_moved": bool(clock.shift())}
    return render(request, "notifications/clock.html", context, status=422 if form.is_bound else 200)


def _move(request: HttpRequest, length: timedelta) -> HttpResponse:
    move_clock(length, actor=request.actor)  # type: ignore[attr-defined]
    messages.success(request, _("演示时钟已向后调，到期的事项正在办理，几秒后刷新页面可见。"))
    return redirect("demo_clock")
