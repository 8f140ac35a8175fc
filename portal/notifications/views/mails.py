"""Mail that was not delivered: the list, and one message to decide about."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.kit.access import member
from portal.kit.errors import Conflict, Invalid

from .. import undelivered as mails
from ..forms import SetAsideForm, UndeliveredFilter
from ..policy import MAIL_KEEPERS


@member(*MAIL_KEEPERS)
@require_safe
def office_mails(request: HttpRequest, tenant: str) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    chosen = UndeliveredFilter(request.GET)
    wanted = chosen.state_or_all()
    rows, has_more = mails.undelivered_page(actor, state=wanted, after=chosen.after())
    context = {
        "rows": rows,
        "counts": mails.undelivered_counts(actor),
        "filter_form": chosen,
        "wanted": wanted,
        "next_url": f"?state={wanted}&after={rows[-1].pk}" if has_more else "",
    }
    return render(request, "notifications/mails.html", context)


@member(*MAIL_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def office_mail(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """One message. POST act=again sends it again; act=aside needs a reason."""
    row = mails.undelivered(request.actor, pk)  # type: ignore[attr-defined]
    form = SetAsideForm(request.POST or None, is_sent_again=request.POST.get("act") == "again")
    if form.is_valid():
        try:
            said = _decide(request, form, pk)
        except Conflict as error:
            messages.info(request, str(error.message))
            return redirect("office_mail", tenant=tenant, pk=pk)
        except Invalid as error:
            for name, message in error.fields.items():
                form.add_error(name, str(message))
        else:
            messages.success(request, said)
            return redirect("office_mails", tenant=tenant)
    context = {"row": row, "form": form}
    return render(request, "notifications/mail_decide.html", context, status=422 if form.is_bound else 200)


def _decide(request: HttpRequest, form: SetAsideForm, pk: int) -> str:
    actor, given = request.actor, form.cleaned_data  # type: ignore[attr-defined]
    if request.POST.get("act") == "again":
        mails.send_again(message_id=pk, attempt=given["attempt"], actor=actor)
        return _("已重新排入发送，一般几分钟内送出。")
    mails.set_aside(message_id=pk, attempt=given["attempt"], reason=given["reason"], actor=actor)
    return _("已记录：这封邮件不再发送。")
