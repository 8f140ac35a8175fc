"""YAML as a tree that knows its lines. Nothing is built from the file but text, lists and maps.

Anchors, aliases, tags and directives are refused, so that a small file cannot grow when it is read and nothing in it
can name a type; size, depth and the number of values are bounded before anything is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from django.utils.translation import gettext as _

MOST_BYTES = 200_000
MOST_VALUES = 20_000
MOST_DEPTH = 12
NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
OTHER_BREAKS = re.compile("[\x85\u2028\u2029]")
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True, order=True)
class Wrong:
    """What is wrong with a line, from 1; text: what is wrong and what a right value looks like."""

    line: int
    text: str


class Unreadable(ValueError):
    """No tree can be made of the file; says why, and at which line."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.wrong = Wrong(line, text)


@dataclass(slots=True)
class Node:
    """A value with the line it begins at. kind: "text", "list" or "map"; key_lines: where each key of a map stands."""

    line: int
    kind: str
    text: str = ""
    is_quoted: bool = False
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Node] = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)

    @property
    def is_nothing(self) -> bool:
        return self.kind == "text" and not self.is_quoted and self.text in NOTHING


def read_tree(content: bytes) -> tuple[Node, list[Wrong]]:
    """The one document of a file, and what its maps say twice. Raises Unreadable."""
    builder = Builder()
    try:
        for event in _events(content):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise _broken(error, last_line=content.count(b"\n") + 1) from None
    except yaml.reader.ReaderError as error:
        line = content[: max(error.position, 0)].count(b"\n") + 1
        raise Unreadable(line, _("这一行有不能使用的控制字符，请删去。")) from None
    if builder.root is None:
        raise Unreadable(1, _("文件是空的。请导出一个年度工作，在它的文件上修改。"))
    return builder.root, builder.wrong


def _events(content: bytes) -> Iterator[Any]:
    if len(content) > MOST_BYTES:
        most = MOST_BYTES // 1000
        raise Unreadable(1, _("文件过大，最多 %(most)s KB。请核对是否选错了文件。") % {"most": most})
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Unreadable(line, _("这一行不是 UTF-8 编码的文字，请另存为 UTF-8 后再导入。")) from None
    # YAML would count these as line ends, and nobody's editor does.
    return iter(yaml.parse(OTHER_BREAKS.sub(" ", text), Loader=LOADER))


def _broken(error: yaml.MarkedYAMLError, *, last_line: int) -> Unreadable:
    """The parser's English in words; what is never closed is told where it was opened."""
    problem = error.problem or ""
    if "end of stream" in problem:
        text, mark = _("从这一行起的引号没有成对。"), error.context_mark
    elif "expected ',' or" in problem or "expected node content" in problem:
        text, mark = _("从这一行起的括号没有成对，或者各项之间缺少逗号。"), error.context_mark
    elif "mapping values" in problem:
        text, mark = _("这一行的冒号或缩进不对：同一层左边对齐，含冒号的文字须加引号。"), error.problem_mark
    elif "cannot start any token" in problem:
        text, mark = _("缩进须用空格，不用制表符；以特殊符号开头的文字须加引号。"), error.problem_mark
    else:
        text, mark = _("这一行不合 YAML 的写法，请核对缩进、冒号后的空格和引号是否成对。"), error.problem_mark
    mark = mark or error.problem_mark or error.context_mark
    return Unreadable(min(mark.line + 1, last_line) if mark else 1, text)


class Builder:
    """Puts events together to a tree without recursion."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.wrong: list[Wrong] = []
        self.open: list[tuple[Node, Node | None]] = []
        self.count = 0

    def take(self, event: Any) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        self._demand_plain(event, line)
        if isinstance(event, yaml.ScalarEvent):
            self._put(Node(line, "text", event.value, event.style is not None and event.style != ""))
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            node = Node(line, "list" if isinstance(event, yaml.SequenceStartEvent) else "map")
            self._put(node)
            if len(self.open) >= MOST_DEPTH:
                raise Unreadable(line, _("这里的层次过深，设置文件不会有这么多层。"))
            self.open.append((node, None))
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self.open.pop()

    def _demand_plain(self, event: Any, line: int) -> None:
        """Raises Unreadable for whatever makes a file more than text, lists and maps."""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Unreadable(line, _("不能使用锚点和引用（& 和 *），请把值写全。以这两个符号开头的文字须加引号。"))
        if isinstance(event, yaml.DocumentStartEvent):
            if self.root is not None:
                raise Unreadable(line, _("一个文件只能有一份设置，请删去“---”及其后的内容。"))
            if event.version or event.tags:
                raise Unreadable(line, _("不能使用以百分号开头的指令。"))
        elif getattr(event, "tag", None):
            raise Unreadable(line, _("不能使用类型标记（!）。以叹号开头的文字须加引号。"))

    def _put(self, node: Node) -> None:
        self.count += 1
        if self.count > MOST_VALUES:
            raise Unreadable(node.line, _("值过多，最多 %(most)s 个。") % {"most": MOST_VALUES})
        if not self.open:
            self.root = node
            return
        holder, key = self.open[-1]
        if holder.kind == "list":
            holder.items.append(node)
        elif key is None:
            self.open[-1] = (holder, node)
        else:
            self.open[-1] = (holder, None)
            self._enter(holder, key, node)

    def _enter(self, holder: Node, key: Node, node: Node) -> None:
        if key.kind != "text":
            self.wrong.append(Wrong(key.line, _("冒号前须是一个名称。")))
        elif key.text in holder.entries:
            first = holder.key_lines[key.text]
            text = _("“%(key)s”在第 %(first)s 行已写过，只能写一次。") % {"key": key.text[:60], "first": first}
            self.wrong.append(Wrong(key.line, text))
        else:
            holder.entries[key.text] = node
            holder.key_lines[key.text] = key.line
