"""What a login session knows beyond Django's: idle time and the second factor."""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest

from portal.kit import clock

SEEN = "seen_at"
FRESH_SECONDS = 300


def is_alive(request: HttpRequest) -> bool:
    """Ends a login that was idle for too long; otherwise notes that it is in use (once a minute)."""
    now = int(clock.real_now().timestamp())
    seen = request.session.get(SEEN)
    if isinstance(seen, int) and now - seen > settings.SESSION_IDLE_SECONDS:
        logout(request)
        return False
    if not isinstance(seen, int) or now - seen >= 60:
        request.session[SEEN] = now
    return True


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person proved who he is within the last five minutes, on the machine's own clock."""
    records = request.session.get("account_authentication_methods", [])
    instants = [record["at"] for record in records if isinstance(record.get("at"), (int, float))]
    return bool(instants) and 0 <= time.time() - max(instants) < FRESH_SECONDS


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this login went through a second factor or a passkey."""
    records = request.session.get("account_authentication_methods", [])
    return any(record.get("method") == "mfa" for record in records)
