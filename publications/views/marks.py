"""The special mark: its files and who took them, for the organiser; rules and downloads, for the holder."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.kit.access import enterprise, member
from portal.kit.actor import Role
from portal.kit.errors import Conflict, NotFound
from portal.tenancy.files import serve
from programmes.models import Edition
from programmes.queries import edition_of

from ..actions import marking
from ..codes import has_mark
from ..forms_after import AssetForm, UseMarkForm
from ..models import MarkAsset, MarkRight
from ..presenting import mark_shown
from ..queries import marks as reads
from ._common import READERS, actor_of, ask, status_of


@member(*READERS)
def marks(request: HttpRequest, tenant: str) -> HttpResponse:
    return render(request, "publications/marks.html", {"rows": reads.mark_editions(actor_of(request))})


def _edition(request: HttpRequest, pk: int) -> Edition:
    edition = edition_of(actor_of(request), pk)
    if not has_mark(edition):
        raise NotFound()
    return edition


@member(*READERS)
def mark_edition(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """pk: the edition. POST: one more file."""
    edition, actor = _edition(request, pk), actor_of(request)
    form = AssetForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        row = ask(form, lambda: _upload(form, edition, request))
        if row is not None:
            messages.success(request, _("标志文件已上传，持有单位现在可以下载。"))
            return redirect("mark_edition", tenant=tenant, pk=pk)
    context = {
        "edition": edition,
        "form": form,
        "mark": edition.programme.mark,
        "may_write": actor.has_role(Role.CITY_OFFICER),
        "assets": reads.assets_of(edition),
        "rights": reads.rights_page(edition, after=request.GET.get("rights", "")),
        "downloads": reads.download_page(edition, after=request.GET.get("after", "")),
    }
    return render(request, "publications/mark_edition.html", context, status=status_of(form))


def _upload(form: AssetForm, edition: Edition, request: HttpRequest) -> MarkAsset:
    values = form.cleaned_data
    return marking.upload_asset(
        edition_id=edition.pk,
        title=values["title"],
        checked=form.checked,
        content=values["file"],
        actor=actor_of(request),
    )


@member(Role.CITY_OFFICER)
def mark_withdraw(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """pk: the file."""
    row = reads.asset_for(actor_of(request), pk)
    if request.method == "POST":
        marking.withdraw_asset(asset_id=pk, actor=actor_of(request))
        messages.success(request, _("文件已停用，不再提供下载。"))
    return redirect("mark_edition", tenant=tenant, pk=row.edition_id)


@member(*READERS)
def mark_file(request: HttpRequest, tenant: str, pk: int) -> HttpResponseBase:
    """pk: the file, for the organiser's own people."""
    return _hand_over(reads.asset_for(actor_of(request), pk))


def _hand_over(asset: MarkAsset) -> HttpResponseBase:
    """Always as a download: a drawing is never run in a page of ours."""
    return serve(str(asset.file), download_name=asset.name, content_type=asset.content_type, as_attachment=True)


@enterprise
def mark_mine(request: HttpRequest, tenant: str, pk: int) -> HttpResponseBase:
    """pk: the right. POST: take one file for one use; the answer is the file itself."""
    right = reads.own_right(actor_of(request), pk)
    form = _use_form(request, right)
    if request.method == "POST":
        try:
            taken = ask(form, lambda: _fetch(form, right, request))
        except Conflict as error:
            messages.error(request, str(error.message))
            return redirect("mark_mine", tenant=tenant, pk=pk)
        if taken is not None:
            return _hand_over(taken.asset)
    return _page(request, right, form)


def _use_form(request: HttpRequest, right: MarkRight) -> UseMarkForm:
    of, assets = right.edition.programme.mark, reads.offered_assets(right)
    initial = {"rules": marking.digest_of_rules(of) if of else "", "asset": assets[0].pk if assets else None}
    return UseMarkForm(request.POST or None, initial=initial, assets=assets)


def _fetch(form: UseMarkForm, right: MarkRight, request: HttpRequest) -> Any:
    asset_id = int(form.cleaned_data["asset"])
    return marking.fetch_mark(right_id=right.pk, asset_id=asset_id, use=form.use(), actor=actor_of(request))


def _page(request: HttpRequest, right: MarkRight, form: UseMarkForm) -> HttpResponse:
    right.entry.mark_right = right
    context = {
        "right": right,
        "form": form,
        "mark": right.edition.programme.mark,
        "shown": mark_shown(right.entry),
        "downloads": reads.downloads_of(right),
        "has_assets": bool(form.fields["asset"].choices),  # type: ignore[attr-defined]
    }
    return render(request, "publications/mark_mine.html", context, status=status_of(form))
