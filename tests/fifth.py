"""A temporary copy of the tree in which README's "Add a programme" is followed word by word."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECTION, BLOCK = (
    re.compile(r"^## Add a programme\n(.*?)^## ", re.DOTALL | re.MULTILINE),
    re.compile(r"```sh\n(.*?)```", re.DOTALL),
)
# What the running tests have set for themselves.
OWN = re.compile(r"(DATABASE|REDIS|PORTAL|PINBANG|DJANGO|CACHE|PYTEST|CELERY|SEEDED|BASE)_")


def readme_commands(root: Path = ROOT) -> tuple[list[str], list[str]]:
    """The commands that make a programme, and those before it lands."""
    section = SECTION.search((root / "README.md").read_text())
    assert section, "README.md has no section on adding a programme"
    first, last = (block.splitlines() for block in BLOCK.findall(section[1]))
    return first, last


def named_in(commands: list[str]) -> str:
    """What README calls the programme."""
    (name,) = {words[-1] for words in map(shlex.split, commands) if "startprogramme" in words}
    return name


def git(folder: Path, *words: str) -> list[str]:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def copy_tree(target: Path, *, without: str) -> str:
    """The files of this checkout, also those not committed yet, in a repository of its own; the name of their tree.

    without  a programme whose folder stays behind: the one to be made
    """
    names = git(ROOT, "-c", "core.quotePath=off", "ls-files", "--cached", "--others", "--exclude-standard")
    for name in names:
        source = ROOT / name
        if source.is_file() and not name.startswith(f"programmes/{without}/"):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)
    git(target, "init", "--quiet")
    git(target, "add", "--all")
    return git(target, "write-tree")[0]


def environment(state: Path) -> dict[str, str]:
    """As in a shell of its own, with this environment's packages and services in a folder of their own."""
    kept = {key: value for key, value in os.environ.items() if not OWN.match(key)}
    return {**kept, "PORTAL_BOOTSTRAP": "off", "PINBANG_STATE": str(state)}


def follow(commands: list[str], folder: Path, variables: Mapping[str, str]) -> str:
    """Run commands as a shell would; what they said. Raises AssertionError with that for the first that fails."""
    said = ""
    for command in commands:
        words = [sys.executable if word == "python3" else word for word in shlex.split(command)]
        done = subprocess.run(
            words, cwd=folder, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        said += f"$ {command}\n{done.stdout}"
        assert done.returncode == 0, said
    return said


def touched(folder: Path, tree: str) -> list[str]:
    """Every file that is not as it was when the tree was copied, but what git ignores."""
    return sorted(
        {*git(folder, "diff", "--name-only", tree), *git(folder, "ls-files", "--others", "--exclude-standard")}
    )
