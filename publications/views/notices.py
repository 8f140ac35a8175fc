"""Notices in the office: list, draft, publish with the effect shown first, correct."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.kit import clock
from portal.kit.access import member
from portal.kit.actor import Role
from portal.kit.errors import Conflict
from portal.kit.workdays import Term
from portal.tenancy.calendar import statutory_calendar
from programmes.queries import edition_of

from .. import queries
from ..actions import notices as actions
from ..codes import by_list
from ..forms import CorrectionForm, NoticeForm, PublishForm, notice_defaults
from ..models import Notice, NoticeState
from ..terms import notice_term, workdays_left
from ._common import READERS, actor_of, ask, status_of


@member(*READERS)
def notices(request: HttpRequest, tenant: str) -> HttpResponse:
    actor = actor_of(request)
    page = queries.notice_page(actor, after=request.GET.get("after", ""))
    calendar = statutory_calendar()
    for row in page.rows:
        row.days_left = workdays_left(row.last_on, calendar) if row.last_on else None  # type: ignore[attr-defined]
    waiting = queries.editions_with_proposed(actor) if actor.has_role(Role.CITY_OFFICER) else []
    return render(request, "publications/notices.html", {"page": page, "waiting": waiting})


@member(Role.CITY_OFFICER)
def notice_new(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """pk: the edition."""
    actor = actor_of(request)
    edition = edition_of(actor, pk)
    form = NoticeForm(request.POST) if request.method == "POST" else NoticeForm(initial=notice_defaults(edition))
    if request.method == "POST":
        row = ask(form, lambda: actions.draft_notice(edition_id=pk, wording=form.wording(), actor=actor))
        if row is not None:
            messages.success(request, _("公示草稿已保存。请核对名单和起止日期后发布。"))
            return redirect("notice", tenant=tenant, pk=row.pk)
    units = queries.proposed_units(edition)
    context = {"form": form, "edition": edition, "units": units}
    return render(request, "publications/notice_form.html", context, status=status_of(form))


@member(*READERS)
def notice(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    row = queries.notice_for(actor_of(request), pk)
    return _show(request, row, PublishForm(initial={"last_on": _term(row).last_on if _is_draft(row) else None}))


def _is_draft(row: Notice) -> bool:
    return row.state == NoticeState.DRAFT


def _term(row: Notice) -> Term:
    return notice_term(row, clock.today())


def _show(request: HttpRequest, row: Notice, form: PublishForm) -> HttpResponse:
    context: dict[str, Any] = {"notice": row, "form": form, "is_draft": _is_draft(row)}
    if _is_draft(row):
        context["term"] = _term(row)
        context["lines"] = queries.draft_lines(row)
        context["groups"] = by_list(row.edition.programme, context["lines"])
    else:
        context["groups"] = by_list(row.edition.programme, queries.notice_entries(row))
        context["struck"] = queries.struck_entries(row)
        context["corrections"] = queries.corrections_drafted(row)
        assert row.last_on is not None
        context["days_left"] = workdays_left(row.last_on, statutory_calendar())
    context["may_write"] = actor_of(request).has_role(Role.CITY_OFFICER)
    return render(request, "publications/notice.html", context, status=status_of(form))


@member(Role.CITY_OFFICER)
def notice_edit(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    actor = actor_of(request)
    row = queries.notice_for(actor, pk)
    if not _is_draft(row):
        raise Conflict(_("公示已经发布，不能修改。如内容有误，请发布更正公示。"))
    keys = ("title", "text", "days", "unit", "counting", "order")
    form = NoticeForm(request.POST or None, initial={key: getattr(row, key) for key in keys})
    if request.method == "POST":
        done = ask(form, lambda: actions.revise_notice(notice_id=pk, wording=form.wording(), actor=actor))
        if done is not None:
            messages.success(request, _("草稿已保存。"))
            return redirect("notice", tenant=tenant, pk=pk)
    context = {"form": form, "edition": row.edition, "units": [], "notice": row}
    return render(request, "publications/notice_form.html", context, status=status_of(form))


@member(Role.CITY_OFFICER)
def notice_publish(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """POST only; the page before it has shown the effect."""
    actor = actor_of(request)
    row = queries.notice_for(actor, pk)
    if request.method != "POST":
        return redirect("notice", tenant=tenant, pk=pk)
    form = PublishForm(request.POST)
    done = ask(
        form,
        lambda: actions.publish_notice(
            notice_id=pk,
            expected_last_on=form.cleaned_data["last_on"],
            confirms_provisional=form.cleaned_data["confirms_provisional"],
            actor=actor,
        ),
    )
    if done is None:
        return _show(request, row, form)
    messages.success(request, _("公示已发布，公示期至 %s 24:00。") % done.last_on)
    return redirect("notice", tenant=tenant, pk=pk)


@member(Role.CITY_OFFICER)
def notice_discard(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    if request.method == "POST":
        actions.discard_notice(notice_id=pk, actor=actor_of(request))
        messages.success(request, _("草稿已删除。"))
    return redirect("notices", tenant=tenant)


@member(Role.CITY_OFFICER)
def notice_correct(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    actor = actor_of(request)
    old = queries.notice_for(actor, pk)
    entries, struck = queries.notice_entries(old), queries.struck_entries(old)
    first = {**notice_defaults(old.edition), "title": _("关于《%s》的更正公示") % old.title, "text": ""}
    form = CorrectionForm(request.POST or None, initial=first, entries=entries)
    if request.method == "POST":
        row = ask(
            form,
            lambda: actions.draft_correction(notice_id=pk, wording=form.wording(), renamed=form.renamed(), actor=actor),
        )
        if row is not None:
            messages.success(request, _("更正公示草稿已保存。请核对后发布。"))
            return redirect("notice", tenant=tenant, pk=row.pk)
    context = {"form": form, "old": old, "struck": struck}
    return render(request, "publications/notice_correct.html", context, status=status_of(form))
