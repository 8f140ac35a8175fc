"""Chromium over the real application: a live server on the test base, a moving clock, a browser context per person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.fixtures import NOON
from tests.journeys.browser import MovingClock, Theatre


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
    browser: Browser,
    moving_clock: MovingClock,
    settings: Any,
    tmp_path: Any,
) -> Iterator[Theatre]:
    """The set-up of a journey: organisers, districts, an open edition, accounts. All else is done on pages."""
    from tests.journeys.scenery import raise_scenery

    settings.BASE_URL = live_server.url
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.SESSION_IDLE_SECONDS = 366 * 86400  # the clock jumps over weeks while a person works on
    stage = Theatre(browser=browser, url=live_server.url, clock=moving_clock, cast=raise_scenery(), folder=tmp_path)
    yield stage
    stage.close()
