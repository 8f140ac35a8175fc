"""What allauth asks us: where a login lands, what the first login does, and what enrolment is worth."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from portal.kit import clock

from . import sessions
from .actions.inviting import activate_invitations
from .models import User

SECOND_FACTORS = frozenset({Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN})


class AccountAdapter(DefaultAccountAdapter):
    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("landing")

    def new_user(self, request: HttpRequest) -> User:
        return User(joined_at=clock.now(), language=translation.get_language() or "zh-hans")

    def login(self, request: HttpRequest, user: Any) -> None:
        """Every way in ends here, the second factor behind it: password, passkey, link of a mail."""
        super().login(request, user)
        with transaction.atomic():
            activate_invitations(user)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who logged in a moment ago is not asked for the password again before he sets up a second factor."""
        if app == "allauth.mfa" and sessions.is_fresh(self.request):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))


class SecondFactorAdapter(DefaultMFAAdapter):
    """Nothing differs but what `count_enrolment` does after it."""


def count_enrolment(*, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: object) -> None:
    """Who has just set up a factor has just used it: this session counts as having one (allauth's own signal)."""
    if authenticator.type in SECOND_FACTORS:
        record_authentication(request, user, method="mfa", type=str(authenticator.type), id=authenticator.pk)
