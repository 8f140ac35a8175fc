"""A mail backend for workers that are to be killed: it says that it is at it, then takes its time."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

from django.core.mail import EmailMessage

from portal.notifications.demo_mail import MailboxBackend


class SlowBackend(MailboxBackend):
    """Slow as long as the file named by SLOW_MAIL_FLAG exists; touches it with the text "sending" first."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        flag = Path(os.environ["SLOW_MAIL_FLAG"])
        if flag.exists():
            flag.write_text("sending")
            time.sleep(60)
        return super().send_messages(email_messages)
