"""Which organisations a file is about: what experts see before they declare, and what employers are matched against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.kit import folding
from programmes.contract import Field, FieldKind, Programme


@dataclass(frozen=True, slots=True)
class Organisation:
    """uscc is folded: half-width, upper case, no spaces; it may be empty."""

    name: str
    uscc: str


def organisations_in(programme: Programme, answers: Mapping[str, Any]) -> list[Organisation]:
    """Every organisation that the answers name by a credit code, in the order of the form, each once.

    A code field `x_uscc` is named by the field `x_name`; a code column of a table by the first text column.
    """
    found = [one for section in programme.sections for field in section.fields for one in _in_field(field, answers)]
    return list(dict.fromkeys(one for one in found if one.name or one.uscc))


def fold_code(typed: object) -> str:
    """A credit code as it is compared: １２ ab-c -> 12ABC."""
    return folding.fold_code(str(typed or "")).replace("-", "")


def _in_field(field: Field, answers: Mapping[str, Any]) -> Iterator[Organisation]:
    value = answers.get(field.key)
    if field.kind == FieldKind.USCC and value:
        named_by = field.key.removesuffix("_uscc") + "_name"
        yield Organisation(str(answers.get(named_by) or ""), fold_code(value))
    if field.kind == FieldKind.TABLE and isinstance(value, list):
        code = next((column.key for column in field.columns if column.kind == FieldKind.USCC), None)
        name = next((column.key for column in field.columns if column.kind == FieldKind.TEXT), None)
        if code is not None:
            for row in value:
                yield Organisation(str(row.get(name or "") or ""), fold_code(row.get(code)))
