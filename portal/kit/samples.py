"""Values for demonstration and tests that are well formed and belong to nobody."""

from __future__ import annotations

from . import uscc


def example_code(serial: int) -> str:
    """A credit code of no real body: region 000000, a numbered body, the right check character. serial: 0-99999."""
    stem = f"91000000DEMA{serial:05d}"
    return uscc.parse(stem + uscc.check_character(stem))
