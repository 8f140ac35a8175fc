"""Rules between the fields of the form. Each message says what is wrong and what a right value looks like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from programmes.shanghai_brand.form_fields import LEAST_POINTS
from programmes.shanghai_brand.reading import (
    ITEMS,
    POINTS,
    day_in,
    figure_in,
    fold,
    is_trademark_number,
    rows_in,
    word_in,
)
from programmes.shanghai_brand.words import mark as _

Row = Mapping[str, Any]
YEARS = ("revenue_y0", "revenue_y1", "revenue_y2")

ONE_CODE = _("只填主营业务的一个国民经济行业代码，例如 C3983。")
ABOVE_FIRM = _("第 %(row)d 项的收入超过企业同年营业收入，请核对两个数字，单位均为万元。")
NUMBER_SHAPE = _("第 %(row)d 项的商标注册号应为 5 至 9 位数字，末尾可带一个字母，例如 12345678。")
OWNERS_DIFFER = _("已填“各项目使用的商标均权属本企业”，但各行商标权利人不一致，请对照注册证改正其中一处。")
NO_SUCH_ITEM = _("第 %(row)d 行的项目序号没有对应的项目，请填 1 至 %(count)d。")
TOO_FEW = _("第 %(item)d 项须至少比较 3 项先进性指标，现有 %(count)d 项。")
REPEATED = _("第 %(second)d 行与第 %(first)d 行是同一项目的同一指标，请只保留一行。")
NOTHING_TO_COMPARE = _("第 %(row)d 行的国家标准数值和国际最好水平至少填一个，才能比较。")
HONOUR_REVERSED = _("第 %(row)d 行的有效期至早于授予日期，请对照证书核对两个日期。")


def check_answers(answers: Mapping[str, Any]) -> dict[str, str]:
    """Field key → message, over the whole form; a field not yet filled in is no error here."""
    found = {
        "industry_gbt4754": ONE_CODE if len(answers.get("industry_gbt4754") or ()) > 1 else "",
        ITEMS: _wrong_item(answers),
        POINTS: _wrong_point(answers),
        "priority_honours": _wrong_honour(answers),
    }
    return {key: text for key, text in found.items() if text}


def _wrong_item(answers: Row) -> str:
    """The first item that clashes with the firm, or with what is said of all of them."""
    rows = rows_in(answers, ITEMS)
    for number, row in enumerate(rows, start=1):
        if (mark := word_in(row, "tm_reg_no")) and not is_trademark_number(mark):
            return NUMBER_SHAPE % {"row": number}
        if any(_is_above(row, answers, year) for year in YEARS):
            return ABOVE_FIRM % {"row": number}
    owners = {fold(owner) for row in rows if (owner := word_in(row, "tm_owner"))}
    return OWNERS_DIFFER if answers.get("tm_owner_same") is True and len(owners) > 1 else ""


def _is_above(part: Row, whole: Row, key: str) -> bool:
    small, large = figure_in(part, key), figure_in(whole, key)
    return small is not None and large is not None and small > large


def _wrong_point(answers: Row) -> str:
    """Rows one by one; then, once there are any, whether every item has enough of them."""
    items, points = rows_in(answers, ITEMS), rows_in(answers, POINTS)
    seen: dict[tuple[str, str], int] = {}
    for number, row in enumerate(points, start=1):
        item = figure_in(row, "item")
        if item is not None and items and not 1 <= item <= len(items):
            return NO_SUCH_ITEM % {"row": number, "count": len(items)}
        if not _is_comparable(row):
            return NOTHING_TO_COMPARE % {"row": number}
        key = (str(item), fold(word_in(row, "indicator")))
        if item is not None and key[1] and key in seen:
            return REPEATED % {"first": seen[key], "second": number}
        seen.setdefault(key, number)
    return _too_few(items, points) if points else ""


def _is_comparable(row: Row) -> bool:
    return any(figure_in(row, key) is not None for key in ("national", "best_abroad"))


def _too_few(items: list[Row], points: list[Row]) -> str:
    counts = Counter(int(item) for row in points if (item := figure_in(row, "item")) is not None)
    for number, _row in enumerate(items, start=1):
        if counts[number] < LEAST_POINTS:
            return TOO_FEW % {"item": number, "count": counts[number]}
    return ""


def _wrong_honour(answers: Row) -> str:
    for number, row in enumerate(rows_in(answers, "priority_honours"), start=1):
        issued_on, ends = day_in(row.get("issued_on")), day_in(row.get("valid_to"))
        if issued_on is not None and ends is not None and ends < issued_on:
            return HONOUR_REVERSED % {"row": number}
    return ""
