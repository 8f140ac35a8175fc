"""Recompute a run and name the first difference."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.tenancy import fence
from portal.tenancy.models import Tenant
from reviews import running
from reviews.actions import find_change
from reviews.models import Run


class Command(BaseCommand):
    help = "Recompute a run from its frozen inputs, then compare these inputs with the files of today."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run", type=int, help="key of a run")

    def handle(self, *args: Any, **options: Any) -> None:
        for tenant_id in Tenant.objects.order_by("pk").values_list("pk", flat=True):
            with fence.as_tenant(tenant_id):
                run = Run.objects.select_related("edition").filter(pk=options["run"]).first()
                if run is not None:
                    self.verify(run)
                    return
        raise CommandError(f"There is no run {options['run']}.")

    def verify(self, run: Run) -> None:
        results = running.compute(run.inputs, run.parameters)
        if found := running.first_difference(run.results, results, "results"):
            raise CommandError(f"The results do not follow from the inputs. {found}")
        if running.digest_of(run.inputs, run.parameters, results) != run.digest:
            raise CommandError("The digest does not fit parameters, inputs and results.")
        if found := find_change(run):
            raise CommandError(f"The files have changed since. {found}")
        self.stdout.write(f"The run follows from its inputs, and the files are unchanged. Digest {run.digest}")
