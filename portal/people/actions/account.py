"""A person's own account."""

from __future__ import annotations

from django.db import transaction

from portal.audit.record import record
from portal.kit.actor import Actor
from portal.people.ids import user_of
from portal.people.models import User


@transaction.atomic
def save_account(*, name: str, language: str, actor: Actor) -> User:
    """language: a key of settings.LANGUAGES, in which mails and messages are written to this person."""
    user = User.objects.select_for_update().get(pk=user_of(actor))
    user.name, user.language = name, language
    user.save(update_fields=("name", "language"))
    record(actor=actor, act="save_account", subject=f"people.user:{user.pk}", tenant_id=None)
    return user
