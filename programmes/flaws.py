"""What is wrong with the settings of an edition: types, bounds and sums that hold for every programme, then its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from .contract import Programme
from .fields.figures import plain
from .parameters import Kind, Leaf, flat, is_table, is_weighted, leaves_of, number_in, out_of_limits

LEAST_SEATS = 3
TOTALS = (Decimal(1), Decimal(100))
PART_OF_ONE = ("quantitative_weight", "expert_weight")


def flaws_of(of: Programme, settings: Mapping[str, Any]) -> dict[str, str]:
    """{path joined by dots: what is wrong and what a right value looks like}; {} where nothing is."""
    found: dict[str, str] = {}
    for key in of.parameter_labels:
        found |= dict(_misfits(of, key, settings))
    if found:  # sums and a programme's own checks need figures they can reckon with
        return found
    for key in of.parameter_labels:
        found |= dict(_uneven(of, key, settings))
    found |= dict(_across(settings))
    return {**{key: str(text) for key, text in of.check_parameters(settings).items()}, **found}


def _misfits(of: Programme, key: str, settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    value = settings.get(key)
    if is_table(of.defaults[key]) != is_table(value):
        yield key, _("须为与默认值相同形式的表。")
        return
    for leaf in leaves_of(of, key, settings):
        wrong = "" if leaf.is_optional and leaf.current is None else _misfit(leaf)
        if wrong:
            yield ".".join(leaf.path), wrong


def _misfit(leaf: Leaf) -> str:
    value = leaf.current
    fits = {
        Kind.YES_NO: isinstance(value, bool),
        Kind.CHOICE: str(value) in dict(leaf.choices) and type(value) is type(leaf.default),
        Kind.WORDS: isinstance(value, str) and bool(value.strip()),
        Kind.NUMBERS: isinstance(value, list | tuple) and bool(value) and all(map(_is_whole, value)),
        Kind.INTEGER: _is_whole(value),
        Kind.NUMBER: number_in(value) is not None,
    }
    if not fits[leaf.kind]:
        return _("不是该参数可用的值，请参照默认值填写。")
    if leaf.kind in (Kind.INTEGER, Kind.NUMBER, Kind.NUMBERS):
        numbers = value if leaf.kind is Kind.NUMBERS else [value]
        return next((wrong for one in numbers if (wrong := out_of_limits(leaf, Decimal(str(one))))), "")
    return ""


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _uneven(of: Programme, key: str, settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Weights whose defaults add up to 1 or 100 keep doing so; a list of days runs down."""
    default, value = of.defaults[key], settings[key]
    if is_weighted(key) and is_table(default) and (total := _sum_of(key, default)) in TOTALS:
        if (now := _sum_of(key, value)) != total:
            yield key, _("各项权重之和须为 %(total)s，现为 %(now)s。") % {"total": plain(total), "now": plain(now)}
    elif key == "warn_days" and list(value) != sorted(set(value), reverse=True):
        yield key, _("请从大到小填写，不重复，例如 180、90、30。")
    elif key == "panel_seats" and _sum_of(key, value) < LEAST_SEATS:
        yield key, _("各领域席位合计不能少于 %(least)s 人。") % {"least": LEAST_SEATS}


def _sum_of(key: str, table: Any) -> Decimal:
    return sum((Decimal(str(value)) for _path, value in flat((key,), table)), Decimal(0))


def _across(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if all(key in settings for key in PART_OF_ONE):
        now = sum(Decimal(str(settings[key])) for key in PART_OF_ONE)
        if now != 1:
            text = _("定量得分权重与专家评分权重之和须为 1，现为 %(now)s。") % {"now": plain(Decimal(now))}
            yield from ((key, text) for key in PART_OF_ONE)
