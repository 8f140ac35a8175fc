"""Announcements become messages: one per person, in the person's language, once."""

from __future__ import annotations

import logging

from django.db import DatabaseError, transaction
from django.utils import translation

from portal.kit import clock

from .audience import UnknownAudience, recipients
from .catalogue import Kind, MissingValue, UnknownKind, kind_of
from .models import Announcement, Message
from .quiet import mail_from

log = logging.getLogger(__name__)
BATCH = 200
URL_LENGTH = 300


def expand_waiting(tenant_id: int) -> int:
    """Expand the next waiting announcements; how many. Safe beside itself: each row is locked by one worker."""
    waiting = Announcement.objects.filter(tenant_id=tenant_id, expanded_at__isnull=True)
    rows = list(waiting.select_for_update(skip_locked=True).order_by("tries", "id")[:BATCH])
    return sum(expand(row) for row in rows)


def expand(announcement: Announcement) -> bool:
    """Write the messages of one announcement and mark it; False when it cannot be, which it then says itself."""
    try:
        with transaction.atomic():
            Message.objects.bulk_create(messages_for(announcement), ignore_conflicts=True)
    except (UnknownKind, MissingValue, UnknownAudience, ValueError, TypeError, DatabaseError) as error:
        announcement.problem = f"{type(error).__name__}: {error}"[:300]
        announcement.tries = min(announcement.tries + 1, 30_000)
        announcement.save(update_fields=["problem", "tries"])
        log.error("announcement %s cannot be expanded: %s", announcement.key, announcement.problem)
        return False
    announcement.expanded_at, announcement.problem = clock.now(), ""
    announcement.save(update_fields=["expanded_at", "problem"])
    return True


def texts_of(kind: Kind, announcement: Announcement) -> tuple[str, str]:
    """Subject and body; the catalogue's own where an organiser's cannot be filled in, so that it still goes."""
    try:
        return kind.worded(announcement.wording).fill(announcement.context)
    except (MissingValue, ValueError, TypeError):
        if not announcement.wording:
            raise
        log.exception("the wording of announcement %s cannot be filled in", announcement.key)
        return kind.fill(announcement.context)


def messages_for(announcement: Announcement) -> list[Message]:
    """The unsaved messages of an announcement. Raises UnknownKind, MissingValue, UnknownAudience."""
    kind = kind_of(announcement.kind)
    due_at = mail_from(announcement.written_at, is_reminder=kind.is_reminder)
    messages = []
    for person in recipients(announcement.audience, tenant_id=announcement.tenant_id):
        with translation.override(person.language):
            subject, body = texts_of(kind, announcement)
        message = Message(
            tenant_id=announcement.tenant_id, user_id=person.user_id, email=person.email, key=announcement.key
        )
        message.kind, message.subject, message.body = announcement.kind, subject, body
        message.url = str(announcement.context.get("url", ""))[:URL_LENGTH]
        message.written_at, message.due_at = announcement.written_at, due_at
        messages.append(message)
    return messages
