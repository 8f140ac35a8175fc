"""Past years for anybody: imported lists, and what an imported certificate is worth today."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from portal.kit.access import public

from ..queries import past as queries
from ._common import tenant_of


@public
@require_GET
def past_lists_public(request: HttpRequest, tenant: str) -> HttpResponse:
    page = queries.past_lists(tenant_of(request).pk, after=request.GET.get("after", ""))
    return render(request, "public/past_lists.html", {"page": page})


@public
@require_GET
def past_list_public(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    row = queries.public_past_list(tenant_of(request).pk, pk)
    text = request.GET.get("q", "").strip()[:100]
    page = queries.past_entries(row, text=text, after=request.GET.get("after", ""))
    has_numbers = any(entry.certificate_number for entry in page.rows)
    context = {"list": row, "page": page, "text": text, "has_numbers": has_numbers}
    return render(request, "public/past_list.html", context)


def answer_past(request: HttpRequest, tenant_id: int, number: str) -> HttpResponse | None:
    """The page of an imported certificate; None where no import holds the number."""
    verdict = queries.past_by_number(tenant_id, number)
    if verdict is None:
        return None
    return render(request, "public/verify_past.html", {"verdict": verdict, **words_for(verdict)})


def words_for(verdict: queries.PastVerdict) -> dict[str, str]:
    """The big word, its tone, and one sentence of what it means."""
    since = verdict.since.isoformat() if verdict.since else ""
    words = {
        "valid": (_("有效"), "official", _("按导入的记录，该荣誉目前有效。")),
        "expired": (_("已到期"), "closed", _("有效期已于 %s 届满。") % since),
        "revoked": (_("已撤销"), "refused", _("已于 %s 撤销，不得再使用。") % since),
    }
    word, tone, text = words[verdict.status]
    return {"word": word, "tone": tone, "text": text}
