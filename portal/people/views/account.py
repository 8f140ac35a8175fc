"""Where a login lands, the second factor's page, large type, one's own account."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.kit.access import account, public
from portal.kit.actor import Role
from portal.people import queries, sessions
from portal.people.actions.account import save_account
from portal.people.forms.office import AccountForm
from portal.people.models import ROLE_NAMES, User
from portal.people.queries import Workplace

# Whoever works for an outside body only has a desk of his own.
OUTSIDE_DESKS = {Role.THIRD_PARTY_AGENCY: "agency", Role.CONSULTED_DEPT: "consult"}


@account
def landing(request: HttpRequest) -> HttpResponse:
    """The only place where one works, or a page to choose; new people register their organisation."""
    user = request.user
    assert isinstance(user, User)
    places = queries.workplaces_of(user)
    if user.is_platform_admin:
        places.append(Workplace("platform", _("品榜平台")))
    if len(places) == 1:
        response: HttpResponse = redirect(address_of(places[0]))
    elif places:
        response = render(request, "people/landing.html", {"places": [_choice(place) for place in places]})
    else:
        response = redirect("register_enterprise")
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, max_age=31536000, samesite="Lax")
    return response


def address_of(place: Workplace) -> str:
    """An absolute path. An organisation among several is chosen on the way (?organisation=)."""
    if place.kind == "enterprise":
        return f"{reverse('choose_organisation')}?organisation={place.enterprise_id}"
    if place.kind == "platform":
        return reverse("platform_home")
    return f"/{place.slug}/{place.kind}/"


def _choice(place: Workplace) -> dict[str, object]:
    kinds = {
        "enterprise": _("申报单位"),
        "platform": _("平台管理"),
        "office": _("工作台"),
        "review": _("专家评审"),
        "consult": _("征求意见"),
        "agency": _("受托办理"),
    }
    roles = "、".join(str(ROLE_NAMES[role]) for role in place.roles)
    return {"name": place.name, "kind": kinds[place.kind], "roles": roles, "url": address_of(place)}


@account
def choose_organisation(request: HttpRequest) -> HttpResponse:
    """Remember for which of his organisations the user acts; unknown ones are ignored."""
    assert isinstance(request.user, User)
    mine = {place.enterprise_id for place in queries.workplaces_of(request.user) if place.kind == "enterprise"}
    typed = request.GET.get("organisation", "")
    if typed.isascii() and typed.isdigit() and int(typed) in mine:
        request.session["enterprise_id"] = int(typed)
    return redirect("/my/")


@account
def second_factor_required(request: HttpRequest) -> HttpResponse:
    """Explains, and leads to enrolment or to entering a code."""
    context = {"has_factor": is_mfa_enabled(request.user), "is_done": sessions.has_second_factor(request)}
    return render(request, "people/second_factor.html", context)


@public
@require_POST
def large_type(request: HttpRequest) -> HttpResponse:
    request.session["large_type"] = request.POST.get("on") == "1"
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return redirect(target if is_ours else "/")


@account
def my_account(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    form = AccountForm(request.POST or None, initial={"name": user.name, "language": user.language})
    if form.is_valid():
        save_account(actor=request.actor, **form.cleaned_data)  # type: ignore[attr-defined]
        messages.success(request, _("已保存。"))
        response: HttpResponse = redirect("my_account")
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, form.cleaned_data["language"], max_age=31536000, samesite="Lax"
        )
        return response
    context = {
        "form": form,
        "idle_minutes": settings.SESSION_IDLE_SECONDS // 60,
        "has_factor": is_mfa_enabled(user),
        "longest_hours": settings.SESSION_COOKIE_AGE // 3600,
    }
    return render(request, "people/account.html", context, status=422 if form.is_bound else 200)
