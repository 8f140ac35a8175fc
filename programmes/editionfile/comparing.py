"""In what two contents of a programme's editions differ, value by value and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.notifications.catalogue import all_kinds
from portal.notifications.wording import typed_text
from programmes.contract import Programme
from programmes.differences import differences
from programmes.parameters import is_same, shown_value

from .content import Content

HEAD_NAMES: Mapping[str, object] = {
    "year": gettext_lazy("年度"),
    "title": gettext_lazy("标题"),
    "document_number": gettext_lazy("通知文号"),
}
DATE_NAMES: Mapping[str, object] = {
    "opens_at": gettext_lazy("开始申报"),
    "closes_at": gettext_lazy("截止申报"),
    "district_due_at": gettext_lazy("区级推荐截止"),
    "review_due_at": gettext_lazy("评审截止"),
}
DISTRICT_NAMES: Mapping[str, object] = {
    "closes_at": gettext_lazy("本区截止"),
    "paper_copies": gettext_lazy("纸质份数"),
    "discs": gettext_lazy("光盘份数"),
    "quota": gettext_lazy("推荐名额"),
    "note": gettext_lazy("本区要求"),
}
WORDING_NAMES: Mapping[str, object] = {"subject": gettext_lazy("主题"), "body": gettext_lazy("正文")}
QUESTION_NAMES: Mapping[str, object] = {
    "section": gettext_lazy("所在页面"),
    "label": gettext_lazy("问题"),
    "kind": gettext_lazy("类型"),
    "required": gettext_lazy("必填"),
    "help": gettext_lazy("填写说明"),
    "unit": gettext_lazy("单位"),
    "requires": gettext_lazy("前提问题"),
    "minimum": gettext_lazy("下限"),
    "maximum": gettext_lazy("上限"),
    "places": gettext_lazy("小数位"),
    "choices": gettext_lazy("选项"),
    "columns": gettext_lazy("列"),
    "min_rows": gettext_lazy("最少行数"),
    "max_rows": gettext_lazy("最多行数"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs, in words. path: where it stands in the content."""

    path: tuple[str, ...]
    name: str
    before: str
    after: str
    unit: str = ""


def changes_between(
    of: Programme,
    before: Content,
    after: Content,
    *,
    districts: Mapping[str, str],
    stages: Mapping[str, str],
) -> list[Change]:
    """Value by value, in the order of the file. districts: code -> name; stages: key -> word of the stages shown."""
    found = [*_flat_changes(("",), before, after, HEAD_NAMES)]
    found += _flat_changes(("dates",), before["dates"], after["dates"], DATE_NAMES)
    was, now = ({key: key in one["stages"] for key in stages} for one in (before, after))
    found += _flat_changes(("stages",), was, now, stages, _("环节"))
    for one in differences(of, before["parameters"], after["parameters"]):
        found.append(Change(("parameters", *one.path), one.name, one.before, one.after, one.unit))
    found += _question_changes(before["questions"], after["questions"])
    for kind in sorted(before["wording"].keys() | after["wording"].keys()):
        found += _wording_changes(kind, before["wording"].get(kind, {}), after["wording"].get(kind, {}))
    was_rows, now_rows = ({row["district"]: row for row in one["districts"]} for one in (before, after))
    for code in sorted(was_rows.keys() | now_rows.keys()):
        row_name = districts.get(code, code)
        old, new = was_rows.get(code, {}), now_rows.get(code, {})
        changes = list(_flat_changes(("districts", code), old, new, DISTRICT_NAMES, row_name))
        if not (changes or (old and new)):
            there, gone = _("有"), "—"
            changes.append(Change(("districts", code), row_name, there if old else gone, there if new else gone))
        found += changes
    return found


def _wording_changes(kind: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    """With placeholders as people write them."""
    of = all_kinds().get(kind)
    if of is None:
        yield from _flat_changes(("wording", kind), before, after, WORDING_NAMES, kind)
        return
    old, new = ({name: typed_text(of, text) for name, text in texts.items()} for texts in (before, after))
    name = _("消息“%(subject)s”") % {"subject": typed_text(of, str(of.subject))}
    yield from _flat_changes(("wording", kind), old, new, WORDING_NAMES, name)


def _flat_changes(
    path: tuple[str, ...],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    names: Mapping[str, Any],
    of: str = "",
) -> Iterator[Change]:
    for key, name in names.items():
        if not is_alike(before.get(key), after.get(key)):
            shown = f"{of} · {name}" if of else str(name)
            yield Change((*path, key), shown, said_value(before.get(key)), said_value(after.get(key)))


def _question_changes(before: list[Content], after: list[Content]) -> Iterator[Change]:
    was, now = ({row["key"]: row for row in rows} for rows in (before, after))
    for key in [*was, *(key for key in now if key not in was)]:
        name = _("补充问题“%(label)s”") % {"label": (now.get(key) or was[key]).get("label") or key}
        rows = [{part: value for part, value in one.get(key, {}).items() if value} for one in (was, now)]
        yield from _flat_changes(("questions", key), rows[0], rows[1], QUESTION_NAMES, name)
    shared = [[key for key in rows if key in was and key in now] for rows in (was, now)]
    if shared[0] != shared[1]:
        yield Change(("questions",), _("补充问题的次序"), "、".join(shared[0]), "、".join(shared[1]))


def is_alike(one: Any, other: Any) -> bool:
    """Nothing is nothing, however it is written; 5 is "5"."""
    return is_same(None if one == "" else one, None if other == "" else other)


def said_value(value: Any) -> str:
    """A value of a content in words: an instant as people type it, a list in brackets where it is in a list."""
    if value in (None, "", [], {}):
        return "—"
    if isinstance(value, str):
        return typed_instant(value)
    if isinstance(value, list):
        return "、".join(said_value(entry) for entry in value)
    if isinstance(value, dict):
        return "（{}）".format("，".join(f"{key}：{said_value(entry)}" for key, entry in value.items()))
    return shown_value(value)


def typed_instant(text: str) -> str:
    """2027-03-30T17:00:00+08:00 as 2027-03-30 17:00; any other text as it is."""
    if len(text) == 25 and text[10] == "T" and text.endswith("+08:00"):
        return f"{text[:10]} {text[11:16]}{'' if text[16:19] == ':00' else text[16:19]}"
    return text
