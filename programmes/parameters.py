"""An edition's parameters as people set them: what type each has, reading what was typed, what differs from what.

A parameter's type is that of the programme's default: a number written as text, a whole number, yes or no, one of
`parameter_choices`, words, a list of numbers, or a table of these (rows, or rows of columns). Nothing here knows a
programme, and nothing reads the database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from portal.kit.folding import fold_width
from portal.kit.money import InvalidAmount, parse_amount

from .contract import Programme
from .fields.figures import plain
from .fields.problems import Problem
from .fields.words import clean_line, is_blank, said

Path = tuple[str, ...]
MOST_PLACES = 6
LARGEST = Decimal(1_000_000_000)
MOST_NUMBERS = 20
# Inclusive; what many programmes share. Whatever else a figure must obey, its programme checks.
LIMITS: dict[str, tuple[int, int]] = {
    "pass_line": (0, 100),
    "quantitative_weight": (0, 1),
    "expert_weight": (0, 1),
    "panel_seats": (0, 30),
    "reserve_ratio": (0, 5),
    "spread_range_limit": (0, 100),
    "spread_deviation_limit": (0, 100),
    "trim_from": (3, 99),
    "inspection_share": (0, 1),
    "list_lengths": (0, 100_000),
    "correction_days": (1, 365),
    "max_returns": (0, 20),
    "notice_days": (1, 365),
    "warn_days": (1, 3650),
    "paper_copies": (0, 50),
    "discs": (0, 50),
}


class Kind(StrEnum):
    NUMBER = "number"
    INTEGER = "integer"
    YES_NO = "yes_no"
    CHOICE = "choice"
    WORDS = "words"
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value that is typed. path: the parameter, then the row and column of its table.

    default, current  None where there is none: a row that only the other one has
    """

    path: Path
    kind: Kind
    default: Any
    current: Any
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        return self.path[0]

    @property
    def is_optional(self) -> bool:
        """Of a row that the present settings or the defaults do not have: it may stay or be taken out."""
        return len(self.path) > 1 and (self.current is None or self.default is None)

    @property
    def limits(self) -> tuple[Decimal, Decimal]:
        if self.key in LIMITS:
            low, high = LIMITS[self.key]
            return Decimal(low), Decimal(high)
        is_bounded = is_weighted(self.key) or (len(self.path) == 1 and not _is_negative(self.default))
        return Decimal(0) if is_bounded or self.kind is Kind.INTEGER else -LARGEST, LARGEST


def is_weighted(key: str) -> bool:
    return key.endswith(("weight", "weights"))


def is_table(value: Any) -> bool:
    return isinstance(value, Mapping)


def leaves_of(of: Programme, key: str, settings: Mapping[str, Any]) -> list[Leaf]:
    """Every value of a parameter in the order of the default; rows that only these settings have come last."""
    default, current = dict(flat((key,), of.defaults[key])), dict(flat((key,), settings.get(key, of.defaults[key])))
    choices = of.parameter_choices.get(key, ())
    found = []
    for path in [*default, *(one for one in current if one not in default)]:
        kind = _kind_of(default.get(path, current.get(path)), choices)
        found.append(Leaf(path, kind, default.get(path), current.get(path), choices))
    return found


def flat(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    """The single values of a parameter, each with its path. path: where value itself stands."""
    if isinstance(value, Mapping):
        for key, entry in value.items():
            yield from flat((*path, str(key)), entry)
    elif isinstance(value, list | tuple) and len(path) > 1:
        for index, entry in enumerate(value):
            yield from flat((*path, str(index)), entry)
    else:
        yield path, value


def _kind_of(value: Any, choices: tuple[tuple[str, str], ...]) -> Kind:
    if choices:
        return Kind.CHOICE
    if isinstance(value, bool):
        return Kind.YES_NO
    if isinstance(value, int):
        return Kind.INTEGER
    if isinstance(value, list | tuple):
        return Kind.NUMBERS
    return Kind.NUMBER if number_in(value) is not None else Kind.WORDS


def number_in(value: Any) -> Decimal | None:
    """A stored figure; None for what is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _is_negative(value: Any) -> bool:
    found = number_in(value)
    return found is not None and found < 0


def read_leaf(leaf: Leaf, typed: str) -> Any:
    """The value as an edition stores it; None for a row that stays out. Raises Problem in words for who typed it."""
    value = _read(leaf, clean_line(typed))
    return next((one for one in (leaf.current, leaf.default) if is_same(one, value)), value)


def _read(leaf: Leaf, text: str) -> Any:
    if is_blank(text):
        if leaf.is_optional:
            return None
        raise Problem(_("不能为空。默认为 %(default)s。") % {"default": shown_value(leaf.default, leaf.choices)})
    if leaf.kind is Kind.CHOICE:
        return _read_choice(leaf, text)
    if leaf.kind is Kind.YES_NO:
        return text == "true"
    if leaf.kind is Kind.WORDS:
        return text[:200]
    if leaf.kind is Kind.NUMBERS:
        return _read_numbers(leaf, text)
    number = _read_number(leaf, text)
    return int(number) if leaf.kind is Kind.INTEGER else plain(number)


def _read_choice(leaf: Leaf, text: str) -> Any:
    """In the type of the default: a choice between two whole numbers stays a whole number."""
    if text not in dict(leaf.choices):
        raise Problem(_("请从列出的选项中选择。"))
    return int(text) if isinstance(leaf.default, int) else text


def _read_numbers(leaf: Leaf, text: str) -> list[Any]:
    parts = fold_width(text).replace("、", ",").replace(";", ",").replace(" ", ",").split(",")
    found = [_read_number(leaf, part) for part in parts if part]
    if len(found) > MOST_NUMBERS:
        raise Problem(_("最多填 %(most)s 个数。") % {"most": MOST_NUMBERS})
    return [int(number) for number in found]


def _read_number(leaf: Leaf, text: str) -> Decimal:
    places = MOST_PLACES if leaf.kind is Kind.NUMBER else 0
    example = shown_value(leaf.default if leaf.default is not None else leaf.current)
    try:
        number = parse_amount(text, places=places, largest=LARGEST, allow_negative=True)
    except InvalidAmount as wrong:
        raise Problem(_say(wrong.reason, text, example)) from None
    if said_wrong := out_of_limits(leaf, number):
        raise Problem(said_wrong)
    return number


def out_of_limits(leaf: Leaf, number: Decimal) -> str:
    """What is wrong with a figure's size; "" when nothing is."""
    low, high = leaf.limits
    if low <= number <= high:
        return ""
    if low == -high or (low == 0 and number > high and high == LARGEST):
        return _("数字过大，最大为 %(high)s。") % {"high": plain(high)}
    if high == LARGEST:
        return _("不能小于 %(low)s。") % {"low": plain(low)}
    return _("请填 %(low)s 至 %(high)s 之间的数。") % {"low": plain(low), "high": plain(high)}


def _say(reason: str, typed: str, example: str) -> str:
    sentences = {
        "decimals": _("小数位过多，请按 %(example)s 的样子填写。"),
        "too_large": _("数字过大，最大为 %(high)s。"),
        "unit": _("只填数字，不写单位，例如 %(example)s。"),
    }
    sentence = sentences.get(reason, _("“%(typed)s”不是数字，请填数字，例如 %(example)s。"))
    return sentence % {"typed": typed[:40], "example": example, "high": plain(LARGEST)}


def assemble(of: Programme, key: str, settings: Mapping[str, Any], found: Mapping[Path, Any]) -> Any:
    """A parameter's value from its leaves' values; a leaf of None stays out."""
    return _assemble((key,), _merged(of.defaults[key], settings.get(key)), found)


def _merged(default: Any, current: Any) -> Any:
    if not isinstance(default, Mapping) or not isinstance(current, Mapping):
        return default if current is None else current
    return {
        str(k): _merged(default.get(k), current.get(k)) for k in [*default, *(k for k in current if k not in default)]
    }


def _assemble(path: Path, like: Any, found: Mapping[Path, Any]) -> Any:
    if isinstance(like, Mapping):
        rows = {key: _assemble((*path, key), entry, found) for key, entry in like.items()}
        return {key: row for key, row in rows.items() if row is not None and row != {}}
    if isinstance(like, list | tuple) and len(path) > 1:
        entries = [_assemble((*path, str(index)), entry, found) for index, entry in enumerate(like)]
        return [entry for entry in entries if entry is not None] or None
    return found[path]


def shown_value(value: Any, choices: tuple[tuple[str, str], ...] = ()) -> str:
    """A single stored value, or a list of numbers, in words; — for nothing."""
    if value is None:
        return "—"
    if choices:
        return said(dict(choices).get(str(value), str(value)))
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list | tuple):
        return "、".join(shown_value(one) for one in value)
    number = number_in(value)
    return str(value) if number is None else plain(number) if len(str(value)) < 30 else str(value)


def is_same(one: Any, other: Any) -> bool:
    """Whether two stored values mean the same: 0.60 is 0.6."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(is_same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(is_same, one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    numbers = number_in(one), number_in(other)
    return numbers[0] == numbers[1] if None not in numbers else bool(one == other)


def own_of(of: Programme, settings: Mapping[str, Any]) -> dict[str, Any]:
    """What an edition has to store of its settings: whatever is not the programme's default."""
    return {
        key: value for key, value in settings.items() if key not in of.defaults or not is_same(value, of.defaults[key])
    }
