"""The inbox of a person. The fence shows a user his own messages, whichever organiser sent them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from portal.kit.actor import Actor
from portal.kit.errors import NotFound

from .models import Message

PAGE = 20
COUNTED = 99


@dataclass(frozen=True, slots=True)
class InboxPage:
    """older, newer: cursors of the neighbouring pages, empty at the ends."""

    messages: list[Message]
    older: str
    newer: str
    unread: int


def unread_count(user_id: int) -> int:
    """Unread messages of a user, counted to 99."""
    return Message.objects.filter(user_id=user_id, read_at__isnull=True).order_by()[:COUNTED].count()


def inbox_page(actor: Actor, *, before: str = "", after: str = "") -> InboxPage:
    """One page, newest first. before, after: cursors; one that cannot be read counts as none."""
    user_id = own_id(actor)
    rows = Message.objects.filter(user_id=user_id).select_related("tenant")
    lower, upper = parse_cursor(after), parse_cursor(before)
    if lower is not None:
        found = list(rows.filter(_newer_than(*lower)).order_by("written_at", "pk")[: PAGE + 1])
        has_newer, has_older = len(found) > PAGE, True
        found = found[:PAGE][::-1]
    else:
        if upper is not None:
            rows = rows.filter(_older_than(*upper))
        found = list(rows.order_by("-written_at", "-pk")[: PAGE + 1])
        has_newer, has_older = upper is not None, len(found) > PAGE
        found = found[:PAGE]
    return InboxPage(
        messages=found,
        older=cursor_of(found[-1]) if found and has_older else "",
        newer=cursor_of(found[0]) if found and has_newer else "",
        unread=unread_count(user_id),
    )


def message_for(actor: Actor, pk: int) -> Message:
    """Raises NotFound unless it is the actor's own."""
    message = Message.objects.select_related("tenant").filter(pk=pk, user_id=own_id(actor)).first()
    if message is None:
        raise NotFound
    return message


def own_id(actor: Actor) -> int:
    """Raises NotFound where nobody is logged in."""
    if actor.user_id is None:
        raise NotFound
    return actor.user_id


def cursor_of(message: Message) -> str:
    return f"{message.written_at.isoformat()}_{message.pk}"


def parse_cursor(text: str) -> tuple[datetime, int] | None:
    instant, _sep, pk = text.rpartition("_")
    try:
        at = datetime.fromisoformat(instant)
        return (at, int(pk)) if at.tzinfo and pk.isdecimal() and len(pk) < 19 else None
    except ValueError:
        return None


def _older_than(at: datetime, pk: int) -> Q:
    return Q(written_at__lt=at) | Q(written_at=at, pk__lt=pk)


def _newer_than(at: datetime, pk: int) -> Q:
    return Q(written_at__gt=at) | Q(written_at=at, pk__gt=pk)
