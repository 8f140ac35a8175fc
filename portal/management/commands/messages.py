"""`manage.py messages`: bring the English catalogues up to the sources and compile them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from portal import messages


class Command(BaseCommand):
    help = "Collect strings into the English catalogues, keep translations, compile"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for catalogue in messages.catalogues():
            missing = messages.write(catalogue)
            self.stdout.write(f"{catalogue.po.relative_to(messages.ROOT)}: {missing} without a translation")
