from __future__ import annotations

import pytest

from programmes import registry
from tests.applications.district.scene import ITEMISED


@pytest.fixture
def itemised(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cast's edition is of a programme with several items, consultation, incubation and priority."""
    everything = {**registry.all_programmes(), ITEMISED.slug: ITEMISED}
    monkeypatch.setattr(registry, "all_programmes", lambda: everything)
