"""`manage.py rehearse`: play a whole edition in a base of its own, to see what next year's settings would do."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.desks.rehearsal.base import NoRehearsal
from portal.desks.rehearsal.playing import rehearse
from portal.desks.rehearsal.waiting import keep_playing, play_waiting

NEEDED = ("programme", "enterprises", "seed", "out")
NICENESS = 10  # those who work on the pages come first


class Command(BaseCommand):
    help = "Play a whole edition in a throw-away database; certificates and summary.json go to a folder"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--programme", metavar="SLUG")
        parser.add_argument("--enterprises", type=int, metavar="N", help="how many file, from 1")
        parser.add_argument("--seed", type=int, metavar="S", help="the same seed, the same edition")
        parser.add_argument("--out", type=Path, metavar="DIR", help="made if it is missing")
        parser.add_argument("--waiting", action="store_true", help="play what organisers ask for, until told to end")
        parser.add_argument("--once", action="store_true", help="with --waiting: play what waits now, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["waiting"]:
            self.play_waiting(is_once=options["once"])
            return
        if missing := [f"--{name}" for name in NEEDED if options[name] is None]:
            raise CommandError(f"missing: {', '.join(missing)}", returncode=2)
        self.play_one(options)

    def play_waiting(self, *, is_once: bool) -> None:
        try:
            if not is_once:
                os.nice(NICENESS)
                keep_playing(self.stdout.write)
            played = play_waiting(self.stdout.write)
        except NoRehearsal as error:
            raise CommandError(str(error), returncode=1) from None
        self.stdout.write(f"{played} played")

    def play_one(self, options: dict[str, Any]) -> None:
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
