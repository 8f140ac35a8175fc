"""What was published is never edited: a trigger says so, whatever the code above it does."""

from __future__ import annotations

from typing import Any

import pgtrigger


class ChangedBut(pgtrigger.Condition):
    """True when the row matches `sql` and any field other than `free` changes."""

    def __init__(self, sql: str, free: tuple[str, ...]) -> None:
        super().__init__(sql)
        self.free = free

    def resolve(self, model: Any) -> str:
        changed = pgtrigger.AnyChange(exclude=list(self.free)).resolve(model)
        return f"(({self.sql}) and ({changed}))"


def keep(name: str, *, when: str = "true", free: tuple[str, ...] = ()) -> pgtrigger.Protect:
    """A trigger that refuses every change of a row but to the fields in `free`. when: SQL over OLD."""
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update, condition=ChangedBut(when, free))
