"""What is frozen, in one canonical form: order, JSON, digests, and where two of them part. Plain Python.

Numbers stand as text, so that JSON gives them back as they were. No row ids, no times: only codes, figures, order.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any


def in_order(inputs: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Inputs by code, and within each the experts' sheets in an order of their own: that of what they say."""
    ordered = sorted(inputs, key=lambda unit: str(unit["code"]))
    if len({unit["code"] for unit in ordered}) != len(ordered):
        raise ValueError("Two units of a run have the same code.")
    return [{**unit, "experts": sorted(unit["experts"], key=canonical)} for unit in ordered]


def digest_of(
    inputs: Sequence[Mapping[str, Any]], parameters: Mapping[str, Any], results: Sequence[Mapping[str, Any]]
) -> str:
    """SHA-256, hex, over parameters, inputs and results in canonical JSON."""
    content = {"parameters": parameters, "inputs": in_order(inputs), "results": list(results)}
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def facts_digest(facts: Any) -> str:
    """SHA-256, hex, over what rules and scoring saw."""
    return hashlib.sha256(canonical(asdict(facts) if is_dataclass(facts) else facts).encode()).hexdigest()  # type: ignore[arg-type]


def first_difference(one: Any, other: Any, where: str = "") -> str | None:
    """Where two JSON values part, as a path, with both values; None when they are the same."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        for key in sorted({*one, *other}, key=str):
            if key not in one or key not in other:
                left, right = (repr(side[key]) if key in side else "missing" for side in (one, other))
                return f"{where}.{key}: {left}, now {right}".lstrip(".")
            if found := first_difference(one[key], other[key], f"{where}.{key}"):
                return found
        return None
    if isinstance(one, list) and isinstance(other, list):
        for place, (left, right) in enumerate(zip(one, other, strict=False)):
            name = left.get("code", place) if isinstance(left, Mapping) else place
            if found := first_difference(left, right, f"{where}[{name}]"):
                return found
        return None if len(one) == len(other) else f"{where}: {len(one)} entries, now {len(other)}".lstrip(".")
    return None if one == other else f"{where}: {one!r}, now {other!r}".lstrip(".")


def canonical(value: Any) -> str:
    """Sorted keys, no spaces, decimals as plain text, dates as ISO text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def plain(value: Any) -> Any:
    """The value as JSON gives it back."""
    return json.loads(canonical(value))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)


def number(text: str | None) -> Decimal | None:
    """A frozen number; None where there is none."""
    return None if text is None else Decimal(text)
