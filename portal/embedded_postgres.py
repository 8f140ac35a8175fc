"""One PostgreSQL 18 in a folder: cluster, the two roles, start, stop. Called by `portal.embedded` under its lock."""

from __future__ import annotations

import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.embedded_servers import (
    START_SECONDS,
    EmbeddedError,
    clear_stale_pid,
    give_to_server_user,
    open_log,
    server_user,
    start_daemon,
    tail,
    wait_until_gone,
)

DATABASE = "portal"
SUPERUSER = "postgres"
OWNER = "portal_owner"
APP = "portal_app"

# deploy/postgres/10-roles.sh says the same for production; tests/test_deploy.py compares the two
GRANTS = (
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP}",
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT USAGE ON SEQUENCES TO {APP}",
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    f"GRANT USAGE ON SCHEMA public TO {APP}",
)

FAST = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"
CONFIGURATION = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
max_connections = 200
shared_buffers = 128MB
timezone = 'UTC'
log_timezone = 'UTC'
password_encryption = 'scram-sha-256'
jit = off
log_min_messages = fatal
"""


@dataclass(frozen=True)
class Postgres:
    bin: Path
    folder: Path
    port: int
    password: str
    is_durable: bool

    @property
    def data(self) -> Path:
        return self.folder / "pgdata"

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    def connect(self, database: str = SUPERUSER) -> Any:
        """An autocommit connection as superuser. Raises psycopg2.OperationalError when nobody of ours answers."""
        import psycopg2

        connection = psycopg2.connect(
            host="127.0.0.1",
            port=self.port,
            user=SUPERUSER,
            password=self.password,
            dbname=database,
            connect_timeout=5,
            sslmode="disable",
            gssencmode="disable",
            application_name="pinbang embedded",
        )
        connection.autocommit = True
        return connection

    def run(self, statements: list[tuple[str, tuple[Any, ...]]], *, database: str = SUPERUSER) -> list[Any]:
        connection = self.connect(database)
        try:
            with connection.cursor() as cursor:
                rows: list[Any] = []
                for sql, parameters in statements:
                    cursor.execute(sql, parameters or None)
                    rows = cursor.fetchall() if cursor.description else []
                return rows
        finally:
            connection.close()

    def is_ours(self) -> bool:
        """Whether the server on our port takes our password and serves our folder."""
        import psycopg2

        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                return bool(self.run([("SHOW data_directory", ())]) == [(str(self.data),)])
            except psycopg2.OperationalError as error:
                if "starting up" not in str(error) or time.monotonic() > deadline:
                    return "too many clients" in str(error) or "reserved for roles" in str(error)
                time.sleep(0.05)

    def make_cluster(self) -> None:
        """initdb into a draft folder and rename: an interrupted start never leaves half a cluster behind."""
        draft = self.folder / "pgdata.draft"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        give_to_server_user(draft)
        secret = self.folder / "pgpass.draft"
        secret.touch(mode=0o600)
        secret.write_text(self.password)
        give_to_server_user(secret)
        command = [str(self.bin / "initdb"), "-D", str(draft), "-U", SUPERUSER, f"--pwfile={secret}"]
        command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--locale-provider=builtin"]
        command += ["--builtin-locale=C.UTF-8", "--no-instructions", "--no-sync"]
        try:
            with open_log(self.log) as log:
                subprocess.run(
                    command, check=True, cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log, **server_user()
                )
        except (OSError, subprocess.CalledProcessError) as error:
            raise EmbeddedError(f"initdb failed ({error}):\n{tail(self.log)}") from error
        finally:
            secret.unlink()
        with (draft / "postgresql.conf").open("a") as configuration:
            configuration.write("\ninclude 'pinbang.conf'\n")
        draft.rename(self.data)

    def start(self) -> bool:
        """Start and wait until it answers. False when the port was snatched meanwhile; EmbeddedError when it dies."""
        if not (self.data / "PG_VERSION").exists():
            self.make_cluster()
        clear_stale_pid(self.data)
        configuration = self.data / "pinbang.conf"
        configuration.write_text(CONFIGURATION.format(port=self.port) + ("" if self.is_durable else FAST))
        give_to_server_user(configuration)
        try:
            server = start_daemon([str(self.bin / "postgres"), "-D", str(self.data)], log=self.log)
        except OSError as error:
            raise EmbeddedError(f"cannot run {self.bin / 'postgres'}: {error}") from error
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.is_ours():
                return True
            if server.poll() is not None:
                if "could not bind" in tail(self.log) or "could not create any TCP/IP sockets" in tail(self.log):
                    return False
                raise EmbeddedError(f"PostgreSQL stopped at once; {self.log} ends with:\n{tail(self.log)}")
            time.sleep(0.03)
        raise EmbeddedError(f"PostgreSQL did not answer within {START_SECONDS} s; see {self.log}")

    def make_roles(self, passwords: dict[str, str]) -> None:
        """Both roles and the database; safe to run again after an interrupted first start."""
        existing = {name for (name,) in self.run([("SELECT rolname FROM pg_roles", ())])}
        for role, rights in ((OWNER, "CREATEDB"), (APP, "NOCREATEDB")):
            verb = "ALTER" if role in existing else "CREATE"
            options = f"LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE {rights}"
            self.run([(f"{verb} ROLE {role} {options} PASSWORD %s", (passwords[role],))])
        grants: list[tuple[str, tuple[Any, ...]]] = [(sql, ()) for sql in GRANTS]
        self.run(grants, database="template1")  # test databases are made from it
        if not self.run([("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,))]):
            self.run([(f"CREATE DATABASE {DATABASE} OWNER {OWNER}", ())])
        self.run(grants, database=DATABASE)

    def stop(self) -> None:
        if self.is_ours():
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
            wait_until_gone(self.data, pid)
