"""`manage.py lock`: pin pyproject.toml's dependencies with hashes, without addresses of any registry."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.bootstrap import uv_environment

LOCKS = {"requirements.lock": (), "requirements-dev.lock": ("--group", "dev")}
PLAIN = ("--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links")


class Command(BaseCommand):
    help = "Write requirements.lock and requirements-dev.lock from pyproject.toml"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--upgrade", action="store_true", help="take the newest allowed versions")

    def handle(self, *args: Any, **options: Any) -> None:
        python = Path(sys.executable)
        for name, groups in LOCKS.items():
            command = [str(python.with_name("uv")), "pip", "compile", "--quiet", "--universal", "pyproject.toml"]
            command += [*PLAIN, *groups, "--python", str(python), "--output-file", name]
            if options["upgrade"]:
                command.append("--upgrade")
            environment = uv_environment(python, os.environ)
            if subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=False).returncode != 0:
                raise CommandError(f"uv could not resolve {name}")
            text = (settings.BASE_DIR / name).read_text()
            if "://" in text:
                raise CommandError(f"{name} names an address; take it out of the resolver's configuration")
            self.stdout.write(f"{name}: {text.count('==')} packages")
