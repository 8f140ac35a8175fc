"""The token that proves a paper: HMAC-SHA256 over tenant, number and status version, keyed from the secret key.

A number can be guessed, so it proves nothing. The version tells whether the paper was printed before a change.
"""

from __future__ import annotations

import hashlib
import secrets
from base64 import urlsafe_b64encode

from django.utils.crypto import constant_time_compare, salted_hmac

_SALT = "publications.certificate"


def certificate_token(*, tenant_id: int, number: str, version: int) -> str:
    """43 characters, safe in an address."""
    digest = salted_hmac(_SALT, f"{tenant_id}\n{number}\n{version}", algorithm="sha256").digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def version_of_token(token: str, *, tenant_id: int, number: str, newest: int) -> int | None:
    """The status version (1 to `newest`) that a token was made for; None = no token of this paper."""
    return next(
        (
            version
            for version in range(newest, 0, -1)
            if constant_time_compare(token, certificate_token(tenant_id=tenant_id, number=number, version=version))
        ),
        None,
    )


def new_secret() -> str:
    """What an objector keeps to look up the objection's state; only its digest is stored."""
    return secrets.token_urlsafe(24)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
