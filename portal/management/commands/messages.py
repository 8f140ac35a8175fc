"""`manage.py messages [PROGRAMME]`: bring the English catalogues up to the sources and compile them."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal import messages


class Command(BaseCommand):
    help = "Collect strings into the English catalogues, keep translations, compile"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("programme", nargs="?", metavar="PROGRAMME", help="only the catalogue of its folder")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = options["programme"]
        own = messages.po_in(messages.ROOT / "programmes" / wanted) if wanted else None
        found = [one for one in messages.catalogues() if own in (None, one.po)]
        if not found:
            raise CommandError(f"there is no folder programmes/{wanted}", returncode=2)
        for catalogue in found:
            missing = messages.write(catalogue)
            self.stdout.write(f"{catalogue.po.relative_to(messages.ROOT)}: {missing} without a translation")
