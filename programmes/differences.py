"""In what two settings of a programme differ, value by value and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.people.models import ExpertField

from .contract import Programme
from .fields.words import said
from .parameters import Path, flat, is_same, shown_value

SHARED_WORDS: dict[str, Mapping[str, Any]] = {"panel_seats": dict(ExpertField.choices)}


def word_of(of: Programme, key: str, part: str) -> str:
    """What a row or column of a parameter's table is called."""
    for words in (of.parameter_words.get(key, {}), SHARED_WORDS.get(key, {})):
        if part in words:
            return said(str(words[part]))
    listed = of.list_named(part)
    return said(listed.title) if listed else part


def name_of(of: Programme, path: Path) -> str:
    """Parameter, row and column in words."""
    label = said(of.parameter_labels[path[0]][0]) if path[0] in of.parameter_labels else path[0]
    return " · ".join([label, *(word_of(of, path[0], part) for part in path[1:])])


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that two settings hold differently, in words; path as in Leaf."""

    path: Path
    name: str
    before: str
    after: str
    unit: str = ""


def differences(of: Programme, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Value by value, in the order of the programme's parameters; parameters without a label are not shown."""
    found = []
    for key, (_label, unit) in of.parameter_labels.items():
        old, new = (dict(flat((key,), settings.get(key, of.defaults.get(key)))) for settings in (before, after))
        choices = of.parameter_choices.get(key, ())
        for path in [*old, *(one for one in new if one not in old)]:
            if not is_same(old.get(path), new.get(path)):
                words = (shown_value(old.get(path), choices), shown_value(new.get(path), choices))
                found.append(Difference(path, name_of(of, path), *words, unit=said(unit)))
    return found
