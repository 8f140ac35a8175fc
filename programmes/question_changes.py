"""What of an edition's own questions may no longer change once somebody has handed in an answer."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from .questions import Row


def refusals(before: Row | None, after: Row | None) -> dict[str, str]:
    """{part: why it has to stay}; {} where every answer given stays right. None: not there before, not there after.

    Words may change, limits may widen, a duty may end, choices and questions that need no answer may come.
    """
    if after is None:
        return {"": _("已有单位提交了答复，问题不能删除；可以改成选填，并在提示里说明。")} if before else {}
    if before is None:
        return {"required": _("已有单位提交申报，新增的问题只能是选填。")} if after.get("required") else {}
    return dict(_refusals(before, after))


def _refusals(before: Row, after: Row) -> Iterator[tuple[str, str]]:
    if before["kind"] != after["kind"]:
        yield "kind", _("已有单位提交了答复，问题的类型不能改变。")
    if after.get("required") and not before.get("required"):
        yield "required", _("已有单位提交申报，选填的问题不能改成必填。")
    if before.get("requires", "") != after.get("requires", ""):
        yield "requires", _("已有单位提交了答复，条件不能改变。")
    if before.get("unit", "") != after.get("unit", ""):
        yield "unit", _("已有单位提交了答复，单位不能改变。")
    yield from _narrowed(before, after)
    if missing := _lost(before.get("choices", ()), after.get("choices", ())):
        yield "choices", _("已有单位提交了答复，选项不能删除：%(missing)s。") % {"missing": "、".join(missing)}
    yield from _column_refusals(before, after)


def _narrowed(before: Row, after: Row) -> Iterator[tuple[str, str]]:
    for part, sign in (("minimum", 1), ("maximum", -1), ("min_rows", 1), ("max_rows", -1), ("places", -1)):
        old, new = before.get(part), after.get(part)
        if part in ("places", "min_rows"):
            old, new = old or 0, new or 0
        if new is not None and (old is None or Decimal(str(new)) * sign > Decimal(str(old)) * sign):
            now = _("原来没有") if old is None else str(old)
            yield part, _("已有单位提交了答复，限制只能放宽（现为：%(now)s）。") % {"now": now}


def _column_refusals(before: Row, after: Row) -> Iterator[tuple[str, str]]:
    old = {column["key"]: column for column in before.get("columns", ())}
    places = {column["key"]: place for place, column in enumerate(after.get("columns", ()))}
    if missing := [str(column["label"]) for key, column in old.items() if key not in places]:
        yield "columns", _("已有单位提交了答复，列不能删除：%(missing)s。") % {"missing": "、".join(missing)}
    for key, place in places.items():
        for part, text in refusals(old.get(key), after["columns"][place]).items():
            yield f"columns.{place}.{part}", text


def _lost(before: object, after: object) -> list[str]:
    old, new = dict(before), dict(after)  # type: ignore[call-overload]
    return [str(label) for key, label in old.items() if key not in new]
