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
from reviews.models import Run, RunState

# A run that was put forward stands for its files: nothing may have changed under it. Before that, and after it was sent
# back, the work goes on, and what experts sign on a provisional run is itself an input of the next one.
STANDING = (RunState.SUBMITTED, RunState.APPROVED)


class Command(BaseCommand):
    help = (
        "Recompute a run from its frozen content, then compare its inputs with the files of today. A result that does "
        "not follow is an error; files that have changed are one only for a run that is submitted or approved. "
        "RUN: a key, or a downloaded run-*.json."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run", help="key of a run, or the path of a downloaded run")

    def handle(self, *args: Any, **options: Any) -> None:
        named = options["run"]
        if not named.isdigit():
            self.answer(compare_frozen(read_content(named)))
            return
        for tenant_id in Tenant.objects.order_by("pk").values_list("pk", flat=True):
            with fence.as_tenant(tenant_id):
                run = Run.objects.select_related("edition").filter(pk=int(named)).first()
                if run is not None:
                    self.answer(compare_frozen(content_of(run)), compare_today(run))
                    return
        raise CommandError(f"There is no run {named}.")

    def answer(self, *compared: tuple[str, bool]) -> None:
        """Print each sentence, or raise CommandError (exit code 1) with all of them where one is a fault."""
        text = "\n".join(sentence for sentence, _is_fault in compared)
        if any(is_fault for _sentence, is_fault in compared):
            raise CommandError(text)
        self.stdout.write(text)


def compare_frozen(content: dict[str, Any]) -> tuple[str, bool]:
    """(whether results and digest follow from the frozen inputs and parameters, whether that is a fault)."""
    try:
        found = differences_in(content)
    except (KeyError, TypeError, ValueError) as error:
        found = [f"cannot be done, {error!r}"]
    told = " ".join(found) or f"the same. Digest {content['digest']}"
    return f"Recomputed from the frozen content: {told}", bool(found)


def compare_today(run: Run) -> tuple[str, bool]:
    """(whether the files of today would give the same inputs, whether that is a fault at this state of the run)."""
    changed = find_change(run)
    if changed is None:
        return "Against the files of today: the same.", False
    is_fault = run.state in STANDING
    why = "" if is_fault else " (for information: this run has not been put forward)"
    return f"Against the files of today: {changed}{why}", is_fault


def differences_in(content: dict[str, Any]) -> list[str]:
    """Where the frozen results do not follow from the frozen inputs, and whether the digest fits."""
    inputs, parameters = content["inputs"], content["parameters"]
    results = running.compute(inputs, parameters)
    found = []
    if changed := running.first_difference(content["results"], results, "results"):
        found.append(f"{changed}.")
    if (digest := running.digest_of(inputs, parameters, results)) != content["digest"]:
        found.append(f"The digest is {content['digest']}, recomputed {digest}.")
    return found


def content_of(run: Run) -> dict[str, Any]:
    return {"parameters": run.parameters, "inputs": run.inputs, "results": run.results, "digest": run.digest}


def read_content(path: str) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"{path} cannot be read as a run: {error}") from error
    return content
