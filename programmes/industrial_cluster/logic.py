"""Three-valued logic: True, False, None = not yet known. False dominates "and", True dominates "or"."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

Verdict: TypeAlias = bool | None
Formula: TypeAlias = str | tuple["Formula", ...]
"""An indicator key, or ("and" | "or", formula, formula, …)."""


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """False if one is False, else None if one is unknown, else True (also of none)."""
    known = list(verdicts)
    if any(verdict is False for verdict in known):
        return False
    return None if any(verdict is None for verdict in known) else True


def any_of(verdicts: Iterable[Verdict]) -> Verdict:
    """True if one is True, else None if one is unknown, else False (also of none)."""
    known = list(verdicts)
    if any(verdict is True for verdict in known):
        return True
    return None if any(verdict is None for verdict in known) else False


def evaluate(formula: Formula, verdicts: Mapping[str, Verdict]) -> Verdict:
    """Work out a formula over named verdicts; an unknown name or operator raises KeyError or ValueError."""
    if isinstance(formula, str):
        return verdicts[formula]
    operator, *parts = formula
    results = [evaluate(part, verdicts) for part in parts]
    if operator == "and":
        return all_of(results)
    if operator == "or":
        return any_of(results)
    raise ValueError(f"unknown operator {operator!r} in a group's formula")


def names_in(formula: Formula) -> frozenset[str]:
    """The indicator keys a formula speaks of."""
    if isinstance(formula, str):
        return frozenset({formula})
    return frozenset().union(*(names_in(part) for part in formula[1:]))
