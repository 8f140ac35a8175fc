"""The parameters of any programme: read, compared, checked; tables in tables, rows that only some settings have."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from programmes import registry
from programmes.differences import differences
from programmes.fields.problems import Problem
from programmes.flaws import flaws_of
from programmes.parameters import Kind, assemble, is_same, leaves_of, own_of, read_leaf

TABLE = {"making": {"rate": "0.10", "share": "0.30"}, "trade": {"rate": "0.09", "share": "0.25"}}
DEFAULTS: dict[str, Any] = {
    "rate": "0.0345",
    "floor": "-0.10",
    "years": 5,
    "is_open": False,
    "motto": "公平公正",
    "table": TABLE,
    "part_weights": {"a": "0.40", "b": "0.60"},
    "ranges": {"a": ["-10", "30"], "b": ["0", "5"]},
    "steps": {"a": {"1": "100", "other": "0"}, "b": {"AAA": "90"}},
    "seats": {"one": 2, "two": 3},
}
OF = replace(
    next(iter(registry.all_programmes().values())),
    defaults=DEFAULTS,
    parameter_labels={key: (key.title(), "") for key in DEFAULTS},
    parameter_choices={},
    parameter_words={"table": {"making": "制造业", "share": "贡献率"}},
    check_parameters=lambda settings: {},
)


def leaf(key: str, *path: str, settings: dict[str, Any] | None = None) -> Any:
    return next(one for one in leaves_of(OF, key, settings or DEFAULTS) if one.path == (key, *path))


def typed(key: str, settings: dict[str, Any], **cells: str) -> Any:
    """The parameter after some cells were typed (a_0 is ("a", "0")) and the others sent back as they were drawn."""
    found = {}
    for one in leaves_of(OF, key, settings):
        as_drawn = "" if one.current is None else str(one.current)
        found[one.path] = read_leaf(one, cells.get("_".join(one.path[1:]), as_drawn))
    return assemble(OF, key, settings, found)


def test_every_value_has_the_kind_of_its_default():
    kinds = {key: {one.kind for one in leaves_of(OF, key, DEFAULTS)} for key in DEFAULTS}
    assert kinds == {
        "rate": {Kind.NUMBER},
        "floor": {Kind.NUMBER},
        "years": {Kind.INTEGER},
        "is_open": {Kind.YES_NO},
        "motto": {Kind.WORDS},
        "table": {Kind.NUMBER},
        "part_weights": {Kind.NUMBER},
        "ranges": {Kind.NUMBER},
        "steps": {Kind.NUMBER},
        "seats": {Kind.INTEGER},
    }


@pytest.mark.parametrize("key", ["table", "part_weights", "ranges", "steps", "seats"])
def test_a_table_sent_back_as_it_was_drawn_is_the_same_to_the_letter(key):
    assert typed(key, DEFAULTS) == DEFAULTS[key]


def test_one_cell_changes_one_cell():
    assert typed("table", DEFAULTS, trade_share="０．２８") == {**TABLE, "trade": {"rate": "0.09", "share": "0.28"}}
    assert typed("ranges", DEFAULTS, b_1="7.50") == {"a": ["-10", "30"], "b": ["0", "7.5"]}
    assert typed("steps", DEFAULTS, a_other="5") == {"a": {"1": "100", "other": "5"}, "b": {"AAA": "90"}}


def test_a_row_that_only_one_of_the_two_has_may_stay_out_or_come_in():
    partial = {"table": {"making": {"rate": "0.10", "share": "0.30"}, "extra": {"rate": "0.01", "share": "0.02"}}}
    assert typed("table", partial) == partial["table"]
    added = typed("table", partial, trade_rate="0.07", trade_share="0.2", extra_rate="", extra_share="")
    assert added == {"making": TABLE["making"], "trade": {"rate": "0.07", "share": "0.2"}}
    assert typed("ranges", {"ranges": {"a": ["0", "1"]}}) == {"a": ["0", "1"]}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (("rate",), ""),
        (("rate",), "-1"),
        (("rate",), "1e5"),
        (("rate",), "0.12345678"),
        (("rate",), "NaN"),
        (("years",), "2.5"),
        (("years",), "-1"),
        (("part_weights", "a"), "-0.1"),
        (("table", "making", "rate"), " "),
        (("motto",), "　"),
    ],
)
def test_what_cannot_be_a_value_is_refused(path, text):
    with pytest.raises(Problem):
        read_leaf(leaf(*path), text)


def test_figures_that_may_be_negative_are_read():
    assert [read_leaf(leaf("floor"), "－０．２"), read_leaf(leaf("ranges", "b", "0"), "-5")] == ["-0.2", "-5"]


def test_equal_figures_are_the_same_however_they_are_written():
    assert is_same({"a": ["0.60", True]}, {"a": ["0.6", True]})
    assert not any(
        (is_same(1, True), is_same("a", "b"), is_same([1], [1, 2]), is_same(None, "0"), is_same({}, {"a": 1}))
    )
    assert own_of(OF, {**DEFAULTS, "rate": "0.03450", "years": 4}) == {"years": 4}


def test_differences_name_row_and_column():
    after = {**DEFAULTS, "table": {**TABLE, "making": {"rate": "0.10", "share": "0.35"}}, "is_open": True}
    assert [(one.name, one.before, one.after) for one in differences(OF, DEFAULTS, after)] == [
        ("Is_Open", "否", "是"),
        ("Table · 制造业 · 贡献率", "0.3", "0.35"),
    ]


def test_weights_keep_their_sum_and_a_programmes_own_check_is_asked_last():
    assert flaws_of(OF, DEFAULTS) == {}
    uneven = {**DEFAULTS, "part_weights": {"a": "0.5", "b": "0.6"}}
    assert flaws_of(OF, uneven) == {"part_weights": "各项权重之和须为 1，现为 1.1。"}
    own = replace(OF, check_parameters=lambda settings: {"years": "3 至 5 年。"})
    assert flaws_of(own, DEFAULTS) == {"years": "3 至 5 年。"}
    assert list(flaws_of(own, {**DEFAULTS, "rate": None})) == ["rate"]


@pytest.mark.parametrize("slug", sorted(registry.all_programmes()))
def test_every_programmes_defaults_are_sound_and_can_be_sent_back(slug):
    of = registry.programme(slug)
    assert set(of.parameter_labels) <= set(of.defaults)
    assert set(of.parameter_choices) | set(of.parameter_words) <= set(of.parameter_labels)
    assert flaws_of(of, of.defaults) == {}
