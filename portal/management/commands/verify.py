"""`manage.py verify`: everything that must hold at each landing, as named steps with their times."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from programmes import registry

WIDTH = 88
COUNTED = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed|deselected|warnings?)\b")
PYTEST_END = re.compile(r"^=+ .* in \d+\.\d+s.*=+$|^\d+ .* in \d+\.\d+s.*$")


# Contract, fence, layers and budgets: tests that find every folder by themselves.
OF_EVERY_PROGRAMME = (
    "tests/programmes/test_contract.py",
    "tests/programmes/test_differences.py",
    "tests/portal/test_fence.py",
    "tests/test_architecture.py",
)


@dataclass(frozen=True)
class Step:
    name: str
    command: tuple[str, ...]
    is_pytest: bool = False


@dataclass(frozen=True)
class Outcome:
    step: Step
    has_passed: bool
    seconds: float
    counts: Counter[str]


def steps(*, is_fast: bool) -> list[Step]:
    """In the order that fails soonest. `is_fast` leaves out tests marked browser or slow."""
    python = sys.executable
    manage = (python, str(settings.BASE_DIR / "manage.py"))
    selection = ("-m", "not browser and not slow") if is_fast else ()
    return [
        Step("ruff check", (python, "-m", "ruff", "check", "--output-format", "concise", ".")),
        Step("ruff format", (python, "-m", "ruff", "format", "--check", "--output-format", "concise", ".")),
        Step("mypy", (python, "-m", "mypy")),
        Step("migrations", (*manage, "makemigrations", "--check", "--dry-run")),
        Step("checks", (*manage, "check", "--fail-level", "WARNING")),
        Step("pytest", (python, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", *selection), is_pytest=True),
    ]


def programme_steps(slug: str) -> list[Step]:
    """What one programme's folder must keep to, in about a minute; the whole tree is not looked at."""
    python, folder = sys.executable, f"programmes/{slug}"
    manage = (python, str(settings.BASE_DIR / "manage.py"))
    return [
        Step("ruff check", (python, "-m", "ruff", "check", "--output-format", "concise", folder)),
        Step("ruff format", (python, "-m", "ruff", "format", "--check", "--output-format", "concise", folder)),
        Step("migrations", (*manage, "makemigrations", "--check", "--dry-run", slug)),
        Step("pytest", (python, "-m", "pytest", "-q", *OF_EVERY_PROGRAMME, folder), is_pytest=True),
    ]


def count_tests(line: str) -> Counter[str]:
    """The counts of pytest's closing line; empty for any other line."""
    if not PYTEST_END.match(line.strip()):
        return Counter()
    return Counter(
        {word.rstrip("s") if word.startswith("error") else word: int(n) for n, word in COUNTED.findall(line)}
    )


def run(step: Step) -> Outcome:
    """Run a step with its output passed through; a pytest that ran no test has failed."""
    started = time.monotonic()
    counts: Counter[str] = Counter()
    child = subprocess.Popen(
        step.command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert child.stdout is not None
    for line in child.stdout:
        print(line, end="", flush=True)
        if step.is_pytest:
            counts = count_tests(line) or counts
    has_passed = child.wait() == 0 and (not step.is_pytest or counts["passed"] > 0)
    if not step.is_pytest:
        counts["passed" if has_passed else "failed"] += 1
    elif not has_passed and not counts["failed"] + counts["error"]:
        counts["failed"] += 1
    return Outcome(step, has_passed, time.monotonic() - started, counts)


def closing_line(outcomes: list[Outcome], seconds: float) -> str:
    """As pytest closes; each step that is not pytest counts as one."""
    total: Counter[str] = sum((outcome.counts for outcome in outcomes), Counter())
    words = ("failed", "passed", "skipped", "deselected", "xfailed", "xpassed", "error")
    text = ", ".join(f"{total[word]} {word}" for word in words if total[word])
    return f" {text} in {seconds:.2f}s ({int(seconds) // 60}:{int(seconds) % 60:02d}) ".center(WIDTH, "=")


class Command(BaseCommand):
    help = "Run every check and test of the repository"
    requires_system_checks: list[str] = []  # a step of its own

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fast", action="store_true", help="leave out tests marked browser or slow")
        parser.add_argument("--programme", metavar="SLUG", help="only what the folder of this programme must keep to")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        outcomes = []
        slug = options["programme"]
        if slug and slug not in registry.folders():
            raise CommandError(f"no folder programmes/{slug}; there are: {', '.join(registry.folders())}", returncode=2)
        for step in programme_steps(slug) if slug else steps(is_fast=options["fast"]):
            print(f" {step.name} ".center(WIDTH, "-"), flush=True)
            outcomes.append(run(step))
        print(" steps ".center(WIDTH, "-"))
        for outcome in outcomes:
            print(f"{'ok' if outcome.has_passed else 'FAILED':7} {outcome.step.name:<14} {outcome.seconds:7.1f} s")
        print(closing_line(outcomes, time.monotonic() - started), flush=True)
        if not all(outcome.has_passed for outcome in outcomes):
            raise SystemExit(1)
