"""What stands before the curtain rises: organisers, districts, an open edition, staff and experts who can log in."""

from __future__ import annotations

import base64
import secrets
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt

from portal.people.models import Expert, User
from portal.tenancy import fence
from tests.cast import Cast, make_cast
from tests.reviews.scene import fill_pool

TOTP_SECONDS = 30


def raise_scenery() -> Cast:
    """The fixed cast, an edition open until the end of the month, and a pool that fills seats and reserves."""
    cast = make_cast()
    fill_pool(cast)
    return cast


def give_second_factor(user: User) -> str:
    """The secret in this person's authenticator app; the same at every call."""
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if found is not None:
        return str(decrypt(found.data["secret"]))
    secret = base64.b32encode(secrets.token_bytes(20)).decode()
    TOTP.activate(user, secret)
    return secret


def current_code(secret: str) -> str:
    """The six digits that the app shows now, by the real clock."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // TOTP_SECONDS)))


def keys_by_expert(cast: Cast) -> dict[str, str]:
    """{name in the pool: key in the cast}: who has to sit down in front of which browser after the draw."""
    keys = {member.user.pk: key for key, member in cast.people.items()}
    with fence.as_tenant(cast.tenant.pk):
        return {expert.name: keys[expert.user_id] for expert in Expert.objects.order_by("pk")}
