"""Recompute a run and name the first difference."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.tenancy import fence
from portal.tenancy.models import Tenant
from reviews import running
from reviews.actions import find_change
from reviews.models import Run


class Command(BaseCommand):
    help = (
        "Recompute a run from its frozen inputs and compare these inputs with the files of today. "
        "RUN: a key, or a downloaded run-*.json."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run", help="key of a run, or the path of a downloaded run")

    def handle(self, *args: Any, **options: Any) -> None:
        named = options["run"]
        if not named.isdigit():
            self.answer(read_content(named), [])
            return
        for tenant_id in Tenant.objects.order_by("pk").values_list("pk", flat=True):
            with fence.as_tenant(tenant_id):
                run = Run.objects.select_related("edition").filter(pk=int(named)).first()
                if run is not None:
                    changed = find_change(run)
                    self.answer(
                        content_of(run), [f"Frozen inputs and the files of today: {changed}"] if changed else []
                    )
                    return
        raise CommandError(f"There is no run {named}.")

    def answer(self, content: dict[str, Any], found: list[str]) -> None:
        """Print the digest, or raise CommandError (exit code 1) with the first difference of each kind."""
        try:
            found = [*found, *differences_in(content)]
        except (KeyError, TypeError, ValueError) as error:
            raise CommandError("\n".join([*found, f"The run cannot be recomputed: {error!r}"])) from error
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write(f"The results follow from the inputs. Digest {content['digest']}")


def differences_in(content: dict[str, Any]) -> list[str]:
    """Where the frozen results do not follow from the frozen inputs, and whether the digest fits."""
    inputs, parameters = content["inputs"], content["parameters"]
    results = running.compute(inputs, parameters)
    found = []
    if changed := running.first_difference(content["results"], results, "results"):
        found.append(f"Frozen and recomputed results: {changed}")
    if (digest := running.digest_of(inputs, parameters, results)) != content["digest"]:
        found.append(f"The digest is {content['digest']}, recomputed {digest}.")
    return found


def changes_since(run: Run) -> list[str]:
    changed = find_change(run)
    return [f"Frozen inputs and the files of today: {changed}"] if changed else []


def content_of(run: Run) -> dict[str, Any]:
    return {"parameters": run.parameters, "inputs": run.inputs, "results": run.results, "digest": run.digest}


def read_content(path: str) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"{path} cannot be read as a run: {error}") from error
    return content
