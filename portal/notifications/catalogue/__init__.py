"""What messages say. One file per area holds KINDS; a new file is found by itself."""

from __future__ import annotations

from .base import DuplicateKind, Kind, MissingValue, UnknownKind, all_kinds, kind_of, render

__all__ = ["DuplicateKind", "Kind", "MissingValue", "UnknownKind", "all_kinds", "kind_of", "render"]
