"""Read the facts of one cluster: numbers however they were typed, findings, table rows, honours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from portal.kit.folding import fold_code, fold_width

HONOUR_NAMES = {
    "little_giant": "国家级专精特新“小巨人”企业",
    "srdi_sme": "专精特新中小企业",
    "innovative_sme": "创新型中小企业",
    "hi_tech": "国家级高新技术企业",
    "single_champion_nat": "国家级制造业单项冠军企业",
    "single_champion_city": "市级制造业单项冠军企业",
}
LEVEL_NAMES = {"national": "国家级", "city": "市级", "district": "区级", "enterprise": "企业级"}
_SPELLINGS = {
    "小巨人": "little_giant",
    "专精特新小巨人": "little_giant",
    "专精特新": "srdi_sme",
    "创新型": "innovative_sme",
    "高新技术企业": "hi_tech",
    "国家高企": "hi_tech",
    "国家级单项冠军": "single_champion_nat",
    "市级单项冠军": "single_champion_city",
    "国家": "national",
    "省级": "city",
    "市": "city",
    "区": "district",
    "municipal": "city",
}


class Unreadable(ValueError):
    """A value is there but is no number."""


def fold(text: object) -> str:
    """Full-width to half-width, upper case, only letters and digits: 'GB/T 1—2020' and 'ＧＢ/Ｔ1-2020' are one."""
    return "".join(character for character in fold_code(str(text)) if character.isalnum())


_KEYS = {
    fold(spelling): key
    for names in (HONOUR_NAMES, LEVEL_NAMES)
    for key, name in names.items()
    for spelling in (key, name)
} | {fold(spelling): key for spelling, key in _SPELLINGS.items()}


def key_of(word: object) -> str:
    """The key of an honour or a level, given the key or its official or usual Chinese name; else the word itself."""
    return _KEYS.get(fold(word), str(word).strip())


def read_number(value: Any) -> Decimal | None:
    """Decimal of an int, Decimal, float or text such as '1,234.5' or full-width digits; None and '' are None.

    Raises Unreadable for anything else: true/false, infinity, a number of more than twenty digits.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise Unreadable(repr(value))
    text = fold_width(str(value)).replace(",", "").replace(" ", "")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise Unreadable(repr(value)) from None
    if not number.is_finite() or "_" in text or abs(number.adjusted()) > 20:
        raise Unreadable(repr(value))
    return number


def read_day(value: Any) -> date | None:
    """A date, the day of a datetime, or ISO text; None for an open end. Raises Unreadable."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise Unreadable(repr(value)) from None


@dataclass(frozen=True)
class Honour:
    """One honour of a firm; without valid_to it has no end."""

    kind: str
    valid_to: date | None

    def is_valid_on(self, day: date) -> bool:
        """Also on its last day."""
        return self.valid_to is None or day <= self.valid_to


@dataclass(frozen=True)
class Firm:
    """One line of the firm list; identity is the folded credit code."""

    code: str
    is_in_leading_industry: bool
    honours: tuple[Honour, ...]


@dataclass(frozen=True)
class FirmList:
    """The readable firms, and how many honours were left out because their end cannot be read."""

    firms: tuple[Firm, ...]
    unreadable: int

    def holders_of(self, kinds: frozenset[str], on: date, *, leading_only: bool) -> int:
        """Distinct firms that hold any of the kinds on the day; several lines of one firm count once."""
        return len(
            {
                firm.code
                for firm in self.firms
                if (firm.is_in_leading_industry or not leading_only)
                and any(honour.kind in kinds and honour.is_valid_on(on) for honour in firm.honours)
            }
        )


def read_firms(rows: Iterable[Any]) -> FirmList:
    """Rows {uscc, honours | honour | honour_type, valid_to, is_leading}; rows without a code are no firms."""
    firms: list[Firm] = []
    unreadable = 0
    for row in rows:
        code = fold(row.get("uscc") or "") if isinstance(row, Mapping) else ""
        if not code:
            continue
        honours: list[Honour] = []
        for kind, ends in _honour_entries(row):
            try:
                honours.append(Honour(key_of(kind), read_day(ends)))
            except Unreadable:
                unreadable += 1
        firms.append(Firm(code, row.get("is_leading") is not False, tuple(honours)))
    return FirmList(tuple(firms), unreadable)


def _honour_entries(row: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """(kind, valid_to) of a row: a list of words or of {type, valid_to}, or one text with separators."""
    named = row.get("honours") or row.get("honour") or row.get("honour_type") or ()
    if isinstance(named, str):
        for separator in ",，；、|":
            named = named.replace(separator, ";")
        named = [word for word in named.split(";") if word.strip()]
    elif isinstance(named, Mapping):
        named = [named]
    entries: list[tuple[str, Any]] = []
    for entry in named:
        if isinstance(entry, Mapping):
            kind = entry.get("type") or entry.get("honour") or entry.get("kind") or ""
            entries.append((kind, entry.get("valid_to", row.get("valid_to"))))
        else:
            entries.append((str(entry), row.get("valid_to")))
    return entries


def distinct_names(rows: Iterable[Any], *columns: str) -> set[str]:
    """Folded text of the first filled column of each row; a row may be plain text; empty rows are skipped."""
    names: set[str] = set()
    for row in rows:
        if isinstance(row, Mapping):
            text = next((row[column] for column in columns if row.get(column)), "")
        else:
            text = row or ""
        if fold(text):
            names.add(fold(text))
    return names
