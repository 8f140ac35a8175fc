"""`manage.py prove [NAME…]`: the long proofs at full size; their figures go to docs/proofs.md."""

from __future__ import annotations

import platform
import time
import traceback
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.kit import clock
from portal.proofs import Figures, Proof, find_proofs, write_figures


class Command(BaseCommand):
    help = "Run long proofs and write their figures to docs/proofs.md"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", nargs="*", metavar="NAME", help="default: all of them")
        parser.add_argument("--list", action="store_true", help="name the proofs and what each claims")

    def handle(self, *args: Any, **options: Any) -> None:
        known = find_proofs(settings.BASE_DIR)
        if options["list"]:
            for entry in known.values():
                self.stdout.write(f"{entry.name:<20} {entry.claim}")
            return
        unknown = set(options["names"]) - known.keys()
        if unknown:
            raise CommandError(f"no proof named {', '.join(sorted(unknown))}; there are {', '.join(known)}")
        failed = [name for name in options["names"] or known if not self.run_one(known[name])]
        if failed:
            raise CommandError(f"failed: {', '.join(failed)}")

    def run_one(self, entry: Proof) -> bool:
        """Whether the proof held. Its figures are written only then: a page never shows a proof that failed."""
        started = time.monotonic()
        self.stdout.write(f"{entry.name}: {entry.claim}")
        try:
            found = entry.run()
        except Exception:
            self.stdout.write(f"FAILED  {entry.name}\n{traceback.format_exc()}")
            return False
        seconds = round(time.monotonic() - started, 1)
        machine = f"Python {platform.python_version()}, {platform.machine()}"
        when: Figures = {"Run on": clock.today().isoformat(), "Machine": machine, "Seconds": seconds}
        write_figures(settings.BASE_DIR / "docs" / "proofs.md", entry, {**found, **when})
        self.stdout.write(f"ok      {entry.name} in {seconds} s")
        return True
