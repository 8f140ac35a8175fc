"""Writes a new programme's folder from the skeleton beside this module: names checked first, the folder whole or not.

Standard library templating: `$slug` and its like in files that end in .tpl; a folder named `slug` gets the name.
"""

from __future__ import annotations

import keyword
import re
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from string import Template

SKELETON = Path(__file__).resolve().parent / "skeleton"
ENDING = ".tpl"
SHAPE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
SHORTEST, LONGEST = 3, 30
# Apps whose sources name no programme: a name that is a word there would look like one.
APPS = ("applications", "reviews", "publications", "portal")
SERIALS = (*range(50_000, 66_000, 2_000), *range(76_000, 94_000, 2_000))
SERIAL = re.compile(r"^FIRST_SERIAL = ([0-9_]+)$", re.MULTILINE)


class BadName(ValueError):
    """A programme cannot be called so; the text says why and what a right name looks like."""


def demand_name(name: str, *, root: Path, labels: Collection[str]) -> None:
    """labels: of the apps that are installed. Raises BadName."""
    if not SHAPE.fullmatch(name) or keyword.iskeyword(name):
        raise BadName(f"{name!r} is no name for a programme: small letters, digits and _, like example_award")
    if not SHORTEST <= len(name) <= LONGEST:
        raise BadName(f"{name!r} has {len(name)} characters; a name has {SHORTEST} to {LONGEST}")
    folder = root / "programmes" / name
    if folder.exists() or folder.with_suffix(".py").exists():
        raise BadName(f"programmes/{name} is there already; take another name")
    if name in labels:
        raise BadName(f"{name!r} is the name of an app that is installed; take another name")
    if place := _word_in_sources(name, root):
        raise BadName(f"{name!r} is a word of {place}, which may name no programme; take a longer name")


def _word_in_sources(name: str, root: Path) -> str:
    word = re.compile(rf"\b{name}\b")
    for app in APPS:
        for path in sorted((root / app).rglob("*.py")):
            is_free = {"management", "migrations", "tests"} & set(path.parts)
            if not is_free and word.search(path.read_text()):
                return str(path.relative_to(root))
    return ""


def write_folder(name: str, *, root: Path, prefixes: Collection[str]) -> list[Path]:
    """programmes/<name>/ from the skeleton, all of it or nothing; the files written, relative to root.

    prefixes  of certificates' numbers that other programmes have
    """
    words = words_for(name, root=root, prefixes=prefixes)
    target = root / "programmes" / name
    with tempfile.TemporaryDirectory(prefix=".start-", dir=root / "programmes") as draft:
        for source in templates():
            parts = [name if part == "slug" else part for part in source.relative_to(SKELETON).parts]
            path = Path(draft, "folder", *parts).with_suffix("")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(Template(source.read_text()).substitute(words))
        shutil.move(Path(draft, "folder"), target)
    return [path.relative_to(root) for path in sorted(target.rglob("*")) if path.is_file()]


def templates() -> Iterator[Path]:
    yield from sorted(SKELETON.rglob(f"*{ENDING}"))


def words_for(name: str, *, root: Path, prefixes: Collection[str]) -> Mapping[str, str]:
    return {
        "slug": name,
        "name": "".join(part.capitalize() for part in name.split("_")),
        "login": name.replace("_", ""),
        "prefix": free_prefix(name, prefixes),
        "first_serial": f"{free_serial(root):_}",
    }


def free_prefix(name: str, taken: Collection[str]) -> str:
    """Two to eight capital letters out of the name that no other programme's certificates begin with."""
    letters = re.sub("[^A-Z]", "", name.upper()) + "XYZ"
    wanted = [letters[:length] for length in range(4, 9)] + [f"{letters[:3]}{one}" for one in "ABCDEFGHIJKLMNOPQRSTUVW"]
    return next(one for one in wanted if one not in taken)


def free_serial(root: Path) -> int:
    """Where the invented applicants of the demo are numbered from, apart from those of the other programmes."""
    demos = (root / "programmes").glob("*/demo.py")
    taken = {int(found.replace("_", "")) for path in demos for found in SERIAL.findall(path.read_text())}
    return next(one for one in SERIALS if one not in taken)
