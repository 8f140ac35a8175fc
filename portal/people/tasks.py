"""Mail that opens an account."""

from __future__ import annotations

from celery import shared_task

from .invitations import mail_invitation


@shared_task(name="portal.people.tasks.send_invitation", autoretry_for=(OSError,), retry_backoff=30, max_retries=5)
def send_invitation(*, user_id: int, place: str) -> None:
    """Sent again when the mail server did not answer; a second copy does no harm, its link is another one."""
    mail_invitation(user_id=user_id, place=place)
