"""A frozen version laid out for reading: sections with lines, tables and files. Plain values for one template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from applications.models import Attachment, VerifiedFigure
from programmes.contract import Field, FieldKind, Programme, Section
from programmes.fields import display, from_json, table_rows


@dataclass(frozen=True, slots=True)
class ShownLine:
    """verified: the figure that an official put beside the reported one, "" where there is none."""

    label: str
    value: str
    unit: str = ""
    is_long: bool = False
    verified: str = ""
    verified_reason: str = ""


@dataclass(frozen=True, slots=True)
class ShownTable:
    label: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ShownFile:
    pk: int
    name: str
    label: str
    size: int
    content_type: str


@dataclass(frozen=True, slots=True)
class ShownSection:
    key: str
    title: str
    lines: tuple[ShownLine, ...]
    tables: tuple[ShownTable, ...]
    files: tuple[ShownFile, ...] = field(default=())


def sections_of(
    programme: Programme,
    answers: Mapping[str, Any],
    *,
    figures: Mapping[str, VerifiedFigure],
    files: Iterable[Attachment],
    districts: Sequence[tuple[str, str]] = (),
) -> list[ShownSection]:
    """The sections of a form in its order; a file stands in the section whose field or indicator it proves.

    answers  as stored in a version; districts: (code, name)
    """
    stored = list(files)
    labels = {one.indicator: one.label for one in programme.evidence}
    typed = from_json(programme.fields(), answers)
    words = {
        one.key: display(one, typed.get(one.key), districts=districts, has_unit=False) for one in programme.fields()
    }
    return [_section(section, typed, words, figures, stored, labels) for section in programme.sections]


def _section(
    section: Section,
    typed: Mapping[str, Any],
    words: Mapping[str, str],
    figures: Mapping[str, VerifiedFigure],
    files: list[Attachment],
    labels: Mapping[str, str],
) -> ShownSection:
    keys = {*section.indicators, *(one.key for one in section.fields)}
    named = {one.key: one.label for one in section.fields} | dict(labels)
    plain = [one for one in section.fields if one.kind not in (FieldKind.TABLE, FieldKind.FILE)]
    return ShownSection(
        key=section.key,
        title=section.title,
        lines=tuple(_line(one, words[one.key], figures.get(one.key)) for one in plain),
        tables=tuple(_table(one, typed.get(one.key) or []) for one in section.fields if one.kind == FieldKind.TABLE),
        files=tuple(
            ShownFile(one.pk, one.name, named.get(one.key, one.key), one.size_bytes, one.content_type)
            for one in files
            if one.key in keys
        ),
    )


def _line(one: Field, text: str, figure: VerifiedFigure | None) -> ShownLine:
    verified = "" if figure is None or figure.verified is None else f"{figure.verified.normalize():f}"
    reason = "" if figure is None else figure.reason
    return ShownLine(one.label, text, one.unit, one.kind == FieldKind.LONG_TEXT, verified, reason)


def _table(one: Field, rows: Iterable[Mapping[str, Any]]) -> ShownTable:
    heads = tuple(f"{column.label}（{column.unit}）" if column.unit else column.label for column in one.columns)
    return ShownTable(one.label, heads, tuple(tuple(row) for row in table_rows(one, rows)))
