"""A pytest plugin: the `prove` profile, also for tests that name a small number of examples themselves."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from tests.proofs.properties import EXAMPLES

settings.register_profile("prove", max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile("prove")
OWN_SETTINGS = "_hypothesis_internal_use_settings"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        function = getattr(item, "obj", None)
        function = getattr(function, "__func__", function)
        if getattr(function, "is_hypothesis_test", False) and hasattr(function, OWN_SETTINGS):
            own = getattr(function, OWN_SETTINGS)
            setattr(function, OWN_SETTINGS, settings(own, max_examples=EXAMPLES, deadline=None))
