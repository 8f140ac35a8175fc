"""What was read of an edition's file so far, and what is wrong with it, each with its line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from django.utils.translation import gettext as _

from programmes.contract import Programme
from programmes.fields.words import listed

from .content import Content
from .marks import Node, Wrong

Path = tuple[str, ...]


@dataclass(slots=True)
class Reading:
    """content is whole only where nothing is wrong. lines: path of a value -> the line it stands in."""

    content: Content = field(default_factory=dict)
    programme: Programme | None = None
    lines: dict[Path, int] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)

    def line_of(self, *path: str) -> int:
        """The line of a value, or of the nearest that holds it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def complain(self, text: str, *path: str) -> None:
        self.wrong.append(Wrong(self.line_of(*path), text))


def note_lines(reading: Reading, node: Node, path: Path) -> None:
    reading.lines.setdefault(path, node.line)
    for key, entry in node.entries.items():
        reading.lines[*path, key] = node.key_lines[key]
        note_lines(reading, entry, (*path, key))
    for index, entry in enumerate(node.items):
        note_lines(reading, entry, (*path, str(index)))


def known_entries(reading: Reading, node: Node, path: Path, names: Iterable[str]) -> Mapping[str, Node]:
    """The entries of a map that have one of these names; the others are complained of."""
    names = list(names)
    for key in node.entries:
        if key not in names:
            near = get_close_matches(key, names, n=1)
            hint = _("是否为“%(near)s”？") % {"near": near[0]} if near else _("可用的有：%(names)s。")
            text = _("没有“%(key)s”这一项。") % {"key": key[:60]} + hint % {"names": listed(names)}
            reading.complain(text, *path, key)
    return {key: entry for key, entry in node.entries.items() if key in names}
