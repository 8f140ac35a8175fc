"""One-time codes of the demo's accounts, shown on its mailbox page. Refused anywhere but in the demo."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings

from portal.kit.actor import Role
from portal.tenancy import fence
from portal.tenancy.models import Tenant

from .models import ROLE_NAMES, Membership, User


class OnlyInDemo(RuntimeError):
    """Secrets that can be derived are no secrets: nowhere but in the demo."""


def demo_secret(user: User) -> str:
    """The same secret after every reset of the demo, so that an authenticator app keeps working."""
    digest = hmac.new(settings.SECRET_KEY.encode(), f"demo-totp:{user.email}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:20]).decode()


def enrol_demo_totp(user: User) -> None:
    """Give a demo account its second factor; a second call changes nothing. Raises OnlyInDemo."""
    _demand_demo()
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(user, demo_secret(user))


def current_codes() -> list[tuple[str, str, Any, str]]:
    """(e-mail, name, roles in words, the code that is valid now) of every account with an authenticator app.

    Real time, as allauth checks it: the demo's moved clock has no part in logging in. Raises OnlyInDemo.
    """
    _demand_demo()
    counter = int(time.time()) // app_settings.TOTP_PERIOD
    words = _roles_in_words()
    rows = Authenticator.objects.filter(type=Authenticator.Type.TOTP).select_related("user").order_by("user__email")
    return [
        (
            row.user.email,
            row.user.name,
            "、".join(words.get(row.user_id, [])),
            format_hotp_value(hotp_value(decrypt(row.data["secret"]), counter)),
        )
        for row in rows
    ]


def _roles_in_words() -> dict[int, list[str]]:
    """Tenant by tenant, because no fence opens all."""
    words: dict[int, list[str]] = {}
    for tenant in Tenant.objects.order_by("pk"):
        with fence.as_tenant(tenant.pk):
            for row in Membership.objects.filter(tenant=tenant).select_related("district").order_by("pk"):
                place = row.district.name if row.district else tenant.short_name
                words.setdefault(row.user_id, []).append(f"{ROLE_NAMES[Role(row.role)]}（{place}）")
    return words


def _demand_demo() -> None:
    if not settings.IS_DEMO:
        raise OnlyInDemo
