"""An edition's content as a file for people to review: stable order, each key with its label and unit in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import override

from portal.notifications.catalogue import all_kinds
from portal.notifications.wording import typed_text
from programmes.contract import Programme
from programmes.differences import word_of
from programmes.fields.words import said
from programmes.parameters import is_same, shown_value
from programmes.questions import KINDS, PREFIX

from .comparing import DATE_NAMES, DISTRICT_NAMES, HEAD_NAMES, QUESTION_NAMES, WORDING_NAMES, typed_instant
from .content import Content
from .reading import FORMAT

HEAD = """\
# 年度工作的全部设置。改好后在“设置文件”页导入：先逐项列出差别，确认后才写入；有一处不对就什么也不改。
# 井号后是说明，导入时不读。日期和时刻均为北京时间；截止时刻起（含该时刻）不再受理。
"""
NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,12})?")
BREAKING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def write_file(of: Programme, content: Content, *, districts: Mapping[str, str], stages: Mapping[str, str]) -> str:
    """The file's text. districts: code -> name; stages: optional stage -> word."""
    with override("zh-hans"):
        return HEAD + "".join(f"{line}\n" for line in Writer(of, content, districts, stages).lines())


class Writer:
    def __init__(
        self, of: Programme, content: Content, districts: Mapping[str, str], stages: Mapping[str, str]
    ) -> None:
        self.of, self.content, self.districts, self.stages = of, content, districts, stages

    def lines(self) -> Iterator[str]:
        content = self.content
        yield f"format: {FORMAT}"
        yield f"programme: {content['programme']}{note(said(self.of.title), '导入时不能改成别的项目')}"
        for key, name in HEAD_NAMES.items():
            yield f"{key}: {scalar(content[key])}{note(str(name))}"
        yield ""
        yield "dates:"
        for key, name in DATE_NAMES.items():
            at = content["dates"][key]
            yield f"  {key}: {typed_instant(at) if at else 'null'}{note(str(name))}"
        yield ""
        yield from self._stages()
        yield ""
        yield "parameters:"
        for key, value in content["parameters"].items():
            yield from self._parameter(key, value)
        for part in (self._questions, self._wording, self._districts):
            yield ""
            yield from part()

    def _stages(self) -> Iterator[str]:
        known = "、".join(f"{key}（{word}）" for key, word in self.stages.items())
        yield f"# 可选环节：写在下面的启用，没有写的不启用。可选：{known or '无'}"
        chosen = self.content["stages"]
        yield "stages:" if chosen else "stages: []"
        yield from (f"  - {key}{note(self.stages.get(key, ''))}" for key in chosen)

    def _parameter(self, key: str, value: Any) -> Iterator[str]:
        label, unit = (said(text) for text in self.of.parameter_labels.get(key, ("", "")))
        default, choices = self.of.defaults.get(key), self.of.parameter_choices.get(key, ())
        hints = [f"{label}（{unit}）" if unit else label]
        if choices:
            hints.append("可选：" + "、".join(f"{one}={said(word)}" for one, word in choices))
        if not isinstance(value, dict):
            if default is not None and not is_same(default, value):
                hints.append(f"默认 {shown_value(default, choices)}")
            yield f"  {key}: {flow(value)}{note(*hints)}"
            return
        yield f"  {key}:{note(*hints)}"
        yield from self._rows(key, value, default, 4)

    def _rows(self, key: str, table: Mapping[str, Any], default: Any, indent: int) -> Iterator[str]:
        """Rows of a table in the order of the default's; its own come last, by key."""
        known = default if isinstance(default, dict) else {}
        for part in [*(one for one in known if one in table), *sorted(one for one in table if one not in known)]:
            value, usual, word = table[part], known.get(part), word_of(self.of, key, part)
            head = f"{' ' * indent}{scalar(part, is_key=True)}:"
            hints = [word] if word != part else []
            if isinstance(value, dict):
                yield head + note(*hints)
                yield from self._rows(key, value, usual, indent + 2)
                continue
            if part in known and not is_same(usual, value):
                hints.append(f"默认 {shown_value(usual)}")
            yield f"{head} {flow(value)}{note(*hints)}"

    def _questions(self) -> Iterator[str]:
        yield f"# 补充问题：key 以 {PREFIX} 开头；kind 可为 {' '.join(KINDS)}"
        sections = "、".join(f"{one.key}（{said(one.title)}）" for one in self.of.sections)
        yield f"# section：{sections}"
        yield from self._list("questions", self.content["questions"], {"key": "代码", **QUESTION_NAMES}, 0)

    def _list(self, name: str, rows: list[Content], names: Mapping[str, Any], indent: int) -> Iterator[str]:
        space = " " * indent
        hint = note(str(names["columns"])) if indent else ""
        yield f"{space}{name}:{hint}" if rows else f"{space}{name}: []{hint}"
        for row in rows:
            lead = f"{space}  - "
            for key in [*(one for one in names if one in row), *sorted(one for one in row if one not in names)]:
                if key == "columns":
                    yield from self._list(key, row[key], names, indent + 4)
                elif key == "choices":
                    yield f"{lead}{key}:{note(str(names[key]))}"
                    yield from (f"{space}      - {flow(choice)}" for choice in row[key])
                else:
                    hints = note(str(names.get(key, "")), self._word(key, row))
                    yield f"{lead}{key}: {self._cell(key, row[key])}{hints}"
                lead = f"{space}    "

    def _cell(self, key: str, value: Any) -> str:
        return scalar(typed_instant(value) if key == "closes_at" and value else value)

    def _word(self, key: str, row: Content) -> str:
        return self.districts.get(row[key], "") if key == "district" else ""

    def _wording(self) -> Iterator[str]:
        yield "# 消息文字：没有写的用平台的文字；花括号里的名称在发送时换成实际的值"
        wording = self.content["wording"]
        yield "wording:" if wording else "wording: {}"
        for kind, texts in wording.items():
            of = all_kinds().get(kind)
            yield f"  {kind}:{note(typed_text(of, str(of.subject)) if of else '')}"
            for key, name in WORDING_NAMES.items():
                if key in texts:
                    yield from block(f"    {key}:", typed_text(of, texts[key]) if of else texts[key], str(name))

    def _districts(self) -> Iterator[str]:
        yield "# 各区自己的安排：截止可以更早；没有自己的要求写 null"
        names = {"district": "区级单位", **DISTRICT_NAMES}
        yield from self._list("districts", self.content["districts"], names, 0)


def note(*texts: str) -> str:
    """A comment at the end of a line; nothing where there is nothing to say."""
    said_texts = [" ".join(BREAKING.sub(" ", text).split()) for text in texts if text.strip()]
    return f"  # {'；'.join(said_texts)}" if said_texts else ""


def flow(value: Any) -> str:
    """A scalar, or a list in brackets on one line."""
    return f"[{', '.join(flow(entry) for entry in value)}]" if isinstance(value, list) else scalar(value)


def scalar(value: Any, *, is_key: bool = False) -> str:
    """true, null, numbers and plain names as they are; every other text in double quotes."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    is_plain = NUMBER.fullmatch(text) or re.fullmatch(r"[a-z][a-z0-9_]*|\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?", text)
    if is_plain and text not in {"null", "true", "false"}:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"{}"'.format(BREAKING.sub(lambda found: f"\\u{ord(found.group()):04x}", escaped))


def block(head: str, text: str, name: str) -> Iterator[str]:
    """A text of several lines as one reads it, where no character of it would be lost so."""
    lines = text.split("\n")
    is_simple = len(lines) > 1 and all(line == line.strip() and not BREAKING.search(line) for line in lines)
    if not is_simple or not lines[0] or not lines[-1]:
        yield f"{head} {scalar(text)}{note(name)}"
        return
    yield f"{head} |-{note(name)}"
    indent = " " * (len(head) - len(head.lstrip()) + 2)
    yield from (f"{indent}{line}" if line else "" for line in lines)
