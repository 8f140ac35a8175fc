"""Past years for the office: take a list or certificates in, look at what was taken in, take it back."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from applications import pending
from applications.actions.registering_honours import WRITERS
from applications.forms_register import ReasonForm
from applications.views.case_page import put_errors
from applications.views.importing import Round, shown_trial, template_response, try_upload, waiting
from applications.views.register import carried_out, posted
from portal.kit.access import member
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid

from ..actions import importing as acts
from ..forms_past import PastForm, RevokePastForm
from ..models import PastKind
from ..queries import past as queries
from ._common import READERS, actor_of

OFFICE_READERS = (*READERS, Role.TENANT_ADMIN)


def kind_named(kind: str) -> PastKind:
    if kind not in PastKind.values:
        raise Http404
    return PastKind(kind)


@member(*OFFICE_READERS)
@require_GET
def past_lists(request: HttpRequest, tenant: str) -> HttpResponse:
    page = queries.office_past_lists(actor_of(request), after=request.GET.get("after", ""))
    context = {"page": page, "may_write": actor_of(request).has_role(*WRITERS)}
    return render(request, "publications/past_lists.html", context)


@member(*WRITERS)
@require_GET
def past_template(request: HttpRequest, tenant: str, kind: str) -> HttpResponse:
    return template_response(acts.TABLES[kind_named(kind)], f"past-{kind}-template")


@member(*WRITERS)
@require_http_methods(["GET", "POST"])
def past_import(request: HttpRequest, tenant: str, kind: str) -> HttpResponse:
    """Upload, see every flaw or the first rows, then take it in."""
    of, actor = kind_named(kind), actor_of(request)
    form, done = PastForm(posted(request), request.FILES or None), Round()
    kept = waiting(request, of)
    if kept is not None:
        form = PastForm(kept.about)
        try:
            return take_in(request, tenant, of, form, kept)
        except (Invalid, Conflict) as error:
            put_errors(form, error if isinstance(error, Invalid) else Invalid(error.message))
    elif form.is_bound and form.is_valid():
        attempt = partial(acts.try_past, kind=of, heading=form.heading(), actor=actor)
        done = try_upload(request, form, kind=of, attempt=attempt)
    is_refused = bool(form.errors) or (done.trial is not None and not done.trial.is_sound)
    context = import_context(of, form, done)
    return render(request, "publications/past_import.html", context, status=422 if is_refused else 200)


def import_context(of: PastKind, form: PastForm, done: Round) -> dict[str, Any]:
    kept = [key for key in form.fields if key not in {"file", "token"}]
    return {
        "kind": of.value,
        "kind_word": of.label,
        "form": form,
        "hidden": [(key, form.data.get(key, "")) for key in kept],
        "effects": [_("立即在公开页面按“历史名单（导入）”显示，并可按编号核验；"), _("有误的只能整份撤下，不能修改。")],
        **shown_trial(acts.TABLES[of], done),
    }


def take_in(request: HttpRequest, tenant: str, of: PastKind, form: PastForm, kept: pending.Pending) -> HttpResponse:
    """Raises Invalid, Conflict where something was taken in since the dry run."""
    actor: Actor = actor_of(request)
    form.is_valid()
    row = acts.import_past(kind=of, heading=form.heading(), content=kept.content, name=kept.name, actor=actor)
    pending.drop(actor, of, request.POST.get("token", ""))
    messages.success(request, _("已导入 %s 项。") % row.entry_count)
    return redirect("past_list", tenant, row.pk)


@member(*OFFICE_READERS)
@require_http_methods(["GET", "POST"])
def past_list(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """What was taken in; whoever may take in may take back."""
    actor = actor_of(request)
    row, form = queries.office_past_list(actor, pk), ReasonForm(posted(request))
    if carried_out(form, lambda reason: acts.withdraw_past(list_id=pk, reason=reason, actor=actor)):
        messages.success(request, _("已撤下，公开页面不再显示。"))
        return redirect("past_list", tenant, pk)
    may_write = actor.has_role(*WRITERS) and row.withdrawn_at is None
    context = {
        "list": row,
        "page": queries.past_entries(row, after=request.GET.get("after", ""), is_office=True),
        "form": form if may_write else None,
        "may_write": may_write,
    }
    return render(request, "publications/past_list.html", context, status=422 if form.errors else 200)


@member(*WRITERS)
@require_http_methods(["GET", "POST"])
def past_revoke(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """One honour of a past year that was revoked."""
    entry, form = queries.past_entry_for(actor_of(request), pk), RevokePastForm(posted(request))
    if carried_out(form, lambda **found: acts.revoke_past(entry_id=pk, **found, actor=actor_of(request))):
        messages.success(request, _("已登记撤销，公开页面随即更新。"))
        return redirect("past_list", tenant, entry.past_list_id)
    return render(
        request, "publications/past_revoke.html", {"entry": entry, "form": form}, status=422 if form.errors else 200
    )
