"""What is published, as JSON for machines. Open to anybody; nothing personal."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from portal.kit.access import public
from portal.kit.errors import NotFound

from . import queries
from .models import Notice, PublishedList
from .numbering import InvalidNumber, parse
from .presenting import list_document, mark_document, mark_shown, notice_document, verdict_document, verdict_on
from .queries import marks
from .queries.public import all_entries, all_list_entries
from .views._common import tenant_of


@public
@api_view(["GET"])
def lists(request: Request, tenant: str) -> Response:
    """Released lists, newest first; ?after= the key of the last one seen."""
    page = queries.lists_shown(tenant_of(request._request).pk, after=request.query_params.get("after", ""))
    rows = [
        {
            "id": row.pk,
            "title": row.title,
            "published_on": row.published_on,
            "entry_count": row.entry_count,  # type: ignore[attr-defined]
            "url": request.build_absolute_uri(reverse("list_public", kwargs={"tenant": tenant, "pk": row.pk})),
        }
        for row in page.rows
    ]
    return Response({"results": rows, "next_after": page.next_key})


@public
@api_view(["GET"])
def list_detail(request: Request, tenant: str, pk: int) -> Response:
    row = queries.public_list(tenant_of(request._request).pk, pk)
    return Response(list_document(row, all_list_entries(row), url=_address(request, "list_public", row)))


@public
@api_view(["GET"])
def notice_detail(request: Request, tenant: str, pk: int) -> Response:
    row = queries.public_notice(tenant_of(request._request).pk, pk)
    return Response(notice_document(row, all_entries(row), url=_address(request, "notice_public", row)))


@public
@api_view(["GET"])
def verify(request: Request, tenant: str, number: str) -> Response:
    """?t= the token beside the number; without it is_proven_genuine is null."""
    organiser = tenant_of(request._request)
    try:
        stored = str(parse(number))
    except InvalidNumber as error:
        raise NotFound(str(error), code=f"number_{error.reason}") from error
    try:
        certificate = queries.certificate_by_number(organiser.pk, stored)
    except NotFound:
        mark = mark_shown(marks.right_by_number(organiser.pk, stored).entry)
        if mark is None:
            raise
        return Response(mark_document(mark))
    return Response(verdict_document(verdict_on(certificate, request.query_params.get("t", "")[:100])))


def _address(request: Request, name: str, row: Notice | PublishedList) -> str:
    return request.build_absolute_uri(reverse(name, kwargs={"tenant": row.tenant.slug, "pk": row.pk}))


urlpatterns: list[URLPattern] = [
    path("lists/", lists, name="lists"),
    path("lists/<int:pk>/", list_detail, name="list"),
    path("notices/<int:pk>/", notice_detail, name="notice"),
    path("verify/<str:number>/", verify, name="verify"),
]
