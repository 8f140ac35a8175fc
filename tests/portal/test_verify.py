"""The verify and prove commands: counting, closing line, figures; a check that failed can not look green."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from portal.management.commands.verify import Outcome, Step, closing_line, count_tests, run, steps
from portal.proofs import Proof, write_figures

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("===== 812 passed, 3 skipped, 2 warnings in 41.20s =====\n", {"passed": 812, "skipped": 3, "warnings": 2}),
        ("12 failed, 800 passed, 1 error in 401.33s (0:06:41)\n", {"failed": 12, "passed": 800, "error": 1}),
        ("3 passed in a test's own output\n", {}),
    ],
)
def test_the_counts_come_from_pytests_closing_line(line: str, counts: dict[str, int]) -> None:
    assert count_tests(line) == Counter(counts)


@pytest.mark.parametrize(
    ("code", "is_pytest", "passed", "counts"),
    [
        ("pass", False, True, {"passed": 1}),
        ("raise SystemExit(1)", False, False, {"failed": 1}),
        ("print('2 passed in 0.10s')", True, True, {"passed": 2}),
        ("print('no tests ran in 0.10s')", True, False, {"failed": 1}),
        ("print('2 passed in 0.10s'); raise SystemExit(1)", True, False, {"passed": 2, "failed": 1}),
    ],
)
def test_a_step_passes_only_when_its_program_does_and_tests_ran(
    code: str, is_pytest: bool, passed: bool, counts: dict[str, int]
) -> None:
    outcome = run(Step("step", (sys.executable, "-c", code), is_pytest))
    assert (outcome.has_passed, outcome.counts) == (passed, Counter(counts))


def test_the_closing_line_adds_steps_and_tests() -> None:
    step = Step("step", ())
    outcomes = [
        Outcome(step, True, 1.0, Counter(passed=1)),
        Outcome(step, False, 2.0, Counter(failed=1)),
        Outcome(step, True, 60.0, Counter(passed=40, skipped=2)),
    ]
    assert closing_line(outcomes, 63.5).strip("= ") == "1 failed, 41 passed, 2 skipped in 63.50s (1:03)"


def test_fast_leaves_out_only_browser_and_slow_tests() -> None:
    full, fast = steps(is_fast=False), steps(is_fast=True)
    assert [step.name for step in full] == ["ruff check", "ruff format", "mypy", "migrations", "checks", "pytest"]
    assert fast[:-1] == full[:-1]
    assert set(fast[-1].command) - set(full[-1].command) == {"not browser and not slow"}


def test_continuous_integration_runs_verify_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert lines[-1] == "exec python3 manage.py verify"
    assert len(lines) == 4


def test_figures_replace_those_of_the_same_proof_only(tmp_path: Path) -> None:
    page = tmp_path / "docs" / "proofs.md"
    storm, kill = Proof("storm", "A claim.", dict), Proof("kill", "Another.", dict)
    write_figures(page, storm, {"Requests": 1000})
    write_figures(page, kill, {"Kills": 3})
    write_figures(page, storm, {"Requests": 20000, "Median": "1.2 ms"})
    text = page.read_text()
    assert text.count("<!-- proof storm -->") == text.count("<!-- proof kill -->") == 1
    assert "| Requests | 20,000 |\n| Median | 1.2 ms |" in text
    assert "1,000" not in text
    assert "| Kills | 3 |" in text
