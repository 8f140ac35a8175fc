"""Notices and lists as files: workbook and JSON at once, PDF once the worker has made it."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portal.kit.access import public
from portal.kit.errors import NotFound
from portal.tenancy.files import serve

from .. import queries
from ..codes import code_or_first, figure_label, head_of_names
from ..models import ListEntry, Notice, PublishedList
from ..presenting import list_document, notice_document
from ..queries.public import all_entries, all_list_entries
from ..templatetags.publishing import rank_words
from ._common import tenant_of

OUTSIDE_HEADS = (
    ("body", gettext_noop("认证机构")),
    ("number", gettext_noop("认证证书编号")),
    ("standard", gettext_noop("认证依据")),
    ("scope", gettext_noop("认证范围")),
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@public
def notice_xlsx(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    notice = queries.public_notice(tenant_of(request).pk, pk)
    of = notice.edition.programme
    heads = [_("序号"), head_of_names(of), _("申报主体"), _("所在区"), _("内容"), _("名单")]
    titles = {form.code: _(form.title) for form in of.lists}
    rows = [
        [
            entry.position,
            entry.name,
            entry.holder,
            entry.district_name,
            str(entry.get_change_display()),
            titles[code_or_first(of, entry.list_code)],
        ]
        for entry in all_entries(notice)
    ]
    above = [notice.title, _("公示期：%(first)s 至 %(last)s") % {"first": notice.first_on, "last": notice.last_on}]
    return workbook(f"notice-{pk}.xlsx", [*above, address(request, "notice_public", notice)], heads, rows)


@public
def notice_json(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    notice = queries.public_notice(tenant_of(request).pk, pk)
    body = notice_document(notice, all_entries(notice), url=address(request, "notice_public", notice))
    return as_json(body, f"notice-{pk}.json")


@public
def list_xlsx(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    row = queries.public_list(tenant_of(request).pk, pk)
    name_head = head_of_names(row.edition.programme)
    heads = [_("序号"), name_head, _("申报主体"), _("所在区"), _("证书编号"), _("有效期起"), _("有效期止"), _("现状")]
    entries = all_list_entries(row)
    more_heads, more = _more_columns(row, entries)
    rows = [
        [
            entry.position,
            entry.name,
            entry.holder,
            entry.district_name,
            entry.certificate_number,
            str(entry.valid_from),
            str(entry.valid_to or ""),
            str(entry.get_standing_display()),
            *(value(entry) for value in more),
        ]
        for entry in entries
    ]
    above = [row.title, _("公布日期：%s") % row.published_on]
    address_line = address(request, "list_public", row)
    return workbook(f"list-{pk}.xlsx", [*above, address_line], [*heads, *more_heads], rows)


def _more_columns(row: PublishedList, entries: list[ListEntry]) -> tuple[list[str], list[Callable[[ListEntry], Any]]]:
    """Heads and values of the columns that only a list with ranks, figures or outside certificates shows."""
    heads: list[str] = []
    values: list[Callable[[ListEntry], Any]] = []
    if row.shows_rank:
        heads.append(_("名次"))
        values.append(rank_words)
    if any(entry.outside for entry in entries):
        for key, head in OUTSIDE_HEADS:
            heads.append(_(head))
            values.append(lambda entry, key=key: str(entry.outside.get(key, "")))  # type: ignore[misc]
    label, unit = figure_label(row.edition.programme, row.code)
    if row.shows_figure and label:
        heads.append(f"{_(label)} ({_(unit)})" if unit else _(label))
        values.append(lambda entry: "" if entry.figure is None else entry.figure)
    return heads, values


@public
def list_json(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    row = queries.public_list(tenant_of(request).pk, pk)
    body = list_document(row, all_list_entries(row), url=address(request, "list_public", row))
    return as_json(body, f"list-{pk}.json")


@public
def list_pdf(request: HttpRequest, tenant: str, pk: int) -> HttpResponseBase:
    row = queries.public_list(tenant_of(request).pk, pk)
    if not row.file:
        raise NotFound(_("PDF 正在生成，请过一分钟再下载。"))
    return serve(str(row.file), download_name=f"list-{pk}.pdf", content_type="application/pdf")


def address(request: HttpRequest, name: str, row: Notice | PublishedList) -> str:
    """The citable address of a publication."""
    return request.build_absolute_uri(reverse(name, kwargs={"tenant": row.tenant.slug, "pk": row.pk}))


def as_json(body: dict[str, Any], name: str) -> HttpResponse:
    response = JsonResponse(body, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def workbook(name: str, above: list[str], heads: list[str], rows: list[list[Any]]) -> HttpResponse:
    """A workbook of one sheet. Texts are written as texts, so that nothing in them becomes a formula."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True, "bottom": 1})
    for line, text in enumerate(above):
        sheet.write_string(line, 0, text)
    top = len(above) + 1
    for column, head in enumerate(heads):
        sheet.write_string(top, column, head, bold)
    for line, values in enumerate(rows, start=top + 1):
        for column, value in enumerate(values):
            if isinstance(value, (int, Decimal)):
                sheet.write_number(line, column, value)
            else:
                sheet.write_string(line, column, value)
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 2, 34)
    sheet.set_column(3, len(heads), 22)
    book.close()
    response = HttpResponse(buffer.getvalue(), content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
