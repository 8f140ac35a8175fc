"""Is this actor part of the audience that the view names? Asked for every request, before the view runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.kit.access import SECOND_FACTOR, Audience, Kind
from portal.kit.actor import Actor
from portal.kit.errors import Denied
from portal.people import sessions
from portal.people.models import ROLE_NAMES

from .errors import answer_error, csrf_failure

# Views of libraries carry no mark of ours: named here, so that nothing is open by accident.
ACCOUNT_ONLY = Audience(Kind.ACCOUNT)
PUBLIC = Audience(Kind.PUBLIC)
LIBRARY_AUDIENCES: dict[str, Audience] = {
    "account_login": PUBLIC,
    "account_signup": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_confirm_email": PUBLIC,
    "account_email_verification_sent": PUBLIC,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "account_reauthenticate": ACCOUNT_ONLY,
    "account_email": ACCOUNT_ONLY,
    "account_change_password": ACCOUNT_ONLY,
    "account_set_password": ACCOUNT_ONLY,
    "mfa_authenticate": PUBLIC,
    "mfa_login_webauthn": PUBLIC,
    "mfa_index": ACCOUNT_ONLY,
    "mfa_reauthenticate": ACCOUNT_ONLY,
    "mfa_reauthenticate_webauthn": ACCOUNT_ONLY,
    "mfa_activate_totp": ACCOUNT_ONLY,
    "mfa_deactivate_totp": ACCOUNT_ONLY,
    "mfa_view_recovery_codes": ACCOUNT_ONLY,
    "mfa_download_recovery_codes": ACCOUNT_ONLY,
    "mfa_generate_recovery_codes": ACCOUNT_ONLY,
    "mfa_list_webauthn": ACCOUNT_ONLY,
    "mfa_add_webauthn": ACCOUNT_ONLY,
    "mfa_edit_webauthn": ACCOUNT_ONLY,
    "mfa_remove_webauthn": ACCOUNT_ONLY,
    "set_language": PUBLIC,
}


def audience_of(view: Callable[..., Any], url_name: str | None) -> Audience | None:
    """The audience a view names, or that of a library's view; None = nobody decided, so nobody gets in."""
    marked = getattr(view, "audience", None)
    if isinstance(marked, Audience):
        return marked
    return LIBRARY_AUDIENCES.get(url_name or "")


def refuse(request: HttpRequest, view: Callable[..., Any]) -> HttpResponse | None:
    """None lets the request through; otherwise the answer: 302, 403 or 404."""
    match = request.resolver_match
    audience = audience_of(view, match.url_name if match else None)
    if audience is None:
        raise Http404
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if audience.kind == Kind.PUBLIC:
        return None
    if audience.kind == Kind.DEMO:
        if not settings.IS_DEMO:
            raise Http404
        return None
    if actor.user_id is None:
        # What was typed before the login lapsed is shown for copying back, never thrown away.
        return csrf_failure(request) if request.method == "POST" else redirect_to_login(request.get_full_path())
    return _refuse_user(request, audience, actor)


def _refuse_user(request: HttpRequest, audience: Audience, actor: Actor) -> HttpResponse | None:
    if audience.kind == Kind.ENTERPRISE and actor.enterprise_id is None:
        return redirect("register_enterprise")
    if audience.kind == Kind.PLATFORM and not actor.has_role(*SECOND_FACTOR):
        raise Http404
    if audience.kind == Kind.MEMBER:
        if actor.tenant_id is None:
            raise Http404
        if not actor.has_role(*audience.roles):
            wanted = "、".join(str(ROLE_NAMES[role]) for role in sorted(audience.roles) if role in ROLE_NAMES)
            return answer_error(request, Denied(_("此页面供以下角色使用：%s。如需权限，请联系本单位管理员。") % wanted))
    if audience.kind in {Kind.MEMBER, Kind.PLATFORM} and not sessions.has_second_factor(request):
        return redirect("second_factor_required")
    return None
