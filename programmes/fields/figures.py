"""Numbers as they are typed, in the one unit that stands beside the field."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from portal.kit.money import LARGEST, InvalidAmount, group_thousands, parse_amount
from programmes.contract import Field, FieldKind

from .problems import Problem
from .words import clean_line, said


def plain(number: Decimal | int) -> str:
    """No exponent, no separators, no zeros at the end: 38.9000 -> 38.9."""
    text = f"{Decimal(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def grouped(number: Decimal | int) -> str:
    """For reading: 12,345.6."""
    return group_thousands(Decimal(plain(number)))


def figure_in_words(field: Field, number: Decimal | int) -> str:
    """12,345.6; a year stays 2008."""
    return plain(number) if field.is_year else grouped(number)


def read_figure(field: Field, typed: Any) -> Decimal | int:
    """Exact, within the question's bounds. Raises Problem."""
    places = field.places if field.kind is FieldKind.DECIMAL else 0
    # A spreadsheet keeps 15 digits of a number; what stands behind them is noise of the binary form.
    written = f"{typed:.15g}" if isinstance(typed, float) else typed
    text = clean_line(written) if isinstance(written, str) else written
    try:
        number = parse_amount(
            Decimal(text) if isinstance(typed, float) else text,
            places=places,
            largest=_largest(field),
            allow_negative=field.minimum is None or field.minimum < 0,
        )
    except InvalidAmount as wrong:
        has_unit = bool(field.unit) and said(field.unit) in clean_line(typed)
        raise Problem(_say("unit" if has_unit else wrong.reason, field, clean_line(typed))) from None
    if field.minimum is not None and number < field.minimum:
        raise Problem(
            _("不能小于 %(minimum)s，请核对；单位为“%(unit)s”。") % _words(field)
            if field.unit
            else _("不能小于 %(minimum)s，请核对。") % _words(field)
        )
    return number if field.kind is FieldKind.DECIMAL else int(number)


def _largest(field: Field) -> Decimal:
    return LARGEST if field.maximum is None else max(abs(field.maximum), abs(field.minimum or Decimal(0)))


def example_of(field: Field) -> str:
    """A right value for this question."""
    if field.kind is FieldKind.INTEGER:
        return "12" if field.maximum is not None and field.maximum < 420 else "420"
    shown = "38.9256" if field.maximum is not None and field.maximum <= 100_000 else "15735.2856"
    return shown[: shown.index(".") + field.places + bool(field.places)]


def _words(field: Field) -> dict[str, str]:
    return {
        "unit": said(field.unit),
        "example": example_of(field),
        "places": str(field.places),
        "minimum": figure_in_words(field, field.minimum or 0),
        "maximum": figure_in_words(field, _largest(field)),
    }


def _say(reason: str, field: Field, typed: str) -> str:
    is_whole = field.kind is FieldKind.INTEGER or not field.places
    sentences = {
        "empty": _("请填写数字，例如 %(example)s。"),
        "number": _("“%(typed)s”不是数字，请只填数字，例如 %(example)s。"),
        "unit": _("只填数字，不写单位，例如 %(example)s。"),
        "separator": _("分隔符的位置不对：千分位每三位一个，例如 15,735；也可以不用分隔符。"),
        "negative": _("不能为负数，请填 0 或者大于 0 的数，例如 %(example)s。"),
        "too_large": _("数字过大，最大为 %(maximum)s，请核对数字。"),
        "decimals": _("请填整数，例如 %(example)s。") if is_whole else _("最多 %(places)s 位小数，例如 %(example)s。"),
    }
    said_unit = _("本项单位为“%(unit)s”。") if field.unit else ""
    return (sentences[reason] + said_unit) % {**_words(field), "typed": typed[:40]}
