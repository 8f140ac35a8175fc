"""A person's messages, whichever organiser sent them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.kit.access import account

from ..actions import mark_all_read, mark_read
from ..queries import inbox_page


@account
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    page = inbox_page(
        request.actor,  # type: ignore[attr-defined]
        before=request.GET.get("before", ""),
        after=request.GET.get("after", ""),
    )
    return render(request, "notifications/inbox.html", {"page": page})


@account
@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    opened = mark_read(pk, actor=request.actor)  # type: ignore[attr-defined]
    return render(request, "notifications/message.html", {"letter": opened})


@account
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    count = mark_all_read(actor=request.actor)  # type: ignore[attr-defined]
    messages.success(request, _("已将 %(count)d 条消息标为已读。") % {"count": count})
    return redirect("inbox")
