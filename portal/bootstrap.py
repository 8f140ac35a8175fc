"""Makes `.venv` with what is locked and checks system libraries. Standard library only: it runs before anything else.

A stamp in `.venv` with digests of the lock files makes every later start cost milliseconds. PORTAL_BOOTSTRAP=off skips
everything; the production image does so, its environment is built by deploy/Dockerfile.
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
PYTHONS = ((3, 11), (3, 12))
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CJK_FONTS = ("*CJK*.tt[cf]", "*CJK*.otf", "wqy-*.tt[cf]", "NotoSansSC*", "NotoSerifSC*", "SourceHan*")
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts", "/Library/Fonts")


class BootstrapError(RuntimeError):
    """Set-up cannot go on; the text is one line that says what to run."""


def say(text: str) -> None:
    print(f"[setup] {text}", file=sys.stderr, flush=True)


# System libraries


def has_library(*names: str) -> bool:
    """Whether the dynamic loader finds one of the names."""
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


def find_chromium() -> str | None:
    """The browser for tests and screenshots: CHROMIUM, else one on PATH."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    return next((found for name in CHROMIUM_NAMES if (found := shutil.which(name))), None)


def has_cjk_font() -> bool:
    if shutil.which("fc-list"):
        found = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False)
        return bool(found.stdout.strip())
    folders = [Path(f).expanduser() for f in FONT_FOLDERS]
    return any(next(f.rglob(pattern), None) for f in folders if f.is_dir() for pattern in CJK_FONTS)


@dataclass(frozen=True)
class Need:
    package: str  # Debian's name
    why: str
    is_met: Callable[[], bool]


def _library(package: str, *names: str) -> Need:
    return Need(package, "PDF files", lambda: has_library(*names))


def _program(package: str, program: str, why: str) -> Need:
    return Need(package, why, lambda: shutil.which(program) is not None)


PDF_NEEDS = (
    _library("libpango-1.0-0", "libpango-1.0.so.0", "libpango-1.0.dylib"),
    _library("libpangoft2-1.0-0", "libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    _library("libharfbuzz-subset0", "libharfbuzz-subset.so.0", "libharfbuzz-subset.dylib"),
)
TEST_NEEDS = (
    Need("chromium", "browser tests", lambda: find_chromium() is not None),
    Need("fonts-noto-cjk", "Chinese in the browser", has_cjk_font),
    _program("poppler-utils", "pdftotext", "reading PDF files in tests"),
    _program("qpdf", "qpdf", "checking PDF files in tests"),
    _program("docker-compose", "docker-compose", "checking the production shape"),
)
NEEDS_BY_COMMAND: dict[str, tuple[Need, ...]] = {
    "demo": PDF_NEEDS,
    "rehearse": PDF_NEEDS,
    "verify": PDF_NEEDS + TEST_NEEDS,
    "prove": PDF_NEEDS + TEST_NEEDS,
    "screenshots": PDF_NEEDS + TEST_NEEDS[:2],
}


def install_line(packages: Iterable[str], *, sudo: bool) -> str:
    prefix = "sudo " if sudo else ""
    names = " ".join(packages)
    return f"{prefix}apt-get update && {prefix}apt-get install -y --no-install-recommends {names}"


def provide(needs: Sequence[Need]) -> None:
    """Install what is missing when root, else raise BootstrapError with the one line to run."""
    missing = [need for need in needs if not need.is_met()]
    if not missing:
        return
    packages = [need.package for need in missing]
    reasons = ", ".join(f"{need.package} ({need.why})" for need in missing)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"installing {reasons}")
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
        subprocess.run(["apt-get", "update", "-qq"], env=environment, stdout=subprocess.DEVNULL, check=False)
        subprocess.run(install, env=environment, stdout=subprocess.DEVNULL, check=False)
        if all(need.is_met() for need in missing):
            return
    line = install_line(packages, sudo=os.geteuid() != 0)
    raise BootstrapError(f"missing: {reasons}. Run: {line}")


# The environment


def lock_name(environment: Mapping[str, str] = os.environ) -> str:
    """Production needs what runs; everything else also needs the embedded services and the checks."""
    return "requirements.lock" if environment.get("PORTAL_MODE") == "production" else "requirements-dev.lock"


def stamp_values(checkout: Path, lock: str) -> dict[str, str]:
    """What an environment must have been made from to be used as it is."""
    digest = hashlib.sha256((checkout / lock).read_bytes()).hexdigest()
    return {"checkout": str(checkout), "python": "{}.{}".format(*sys.version_info), lock: digest}


def read_stamp(venv: Path) -> dict[str, str]:
    try:
        found = json.loads((venv / "pinbang-stamp.json").read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def is_current(checkout: Path, lock: str) -> bool:
    venv = checkout / ".venv"
    return (venv / "bin" / "python").exists() and stamp_values(checkout, lock).items() <= read_stamp(venv).items()


def _works(python: Path, *code: str) -> bool:
    try:
        return subprocess.run([str(python), "-c", *code], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def make_venv(checkout: Path) -> None:
    """An environment of this interpreter at this place; one that was moved or belongs to another is made anew."""
    venv, python = checkout / ".venv", checkout / ".venv" / "bin" / "python"
    same = f"import sys, pip; assert sys.version_info[:2] == {tuple(sys.version_info[:2])}"
    was_moved = read_stamp(venv).get("checkout", str(checkout)) != str(checkout)
    if _works(python, same) and not was_moved:
        return
    minor = "{}.{}".format(*sys.version_info)
    can_make = Need(f"python{minor}-venv", "the environment", lambda: _works(Path(sys.executable), "import ensurepip"))
    provide([can_make])
    say(f"making .venv with Python {minor}")
    if venv.is_symlink():
        venv.unlink()  # --clear would empty the folder that it leads to, which is another checkout's
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(venv)], check=True)


def uv_environment(python: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """uv does not read pip's configuration: hand over what the machine has set for pip, unless uv has its own."""
    result = {**environment, "UV_LINK_MODE": environment.get("UV_LINK_MODE", "copy")}
    own = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX", "UV_EXTRA_INDEX_URL", "UV_CONFIG_FILE", "UV_FIND_LINKS")
    folders = (Path(environment.get("XDG_CONFIG_HOME", "~/.config")).expanduser(), Path("/etc"))
    if any(environment.get(name) for name in own) or any((f / "uv" / "uv.toml").exists() for f in folders):
        return result
    command = [str(python), "-m", "pip", "config", "list"]
    listing = subprocess.run(command, capture_output=True, text=True, check=False, env=dict(environment)).stdout
    names = {"index-url": "UV_DEFAULT_INDEX", "extra-index-url": "UV_INDEX", "cert": "SSL_CERT_FILE"}
    for line in listing.splitlines():  # a later line wins, as in pip: environment after files
        key, _, value = line.partition("=")
        name = names.get(key.rpartition(".")[2])
        if name and key.startswith(("global.", "install.", ":env:.")):
            result[name] = " ".join(value.strip("'\"").replace("\\n", " ").split())
    result.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")  # as pip chooses; the hashes decide what is accepted
    return result


def install_locked(checkout: Path, lock: str) -> None:
    """Install with uv, with pip where uv fails. Raises BootstrapError when neither can."""
    python = checkout / ".venv" / "bin" / "python"
    say(f"installing {lock}")
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    uv = checkout / ".venv" / "bin" / "uv"
    with_hashes = ["--require-hashes", "-r", str(checkout / lock)]
    if uv.exists() or subprocess.run([*pip, "uv>=0.9,<1"], check=False).returncode == 0:
        command = [str(uv), "pip", "install", "--quiet", "--python", str(python), *with_hashes]
        environment = uv_environment(python, os.environ)
        if subprocess.run(command, check=False, env=environment, cwd=checkout).returncode == 0:
            return
        say("uv could not install; trying pip")
    if subprocess.run([*pip, *with_hashes], check=False, cwd=checkout).returncode != 0:
        raise BootstrapError(f"could not install {lock}: see above; pip's ordinary configuration is used")


def make_environment(checkout: Path = CHECKOUT, lock: str | None = None) -> Path:
    """The environment's python, made or brought up to date if needed. Safe to call in parallel."""
    name = lock or lock_name()
    venv = checkout / ".venv"
    if not is_current(checkout, name):
        with (checkout / ".venv.lock").open("a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            if not is_current(checkout, name):  # a parallel start may have done it meanwhile
                make_venv(checkout)
                install_locked(checkout, name)
                values = {**read_stamp(venv), **stamp_values(checkout, name)}
                draft = venv / "pinbang-stamp.draft"
                draft.write_text(json.dumps(values))
                draft.replace(venv / "pinbang-stamp.json")
    return venv / "bin" / "python"


def is_inside(checkout: Path) -> bool:
    return Path(sys.prefix).resolve() == (checkout / ".venv").resolve()


def _find_python() -> str | None:
    """A Python we support on PATH, where the one that was called is too old or too new."""
    for minor in PYTHONS:
        found = shutil.which("python{}.{}".format(*minor))
        if found and _works(Path(found), f"import sys; assert sys.version_info[:2] == {minor}"):
            return found
    return None


def enter(argv: Sequence[str], checkout: Path = CHECKOUT) -> None:
    """Return inside the environment; from outside, make it and replace this program by the same one inside.

    Ends the program with status 1 and one line when something is missing that only the user can provide.
    """
    if os.environ.get("PORTAL_BOOTSTRAP") == "off":
        return
    command = argv[1] if len(argv) > 1 else "help"
    script = str(checkout / "manage.py")
    try:
        if sys.version_info[:2] not in PYTHONS and not is_inside(checkout):
            other = _find_python()
            if other is None:
                raise BootstrapError("Python 3.11 or 3.12 is needed; none is on PATH")
            os.execv(other, [other, script, *argv[1:]])
        provide(NEEDS_BY_COMMAND.get(command, ()))
        python = make_environment(checkout)
    except BootstrapError as error:
        say(str(error))
        raise SystemExit(1) from None
    if not is_inside(checkout):
        os.execv(python, [str(python), script, *argv[1:]])
