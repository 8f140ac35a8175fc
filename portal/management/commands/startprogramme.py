"""`manage.py startprogramme NAME`: a new programme's folder, working as it is written."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.management.starting import BadName, demand_name, write_folder
from programmes import registry

NEXT = """\
It is found as it is. Next:
  python3 manage.py messages                       the English catalogue, after each change of a text
  python3 manage.py verify --programme {name}
README.md, "Add a programme", says what to write where."""


class Command(BaseCommand):
    help = "Write programmes/NAME/: declaration, dossier, migration, form, rule, score, certificate, demo, tests"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME", help="small letters, digits and _, like example_award")

    def handle(self, *args: Any, **options: Any) -> None:
        name, root = options["name"], settings.BASE_DIR
        labels = {config.label for config in apps.get_app_configs()}
        prefixes = {one.certificate.prefix for one in registry.all_programmes().values() if one.certificate}
        try:
            demand_name(name, root=root, labels=labels)
        except BadName as error:
            raise CommandError(str(error), returncode=2) from None
        for path in write_folder(name, root=root, prefixes=prefixes):
            self.stdout.write(str(path))
        self.stdout.write(NEXT.format(name=name))
