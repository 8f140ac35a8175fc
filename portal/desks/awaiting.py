"""What of the messages waits for a person, as a row of the home of an office."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.awaiting import Awaiting
from portal.kit.actor import Actor
from portal.notifications.policy import may_keep_mail
from portal.notifications.undelivered import undelivered_counts


def mails_awaiting(actor: Actor, slug: str) -> list[Awaiting]:
    """Mail that was perhaps or surely not delivered and that nobody has decided about."""
    count = sum(undelivered_counts(actor).values()) if may_keep_mail(actor) else 0
    return [Awaiting(_("邮件未送达，待处理"), count, None, reverse("office_mails", args=(slug,)))] if count else []
