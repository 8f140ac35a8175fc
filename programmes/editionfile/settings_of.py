"""The parameters of a file: each value of the type that the programme's default has, as the settings page reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from programmes.contract import Programme
from programmes.differences import name_of
from programmes.fields.problems import Problem
from programmes.flaws import flaws_of
from programmes.parameters import Kind, Leaf, leaves_of, read_leaf

from .lines import Path, Reading, known_entries
from .marks import Node


def read_parameters(reading: Reading, node: Node) -> dict[str, Any]:
    """Every parameter of the programme; one that the file leaves out has its default. Complains of what is wrong."""
    of = reading.programme
    assert of is not None
    if node.kind != "map":
        reading.complain(_("这里须是“名称: 值”各占一行，比上一层多缩进两格。"), "parameters")
        return dict(of.defaults)
    before = len(reading.wrong)
    given = known_entries(reading, node, ("parameters",), of.parameter_labels)
    found = {key: Typist(reading, of, key).read(given[key]) for key in of.parameter_labels if key in given}
    settings = {**of.defaults, **found}
    if len(reading.wrong) == before:
        complain_of_flaws(reading, of, settings)
    return settings


def complain_of_flaws(reading: Reading, of: Programme, settings: Mapping[str, Any]) -> None:
    """Bounds, sums and whatever the programme itself checks, each at its value's line."""
    paths = {".".join(path[1:]): path for path in reading.lines if path[:1] == ("parameters",)}
    for key, text in flaws_of(of, settings).items():
        path = paths.get(key, ("parameters", key.partition(".")[0]))
        reading.complain(f"{name_of(of, path[1:])}：{text}", *path)


class Typist:
    """Reads one parameter."""

    def __init__(self, reading: Reading, of: Programme, key: str) -> None:
        self.reading, self.of, self.key = reading, of, key
        self.leaves = {leaf.path: leaf for leaf in leaves_of(of, key, of.defaults)}

    def read(self, node: Node) -> Any:
        return self._read(node, (self.key,))

    def _read(self, node: Node, path: Path) -> Any:
        if node.kind == "map":
            if not any(len(known) > len(path) for known in self.leaves):
                return self._complain(path, _("这里须是一个值，不是一组值。"))
            return {key: self._read(entry, (*path, key)) for key, entry in node.entries.items()}
        leaf = self._like(path)
        if node.kind == "list":
            if leaf is not None and leaf.kind is Kind.NUMBERS:
                return self._typed(leaf, path, "、".join(item.text for item in node.items if item.kind == "text"))
            if leaf is None and len(path) > 1:
                return [self._read(entry, (*path, str(index))) for index, entry in enumerate(node.items)]
            return self._complain(path, _("这里须是一个值，不是清单。"))
        if leaf is None:
            return self._complain(path, _("这里须是一组值，形式与默认值相同。"))
        if leaf.kind is Kind.NUMBERS:
            return self._complain(path, _("这里须是一份清单，例如 [180, 90, 30]。"))
        return self._typed(leaf, path, "" if node.is_nothing else node.text)

    def _like(self, path: Path) -> Leaf | None:
        """The default's value at this place; for a row that it does not have, that of another row of the table."""
        if path in self.leaves:
            return self.leaves[path]
        alike = [leaf for known, leaf in self.leaves.items() if len(known) == len(path)]
        near = max(alike, key=lambda leaf: sum(map(str.__eq__, leaf.path, path)), default=None)
        return Leaf(path, near.kind, None, None, near.choices) if near else None

    def _typed(self, leaf: Leaf, path: Path, text: str) -> Any:
        if leaf.kind is Kind.YES_NO and text not in ("true", "false"):
            return self._complain(path, _("须为 true（是）或 false（否）。"))
        try:
            found = read_leaf(leaf, text)
        except Problem as wrong:
            return self._complain(path, str(wrong))
        return found if found is not None else self._complain(path, _("不能为空；不要这一行就把它整行删去。"))

    def _complain(self, path: Path, text: str) -> Any:
        self.reading.complain(f"{name_of(self.of, path)}：{text}", "parameters", *path)
        return None
