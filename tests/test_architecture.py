"""The house rules that a machine can check: imports point down, budgets hold, nothing forbidden is in the tree."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Layers from the ground up; a module may import its own layer and whatever lies below.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("portal.kit",),
    ("portal.tenancy",),
    ("portal.people", "portal.notifications", "portal.audit"),
    (
        "programmes.contract",
        "programmes.questions",
        "programmes.dossier",
        "programmes.fields",
        "programmes.demonstration",
    ),
    ("programmes.*",),
    ("programmes",),
    ("applications",),
    ("reviews",),
    ("publications",),
    ("portal",),
)
# Files over a budget, with the reason why splitting them would make them worse.
EXCEPTIONS: dict[str, str] = {}


def python_files() -> Iterator[Path]:
    listed = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in listed.stdout.split():
        path = ROOT / name
        if path.exists() and "migrations" not in path.parts:
            yield path


def name_of(path: Path) -> str:
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def layer_of(module: str) -> int | None:
    parts = module.split(".")
    if parts[0] == "programmes" and len(parts) > 1 and (ROOT / "programmes" / parts[1] / "programme.py").exists():
        return next(i for i, names in enumerate(LAYERS) if "programmes.*" in names)
    best: tuple[int, int] | None = None
    for height, names in enumerate(LAYERS):
        for name in names:
            if (module == name or module.startswith(f"{name}.")) and (best is None or len(name) > best[0]):
                best = (len(name), height)
    return best[1] if best else None


def imports_of(path: Path) -> Iterator[str]:
    package = name_of(path) if path.name == "__init__.py" else name_of(path).rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - (node.level - 1)] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{stem}.{alias.name}" for alias in node.names)


def product_files() -> Iterator[Path]:
    for path in python_files():
        if "tests" not in path.parts and path.name != "manage.py":
            yield path


def test_imports_point_down_only() -> None:
    wrong = []
    for path in product_files():
        module, here = name_of(path), layer_of(name_of(path))
        for imported in imports_of(path):
            there = layer_of(imported)
            if here is not None and there is not None and there > here:
                wrong.append(f"{module} imports {imported}")
    assert wrong == []


def test_a_programme_folder_imports_only_the_contract_and_the_kit() -> None:
    allowed = (
        "programmes.contract",
        "programmes.dossier",
        "programmes.fields",
        "programmes.demonstration",
        "portal.kit",
    )
    wrong = []
    for path in product_files():
        parts = name_of(path).split(".")
        if parts[0] != "programmes" or len(parts) < 2 or not (ROOT / "programmes" / parts[1] / "programme.py").exists():
            continue
        own = ".".join(parts[:2])
        for imported in imports_of(path):
            is_ours = imported.split(".")[0] in {"portal", "programmes", "applications", "reviews", "publications"}
            if is_ours and not imported.startswith((own, *allowed)):
                wrong.append(f"{name_of(path)} imports {imported}")
    assert wrong == []


def test_publications_call_the_queries_of_reviews_and_nothing_else_of_it() -> None:
    wrong = [
        f"{name_of(path)} imports {imported}"
        for path in product_files()
        if path.relative_to(ROOT).parts[0] == "publications"
        for imported in imports_of(path)
        if imported.startswith("reviews.") and not imported.startswith("reviews.queries")
    ]
    assert wrong == []


def sources_outside_programmes() -> Iterator[Path]:
    """Code, comments, settings and pages that know programmes by the contract only."""
    for path in product_files():
        parts = path.relative_to(ROOT).parts
        is_shared = parts[0] == "programmes" and not (ROOT.joinpath(*parts[:2]) / "programme.py").exists()
        if is_shared or (parts[0] in APPS and parts[:2] != ("portal", "management")):
            yield path
    yield from ROOT.glob("templates/**/*.html")


APPS = {"applications", "reviews", "publications", "portal"}
# A comparison with one programme's name, whatever the variable is called.
BY_NAME = re.compile(r"slug\s*[=!]=\s*[\"']|slug\s+(?:not\s+)?in\s*[\[({][\"']|[\"']\s*[=!]=\s*\w*slug\b")


def test_no_app_names_a_programme() -> None:
    slugs = [p.parent.name for p in (ROOT / "programmes").glob("*/programme.py")]
    pattern = re.compile("|".join(rf"\b{slug}\b" for slug in slugs))
    wrong = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in sources_outside_programmes()
        for match in pattern.finditer(path.read_text())
    ]
    assert wrong == []


def test_no_behaviour_hangs_on_the_name_of_a_programme() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in sources_outside_programmes()
        for match in BY_NAME.finditer(path.read_text())
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("code", "is_found"),
    [
        ('if slug == "brand":', True),
        ("if edition.programme_slug != 'brand':", True),
        ('if slug in ("brand", "cluster"):', True),
        ('if "brand" == programme_slug:', True),
        ("one.slug == slug", False),
        ("if slug not in registry.folders():", False),
    ],
)
def test_a_comparison_by_name_is_recognised(code: str, is_found: bool) -> None:
    assert bool(BY_NAME.search(code)) is is_found


def lines_of(path: Path) -> int:
    return len(path.read_text().splitlines())


def too_long(paths: Iterator[Path], limit: int) -> list[str]:
    found = ((str(path.relative_to(ROOT)), lines_of(path)) for path in paths)
    return [f"{name}: {count}" for name, count in found if count > limit and name not in EXCEPTIONS]


def test_python_files_keep_their_budget() -> None:
    assert too_long((p for p in python_files() if "tests" not in p.parts), 300) == []


def test_test_files_keep_their_budget() -> None:
    assert too_long((p for p in python_files() if "tests" in p.parts), 400) == []


def test_templates_keep_their_budget() -> None:
    pages = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("programmes/*/templates/**/*.html")]
    assert too_long(iter(pages), 120) == []


@pytest.mark.parametrize(("kind", "limit"), [(ast.FunctionDef, 40), (ast.ClassDef, 150)])
def test_functions_and_classes_keep_their_budget(kind: type[ast.stmt], limit: int) -> None:
    wrong = []
    for path in product_files():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, kind) and node.end_lineno and node.end_lineno - node.lineno + 1 > limit:
                name = f"{path.relative_to(ROOT)}:{node.name}"  # type: ignore[attr-defined]
                if name not in EXCEPTIONS:
                    wrong.append(f"{name}: {node.end_lineno - node.lineno + 1}")
    assert wrong == []


def test_states_are_written_by_move_alone() -> None:
    """Of applications and units: their models live in applications, so nobody else may assign to .state there."""
    writers = {"applications/moving.py", "applications/tasks.py", "applications/actions/opening_edition.py"}  # editions
    pattern = re.compile(r"\.state\s*=[^=]|\.state, \w+\.\w+ = ")
    found = [
        str(path.relative_to(ROOT))
        for path in product_files()
        if path.relative_to(ROOT).parts[0] == "applications" and pattern.search(path.read_text())
    ]
    assert sorted(set(found) - writers) == []


def test_no_inline_style_or_script_in_templates() -> None:
    pattern = re.compile(r' style="|<script>|\son(click|change|submit|load)=|javascript:')
    pages = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("programmes/*/templates/**/*.html")]
    wrong = [str(p.relative_to(ROOT)) for p in pages if "pdf" not in p.parts and pattern.search(p.read_text())]
    assert wrong == []


def test_time_comes_from_the_clock() -> None:
    pattern = re.compile(r"timezone\.now\(|datetime\.now\(|date\.today\(|auto_now|\bNow\(\)|\bnow\(\)::")
    allowed = {"portal/kit/clock.py"}
    wrong = [
        str(path.relative_to(ROOT))
        for path in product_files()
        if path.relative_to(ROOT).parts[:2] != ("portal", "management") and pattern.search(path.read_text())
    ]
    assert sorted(set(wrong) - allowed) == []


INCLUDE_ALONE = re.compile(r'\{% include "([^"]+)"([^%]*) only %\}')


def test_a_form_in_a_part_that_is_included_alone_is_handed_the_csrf_token() -> None:
    """`only` keeps the token out, and no test client asks for it: the button would fail for people alone."""
    folder = ROOT / "templates"
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sorted(folder.rglob("*.html"))
        for name, given in INCLUDE_ALONE.findall(path.read_text())
        if "{% csrf_token %}" in (folder / name).read_text() and "csrf_token=csrf_token" not in given
    ]
    assert wrong == []


UNFINISHED = ("TO" + "DO", "FIX" + "ME", "XX" + "X:", "raise NotImplemented" + "Error", "pytest.mark." + "skip")
FOREIGN = ("py" + "pi.org", "/wo" + "rk/", "npm" + "js.org", "deb." + "debian.org")


@pytest.mark.parametrize(
    ("words", "endings"),
    [
        (UNFINISHED, (".py", ".html", ".js")),
        (FOREIGN, (".py", ".html", ".css", ".md", ".toml", ".yml", ".lock", ".sh")),
    ],
)
def test_nothing_unfinished_or_foreign_is_in_the_tree(words: tuple[str, ...], endings: tuple[str, ...]) -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    files = [ROOT / name for name in listed if name.endswith(endings)]
    wrong = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in files
        if path.exists() and not {"vendor", "assets"} & set(path.parts)
        for word in words
        if word in path.read_text()
    ]
    assert wrong == []
