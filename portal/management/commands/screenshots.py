"""`manage.py screenshots --out DIR`: every page of every person of the demo, wide and narrow, on one contact sheet."""

from __future__ import annotations

import os
import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.template.loader import render_to_string

from portal.desks import shots
from portal.desks.serving import served
from portal.management.commands.demo import collect_static

HEIGHTS = {1280: 900, 390: 844}


class Command(BaseCommand):
    help = "Photograph every page of the demo for each person, at 1280 and 390 px, with a contact sheet"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", required=True, help="the folder to write PNGs and index.html into")
        parser.add_argument("--only", default="", help="part of a person's or page's name: city-officer, queue")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("screenshots log in as the people of the demo, which production does not have")
        folder = Path(options["out"])
        folder.mkdir(parents=True, exist_ok=True)
        call_command("migrate", database="owner", interactive=False, verbosity=0)
        collect_static()
        call_command("demo_data")
        # Playwright's loop lives in this thread, and Django would refuse it the database.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        taken = photograph(folder, options["only"])
        if not taken:
            raise CommandError(f"no page is called anything with {options['only']!r}")
        sheet = render_to_string("shots.html", {"pages": taken, "widths": shots.WIDTHS})
        (folder / "index.html").write_text(sheet)
        self.stdout.write(f"{len(taken)} pages at {len(shots.WIDTHS)} widths: {folder / 'index.html'}")


def chromium() -> str:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        raise CommandError("no Chromium on PATH: install it (apt-get install chromium) or name it in CHROMIUM")
    return path


def photograph(folder: Path, only: str) -> list[shots.Page]:
    """Every page whose title or address's name holds `only`, once per width."""
    from playwright.sync_api import sync_playwright  # installed for tests, not for serving

    taken: list[shots.Page] = []
    with served() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        for person, login in shots.PEOPLE:
            key = shots.session_for(login) if login else ""
            pages = [p for p in shots.pages_of(person, shots.client_for(key)) if only in p.title or only in p.name]
            context = browser.new_context(locale="zh-CN", reduced_motion="reduce")
            if key:
                context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": base}])
            tab = context.new_page()
            for page in pages:
                tab.set_viewport_size({"width": shots.WIDTHS[0], "height": HEIGHTS[shots.WIDTHS[0]]})
                tab.goto(base + page.url)
                for width in shots.WIDTHS:
                    tab.set_viewport_size({"width": width, "height": HEIGHTS[width]})
                    tab.screenshot(path=folder / f"{page.title}-{width}.png", full_page=True)
            taken += pages
            context.close()
        browser.close()
    return taken
