"""Loaded by pytest before Django reads its settings: starts PostgreSQL and Redis, then brings in the fixtures."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

os.environ["PORTAL_MODE"] = "test"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
# Every worker of a parallel run has a cache of its own: one clears it between tests while another counts in it.
os.environ["CACHE_DATABASE"] = str(1 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")))


def pytest_load_initial_conftests() -> None:
    from portal.embedded import export_environment

    export_environment(mode="test")
    Path(os.environ["PINBANG_STATE"], "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise warns without it


pytest_load_initial_conftests = pytest.hookimpl(tryfirst=True)(pytest_load_initial_conftests)


def pytest_configure(config: pytest.Config) -> None:
    # After pytest-django, so that its django_db_setup gives way to ours.
    config.pluginmanager.import_plugin("tests.fixtures")
    config.pluginmanager.import_plugin("tests.chromium")
