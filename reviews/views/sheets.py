"""The expert's desk, declaration and score sheet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.audit.record import record
from portal.kit import clock
from portal.kit.access import member
from portal.kit.actor import Role
from portal.kit.errors import Conflict, Invalid
from portal.tenancy import files
from reviews import actions, policy, queries
from reviews.forms import DeclareForm, SheetForm, SignForm, show_faults, typed_in
from reviews.models import Sheet, SheetState
from reviews.wording import RECUSAL_NORMS

from .asking import MemberRequest
from .sheet_page import sheet_context, stale_rows


@member(Role.EXPERT)
@require_GET
def review_desk(request: MemberRequest, tenant: str) -> HttpResponse:
    context = {"desk": queries.desk_for(request.actor), "tasks": queries.own_tasks(request.actor)}
    return render(request, "reviews/desk.html", context)


@member(Role.EXPERT)
def sheet_declare(request: MemberRequest, tenant: str, pk: int) -> HttpResponse:
    """The only page about a file that opens before the declaration."""
    row = queries.sheet_for(request.actor, pk)
    form = DeclareForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _declare(request, tenant, row, form.cleaned_data)
        except Invalid as refused:
            show_faults(form, refused.fields, refused.message)
    context = {"sheet": row, "form": form, "norms": RECUSAL_NORMS, "named": queries.named_organisations(row)}
    status = 422 if request.method == "POST" else 200
    return render(
        request, "reviews/declare.html", context | {"is_waiting": row.state == SheetState.WAITING}, status=status
    )


def _declare(request: MemberRequest, tenant: str, row: Sheet, said: dict[str, Any]) -> HttpResponse:
    if said["declaration"] == "none":
        actions.declare_no_conflict(sheet_id=row.pk, actor=request.actor)
        messages.success(request, _("已声明无利益冲突，材料已打开。"))
        return redirect("sheet", tenant, row.pk)
    actions.give_up(
        sheet_id=row.pk,
        kind=said["declaration"],
        reason=said["reason"],
        is_for_panel=said["is_for_panel"],
        actor=request.actor,
    )
    messages.success(request, _("已记录，感谢说明。该席位由候补专家递补。"))
    return redirect("review_desk", tenant)


@member(Role.EXPERT)
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: MemberRequest, tenant: str, pk: int) -> HttpResponse:
    """Document left, criteria right. Save keeps what was typed, right or wrong; only going on to sign checks it."""
    row = queries.open_sheet_for(request.actor, pk)
    if request.method != "POST":
        return _show_sheet(request, row, SheetForm(initial=row.typed, sheet=row))
    typed, revision = typed_in(request.POST), _revision(request)
    try:
        row = actions.save_sheet(sheet_id=pk, typed=typed, expected_revision=revision, actor=request.actor)
    except Conflict as refused:
        if refused.code != "StaleSheet":
            raise
        form, extra = SheetForm(initial=typed, sheet=row), {"stale": stale_rows(row, typed), "conflict": refused}
        return _show_sheet(request, row, form, status=409, **extra)
    return _go_on(request, tenant, row, SheetForm(request.POST, sheet=row))


def _go_on(request: MemberRequest, tenant: str, row: Sheet, form: SheetForm) -> HttpResponse:
    go = request.POST.get("go", "save")
    if go == "sign":
        if not form.is_valid():
            return _show_sheet(request, row, form, status=422)
        return redirect("sheet_sign", tenant, row.pk)
    messages.success(request, _("已保存。提交前可以随时修改。"))
    following = queries.next_sheet(request.actor, row) if go == "next" else None
    if go == "next" and following is None:
        return redirect("review_desk", tenant)
    if following is None:
        return redirect("sheet", tenant, row.pk)
    return redirect("sheet_declare" if following.state == SheetState.WAITING else "sheet", tenant, following.pk)


@member(Role.EXPERT)
@require_POST
def sheet_autosave(request: MemberRequest, tenant: str, pk: int) -> HttpResponse:
    """Answers 200 with the new revision; 403, 404 and 409 as everywhere."""
    row = actions.save_sheet(
        sheet_id=pk, typed=typed_in(request.POST), expected_revision=_revision(request), actor=request.actor
    )
    saved_at = row.saved_at or clock.now()
    return JsonResponse({"revision": row.revision, "saved_at": f"{saved_at.astimezone(clock.SHANGHAI):%H:%M}"})


@member(Role.EXPERT)
def sheet_sign(request: MemberRequest, tenant: str, pk: int) -> HttpResponse:
    """The whole sheet once more, then the signature."""
    row = queries.open_sheet_for(request.actor, pk)
    reading = actions.read_sheet(row)
    if row.state == SheetState.SUBMITTED or reading.faults:
        return redirect("sheet", tenant, pk)
    form = SignForm(request.POST if request.method == "POST" else None, initial={"revision": row.revision})
    if request.method == "POST" and form.is_valid():
        try:
            actions.submit_sheet(
                sheet_id=pk,
                signer_name=form.cleaned_data["signer_name"],
                expected_revision=form.cleaned_data["revision"],
                actor=request.actor,
            )
        except Invalid as refused:
            show_faults(form, refused.fields, refused.message)
        else:
            messages.success(request, _("评分已签名提交。"))
            return redirect("review_desk", tenant)
    status = 422 if request.method == "POST" else 200
    return render(request, "reviews/sign.html", sheet_context(row) | {"form": form, "reading": reading}, status=status)


@member(Role.EXPERT)
@require_GET
def sheet_attachment(request: MemberRequest, tenant: str, pk: int, attachment_id: int) -> FileResponse:
    """A file of the version, through the same gate as the sheet; the reading is recorded."""
    row, attachment = queries.attachment_for(request.actor, pk, attachment_id)
    record(
        actor=request.actor,
        act="read_attachment",
        subject=f"reviews.sheet:{row.pk}",
        tenant_id=row.tenant_id,
        payload={"attachment": attachment.pk},
    )
    return files.serve(str(attachment.file.name), download_name=attachment.name, content_type=attachment.content_type)


def _show_sheet(
    request: MemberRequest, row: Sheet, form: SheetForm, *, status: int = 200, **extra: Any
) -> HttpResponse:
    policy.demand_file(row)
    context = sheet_context(row) | {"form": form, "sections": queries.document_of(row), **extra}
    return render(request, "reviews/sheet.html", context, status=status)


def _revision(request: MemberRequest) -> int | None:
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
