"""Chromium over the real application: a live server on the test base, a moving clock, a browser context per person."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.fixtures import NOON
from tests.journeys.browser import FLAGS, MovingClock, Theatre


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The machine's Chromium. Without one the journeys are skipped, in CI they fail."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        message = "no Chromium on PATH: apt-get install chromium"
        if os.environ.get("CI", "").lower() in {"1", "true"}:
            pytest.fail(message)
        pytest.skip(message)
    # Playwright keeps an event loop in this thread; Django would refuse every query of the set-up because of it.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def moving_clock() -> Iterator[MovingClock]:
    clock = MovingClock()
    clock.move_to(NOON)
    yield clock
    clock.release()


@pytest.fixture
def theatre(
    transactional_db: None,
    live_server: LiveServer,
    chromium: Browser,
    moving_clock: MovingClock,
    settings: Any,
    tmp_path: Any,
) -> Iterator[Theatre]:
    """The set-up of a journey: organisers, districts, an open edition, accounts. All else is done on pages."""
    from tests.journeys.scenery import raise_scenery

    settings.BASE_URL = live_server.url
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.SESSION_IDLE_SECONDS = 366 * 86400  # the clock jumps over weeks while a person works on
    stage = Theatre(browser=chromium, url=live_server.url, clock=moving_clock, cast=raise_scenery(), folder=tmp_path)
    yield stage
    stage.close()
