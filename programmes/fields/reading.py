"""From what was typed to a typed value, one question at a time. Errors say what a right value looks like."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from portal.kit import uscc
from portal.kit.folding import fold_code, fold_width
from programmes.contract import Field, FieldKind

from .codes import read_codes
from .days import read_day
from .figures import read_figure
from .problems import Problem
from .words import clean_line, clean_text, is_blank, listed, said

Choices = Sequence[tuple[str, str]]

YES = frozenset({"是", "有", "TRUE", "YES", "Y", "ON", "1", "√", "✓", "真"})
NO = frozenset({"否", "无", "没有", "FALSE", "NO", "N", "OFF", "0", "×", "假"})


def read_value(field: Field, typed: Any, *, districts: Choices = ()) -> Any:
    """The typed value of one answer; None (an empty list for several choices or codes) where nothing was typed.

    typed      text; a list of texts for CHOICES; a bool, date or number is taken as it is
    districts  (code, name) of the bodies that may be chosen
    Returns    str, Decimal, int, date, bool, or a list of keys. TABLE and FILE are not read here.
    Raises     Problem
    """
    if isinstance(typed, str):
        typed = clean_text(typed)
    if is_blank(typed):
        return [] if field.kind in (FieldKind.CHOICES, FieldKind.CODE_LIST) else None
    if field.kind is FieldKind.DISTRICT:
        return read_district(typed, districts)
    return READERS[field.kind](field, typed)


def read_text(field: Field, typed: Any) -> str:
    text = clean_text(typed).strip() if field.kind is FieldKind.LONG_TEXT else clean_line(typed)
    length = len(text)
    limits = {"length": length, "minimum": field.minimum, "maximum": field.maximum, "over": 0}
    if field.maximum is not None and length > field.maximum:
        limits["over"] = length - int(field.maximum)
        raise Problem(_("最多 %(maximum)s 字，现有 %(length)s 字，请删减 %(over)s 字。") % limits)
    if field.minimum is not None and length < field.minimum:
        raise Problem(_("至少 %(minimum)s 字，现有 %(length)s 字，请填写完整。") % limits)
    return text


def read_flag(field: Field, typed: Any) -> bool | None:
    """A declaration that is not agreed to is unanswered, never "no"."""
    if isinstance(typed, bool):
        answer = typed
    else:
        word = fold_code(clean_line(typed))
        if word not in YES | NO:
            raise Problem(_("“%(typed)s”不明确，请填“是”或者“否”。") % {"typed": clean_line(typed)})
        answer = word in YES
    return None if field.is_declaration and not answer else answer


def read_choice(field: Field, typed: Any) -> str:
    return _match(clean_line(typed), field.choices)


def read_choices(field: Field, typed: Any) -> list[str]:
    """Keys in the order of the question; text with separators comes from a workbook."""
    words = _words(typed)
    chosen = {_match(word, field.choices) for word in words if word}
    return [key for key, _label in field.choices if key in chosen]


def read_code_list(field: Field, typed: Any) -> list[str]:
    return read_codes(_words(typed))


def read_district(typed: Any, districts: Choices) -> str:
    if not districts:
        raise Problem(_("主办单位尚未设置可选的区，请与主办单位联系。"))
    return _match(clean_line(typed), districts)


def read_uscc(field: Field, typed: Any) -> str:
    """The 18 characters; a number cell of a workbook has lost digits and is refused as such."""
    if isinstance(typed, int | float | Decimal) or "E+" in fold_code(str(typed)):
        raise Problem(_("代码被表格软件转成了数字，末几位已丢失；请把单元格设为“文本”格式后重新填写 18 位代码。"))
    try:
        return uscc.parse(clean_line(typed))
    except uscc.InvalidUscc as wrong:
        length = len(fold_code(clean_line(typed)).replace("-", ""))
        raise Problem(_uscc_sentence(wrong.reason) % {"length": length}) from None


def _uscc_sentence(reason: str) -> str:
    return {
        "empty": _("请填写 18 位统一社会信用代码，与营业执照一致。"),
        "length": _("统一社会信用代码应为 18 位，现有 %(length)s 位，请对照营业执照核对。"),
        "alphabet": _("统一社会信用代码只含数字和大写字母，且不含 I、O、S、V、Z；请检查是否把 0 写成 O、把 1 写成 I。"),
        "region": _("统一社会信用代码第 3 至 8 位应为 6 位数字（登记管理机关行政区划码），请对照营业执照核对。"),
        "check": _("统一社会信用代码的校验位不符：有一位填错，或者有两位颠倒，请对照营业执照逐位核对。"),
    }[reason]


def _words(typed: Any) -> list[str]:
    """A list as a page sends it; text with separators as a cell of a workbook holds it."""
    if isinstance(typed, list | tuple):
        return [clean_line(word) for word in typed]
    text = fold_width(clean_text(typed))
    for mark in ",;|\n\t":
        text = text.replace(mark, "、")
    return [word.strip() for word in text.split("、")]


def _match(word: str, choices: Choices) -> str:
    """The key whose key or label was written, in any width, case or kind of quotation mark."""
    for key, label in choices:
        if _bare(word) in (_bare(key), _bare(label), _bare(said(label))):
            return key
    names = listed(said(label) for _key, label in choices)
    raise Problem(_("“%(typed)s”不在可选范围内，请从下列各项中选：%(names)s。") % {"typed": word, "names": names})


def _bare(text: str) -> str:
    return "".join(char for char in fold_code(text) if char.isalnum())


def _read_day(field: Field, typed: Any) -> date:
    return read_day(typed, is_past=field.is_past)


READERS: dict[FieldKind, Callable[[Field, Any], Any]] = {
    FieldKind.TEXT: read_text,
    FieldKind.LONG_TEXT: read_text,
    FieldKind.INTEGER: read_figure,
    FieldKind.DECIMAL: read_figure,
    FieldKind.DATE: _read_day,
    FieldKind.BOOLEAN: read_flag,
    FieldKind.CHOICE: read_choice,
    FieldKind.CHOICES: read_choices,
    FieldKind.CODE_LIST: read_code_list,
    FieldKind.USCC: read_uscc,
}
