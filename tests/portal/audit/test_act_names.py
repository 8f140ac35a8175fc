"""Every act that any code records has a name for people. The code itself is read, so that no act can be forgotten."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from applications.models import ImportKind
from applications.tasks import TURNS
from applications.workflow import TABLE
from portal.audit.wording import ACT_NAMES, AREAS, act_name
from tests.test_architecture import ROOT, product_files

# Where acts come out of a table: the expression, as it is written there, and what the table holds.
TABLES = {
    "f'{transition.name}_{transition.on}'": [f"{row.name}_{row.on}" for row in TABLE],
    "f'import_{kind.value}'": [f"import_{kind.value}" for kind in ImportKind],
    "TURNS[state]": [row[2] for row in TURNS.values()],
}
# The function at the end of every way; it takes its act by name.
Ways = dict[str, tuple[str, int]]  # {function: (its parameter for the act, place or -1)}
RECORD: Ways = {"record": ("act", -1)}


class Unreadable(AssertionError):
    """An act is recorded in a way that cannot be read off the code."""


def place_of(name: str, function: ast.FunctionDef) -> int | None:
    """Place of a parameter among those given by position; -1 where it is given by name; None: there is none."""
    places = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
    if name in places:
        return places.index(name)
    return -1 if any(one.arg == name for one in function.args.kwonlyargs) else None


def forwarders(tree: ast.Module, known: Ways) -> Ways:
    """Functions of a module that hand a parameter on as the act, to one that is known or to each other."""
    found: Ways = {}
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    while True:
        before = len(found)
        for one in functions:
            for name in {ast.unparse(value) for value in acts_given(one, known | found)}:
                place = place_of(name, one)
                if place is not None:
                    found[one.name] = (name, place)
        if len(found) == before:
            return found


def acts_given(function: ast.FunctionDef, known: Ways) -> Iterator[ast.expr]:
    """What stands for the act in every call of a known function."""
    for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
        if isinstance(call.func, ast.Name) and call.func.id in known:
            name, place = known[call.func.id]
            named = [keyword.value for keyword in call.keywords if keyword.arg == name]
            yield from named or call.args[place : place + 1 or None][: place >= 0]


def words_of(value: ast.expr, function: ast.FunctionDef) -> Iterator[str]:
    """Every act that an expression can be. Nothing for the function's own parameter: its callers say it."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.IfExp):
        yield from words_of(value.body, function)
        yield from words_of(value.orelse, function)
    elif ast.unparse(value) in TABLES:
        yield from TABLES[ast.unparse(value)]
    elif isinstance(value, ast.Name) and place_of(value.id, function) is not None:
        return
    elif isinstance(value, ast.Name) and (made := assigned(value.id, function)):
        for one in made:
            yield from words_of(one, function)
    else:
        raise Unreadable(ast.unparse(value))


def assigned(name: str, function: ast.FunctionDef) -> list[ast.expr]:
    """What is written into a local name, alone or as one of several."""
    written = [node for node in ast.walk(function) if isinstance(node, ast.Assign)]
    return [node.value for node in written if name in {ast.unparse(one) for one in targets_of(node)}]


def targets_of(node: ast.Assign) -> Iterator[ast.expr]:
    for target in node.targets:
        yield from target.elts if isinstance(target, ast.Tuple) else [target]


def recorded_acts() -> dict[str, set[str]]:
    """{act: the files that record it}."""
    trees = {path: ast.parse(path.read_text()) for path in product_files()}
    own: dict[Path, Ways] = {}
    everywhere, before = dict(RECORD), 0
    while len(everywhere) > before:  # a function may hand on to one of another file, which hands on to a third
        before = len(everywhere)
        for path, tree in trees.items():
            own[path] = forwarders(tree, imported_by(tree, everywhere))
            everywhere |= own[path]
    found: dict[str, set[str]] = {}
    for path, tree in trees.items():
        for act in acts_in(tree, imported_by(tree, everywhere) | own[path]):
            found.setdefault(act, set()).add(str(path.relative_to(ROOT)))
    return found


def imported_by(tree: ast.Module, everywhere: Ways) -> Ways:
    froms = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    names = [alias for node in froms for alias in node.names]
    return {alias.asname or alias.name: everywhere[alias.name] for alias in names if alias.name in everywhere}


def acts_in(tree: ast.Module, known: Ways) -> Iterator[str]:
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        for value in acts_given(function, known):
            yield from words_of(value, function)


def test_every_recorded_act_has_a_name() -> None:
    nameless = {act: sorted(files) for act, files in recorded_acts().items() if act not in ACT_NAMES}
    assert nameless == {}


def test_every_name_belongs_to_an_act_that_is_recorded() -> None:
    assert sorted(set(ACT_NAMES) - set(recorded_acts())) == []


def test_no_act_stands_in_two_areas_and_each_has_a_name_of_its_own() -> None:
    keys = [key for _area, acts in AREAS for key, _name in acts]
    assert sorted(key for key in keys if keys.count(key) > 1) == []
    assert sorted(keys) == sorted(ACT_NAMES)


def test_an_act_without_a_name_keeps_its_key() -> None:
    assert act_name("unheard_of") == "unheard_of"


def test_the_reading_finds_acts_of_every_shape() -> None:
    code = """
def _note(row, act, actor):
    record(actor=actor, act=act)

def _further(kind, what):
    _note(None, what, None)

def show(act):
    print(act)

def one(row, is_open):
    _note(row, "open_it" if is_open else "shut_it", None)
    act = "lock_it"
    _note(row, act, None)
    _further(1, "free_it")
    _further(2, what="seal_it")
    show("no_act")
    record(actor=None, act="plain_act", subject="x")
"""
    tree = ast.parse(code)
    known = RECORD | forwarders(tree, RECORD)
    assert sorted(known) == ["_further", "_note", "record"]
    assert set(acts_in(tree, known)) == {"open_it", "shut_it", "lock_it", "free_it", "seal_it", "plain_act"}


def test_an_act_that_cannot_be_read_is_an_error() -> None:
    tree = ast.parse("def one(row):\n    record(actor=None, act=row.act)\n")
    with pytest.raises(Unreadable, match=r"row\.act"):
        list(acts_in(tree, RECORD))
