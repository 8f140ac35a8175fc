"""The register of long proofs that `manage.py prove` runs, and where their figures are written.

A proof is a function without arguments that raises when what it proves does not hold and otherwise returns figures.
Proofs live in `tests/proofs/*.py`; importing such a module registers them.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

Figures = Mapping[str, str | int | float]
HEAD = "# Proofs\n\nFigures of the last run of each long proof (`python3 manage.py prove [NAME]`).\n"
_registered: dict[str, Proof] = {}


@dataclass(frozen=True)
class Proof:
    name: str
    claim: str
    run: Callable[[], Figures]


def proof(name: str, claim: str) -> Callable[[Callable[[], Figures]], Callable[[], Figures]]:
    """Register a function as the proof of `claim`. Raises ValueError when the name is taken."""

    def register(function: Callable[[], Figures]) -> Callable[[], Figures]:
        known = _registered.get(name)
        if known and known.run.__qualname__ != function.__qualname__:
            raise ValueError(f"two proofs are named {name}")
        _registered[name] = Proof(name, claim, function)
        return function

    return register


def find_proofs(root: Path) -> dict[str, Proof]:
    """Import every module of tests/proofs and return what is registered, by name."""
    for path in sorted((root / "tests" / "proofs").glob("*.py")):
        if not path.stem.startswith("_"):
            importlib.import_module(f"tests.proofs.{path.stem}")
    return dict(sorted(_registered.items()))


def write_figures(page: Path, proof: Proof, lines: Figures) -> None:
    """Put the figures between the proof's markers on the page; append the markers where there are none."""
    rows = "\n".join(
        f"| {key} | {value:,} |" if isinstance(value, int) else f"| {key} | {value} |" for key, value in lines.items()
    )
    start, end = f"<!-- proof {proof.name} -->", f"<!-- end {proof.name} -->"
    block = f"{start}\n## {proof.name}\n\n{proof.claim}\n\n| Figure | Value |\n| --- | --- |\n{rows}\n{end}"
    text = page.read_text() if page.exists() else HEAD
    between = re.compile(f"{re.escape(start)}.*?{re.escape(end)}", re.DOTALL)
    text = between.sub(lambda match: block, text) if between.search(text) else f"{text.rstrip()}\n\n{block}\n"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(text)
