"""Set-up: what counts as done, what is missing and who installs it, and that pip's configuration reaches uv."""

from __future__ import annotations

import ast
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from portal import bootstrap
from portal.bootstrap import BootstrapError, Need

ROOT = Path(__file__).resolve().parent.parent.parent
ABSENT = Need("libexample-1", "an example", lambda: False)
PRESENT = Need("libpresent-1", "an example", lambda: True)


def make_checkout(folder: Path) -> Path:
    """A checkout with the two set-up files and locks that pin nothing, so that a set-up needs only uv."""
    (folder / "portal").mkdir(parents=True)
    for name in ("manage.py", "portal/bootstrap.py", "portal/__init__.py"):
        (folder / name).write_text((ROOT / name).read_text())
    for name in ("requirements.lock", "requirements-dev.lock"):
        (folder / name).write_text("")
    return folder


def make_stamped_environment(checkout: Path) -> None:
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").touch()
    stamp = bootstrap.stamp_values(checkout, "requirements-dev.lock")
    (checkout / ".venv" / "pinbang-stamp.json").write_text(json.dumps(stamp))


@pytest.mark.parametrize("name", ["manage.py", "portal/bootstrap.py", "portal/__init__.py"])
def test_what_runs_before_the_environment_imports_the_standard_library_only(name: str) -> None:
    tree = ast.parse((ROOT / name).read_text())
    imported = {
        alias.name.split(".")[0] for node in tree.body if isinstance(node, ast.Import) for alias in node.names
    } | {node.module.split(".")[0] for node in tree.body if isinstance(node, ast.ImportFrom) and node.module}
    assert imported - set(sys.stdlib_module_names) <= {"portal"}


def test_an_environment_is_current_until_its_lock_changes(tmp_path: Path) -> None:
    checkout = make_checkout(tmp_path / "检出 目录")
    make_stamped_environment(checkout)
    assert bootstrap.is_current(checkout, "requirements-dev.lock") is True
    (checkout / "requirements-dev.lock").write_text("django==5.2.19\n")
    assert bootstrap.is_current(checkout, "requirements-dev.lock") is False


def test_an_environment_that_was_moved_or_made_from_another_lock_is_not_current(tmp_path: Path) -> None:
    checkout = make_checkout(tmp_path / "one")
    make_stamped_environment(checkout)
    assert bootstrap.is_current(checkout, "requirements.lock") is False
    moved = checkout.rename(tmp_path / "two")
    assert bootstrap.is_current(moved, "requirements-dev.lock") is False


def test_an_environment_linked_from_another_checkout_is_left_whole(tmp_path: Path) -> None:
    owner, borrower = make_checkout(tmp_path / "owner"), make_checkout(tmp_path / "borrower")
    make_stamped_environment(owner)
    before = sorted(path.name for path in (owner / ".venv").rglob("*"))
    (borrower / ".venv").symlink_to(owner / ".venv")
    bootstrap.make_venv(borrower)
    assert sorted(path.name for path in (owner / ".venv").rglob("*")) == before
    assert (borrower / ".venv").is_symlink() is False
    assert (borrower / ".venv" / "bin" / "python").exists()


def test_a_damaged_stamp_means_install_again(tmp_path: Path) -> None:
    checkout = make_checkout(tmp_path / "one")
    make_stamped_environment(checkout)
    (checkout / ".venv" / "pinbang-stamp.json").write_text('{"checkout": ')
    assert bootstrap.is_current(checkout, "requirements-dev.lock") is False


def test_production_installs_what_runs_and_nothing_else() -> None:
    assert bootstrap.lock_name({"PORTAL_MODE": "production"}) == "requirements.lock"
    assert bootstrap.lock_name({"PORTAL_MODE": "demo"}) == "requirements-dev.lock"
    assert bootstrap.lock_name({}) == "requirements-dev.lock"


def test_what_is_missing_is_named_with_one_line_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    bootstrap.provide([PRESENT])
    with pytest.raises(BootstrapError) as caught:
        bootstrap.provide([PRESENT, ABSENT])
    assert str(caught.value) == (
        "missing: libexample-1 (an example). "
        "Run: sudo apt-get update && sudo apt-get install -y --no-install-recommends libexample-1"
    )


@pytest.mark.parametrize("installs", [True, False])
def test_root_installs_what_is_missing_and_says_when_that_did_not_help(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installs: bool
) -> None:
    mark = tmp_path / "asked"
    apt = tmp_path / "apt-get"
    apt.write_text(f'#!/bin/sh\necho "$@" >> "{mark}"\n')
    apt.chmod(apt.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    need = Need("libexample-1", "an example", lambda: installs and mark.exists())
    if installs:
        bootstrap.provide([need])
    else:
        with pytest.raises(BootstrapError, match=r"Run: apt-get update && apt-get install .* libexample-1$"):
            bootstrap.provide([need])
    assert mark.read_text().splitlines() == [
        "update -qq",
        "install -y -qq --no-install-recommends libexample-1",
    ]


def test_demo_needs_pango_and_verify_also_browser_font_and_pdf_tools() -> None:
    def packages(command: str) -> list[str]:
        return [need.package for need in bootstrap.NEEDS_BY_COMMAND[command]]

    pdf = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
    assert packages("demo") == pdf
    assert packages("verify") == [*pdf, "chromium", "fonts-noto-cjk", "poppler-utils", "qpdf", "docker-compose"]


@pytest.mark.parametrize("program", ["chromium", "pdftotext", "qpdf", "docker-compose"])
def test_a_program_is_missing_until_it_is_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    package = {"pdftotext": "poppler-utils"}.get(program, program)
    need = next(need for need in bootstrap.NEEDS_BY_COMMAND["verify"] if need.package == package)
    before = need.is_met()
    (tmp_path / program).write_text("#!/bin/sh\n")
    (tmp_path / program).chmod(0o755)
    assert (before, need.is_met()) == (False, True)


def test_uv_gets_what_the_machine_has_set_for_pip(tmp_path: Path) -> None:
    configuration = tmp_path / "pip.conf"
    configuration.write_text("[global]\nindex-url = file:///a/simple\nextra-index-url =\n  file:///b\n  file:///c\n")
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = {**kept, "PIP_CONFIG_FILE": str(configuration), "XDG_CONFIG_HOME": str(tmp_path)}
    found = bootstrap.uv_environment(Path(sys.executable), environment)
    assert found["UV_DEFAULT_INDEX"] == "file:///a/simple"
    assert found["UV_INDEX"] == "file:///b file:///c"


def test_uv_keeps_its_own_configuration_where_it_has_one(tmp_path: Path) -> None:
    environment = {"UV_DEFAULT_INDEX": "file:///own", "PIP_INDEX_URL": "file:///other", "PATH": os.environ["PATH"]}
    assert bootstrap.uv_environment(Path(sys.executable), environment)["UV_DEFAULT_INDEX"] == "file:///own"


def test_the_locks_pin_every_package_with_hashes_and_name_no_address() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text()
        entries = [entry for entry in text.replace("\\\n", " ").splitlines() if entry.strip()]
        assert len(entries) > 20
        assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []
        assert "://" not in text


@pytest.mark.slow
def test_two_first_starts_at_once_make_one_working_environment(tmp_path: Path) -> None:
    checkout = make_checkout(tmp_path / "检出 目录")
    dropped = {"PORTAL_BOOTSTRAP", "PORTAL_MODE"}
    environment = {k: v for k, v in os.environ.items() if k not in dropped}
    code = "import sys; from portal import bootstrap; print(bootstrap.make_environment())"
    starts = [
        subprocess.Popen(
            [getattr(sys, "_base_executable", sys.executable), "-c", code],
            cwd=checkout,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    answers = [start.communicate(timeout=300) for start in starts]
    python = str(checkout / ".venv" / "bin" / "python")
    assert [out.strip() for out, _ in answers] == [python, python]
    assert sum(err.count("making .venv") for _, err in answers) == 1
    prefix = subprocess.run([python, "-c", "import sys; print(sys.prefix)"], capture_output=True, text=True, check=True)
    assert prefix.stdout.strip() == str(checkout / ".venv")
