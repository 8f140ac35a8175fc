"""`manage.py rehearse`: play a whole edition in a base of its own, to see what next year's settings would do."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.desks.rehearsal.base import NoRehearsal
from portal.desks.rehearsal.playing import rehearse


class Command(BaseCommand):
    help = "Play a whole edition in a throw-away database; certificates and summary.json go to a folder"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--programme", required=True, metavar="SLUG")
        parser.add_argument("--enterprises", required=True, type=int, metavar="N", help="how many file, from 1")
        parser.add_argument("--seed", required=True, type=int, metavar="S", help="the same seed, the same edition")
        parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="made if it is missing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = rehearse(
                programme=options["programme"],
                enterprises=options["enterprises"],
                number=options["seed"],
                out=options["out"],
                say=self.stdout.write,
            )
        except NoRehearsal as error:
            raise CommandError(str(error), returncode=1) from None
        certificates = sum(bool(entry["certificate_number"]) for one in found["lists"] for entry in one["entries"])
        self.stdout.write(f"draw {found['draw_digest']}")
        self.stdout.write(f"ranking {found['ranking_digest']}")
        total = round(sum(found["seconds"].values()), 1)
        self.stdout.write(f"{certificates} certificates and summary.json in {options['out']} after {total} s")
