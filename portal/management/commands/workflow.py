"""`manage.py workflow`: print the workflow's diagram; with --write put it into the README."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from applications.diagram import draw_diagram, put_into


class Command(BaseCommand):
    help = "Print the workflow as a diagram"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true", help="put it into README.md")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["write"]:
            readme = settings.BASE_DIR / "README.md"
            readme.write_text(put_into(readme.read_text()))
        else:
            self.stdout.write(draw_diagram())
