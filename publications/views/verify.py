"""Is this certificate genuine, and what is it worth today? For anybody, without login."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.kit.access import public
from portal.kit.errors import NotFound

from .. import queries
from ..forms_public import VerifyForm
from ..models import Ground
from ..numbering import InvalidNumber, parse
from ..presenting import MarkShown, Verdict, mark_shown, verdict_on
from ..queries import marks
from ._common import tenant_of
from .past import answer_past

BY_ITS_BODY = (Ground.CERTIFICATION_SUSPENDED, Ground.CERTIFICATION_WITHDRAWN)


def explain_number(reason: str) -> str:
    """What is wrong with a number, in words for whoever copied it from paper."""
    sentences = {
        "empty": _("请填写证书编号。"),
        "check": _("编号的最后一位校验字符与前面不符：很可能有一个字符抄错了。请对照证书逐位核对，注意数字与字母。"),
        "sequence": _("编号中的顺序号不能是 0000。请对照证书核对。"),
        "year": _("编号中的年份不正确。请对照证书核对。"),
    }
    return sentences.get(
        reason, _("编号的格式不正确。证书编号形如 SHCL-2024-K1-0001-Z，由四段字母数字和一位校验字符组成。")
    )


@public
def verify_search(request: HttpRequest, tenant: str) -> HttpResponse:
    tenant_of(request)
    if "number" not in request.GET:
        return render(request, "public/verify_search.html", {"form": VerifyForm()})
    form = VerifyForm(request.GET)
    if form.is_valid():
        try:
            number = str(parse(form.cleaned_data["number"]))
        except InvalidNumber as error:
            if past := answer_past(request, tenant_of(request).pk, form.cleaned_data["number"]):
                return past
            form.add_error("number", explain_number(error.reason))
        else:
            return redirect("verify", tenant=tenant, number=number)
    return render(request, "public/verify_search.html", {"form": form}, status=422)


@public
def verify(request: HttpRequest, tenant: str, number: str) -> HttpResponse:
    organiser, token = tenant_of(request), request.GET.get("t", "")[:100]
    try:
        stored = str(parse(number))
        if stored != number:
            address = reverse("verify", kwargs={"tenant": tenant, "number": stored})
            return redirect(f"{address}?t={token}" if token else address)
        verdict = verdict_on(queries.certificate_by_number(organiser.pk, stored), token)
    except InvalidNumber as error:
        return _unknown(request, number, explain_number(error.reason))
    except NotFound:
        return _verify_mark(request, organiser.pk, stored)
    shown = {"verdict": verdict, "mark": mark_shown(verdict.certificate.entry), **words_for(verdict)}
    return render(request, "public/verify.html", shown)


def _verify_mark(request: HttpRequest, tenant_id: int, number: str) -> HttpResponse:
    """The number of no certificate may be that of a right to use a mark."""
    try:
        entry = marks.right_by_number(tenant_id, number).entry
    except NotFound:
        return _unknown(request, number, "")
    mark = mark_shown(entry)
    if mark is None:
        return _unknown(request, number, "")
    return render(request, "public/verify_mark.html", {"mark": mark, "entry": entry, **words_for_mark(mark)})


def _unknown(request: HttpRequest, number: str, why: str) -> HttpResponse:
    if past := answer_past(request, tenant_of(request).pk, number):
        return past
    form = VerifyForm(initial={"number": number[:60]})
    return render(request, "public/verify_unknown.html", {"number": number[:60], "why": why, "form": form}, status=404)


def words_for(verdict: Verdict) -> dict[str, str]:
    """The big word, its tone, and one sentence of what it means."""
    since, outside = verdict.since.isoformat(), verdict.certificate.entry.outside
    words = {
        "valid": (_("有效"), "official", _("该荣誉目前有效。")),
        "expired": (_("已到期"), "closed", _("有效期已于 %s 届满。") % since),
        "suspended": (_("暂停使用"), "soon", _("自 %s 起暂停使用，等待组织方作出决定。") % since),
        "revoked": (_("已撤销"), "refused", _("已于 %s 撤销，不得再使用。") % since),
        "replaced": (_("已换发"), "closed", _("该编号已于 %s 换发，请以新编号的证书为准。") % since),
    }
    if outside and verdict.status == "valid":
        words["valid"] = (_("有效"), "official", _("该认证目前有效。"))
    if verdict.certificate.entry.ground in BY_ITS_BODY:
        words |= {
            "suspended": (_("暂停使用"), "soon", _("该认证自 %s 起暂停，暂停期间不得使用证书和标志。") % since),
            "revoked": (_("已撤销"), "refused", _("该认证已于 %s 撤销，不得再使用证书和标志。") % since),
        }
    word, tone, text = words[verdict.status]
    return {"word": word, "tone": tone, "text": text}


def words_for_mark(mark: MarkShown) -> dict[str, str]:
    """As words_for, of the right to use a mark."""
    since = mark.since.isoformat()
    words = {
        "valid": (_("可以使用"), "official", _("只可用于下列对象，不得用于其他产品、服务或企业整体。")),
        "expired": (_("已到期"), "closed", _("有效期已于 %s 届满，不得再使用标志。") % since),
        "suspended": (_("暂停使用"), "soon", _("自 %s 起暂停使用标志。") % since),
        "revoked": (_("已撤销"), "refused", _("已于 %s 撤销，不得再使用标志。") % since),
    }
    word, tone, text = words[mark.standing]
    return {"word": word, "tone": tone, "text": text}
