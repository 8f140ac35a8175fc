"""`manage.py demo_data`: fill an empty demo with organisers, people and filings; a filled one is left alone."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.desks.demo import cast, publishing, seed, waiting
from portal.kit import clock
from portal.people.models import User
from programmes import registry


class Command(BaseCommand):
    help = "Fill an empty demo with data; does nothing when they are there"

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("demo data belong to the demo")
        if User.objects.filter(is_platform_admin=True).exists():
            return
        with transaction.atomic():
            tenants = cast.make_organisers()
            staff = cast.make_staff(tenants)
            for slug in registry.folders():
                if (Path(registry.HERE) / slug / "demo.py").exists():
                    demo = importlib.import_module(f"programmes.{slug}.demo").make_demo(clock.today())
                    seed.play(demo, tenants[demo.organiser], staff, afterwards=waiting.leave_work)
            waiting.leave_people(tenants["sheitc"], staff)
            for tenant in tenants.values():
                publishing.run_clocks(tenant)
