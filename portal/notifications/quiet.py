"""Quiet hours: reminders are mailed by day. The inbox shows them at once."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from portal.kit.clock import SHANGHAI, UTC

QUIET_FROM = time(22, 0)
QUIET_UNTIL = time(7, 0)


def mail_from(written_at: datetime, *, is_reminder: bool) -> datetime:
    """The first instant at which a message may be mailed: its writing, or for a reminder the next 07:00 in Shanghai.

    >>> mail_from(datetime(2026, 3, 10, 14, 30, tzinfo=UTC), is_reminder=True)
    datetime.datetime(2026, 3, 10, 23, 0, tzinfo=datetime.timezone.utc)
    """
    local = written_at.astimezone(SHANGHAI)
    if not is_reminder or QUIET_UNTIL <= local.time() < QUIET_FROM:
        return written_at
    morning = local.date() + timedelta(days=1 if local.time() >= QUIET_FROM else 0)
    return datetime.combine(morning, QUIET_UNTIL, tzinfo=SHANGHAI).astimezone(UTC)
