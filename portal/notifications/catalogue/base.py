"""The shape of a kind of message, and how kinds are found and filled in."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from django.utils.translation import get_language

SUBJECT_LENGTH = 200
_NAMES = re.compile(r"%\((\w+)\)")
_DAY = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class UnknownKind(LookupError):
    """Somebody announced a kind that no file of the catalogue holds."""


class MissingValue(LookupError):
    """The context of an announcement lacks a value that the text names."""


class DuplicateKind(RuntimeError):
    """Two files of the catalogue hold the same kind."""


@dataclass(frozen=True, slots=True)
class Kind:
    """subject and body: lazy texts with %(name)s for values of the context; a percent sign is written %%.

    sample       a context that fills every name, for tests and previews
    is_reminder  may wait for the morning: its mail is not sent between 22:00 and 07:00 (quiet hours)
    """

    subject: Any
    body: Any
    sample: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    is_reminder: bool = False

    def names(self) -> frozenset[str]:
        """Names of the values that the text needs, in the language that is active."""
        return frozenset(_NAMES.findall(f"{self.subject} {self.body}"))

    def worded(self, wording: Mapping[str, Any]) -> Kind:
        """This kind with an organiser's subject and body in place of its own; {} = as it is."""
        return replace(self, subject=wording["subject"], body=wording["body"]) if wording else self

    def sample_context(self) -> dict[str, Any]:
        """The declared sample; a name without one stands for itself."""
        return {name: f"〔{name}〕" for name in self.names()} | dict(self.sample)

    def fill(self, context: Mapping[str, Any]) -> tuple[str, str]:
        """(subject, body) in the active language; the subject is one line of at most 200 characters.

        Raises MissingValue.
        """
        context = {name: say_day(value) for name, value in context.items()}
        try:
            subject, body = str(self.subject) % context, str(self.body) % context
        except KeyError as error:
            raise MissingValue(f"the context lacks {error}") from None
        return " ".join(subject.split())[:SUBJECT_LENGTH], body.strip()


def say_day(value: Any) -> Any:
    """A day as people write it, 2026年3月16日 or 16 Mar 2026, where announcements hold it as 2026-03-16."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return value
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return (
        f"{day.day} {day:%b %Y}" if (get_language() or "").startswith("en") else f"{day.year}年{day.month}月{day.day}日"
    )


def merge(areas: Mapping[str, Mapping[str, Kind]]) -> Mapping[str, Kind]:
    """The kinds of all areas by key. areas: {file name: its KINDS}. Raises DuplicateKind."""
    found: dict[str, Kind] = {}
    for area, kinds in areas.items():
        if twice := found.keys() & kinds.keys():
            raise DuplicateKind(f"{area}.py repeats {', '.join(sorted(twice))}")
        found.update(kinds)
    return MappingProxyType(found)


@cache
def all_kinds() -> Mapping[str, Kind]:
    """Every kind of every file of this package, by key. Raises DuplicateKind."""
    package = importlib.import_module(__package__)
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    return merge({name: getattr(importlib.import_module(f"{__package__}.{name}"), "KINDS", {}) for name in names})


def kind_of(key: str) -> Kind:
    try:
        return all_kinds()[key]
    except KeyError:
        raise UnknownKind(key) from None


def render(kind: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """(subject, body) of a kind in the active language. Raises UnknownKind, MissingValue."""
    return kind_of(kind).fill(context)
