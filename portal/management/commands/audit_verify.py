"""`manage.py audit_verify`: does the audit record still say what was written?"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.audit.verification import Report, verify_chain
from portal.tenancy.models import Tenant

SHOWN = 20


class Command(BaseCommand):
    help = "Recompute every audit event and every seal; name the first broken event. Ends with 1 when one is found"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tenant", help="slug of one organiser; without it all chains, the platform's too")
        parser.add_argument("--database", default="owner", help="the connection to read by; its role passes the fence")

    def handle(self, *args: Any, **options: Any) -> None:
        broken = 0
        for name, tenant_id in chains(options["tenant"], using=options["database"]):
            report = verify_chain(tenant_id, using=options["database"])
            for line in lines_of(name, report):
                self.stdout.write(line)
            broken += bool(report.findings)
        if broken:
            raise CommandError(f"{broken} audit chain(s) broken", returncode=1)


def chains(slug: str | None, *, using: str) -> list[tuple[str, int | None]]:
    """(name, tenant id) of the chains asked for. Raises CommandError for an unknown slug."""
    tenants = Tenant.objects.using(using).order_by("slug")
    if slug is None:
        return [("platform", None), *tenants.values_list("slug", "pk")]
    found: list[tuple[str, int | None]] = list(tenants.filter(slug=slug).values_list("slug", "pk"))
    if not found:
        raise CommandError(f"no organiser has the slug {slug}")
    return found


def lines_of(name: str, report: Report) -> list[str]:
    if not report.findings:
        return [f"ok      {name}: {report.sealed} events sealed, head {report.head}"]
    first = report.findings[0]
    lines = [f"BROKEN  {name}: first broken event {first.event_id} {first.fault}: {first.detail}"]
    lines += [f"        then {f.event_id} {f.fault}: {f.detail}" for f in report.findings[1:SHOWN]]
    if len(report.findings) > SHOWN:
        lines.append(f"        and {len(report.findings) - SHOWN} more")
    return lines
