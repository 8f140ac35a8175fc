"""A mail server of the tests' own: takes, refuses, or hangs up, as it is told, and keeps what it took."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class PostOffice(socketserver.ThreadingTCPServer):
    """on_recipient, on_letter: the answer's code; on_letter 0 = take the letter and hang up without an answer."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, *, on_recipient: int = 250, on_letter: int = 250) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.on_recipient, self.on_letter = on_recipient, on_letter
        self.letters: list[str] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Talk(socketserver.StreamRequestHandler):
    server: PostOffice

    def say(self, code: int) -> None:
        self.wfile.write(f"{code} as told\r\n".encode())

    def handle(self) -> None:
        self.say(220)
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.say(354)
                self.server.letters.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
                if self.server.on_letter == 0:
                    return
                self.say(self.server.on_letter)
            elif word == b"QUIT":
                self.say(221)
                return
            else:
                self.say(self.server.on_recipient if word == b"RCPT" else 250)


@contextmanager
def opened(**answers: int) -> Iterator[PostOffice]:
    with PostOffice(**answers) as office:
        threading.Thread(target=office.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield office
        office.shutdown()
