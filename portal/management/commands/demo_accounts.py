"""`manage.py demo_accounts`: who can log in to the demo, and where the second factor is shown."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.desks.demo.accounts import groups
from portal.desks.demo.people import ORGANISER_SECRET, PASSWORD


class Command(BaseCommand):
    help = "Print the demo's accounts"

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("there are no demo accounts in production")
        base = settings.BASE_URL
        self.stdout.write(f"\n  Password of every account: {PASSWORD}")
        self.stdout.write(f"  Codes for the second factor, and all mail: {base}/demo/mailbox/")
        self.stdout.write(f"  Move the demo's clock (notices last days):  {base}/demo/clock/")
        for heading, accounts in groups():
            self.stdout.write(f"\n  {heading}")
            for email, what in accounts:
                self.stdout.write(f"    {email:<62} {what}")
        self.stdout.write(
            "\n  Draws wait for the auditor to commit as their witness. After that both show their secrets;"
        )
        self.stdout.write(f"  the one that city committed to: {ORGANISER_SECRET}")
        self.stdout.write("")
