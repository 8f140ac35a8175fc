"""What is wrong with the questions that an edition asks of its own, part by part and in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from .contract import FieldKind, Programme
from .fields.figures import plain
from .fields.words import said
from .parameters import number_in
from .questions import KINDS, LARGEST, LONGEST, PREFIX, Row, is_own

MOST_QUESTIONS = 40
LONGEST_LABEL, LONGEST_HELP, LONGEST_UNIT = 120, 300, 20
MOST_CHOICES, MOST_COLUMNS, MOST_ROWS = 50, 12, 200
MOST_PLACES = 4
NUMBERS = (FieldKind.INTEGER, FieldKind.DECIMAL)
WITH_CHOICES = (FieldKind.CHOICE, FieldKind.CHOICES)
COLUMN_KINDS = KINDS[: KINDS.index(FieldKind.CHOICES)]
PARTS = frozenset(
    {
        *("key", "section", "label", "kind", "required", "help", "unit", "requires", "minimum", "maximum", "places"),
        *("choices", "columns", "min_rows", "max_rows"),
    }
)

Flaws = dict[str, str]


def flaws_of_questions(of: Programme, questions: Sequence[Row]) -> dict[int, Flaws]:
    """{place from 0: {part: what is wrong and what a right value looks like}}; places without flaws are left out.

    of  the programme without an edition's questions
    """
    found = {place: flaws_of_question(of, row, questions) for place, row in enumerate(questions)}
    if len(questions) > MOST_QUESTIONS:
        found[MOST_QUESTIONS] = {"label": _("一个年度最多 %(most)s 个补充问题。") % {"most": MOST_QUESTIONS}}
    return {place: flaws for place, flaws in found.items() if flaws}


def flaws_of_question(of: Programme, row: Row, questions: Sequence[Row]) -> Flaws:
    """{part: what is wrong}; a choice is choices.0, a part of a column columns.0.label.

    questions  all of the edition's, this row itself among them
    """
    found = dict(_plain_flaws(row))
    found |= {} if found else dict(_flaws_by_kind(row))
    others = [one for one in questions if one is not row]
    found = {**dict(_flaws_in_place(of, row, others)), **found}
    if not found and (wrong := _wrong_condition(of, row, others)):
        found["requires"] = wrong
    return found


def _plain_flaws(row: Row) -> Iterator[tuple[str, str]]:
    """Of the shape alone: what would break whoever reads on."""
    if unknown := sorted(set(map(str, row)) - PARTS):
        yield "key", _("没有这些项：%(parts)s。") % {"parts": "、".join(unknown)}
    for part in ("key", "section", "label", "kind", "help", "unit", "requires"):
        if not isinstance(row.get(part, ""), str):
            yield part, _("须为文字。")
    for part in ("choices", "columns"):
        if not isinstance(row.get(part, []), list):
            yield part, _("须为列表。")
    for part in ("places", "min_rows", "max_rows"):
        if isinstance(row.get(part, 0), bool) or not isinstance(row.get(part, 0), int):
            yield part, _("须为整数，例如 2。")
    for part in ("minimum", "maximum"):
        if row.get(part) is not None and number_in(row[part]) is None:
            yield part, _("须为数字，例如 100。")
    if not isinstance(row.get("required", False), bool):
        yield "required", _("须为是或否。")
    if row.get("kind") not in [kind.value for kind in KINDS]:
        yield "kind", _("没有这种问题，可用的有：%(kinds)s。") % {"kinds": "、".join(kind.value for kind in KINDS)}


def _flaws_by_kind(row: Row) -> Iterator[tuple[str, str]]:
    kind = FieldKind(row["kind"])
    yield from _wrong_words(row)
    yield from _wrong_limits(row, kind)
    if kind in WITH_CHOICES:
        yield from _wrong_choices(row.get("choices", []))
    elif row.get("choices"):
        yield "choices", _("只有选择题有选项。")
    if kind is FieldKind.TABLE:
        yield from _wrong_table(row)
    elif row.get("columns"):
        yield "columns", _("只有表格有列。")
    if row.get("unit") and kind not in NUMBERS:
        yield "unit", _("只有数字有单位。")


def _wrong_words(row: Row) -> Iterator[tuple[str, str]]:
    if not row.get("label", "").strip():
        yield "label", _("请填写问题，例如“近三年主导制定的标准数量”。")
    bounds = {"label": LONGEST_LABEL, "help": LONGEST_HELP, "unit": LONGEST_UNIT}
    for part, most in bounds.items():
        if len(row.get(part, "")) > most:
            yield part, _("最多 %(most)s 字，现有 %(now)s 字。") % {"most": most, "now": len(row[part])}


def _wrong_limits(row: Row, kind: FieldKind) -> Iterator[tuple[str, str]]:
    low, high = (number_in(row[part]) if row.get(part) is not None else None for part in ("minimum", "maximum"))
    if kind not in (*NUMBERS, *LONGEST):
        yield from ((part, _("这种问题没有上下限。")) for part in ("minimum", "maximum") if row.get(part) is not None)
        return
    least, most = (Decimal(0), LONGEST[kind]) if kind in LONGEST else (-LARGEST, LARGEST)
    for part, bound in (("minimum", low), ("maximum", high)):
        if bound is None:
            continue
        if kind is not FieldKind.DECIMAL and bound != bound.to_integral_value():
            yield part, _("请填整数，例如 100。")
        elif not least <= bound <= most:
            yield part, _("请填 %(low)s 至 %(high)s 之间的数。") % {"low": plain(least), "high": plain(most)}
    if low is not None and high is not None and low > high:
        yield "maximum", _("上限不能小于下限 %(low)s。") % {"low": plain(low)}
    if not 0 <= row.get("places", 0) <= (MOST_PLACES if kind is FieldKind.DECIMAL else 0):
        yield "places", _("小数位为 0 至 %(most)s。") % {"most": MOST_PLACES}


def _wrong_choices(choices: Sequence[Any]) -> Iterator[tuple[str, str]]:
    pairs = [(str(one[0]), str(one[1])) for one in choices if isinstance(one, list | tuple) and len(one) == 2]
    if len(pairs) != len(choices):
        yield "choices", _("每个选项须有代码和文字。")
    elif not 2 <= len(pairs) <= MOST_CHOICES:
        yield "choices", _("请写 2 至 %(most)s 个选项。") % {"most": MOST_CHOICES}
    if len({key for key, _label in pairs}) != len(pairs):
        yield "choices", _("选项的代码不能重复。")
    for place, (key, label) in enumerate(pairs):
        if not key or not label.strip() or len(label) > LONGEST_LABEL:
            yield f"choices.{place}", _("请填写选项，最多 %(most)s 字。") % {"most": LONGEST_LABEL}
        elif label in [other for _key, other in pairs[:place]]:
            yield f"choices.{place}", _("选项“%(label)s”重复了。") % {"label": label}


def _wrong_table(row: Row) -> Iterator[tuple[str, str]]:
    columns = row.get("columns", [])
    if not 1 <= len(columns) <= MOST_COLUMNS:
        yield "columns", _("请写 1 至 %(most)s 列。") % {"most": MOST_COLUMNS}
    labels: list[str] = []
    keys: list[str] = []
    for place, column in enumerate(columns):
        for part, text in _wrong_column(column, labels, keys).items():
            yield f"columns.{place}.{part}", text
    low, high = row.get("min_rows", 0), row.get("max_rows", MOST_ROWS)
    if not 1 <= high <= MOST_ROWS:
        yield "max_rows", _("请填 1 至 %(most)s 之间的行数。") % {"most": MOST_ROWS}
    elif not 0 <= low <= high:
        yield "min_rows", _("请填 0 至 %(most)s 之间的行数。") % {"most": high}
    if row.get("required") and low < 1:
        yield "min_rows", _("必填的表格至少一行。")


def _wrong_column(column: Any, labels: list[str], keys: list[str]) -> Flaws:
    if not isinstance(column, Mapping):
        return {"label": _("每一列须有名称和类型。")}
    found = dict(_plain_flaws(column))
    if not found and FieldKind(column["kind"]) not in COLUMN_KINDS:
        found["kind"] = _("表格的列不能是多选、表格或文件。")
    found |= {} if found else dict(_flaws_by_kind(column))
    if not found and column["label"] in labels:
        found["label"] = _("列名“%(label)s”重复了。") % {"label": column["label"]}
    if not found and (not column.get("key") or column["key"] in keys):
        found["key"] = _("列的代码不能为空或重复。")
    labels.append(str(column.get("label", "")))
    keys.append(str(column.get("key", "")))
    return found


def _flaws_in_place(of: Programme, row: Row, others: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """Beside the programme's own questions and the edition's others."""
    key, page = str(row.get("key", "")), of.section_named(str(row.get("section", "")))
    if not is_own(key) or not key.removeprefix(PREFIX).isalnum() or len(key) > 40:
        yield "key", _("代码须以 %(prefix)s 开头，其后为字母和数字。") % {"prefix": PREFIX}
    elif key in [one.get("key") for one in others]:
        yield "key", _("代码 %(key)s 已经用过。") % {"key": key}
    if page is None:
        pages = "、".join(f"{one.key}（{said(one.title)}）" for one in of.sections)
        yield "section", _("请选择问题所在的页面：%(pages)s。") % {"pages": pages}
        return
    taken = [said(field.label) for field in page.fields]
    taken += [one.get("label", "") for one in others if one.get("section") == page.key]
    if row.get("label") and row["label"] in taken:
        yield "label", _("本页已有同样的问题，请换一种问法。")


def _wrong_condition(of: Programme, row: Row, others: Sequence[Row]) -> str:
    wanted = str(row.get("requires", ""))
    if not wanted:
        return ""
    switches = {field.key for field in of.fields() if field.kind is FieldKind.BOOLEAN}
    switches |= {str(one.get("key")) for one in others if one.get("kind") == FieldKind.BOOLEAN}
    if wanted not in switches:
        return _("只能以本申报表里的是非题为条件。")
    return _("条件绕成了一圈，请另选一个是非题。") if _goes_round(row, others) else ""


def _goes_round(row: Row, others: Sequence[Row]) -> bool:
    upward = {str(one.get("key")): str(one.get("requires", "")) for one in [*others, row]}
    seen: Collection[str] = {str(row["key"])}
    here = upward.get(str(row["key"]), "")
    while here and here not in seen:
        seen = {*seen, here}
        here = upward.get(here, "")
    return bool(here)
