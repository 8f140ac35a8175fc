"""The embedded services: two logins and their rights, parallel starts, crashes, taken ports, private folders."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg2
import pytest
import redis

from portal import embedded
from portal.embedded_servers import EmbeddedError, can_bind, processes_in

ROOT = Path(__file__).resolve().parent.parent.parent
JOIN = """
import sys
from portal import embedded
services = embedded.export_environment("test")
print(services.database_url, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A state folder of its own, passable for the database user, gone afterwards with its servers."""
    path = Path(tempfile.mkdtemp(prefix="pinbang test ")).resolve()
    path.chmod(0o711)
    yield path
    embedded.stop(path)
    shutil.rmtree(path)


def connect(url: str) -> psycopg2.extensions.connection:
    connection = psycopg2.connect(url.replace("postgres://", "postgresql://"))
    connection.autocommit = True
    return connection


def ask(url: str, sql: str) -> list[tuple[object, ...]]:
    connection = connect(url)
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def postmaster_pid(folder: Path) -> int:
    return int((folder / "pgdata" / "postmaster.pid").read_text().split()[0])


def clean_environment(folder: Path) -> dict[str, str]:
    dropped = {*embedded.ADDRESSES, "PORTAL_MODE", "PINBANG_STATE"}
    return {k: v for k, v in os.environ.items() if k not in dropped} | {"PINBANG_STATE": str(folder)}


def join(folder: Path) -> subprocess.Popen[str]:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-c", JOIN], cwd=ROOT, env=clean_environment(folder), text=True, **pipes)


def test_the_application_may_write_rows_but_neither_truncate_nor_create(folder: Path) -> None:
    services = embedded.ensure(folder, durable=False)
    ask(services.database_owner_url, "CREATE TABLE thing (id bigserial PRIMARY KEY, name text)")
    inserted = "INSERT INTO thing (name) VALUES ('示例') RETURNING id, name"
    assert ask(services.database_url, inserted) == [(1, "示例")]
    for refused in ("TRUNCATE thing", "CREATE TABLE other (id int)", "ALTER TABLE thing DISABLE ROW LEVEL SECURITY"):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            ask(services.database_url, refused)


def test_neither_login_is_superuser_or_passes_row_level_security(folder: Path) -> None:
    services = embedded.ensure(folder, durable=False)
    rows = ask(
        services.database_owner_url,
        "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles"
        " WHERE rolname LIKE 'portal%' ORDER BY 1",
    )
    assert rows == [("portal_app", False, False, False, False), ("portal_owner", False, False, True, False)]


def test_a_database_made_by_the_owner_gives_the_application_its_rows(folder: Path) -> None:
    services = embedded.ensure(folder, durable=False)
    ask(services.database_owner_url, "CREATE DATABASE test_portal")
    ask(f"{services.database_owner_url.rpartition('/')[0]}/test_portal", "CREATE TABLE thing (id bigserial, name text)")
    app_url = f"{services.database_url.rpartition('/')[0]}/test_portal"
    assert ask(app_url, "INSERT INTO thing (name) VALUES ('a') RETURNING id") == [(1,)]


def test_nobody_gets_in_without_the_password(folder: Path) -> None:
    services = embedded.ensure(folder, durable=False)
    where = services.database_url.rpartition("@")[2]
    for user in ("portal_app", "portal_owner", "postgres"):
        with pytest.raises(psycopg2.OperationalError, match=r"no password supplied|password authentication failed"):
            connect(f"postgres://{user}@{where}")
    with pytest.raises(redis.exceptions.AuthenticationError):
        redis.Redis.from_url(f"redis://{services.redis_url.rpartition('@')[2]}").ping()
    assert (folder / "passwords.json").stat().st_mode & 0o777 == 0o600


def test_only_demo_state_is_durable_and_stays_so(folder: Path) -> None:
    services = embedded.ensure(folder, durable=False)
    assert ask(services.database_url, "SHOW fsync") == [("off",)]
    services = embedded.ensure(folder, durable=True)
    assert ask(services.database_url, "SHOW fsync") == [("on",)]
    with redis.Redis.from_url(services.redis_url, decode_responses=True) as client:
        assert client.config_get("appendonly") == {"appendonly": "yes"}
    embedded.stop(folder)
    services = embedded.ensure(folder, durable=False)
    assert ask(services.database_url, "SHOW fsync") == [("on",)]


def test_eight_starts_at_once_find_one_server(folder: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: embedded.ensure(folder, durable=False), range(8)))
    assert len(set(found)) == 1
    assert ask(found[0].database_url, "SELECT current_user::text") == [("portal_app",)]


def test_rows_outlive_a_killed_server(folder: Path) -> None:
    services = embedded.ensure(folder, durable=True)
    ask(services.database_owner_url, "CREATE TABLE kept AS SELECT 7 AS n")
    with redis.Redis.from_url(services.redis_url) as client:
        client.set("kept", "7")
        redis_pid = client.info()["process_id"]
    os.kill(postmaster_pid(folder), signal.SIGKILL)  # it stays a zombie: this process is its parent and never waits
    again = embedded.ensure(folder, durable=True)
    assert ask(again.database_owner_url, "SELECT n FROM kept") == [(7,)]
    os.kill(redis_pid, signal.SIGKILL)
    again = embedded.ensure(folder, durable=True)
    with redis.Redis.from_url(again.redis_url, decode_responses=True) as client:
        assert client.get("kept") == "7"


def test_killed_servers_are_revived_at_the_same_addresses(folder: Path) -> None:
    services = embedded.ensure(folder, durable=True)
    with redis.Redis.from_url(services.redis_url) as client:
        redis_pid = client.info()["process_id"]
    assert embedded.revive(folder) == []
    os.kill(postmaster_pid(folder), signal.SIGKILL)
    os.kill(redis_pid, signal.SIGKILL)
    assert eventually(lambda: can_bind(embedded.status(folder)["postgres_port"]))
    revived: list[str] = []
    assert eventually(lambda: revived.extend(embedded.revive(folder)) or len(revived) == 2)
    assert sorted(revived) == ["postgres", "redis"]
    assert ask(services.database_url, "SELECT 1") == [(1,)]
    with redis.Redis.from_url(services.redis_url) as client:
        assert client.ping() is True


def test_a_revived_server_waits_for_its_own_port(folder: Path) -> None:
    services = embedded.ensure(folder, durable=True)
    os.kill(postmaster_pid(folder), signal.SIGKILL)
    port = embedded.status(folder)["postgres_port"]
    assert eventually(lambda: can_bind(port))
    with socket.create_server(("127.0.0.1", port)):
        assert embedded.revive(folder) == []
    assert embedded.revive(folder) == ["postgres"]
    assert ask(services.database_url, "SELECT 1") == [(1,)]


def eventually(is_true: Callable[[], object], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_a_pid_file_that_names_a_stranger_does_not_stop_the_start(folder: Path) -> None:
    embedded.ensure(folder, durable=False)
    pid_file = folder / "pgdata" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    embedded.stop(folder)
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]))
    services = embedded.ensure(folder, durable=False)
    assert ask(services.database_url, "SELECT 1") == [(1,)]


def test_a_first_start_cut_short_is_finished_by_the_next(folder: Path) -> None:
    embedded.ensure(folder, durable=False)
    embedded.stop(folder)
    shutil.rmtree(folder / "pgdata")
    (folder / "pgdata.draft").mkdir()
    (folder / "pgdata.draft" / "PG_VERSION").write_text("18")
    (folder / "stack.json").write_text('{"postgres_po')
    services = embedded.ensure(folder, durable=False)
    assert ask(services.database_url, "SELECT 1") == [(1,)]


def test_ports_taken_by_strangers_are_left_to_them(folder: Path) -> None:
    embedded.ensure(folder, durable=False)
    before = embedded.status(folder)
    embedded.stop(folder)
    strangers = []
    for port in (before["postgres_port"], before["redis_port"]):
        stranger = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=hang_up, args=(stranger,), daemon=True).start()
        strangers.append(stranger)
    services = embedded.ensure(folder, durable=False)
    after = embedded.status(folder)
    for stranger in strangers:
        stranger.close()
    assert {after["postgres_port"], after["redis_port"]} & {before["postgres_port"], before["redis_port"]} == set()
    assert ask(services.database_url, "SELECT 1") == [(1,)]


def hang_up(server: socket.socket) -> None:
    """Accept and close, as a program does that does not speak the caller's language."""
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        connection.close()


def test_the_last_one_out_stops_the_servers(folder: Path) -> None:
    first, second = join(folder), join(folder)
    assert first.stdout is not None
    assert second.stdout is not None
    assert first.stdout.readline() == second.stdout.readline()
    first.communicate("")
    alive = embedded.status(folder)
    second.communicate("")
    gone = embedded.status(folder)
    assert (alive["postgres"], alive["redis"]) == (True, True)
    assert (gone["postgres"], gone["redis"]) == (False, False)
    assert processes_in(folder / "pgdata") == []


def test_a_killed_user_does_not_keep_the_servers(folder: Path) -> None:
    killed, other = join(folder), join(folder)
    for process in (killed, other):
        assert process.stdout is not None
        process.stdout.readline()
    killed.kill()
    killed.wait()
    other.communicate("")
    assert embedded.status(folder)["postgres"] is False


def test_reset_refuses_while_somebody_uses_the_data(folder: Path) -> None:
    user = join(folder)
    assert user.stdout is not None
    user.stdout.readline()
    with pytest.raises(EmbeddedError, match="in use"):
        embedded.reset(folder)
    user.communicate("")
    embedded.reset(folder)
    assert not (folder / "pgdata").exists()


def test_own_services_are_used_all_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in embedded.ADDRESSES:
        monkeypatch.setenv(name, "redis://127.0.0.1:1/0")
    assert embedded.export_environment("demo") is None
    monkeypatch.delenv("REDIS_URL")
    with pytest.raises(EmbeddedError, match="set without REDIS_URL"):
        embedded.export_environment("demo")


def test_a_folder_below_a_private_one_works_for_root_and_for_its_owner(folder: Path) -> None:
    folder.chmod(0o700)
    state = folder / "check out" / ".state"
    services = embedded.ensure(state, durable=False)
    assert ask(services.database_url, "SELECT 1") == [(1,)]
    # Root starts the servers as another user, who cannot pass; anybody else keeps them where they were asked for.
    assert services.state.is_relative_to(folder) == (os.geteuid() != 0)
    assert embedded.ensure(state, durable=False) == services
    embedded.reset(state)
    shutil.rmtree(services.state, ignore_errors=True)
