"""The page of an edition's parameters: its groups, its fields and tables, and what is locked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.forms_edition_settings import SettingsForm, name_for
from applications.locking import Locks
from applications.wording import stage_word
from programmes.differences import word_of
from programmes.fields.words import said
from programmes.parameters import Leaf, is_same, is_table, shown_value

# Parameters that many programmes share, by what people look for; whatever a programme has of its own comes first.
SHARED_GROUPS: tuple[tuple[object, tuple[str, ...]], ...] = (
    (
        gettext_lazy("评审与计分"),
        (
            *("pass_line", "quantitative_weight", "expert_weight", "panel_seats", "reserve_ratio", "trim_from"),
            *("spread_range_limit", "spread_deviation_limit", "inspection_share", "list_lengths"),
        ),
    ),
    (
        gettext_lazy("期限与材料"),
        ("correction_days", "max_returns", "paper_copies", "discs", "scan_replaces_paper"),
    ),
    (
        gettext_lazy("公示、名单与证书"),
        (
            *("notice_days", "notice_counting", "notice_unit", "list_shows_rank", "list_shows_figure"),
            *("validity_mode", "certificate_shows_rank", "warn_days"),
        ),
    ),
)
MOST_OPEN_ROWS = 6


@dataclass(frozen=True, slots=True)
class Group:
    """title, and the items of one sheet; locked: why none of them may be changed, where that holds for all."""

    key: str
    title: object
    locked: str
    fields: list[dict[str, Any]]
    tables: list[dict[str, Any]]


def groups_of(form: SettingsForm, locks: Locks) -> list[Group]:
    """Every parameter in one group; groups without any are left out."""
    of = form.programme
    shared = {key for _title, keys in SHARED_GROUPS for key in keys}
    own = [key for key in of.parameter_labels if key not in shared]
    wanted: list[tuple[str, object, list[str]]] = [
        ("own", _("门槛与计算参数"), [key for key in own if not is_table(of.defaults[key])]),
        ("tables", _("分值与权重表"), [key for key in own if is_table(of.defaults[key])]),
    ]
    wanted += [
        (f"shared{number}", title, [key for key in keys if key in of.parameter_labels])
        for number, (title, keys) in enumerate(SHARED_GROUPS, start=1)
    ]
    return [make_group(form, locks, key, title, keys) for key, title, keys in wanted if keys]


def make_group(form: SettingsForm, locks: Locks, key: str, title: object, keys: list[str]) -> Group:
    reasons = {locks.of(one) for one in keys}
    items = [make_item(form, one, locks.of(one)) for one in keys]
    return Group(
        key=key,
        title=title,
        locked=reasons.pop() if len(reasons) == 1 else "",
        fields=[item for item in items if "rows" not in item],
        tables=[item for item in items if "rows" in item],
    )


def make_item(form: SettingsForm, key: str, locked: str) -> dict[str, Any]:
    """What the page draws of one parameter: a field, or a table with rows."""
    of, leaves = form.programme, form.leaves[key]
    label, unit = of.parameter_labels[key]
    item: dict[str, Any] = {
        "key": key,
        "label": said(label),
        "unit": said(unit),
        "locked": locked,
        "is_own": not is_same(form.settings.get(key), of.defaults[key]),
        "reset": form[f"default.{key}"] if f"default.{key}" in form.fields and not locked else None,
    }
    if is_table(of.defaults[key]):
        return item | table_of(form, key, locked)
    leaf = leaves[0]
    default = shown_value(leaf.default, leaf.choices)
    return item | {
        "bound": None if locked else form[name_for(leaf.path)],
        "shown": shown_value(leaf.current, leaf.choices),
        "default": default,
        "hint": _("默认 %(default)s") % {"default": default},
    }


def table_of(form: SettingsForm, key: str, locked: str) -> dict[str, Any]:
    """columns, and rows of {label, cells}; rows with unlike columns become one row for each value."""
    leaves = form.leaves[key]
    by_row: dict[str, list[Leaf]] = {}
    for leaf in leaves:
        by_row.setdefault(leaf.path[1], []).append(leaf)
    heads = {tuple(leaf.path[2:] for leaf in row) for row in by_row.values()}
    columns = [" · ".join(word_of(form.programme, key, part) for part in path) for path in next(iter(heads))]
    lines = list(by_row.values())
    if len(heads) > 1:
        columns, lines = [""], [[leaf] for leaf in leaves]
    rows: list[dict[str, Any]] = [
        {
            "label": " · ".join(word_of(form.programme, key, part) for part in row_path(row, len(heads) > 1)),
            "cells": [cell_of(form, leaf, locked) for leaf in row],
        }
        for row in lines
    ]
    error = form.table_errors.get(key, "")
    has_error = bool(error) or any(cell["has_error"] for row in rows for cell in row["cells"])
    return {
        "columns": [column or _("数值") for column in columns],
        "rows": rows,
        "error": error,
        "is_open": has_error or len(rows) <= MOST_OPEN_ROWS,
    }


def row_path(row: list[Leaf], is_whole: bool) -> tuple[str, ...]:
    return row[0].path[1:] if is_whole else row[0].path[1:2]


def cell_of(form: SettingsForm, leaf: Leaf, locked: str) -> dict[str, Any]:
    bound = form[name_for(leaf.path)]
    return {
        "control": shown_value(leaf.current, leaf.choices) if locked else bound,
        "default": shown_value(leaf.default, leaf.choices),
        "is_own": not is_same(leaf.default, leaf.current),
        "has_error": bool(bound.errors),
    }


def stage_items(form: SettingsForm, locks: Locks) -> list[dict[str, Any]]:
    """The optional stages; bound is None while they are locked."""
    return [
        {
            "label": stage_word(stage),
            "bound": None if locks.stages else form[f"stage.{stage}"],
            "is_on": stage in form.edition.switched_stages,
        }
        for stage in form.optional_stages
    ]
