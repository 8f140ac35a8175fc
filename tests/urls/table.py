"""The whole URL table, flat."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from portal.gate import audience_of
from portal.kit.access import Audience


@dataclass(frozen=True)
class Address:
    """route: as declared, with its converters. name: with its namespace, as reverse() wants it."""

    route: str
    name: str
    view: Callable[..., Any]
    keys: tuple[str, ...]

    @property
    def audience(self) -> Audience | None:
        return audience_of(self.view, self.name.rpartition(":")[2] or None)

    def described(self) -> str:
        audience = self.audience
        who = "NOBODY DECIDED" if audience is None else " ".join([audience.kind, *sorted(audience.roles)])
        return f"{self.route or '/'} | {self.name} | {who}"


def addresses() -> list[Address]:
    return list(walk(get_resolver().url_patterns, "", ""))


def walk(patterns: list[URLPattern | URLResolver], prefix: str, space: str) -> Iterator[Address]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from walk(pattern.url_patterns, route, inner)
        else:
            keys = tuple(pattern.pattern.regex.groupindex) + tuple(
                key for key in getattr(pattern.pattern, "converters", {}) if key not in pattern.pattern.regex.groupindex
            )
            outer = ("tenant",) if "<slug:tenant>" in prefix else ()
            yield Address(route, f"{space}{pattern.name or ''}", pattern.callback, outer + keys)
