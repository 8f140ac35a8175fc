"""README's "Add a programme" is followed word by word in a copy: a folder more, and everything that it promises."""

from __future__ import annotations

import re
import resource
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal.management.starting import BadName, demand_name, free_prefix, free_serial, write_folder
from tests.fifth import ROOT, copy_tree, environment, follow, named_in, readme_commands, touched

MOST_SECONDS = 90


def processor_seconds() -> float:
    """Of every process that ended so far: a machine that others share must not fail a build."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.slow
def test_a_fifth_programme_is_a_folder_and_nothing_else(tmp_path: Path) -> None:
    """Found, migrated, filled in, reviewed and published; lint, migration check, contract and fence hold."""
    commands, _landing = readme_commands()
    name = named_in(commands)
    copy = tmp_path / "copy"
    copy.mkdir()
    tree, began = copy_tree(copy, without=name), processor_seconds()
    said = follow(commands, copy, environment(tmp_path / "state"))
    assert processor_seconds() - began < MOST_SECONDS
    written = touched(copy, tree)
    assert {path.split("/")[1] for path in written} == {name}, written
    assert re.findall(r"^(ok|FAILED) +(\w[\w ]*?) +[\d.]+ s$", said, re.MULTILINE) == [
        ("ok", "ruff check"),
        ("ok", "ruff format"),
        ("ok", "migrations"),
        ("ok", "pytest"),
    ]
    tests = {path.rpartition("/")[2] for path in written if "/tests/test_" in path}
    assert tests == {"test_edition.py", "test_programme.py"}


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Award", "is no name for a programme"),
        ("my-award", "is no name for a programme"),
        ("9award", "is no name for a programme"),
        ("award__two", "is no name for a programme"),
        ("../award", "is no name for a programme"),
        ("获奖", "is no name for a programme"),
        ("import", "is no name for a programme"),
        ("ab", "a name has 3 to 30"),
        ("a" * 31, "a name has 3 to 30"),
        ("registry", "programmes/registry is there already"),
        ("fields", "programmes/fields is there already"),
        ("taken_label", "the name of an app that is installed"),
        ("certificate", "is a word of"),
    ],
)
def test_a_name_that_cannot_be_is_refused_in_one_clear_line(name: str, says: str) -> None:
    with pytest.raises(BadName) as refused:
        demand_name(name, root=ROOT, labels={"taken_label"})
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_name_that_may_be_is_taken() -> None:
    demand_name("example_award_2", root=ROOT, labels={"taken_label"})


def test_a_folder_is_written_whole_and_never_over_another(tmp_path: Path) -> None:
    (tmp_path / "programmes").mkdir()
    for app in ("applications", "reviews", "publications", "portal"):
        (tmp_path / app).mkdir()
    written = write_folder("example_award", root=tmp_path, prefixes={"EXAM"})
    texts = {str(path): (tmp_path / path).read_text() for path in written}
    assert {path for path in texts if not path.startswith("programmes/example_award/")} == set()
    assert [path for path, text in texts.items() if re.search(r"\$(?:\{|[a-z])", text)] == []
    assert 'prefix="EXAMP"' in texts["programmes/example_award/programme.py"]
    assert "FIRST_SERIAL = 50_000" in texts["programmes/example_award/demo.py"]
    assert [path.name for path in (tmp_path / "programmes").iterdir()] == ["example_award"]
    with pytest.raises(BadName):
        demand_name("example_award", root=tmp_path, labels=())
    assert free_serial(tmp_path) == 52_000


@pytest.mark.parametrize(
    ("taken", "prefix"), [((), "EXAM"), (("EXAM",), "EXAMP"), (("EXAM", "EXAMP", "EXAMPL"), "EXAMPLE")]
)
def test_certificates_of_a_new_programme_have_a_series_of_their_own(taken: tuple[str, ...], prefix: str) -> None:
    assert free_prefix("example_award", taken) == prefix


@pytest.mark.parametrize(
    ("command", "given", "says"),
    [
        ("startprogramme", ["My-Award"], "is no name for a programme"),
        ("verify", ["--programme", "no_such_award"], "no folder programmes/no_such_award"),
        ("messages", ["no_such_award"], "no folder programmes/no_such_award"),
    ],
)
def test_commands_refuse_a_wrong_name_before_they_begin(command: str, given: list[str], says: str) -> None:
    with pytest.raises(CommandError) as refused:
        call_command(command, *given)
    assert says in str(refused.value)
    assert refused.value.returncode == 2
