"""Honours in the office: progress of the papers, one honour with its paper, replacing and revoking."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.kit import clock
from portal.kit.access import member
from portal.kit.actor import Role
from portal.kit.errors import NotFound
from portal.tenancy.files import serve

from .. import queries
from ..actions import certificates as papers
from ..actions import revocations
from ..forms import FindGroundForm, ReplaceForm, RevocationForm
from ..models import Certificate, ListEntry, RevocationState, Standing
from ..presenting import mark_shown
from ..queries.surveillance import surveillances_of
from ._common import READERS, actor_of, ask, status_of


@member(*READERS)
def certificates(request: HttpRequest, tenant: str) -> HttpResponse:
    actor, text = actor_of(request), request.GET.get("q", "").strip()[:100]
    context = {
        "page": queries.entry_page(actor, text=text, after=request.GET.get("after", "")),
        "progress": queries.certificate_progress(actor),
        "text": text,
    }
    return render(request, "publications/certificates.html", context)


@member(*READERS)
def certificate(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """pk: the entry of a list; its papers and revocations come along."""
    return _show(request, queries.entry_for(actor_of(request), pk))


def _show(request: HttpRequest, entry: ListEntry, **shown: Any) -> HttpResponse:
    actor = actor_of(request)
    rows = queries.revocations_for(entry)
    open_one = next((row for row in rows if row.state == RevocationState.NOTICED), None)
    is_answered = open_one is not None and (open_one.answered_at is not None or clock.today() > open_one.answer_due_on)
    is_leader = actor.has_role(Role.CITY_LEADER)
    context = {
        "entry": entry,
        "papers": queries.papers_of(entry),
        "mark": mark_shown(entry),
        "history": surveillances_of(entry) if entry.outside else [],
        "revocations": rows,
        "open_revocation": open_one,
        "may_find": actor.has_role(Role.CITY_OFFICER) and entry.standing == Standing.VALID and open_one is None,
        "may_decide": is_leader and is_answered and open_one is not None and open_one.found_by_id != actor.user_id,
        "may_replace": is_leader and entry.standing == Standing.VALID,
        "may_rerender": actor.has_role(Role.CITY_OFFICER),
        "find_form": FindGroundForm(auto_id="find_%s"),
        "decide_form": RevocationForm(auto_id="decide_%s"),
        "replace_form": ReplaceForm(initial={"holder": entry.holder}, auto_id="replace_%s"),
        **shown,
    }
    bound = [form for form in shown.values() if isinstance(form, forms.Form)]
    return render(request, "publications/certificate.html", context, status=status_of(*bound))


@member(*READERS)
def certificate_file(request: HttpRequest, tenant: str, pk: int) -> HttpResponseBase:
    """pk: the paper."""
    row = queries.paper_for(actor_of(request), pk)
    return serve_paper(row)


def serve_paper(row: Certificate, *, as_attachment: bool | None = None) -> HttpResponseBase:
    """as_attachment: None shows it in the browser, True saves it under its number."""
    if not row.file:
        raise NotFound(_("证书正在生成，请稍后再来下载。"))
    name = f"{row.number}.pdf"
    return serve(str(row.file), download_name=name, content_type="application/pdf", as_attachment=as_attachment)


@member(Role.CITY_OFFICER)
def certificate_rerender(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    row = queries.paper_for(actor_of(request), pk)
    if request.method == "POST":
        papers.rerender_certificate(certificate_id=pk, actor=actor_of(request))
        messages.success(request, _("已排队重新生成，编号和内容不变。"))
    return redirect("certificate", tenant=tenant, pk=row.entry_id)


@member(Role.CITY_LEADER)
def certificate_replace(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    actor = actor_of(request)
    row = queries.paper_for(actor, pk)
    if request.method != "POST":
        return redirect("certificate", tenant=tenant, pk=row.entry_id)
    form = ReplaceForm(request.POST, auto_id="replace_%s")
    new = ask(form, lambda: papers.replace_certificate(certificate_id=pk, actor=actor, **form.cleaned_data))
    if new is None:
        return _show(request, queries.entry_for(actor, row.entry_id), replace_form=form)
    messages.success(request, _("证书已换发，新编号 %s。") % new.number)
    return redirect("certificate", tenant=tenant, pk=row.entry_id)


@member(Role.CITY_OFFICER)
def revocation_find(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """pk: the entry of a list."""
    actor = actor_of(request)
    if request.method != "POST":
        return redirect("certificate", tenant=tenant, pk=pk)
    form = FindGroundForm(request.POST, auto_id="find_%s")
    row = ask(form, lambda: revocations.find_ground(entry_id=pk, actor=actor, **form.cleaned_data))
    if row is None:
        return _show(request, queries.entry_for(actor, pk), find_form=form)
    messages.success(request, _("已告知持有主体，陈述申辩截至 %s。") % row.answer_due_on)
    return redirect("certificate", tenant=tenant, pk=pk)


@member(Role.CITY_LEADER)
def revocation_decide(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """pk: the revocation."""
    actor = actor_of(request)
    row = queries.revocation_for(actor, pk)
    if request.method != "POST":
        return redirect("certificate", tenant=tenant, pk=row.entry_id)
    form = RevocationForm(request.POST, auto_id="decide_%s")
    done = ask(
        form,
        lambda: revocations.decide_revocation(
            revocation_id=pk,
            revokes=form.cleaned_data["revokes"] == "yes",
            reason=form.cleaned_data["reason"],
            actor=actor,
        ),
    )
    if done is None:
        return _show(request, queries.entry_for(actor, row.entry_id), decide_form=form)
    messages.success(request, _("决定已作出，已通知持有主体。"))
    return redirect("certificate", tenant=tenant, pk=row.entry_id)
