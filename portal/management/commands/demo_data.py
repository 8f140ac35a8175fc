"""`manage.py demo_data`: fill an empty demo with organisers, people and filings; a filled one is left alone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.desks.demo import filling
from portal.kit import clock


class Command(BaseCommand):
    help = "Fill an empty demo with data; does nothing when they are there"

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("demo data belong to the demo")
        if not filling.is_filled():
            filling.fill(clock.today())
