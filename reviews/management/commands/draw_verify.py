"""Recompute a draw: from the base by the panel's number, or from a record that somebody downloaded."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.tenancy import fence
from portal.tenancy.models import Tenant
from reviews import drawrecord, queries
from reviews.models import Panel


class Command(BaseCommand):
    help = "Recompute a draw and name the first step that does not follow. PANEL: a key, or a downloaded draw-*.json."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("panel", help="key of a panel, or the path of a draw record")

    def handle(self, *args: Any, **options: Any) -> None:
        record = read_record(options["panel"])
        try:
            found = drawrecord.find_difference(record)
        except (KeyError, TypeError, ValueError) as error:
            raise CommandError(f"This is no complete draw record: {error!r}") from error
        if found:
            raise CommandError(found)
        self.stdout.write(f"The draw follows from the record. Digest {record['digest']}")


def read_record(named: str) -> dict[str, Any]:
    """Raises CommandError for an unreadable file, an unknown panel, or one that is not drawn."""
    if named.isdigit():
        return record_in_base(int(named))
    try:
        record: dict[str, Any] = json.loads(Path(named).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"{named} cannot be read as a draw record: {error}") from error
    return record


def record_in_base(panel_id: int) -> dict[str, Any]:
    for tenant_id in Tenant.objects.order_by("pk").values_list("pk", flat=True):
        with fence.as_tenant(tenant_id):
            panel = Panel.objects.select_related("edition").filter(pk=panel_id).first()
            if panel is not None and not panel.draw_digest:
                raise CommandError(f"Panel {panel_id} has not been drawn.")
            if panel is not None:
                return queries.record_of(panel)
    raise CommandError(f"There is no panel {panel_id}.")
