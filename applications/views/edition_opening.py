"""An edition's own course on its pages: checked and announced, ended early, put away; and what it was before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from applications.actions.opening_edition import announce_edition, archive_edition, end_edition, under_way_in
from applications.forms_edition_questions import ReasonForm
from applications.queries import editions as queries
from applications.readiness import remarks_on
from applications.terms import say_instant, say_until
from portal.kit.access import member
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid
from programmes.models import Edition, EditionState
from programmes.queries import edition_of

from . import edition_history as history
from .case_page import put_errors, renew
from .section_form import posted_number


@member(Role.CITY_OFFICER, Role.CITY_LEADER, Role.SUPERVISOR, Role.TENANT_ADMIN)
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """Everything that stops announcing, each with the page that mends it; then the button."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = edition_of(actor, pk)
    refused = None
    if request.method == "POST":
        try:
            version = posted_number(request, "expected_version")
            announce_edition(edition_id=row.pk, expected_version=version, actor=actor)
        except (Invalid, Conflict) as error:
            refused = error
        else:
            messages.success(request, _("申报通知已发布，公开页面已可见，到时自动开始申报。"))
            return redirect("edition", tenant, row.pk)
    remarks = remarks_on(row, queries.surroundings_of(row))
    lines = [{"text": one.text, "url": reverse(one.page, args=(tenant, row.pk))} for one in remarks if one.is_blocking]
    hints = [
        {"text": one.text, "url": reverse(one.page, args=(tenant, row.pk))} for one in remarks if not one.is_blocking
    ]
    may_mend = actor.has_role(Role.CITY_OFFICER, Role.TENANT_ADMIN)
    context = {
        "edition": row,
        "may_mend": may_mend,
        "stopping": lines,
        "hints": hints,
        "refused": refused,
        "is_draft": row.state == EditionState.DRAFT,
        "may_announce": row.state == EditionState.DRAFT and not lines and may_mend,
        "effects": _announce_effects(row),
    }
    return render(request, "office/edition_check.html", context, status=refused.status if refused else 200)


def _announce_effects(edition: Edition) -> list[str]:
    return [
        _("公开页面显示本年度的申报通知、条件和日期。"),
        _("%(at)s开始接受申报，%(until)s截止。")
        % {"at": say_instant(edition.opens_at), "until": say_until(edition.closes_at)},
        _("市级、区级经办人和区级负责人收到消息。"),
        _("有单位提交之后，环节、补充问题的类型等不能再改。"),
    ]


@member(Role.CITY_OFFICER, Role.TENANT_ADMIN)
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """Take no more filings from now on."""
    row = edition_of(request.actor, pk)  # type: ignore[attr-defined]
    drafts = queries.drafts_in(row)
    page = {
        "heading": _("提前截止申报"),
        "question": _("确定现在截止申报？"),
        "effects": [
            _("从确认的那一刻起不再接受提交，原定%(at)s截止。") % {"at": say_until(row.closes_at)},
            _("%(count)s 份草稿不能再提交，这些单位会收到消息。") % {"count": drafts},
            _("已经提交的申报照常办理。"),
        ],
        "warning": _("截止后不能恢复。"),
        "button": _("提前截止"),
    }
    return _final(request, row, end_edition, page, done=_("申报已截止。"))


@member(Role.CITY_OFFICER, Role.TENANT_ADMIN)
@require_http_methods(["GET", "POST"])
def archive(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """Put a finished edition away."""
    row = edition_of(request.actor, pk)  # type: ignore[attr-defined]
    pending = under_way_in(row)
    page = {
        "heading": _("年度归档"),
        "question": _("确定归档本年度？"),
        "effects": [
            _("在办 %(count)s 件；办结后才能归档。") % {"count": pending},
            _("日期、参数、问题和文字不能再改。"),
            _("名单、证书、查验和证后工作不受影响。"),
        ],
        "warning": _("归档后不能恢复。"),
        "button": _("归档"),
    }
    return _final(request, row, archive_edition, page, done=_("本年度已归档。"))


def _final(
    request: HttpRequest, edition: Edition, act: Callable[..., Edition], page: dict[str, Any], *, done: str
) -> HttpResponse:
    """Shows the effect, asks once, and does it."""
    form: forms.Form = ReasonForm(
        request.POST if request.method == "POST" else None, initial={"expected_version": edition.version}
    )
    stale = None
    if form.is_bound and form.is_valid():
        try:
            act(edition_id=edition.pk, **form.cleaned_data, actor=request.actor)  # type: ignore[attr-defined]
        except Invalid as error:
            put_errors(form, error)
        except Conflict as error:
            stale = error
            renew(form, edition.version)
        else:
            messages.success(request, done)
            return redirect("edition", edition.tenant.slug, edition.pk)
    context = {"edition": edition, "form": form, "stale": stale, **page}
    return render(request, "office/edition_final.html", context, status=409 if stale else 422 if form.errors else 200)


@member(Role.CITY_OFFICER, Role.CITY_LEADER, Role.SUPERVISOR, Role.TENANT_ADMIN)
@require_GET
def versions(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """What the edition was set to, newest first: who changed what, why, and from what."""
    row = edition_of(request.actor, pk)  # type: ignore[attr-defined]
    before = request.GET.get("before", "")
    number = int(before) if before.isascii() and before.isdecimal() and len(before) < 9 else None
    found = queries.versions_of(row, before=number)
    context = {
        "edition": row,
        "rows": history.told_versions(row, found, queries.all_districts(row.tenant_id)),
        "next_url": f"?before={found[-2].number}" if len(found) > queries.PAGE_SIZE else "",
    }
    return render(request, "office/edition_versions.html", context)
