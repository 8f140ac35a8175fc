"""Values of one kind each: complain, and give what is harmless, when the file holds another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from portal.kit.clock import SHANGHAI
from programmes.fields.words import clean_line, clean_text

from .content import said_instant
from .lines import Path, Reading, known_entries
from .marks import Node

YEARS = (2000, 2100)


class Values:
    """parts: the parts of the file by name; a path of one name is of a part, and a part that is missing was told."""

    def __init__(self, reading: Reading, parts: Mapping[str, Node]) -> None:
        self.reading, self.parts = reading, parts

    def complain(self, text: str, *path: str) -> None:
        self.reading.complain(text, *path)

    def _node(self, path: Path, node: Node | None) -> Node | None:
        return node or (self.parts.get(path[0]) if len(path) == 1 else None)

    def entries(self, path: Path, names: Iterable[str], node: Node | None = None) -> Mapping[str, Node]:
        node = self._node(path, node)
        if node is None or (node.is_nothing and len(path) == 1):
            return {}
        if node.kind != "map":
            self.complain(_("这里须是“名称: 值”各占一行，比上一层多缩进两格。"), *path)
            return {}
        return known_entries(self.reading, node, path, names)

    def rows(self, path: Path, node: Node | None = None) -> list[tuple[int, Node]]:
        node = self._node(path, node)
        if node is None or node.is_nothing:
            return []
        if node.kind != "list":
            self.complain(_("这里须是一份清单，每项以“- ”开头；没有时写 []。"), *path)
            return []
        return list(enumerate(node.items))

    def text_of(self, path: Path, node: Node | None, *, is_long: bool = False) -> str:
        if node is None or node.is_nothing:
            return ""
        if node.kind != "text":
            self.complain(_("这里须是一个值，不是清单或一组值。"), *path)
            return ""
        return clean_text(node.text).strip() if is_long else clean_line(node.text)

    def line(self, path: Path, longest: int, node: Node | None = None, *, is_needed: bool = False) -> str:
        text = self.text_of(path, self._node(path, node))
        if len(text) > longest:
            self.complain(_("最多 %(longest)s 个字，现有 %(now)s 个。") % {"longest": longest, "now": len(text)}, *path)
        if is_needed and not text and path[0] in self.parts:
            self.complain(_("不能为空。"), *path)
        return text

    def whole(self, path: Path, low: int, high: int, node: Node | None = None) -> int:
        node = self._node(path, node)
        if node is None:
            return low
        text = self.text_of(path, node)
        if text.isascii() and text.isdigit() and len(text) < 9 and low <= int(text) <= high:
            return int(text)
        self.complain(_("须为 %(low)s 至 %(high)s 之间的整数。") % {"low": low, "high": high}, *path)
        return low

    def yes_no(self, path: Path, node: Node) -> bool:
        if node.kind == "text" and node.text in ("true", "false"):
            return node.text == "true"
        self.complain(_("须为 true（是）或 false（否）。"), *path)
        return False

    def instant(self, path: Path, node: Node | None) -> str | None:
        text = self.text_of(path, node)
        if not text:
            return None
        at = read_instant(text)
        if at is None:
            self.complain(_("须为北京时间的日期和时刻，例如 2027-03-30 17:00。"), *path)
        return said_instant(at)


def read_instant(text: str) -> datetime | None:
    """2027-03-30 17:00, in Shanghai's time unless it names an offset; None for what is no instant of these years."""
    try:
        at = datetime.fromisoformat(text)
        at = (at if at.tzinfo else at.replace(tzinfo=SHANGHAI)).astimezone(SHANGHAI)
    except (ValueError, OverflowError):
        return None
    return at.replace(microsecond=0) if len(text) > len("2027-03-30") and YEARS[0] <= at.year <= YEARS[1] else None
