"""Real PostgreSQL 18 and Redis for a laptop, a test run or CI: one folder of state, one pair of servers.

`export_environment()` is what callers want: it starts or joins the servers and exports their addresses.
Every caller holds a shared lock on the folder while it lives; the last one out stops the servers. The lock belongs to
the process, so a crash or kill -9 gives it back. With DATABASE_URL and its siblings set, nothing is started.
"""

from __future__ import annotations

import atexit
import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, TypeVar

from portal.embedded_postgres import APP, DATABASE, OWNER, SUPERUSER, Postgres
from portal.embedded_redis import Redis
from portal.embedded_servers import EmbeddedError, can_bind, find_binaries, free_port, is_traversable, public_folder

CHECKOUT = Path(__file__).resolve().parent.parent
ADDRESSES = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")
MODES = ("demo", "test")
_Server = TypeVar("_Server", Postgres, Redis)
_held: dict[Path, IO[bytes]] = {}


@dataclass(frozen=True)
class Services:
    database_url: str
    database_owner_url: str
    redis_url: str
    state: Path

    def environment(self) -> dict[str, str]:
        return dict(zip(ADDRESSES, (self.database_url, self.database_owner_url, self.redis_url), strict=True))


def state_folder(state_dir: str | os.PathLike[str] | None = None, *, mode: str = "demo") -> Path:
    """The folder asked for, else PINBANG_STATE, else `.state/<mode>` of this checkout."""
    named = state_dir or os.environ.get("PINBANG_STATE")
    return (Path(named) if named else CHECKOUT / ".state" / mode).resolve()


def _make_folder(wanted: Path) -> Path:
    """`wanted`, or its stand-in in a temporary directory where the database user cannot pass. Made if missing."""
    if os.geteuid() != 0:
        wanted.mkdir(parents=True, exist_ok=True, mode=0o700)
        return wanted
    missing = [p for p in (wanted, *wanted.parents) if not p.exists()]
    if missing:
        if not is_traversable(missing[-1].parent):
            return public_folder(f"state {wanted}")
        for folder in reversed(missing):
            with suppress(FileExistsError):
                folder.mkdir()
                folder.chmod(0o711)
    return wanted if is_traversable(wanted) else public_folder(f"state {wanted}")


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("ab") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _read(path: Path) -> dict[str, Any]:
    """The remembered values; empty when the file is absent or was cut short by a crash."""
    try:
        found = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(path: Path, values: dict[str, Any]) -> None:
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(values))
    draft.rename(path)


def _passwords(folder: Path) -> dict[str, str]:
    path = folder / "passwords.json"
    found: dict[str, str] = _read(path)
    names = (SUPERUSER, OWNER, APP, "redis")
    if not all(name in found for name in names):
        if (folder / "pgdata").exists():
            raise EmbeddedError(f"{path} is gone or damaged, so {folder} cannot be opened: remove that folder")
        found = {name: secrets.token_urlsafe(24) for name in names}
        _write(path, found)
    return found


def _servers(folder: Path, memory: dict[str, Any], passwords: dict[str, str]) -> tuple[Postgres, Redis]:
    binaries = find_binaries()
    durable = bool(memory["is_durable"])
    postgres = Postgres(binaries.postgres, folder, memory["postgres_port"], passwords[SUPERUSER], durable)
    return postgres, Redis(binaries.redis, folder, memory["redis_port"], passwords["redis"], durable)


def _start(server: _Server) -> _Server:
    """The server running, on another port where somebody else took the remembered one."""
    if server.is_ours():
        return server
    for _ in range(5):
        if not can_bind(server.port):
            server = replace(server, port=free_port())
        if server.start():
            return server
        server = replace(server, port=free_port())
    raise EmbeddedError("no free port could be kept on 127.0.0.1")


def ensure(state_dir: str | os.PathLike[str] | None = None, *, durable: bool, mode: str = "demo") -> Services:
    """Start or find the servers of a folder. `durable` is kept: a folder made for demo never loses its fsync.

    Raises EmbeddedError with what to do. Does not hold the folder; see `export_environment` and `hold`.
    """
    folder = _make_folder(state_folder(state_dir, mode=mode))
    with _locked(folder):
        memory = _read(folder / "stack.json")
        is_durable = durable or bool(memory.get("is_durable"))
        if is_durable and memory and not memory.get("is_durable"):
            _stop_servers(folder)  # it ran without fsync until now
        ports = {"postgres_port": free_port(), "redis_port": free_port()}
        memory = {"is_prepared": False, "is_kept": False, **ports, **memory, "is_durable": is_durable}
        passwords = _passwords(folder)
        postgres, redis = _servers(folder, memory, passwords)
        _write(folder / "stack.json", memory)
        postgres = _start(postgres)
        if not memory["is_prepared"]:
            postgres.make_roles(passwords)
        redis = _start(redis)
        memory |= {"postgres_port": postgres.port, "redis_port": redis.port, "is_prepared": True}
        _write(folder / "stack.json", memory)
    at = f"127.0.0.1:{postgres.port}/{DATABASE}"
    app_url, owner_url = (f"postgres://{role}:{passwords[role]}@{at}" for role in (APP, OWNER))
    return Services(app_url, owner_url, redis.url, folder)


def _stop_servers(folder: Path) -> None:
    memory = _read(folder / "stack.json")
    if "postgres_port" not in memory or not (folder / "pgdata").exists():
        return
    postgres, redis = _servers(folder, memory, _passwords(folder))
    redis.stop()
    postgres.stop()
    _write(folder / "stack.json", memory | {"is_kept": False})


def revive(folder: Path) -> list[str]:
    """Start again those servers of a folder that were killed, on their own ports; "postgres", "redis" of those.

    Other than `ensure` it never moves a server: running programs have its address. A port that somebody took while
    the server was dead is tried again with the next call. Raises EmbeddedError when a server cannot be started.
    """
    memory = _read(folder / "stack.json")
    if not any(can_bind(memory[f"{name}_port"]) for name in ("postgres", "redis")):
        return []
    with _locked(folder):
        postgres, redis = _servers(folder, memory, _passwords(folder))
        servers: tuple[tuple[str, Postgres | Redis], ...] = (("postgres", postgres), ("redis", redis))
        return [name for name, server in servers if can_bind(server.port) and server.start()]


def held_folders() -> list[Path]:
    """The folders whose servers this process counts on."""
    return list(_held)


def stop(state_dir: str | os.PathLike[str] | None = None, *, mode: str = "demo") -> None:
    """Stop both servers, whoever still uses them."""
    folder = _make_folder(state_folder(state_dir, mode=mode))
    with _locked(folder):
        _stop_servers(folder)


def keep(state_dir: str | os.PathLike[str] | None = None, *, mode: str = "demo") -> Services:
    """Start the servers and leave them running after this process, until `stop`."""
    services = ensure(state_dir, durable=mode == "demo", mode=mode)
    with _locked(services.state):
        _write(services.state / "stack.json", _read(services.state / "stack.json") | {"is_kept": True})
    return services


def status(state_dir: str | os.PathLike[str] | None = None, *, mode: str = "demo") -> dict[str, Any]:
    """Folder, ports and whether each server answers; starts nothing."""
    folder = _make_folder(state_folder(state_dir, mode=mode))
    memory = _read(folder / "stack.json")
    answer: dict[str, Any] = {"state": str(folder), "postgres": False, "redis": False, **memory}
    if "postgres_port" in memory and (folder / "passwords.json").exists():
        postgres, redis = _servers(folder, memory, _passwords(folder))
        answer |= {"postgres": postgres.is_ours(), "redis": redis.is_ours()}
    return answer


def hold(folder: Path) -> None:
    """Count this process among the users of the folder until it ends."""
    if folder in _held:
        return
    handle = (folder / "users").open("ab")
    fcntl.flock(handle, fcntl.LOCK_SH)
    _held[folder] = handle
    atexit.register(release, folder, os.getpid())


def release(folder: Path, pid: int | None = None) -> None:
    """Leave the folder; stop its servers when nobody else uses them and nobody asked to keep them."""
    if pid not in (None, os.getpid()) or folder not in _held:  # a forked child inherits the exit hook, not the duty
        return
    with _held.pop(folder) as handle, _locked(folder), suppress(BlockingIOError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not _read(folder / "stack.json").get("is_kept"):
            _stop_servers(folder)


def export_environment(mode: str = "demo") -> Services | None:
    """Put the three addresses, PORTAL_MODE and PINBANG_STATE into the environment; None when they were set before.

    Raises EmbeddedError when only some are set: mixing one's own database with an embedded broker is never meant.
    """
    if mode not in MODES:
        raise EmbeddedError(f"embedded services serve {MODES}, not {mode!r}: set {', '.join(ADDRESSES)}")
    os.environ.setdefault("PORTAL_MODE", mode)
    given = [name for name in ADDRESSES if os.environ.get(name)]
    if len(given) == len(ADDRESSES):
        return None
    if given:
        raise EmbeddedError(f"{', '.join(given)} set without {', '.join(set(ADDRESSES) - set(given))}: set all or none")
    wanted = state_folder(mode=mode)
    folder = _make_folder(wanted)
    hold(folder)  # before ensure: else the last user before us could stop what we just found running
    services = ensure(wanted, durable=mode == "demo", mode=mode)
    os.environ.update(services.environment())
    os.environ.setdefault("PINBANG_STATE", str(wanted))
    return services


def reset(state_dir: str | os.PathLike[str] | None = None, *, mode: str = "demo") -> None:
    """Stop the servers and remove their data and passwords. Raises EmbeddedError while another process uses them."""
    folder = _make_folder(state_folder(state_dir, mode=mode))
    with (folder / "users").open("ab") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise EmbeddedError(f"{folder} is in use; stop the running demo first") from None
        with _locked(folder):
            _stop_servers(folder)
            for name in ("stack.json", "passwords.json", "clock"):
                (folder / name).unlink(missing_ok=True)
            for name in ("pgdata", "pgdata.draft", "redis", "mail", "media"):
                shutil.rmtree(folder / name, ignore_errors=True)
