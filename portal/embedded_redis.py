"""One Redis in a folder, with a password. Called by `portal.embedded` under its lock."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.embedded_servers import START_SECONDS, EmbeddedError, give_to_server_user, start_daemon, tail

CONFIGURATION = """
bind 127.0.0.1
port {port}
daemonize no
dir "{folder}"
logfile ""
loglevel warning
requirepass {password}
maxmemory-policy noeviction
save ""
appendonly {appendonly}
appendfsync everysec
"""


@dataclass(frozen=True)
class Redis:
    binary: Path
    folder: Path
    port: int
    password: str
    is_durable: bool

    @property
    def data(self) -> Path:
        return self.folder / "redis"

    @property
    def log(self) -> Path:
        return self.folder / "redis.log"

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def client(self) -> Any:
        import redis

        return redis.Redis.from_url(self.url, socket_timeout=5, socket_connect_timeout=5, decode_responses=True)

    def is_ours(self) -> bool:
        """Whether the server on our port takes our password and serves our folder."""
        import redis

        deadline = time.monotonic() + START_SECONDS
        with self.client() as client:
            while True:
                try:
                    return bool(client.config_get("dir") == {"dir": str(self.data)})
                except redis.exceptions.BusyLoadingError:
                    if time.monotonic() > deadline:
                        return False
                    time.sleep(0.05)
                except (redis.exceptions.RedisError, OSError, ValueError):
                    return False

    def start(self) -> bool:
        """Start and wait until it answers. False when the port was snatched meanwhile; EmbeddedError when it dies."""
        if not self.data.exists():
            self.data.mkdir(mode=0o700)
            give_to_server_user(self.data)
        configuration = self.folder / "redis.conf"
        configuration.touch(mode=0o600)
        configuration.write_text(
            CONFIGURATION.format(
                port=self.port,
                folder=self.data,
                password=self.password,
                appendonly="yes" if self.is_durable else "no",
            )
        )
        give_to_server_user(configuration)
        try:
            server = start_daemon([str(self.binary), str(configuration)], log=self.log)
        except OSError as error:
            raise EmbeddedError(f"cannot run {self.binary}: {error}") from error
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.is_ours():
                return True
            if server.poll() is not None:
                if "bind: Address already in use" in tail(self.log):
                    return False
                raise EmbeddedError(f"Redis stopped at once; {self.log} ends with:\n{tail(self.log)}")
            time.sleep(0.02)
        raise EmbeddedError(f"Redis did not answer within {START_SECONDS} s; see {self.log}")

    def stop(self) -> None:
        import redis

        if not self.is_ours():
            return
        with self.client() as client, suppress(redis.exceptions.ConnectionError):
            client.shutdown(nosave=True)  # what is to be kept is in the append-only file already
        deadline = time.monotonic() + START_SECONDS
        while self.is_ours() and time.monotonic() < deadline:
            time.sleep(0.02)
