"""`manage.py services start|stop|status`: the embedded PostgreSQL and Redis by hand."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal import embedded
from portal.embedded_servers import EmbeddedError


class Command(BaseCommand):
    help = "Start (and keep), stop, or look at the embedded PostgreSQL and Redis"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=("start", "stop", "status", "env"))
        parser.add_argument("--mode", choices=embedded.MODES, default="demo")

    def handle(self, *args: Any, **options: Any) -> None:
        mode = options["mode"]
        try:
            if options["act"] == "stop":
                embedded.stop(mode=mode)
            elif options["act"] in ("start", "env"):
                services = embedded.keep(mode=mode)
                if options["act"] == "env":
                    for name, value in services.environment().items():
                        self.stdout.write(f"export {name}='{value}'")
                    return
            for name, value in embedded.status(mode=mode).items():
                self.stdout.write(f"{name:<14} {value}")
        except EmbeddedError as error:
            raise CommandError(str(error)) from None
