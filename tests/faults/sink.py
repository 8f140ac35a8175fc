"""A mail server that takes its time: it keeps what it was given, then waits before it says so."""

from __future__ import annotations

import re
import socketserver
import threading
from collections import Counter

ANSWER_SECONDS = 0.4
MESSAGE_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


class Session(socketserver.StreamRequestHandler):
    """Enough of SMTP for one sender: EHLO, MAIL, RCPT, DATA, RSET, NOOP, QUIT."""

    server: Sink
    timeout = 60

    def handle(self) -> None:
        try:
            self.say("220 sink.example")
            while line := self.rfile.readline():
                word = line.split()[0].upper() if line.split() else b""
                if word == b"QUIT":
                    return self.say("221 bye")
                if word == b"DATA":
                    self.take()
                else:
                    self.say("250 ok")
        except OSError:
            return  # the sender was killed

    def take(self) -> None:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        if line == b"":
            return  # cut off before its end: not taken
        self.server.keep(b"".join(lines))
        self.say("250 taken")

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class Sink(socketserver.ThreadingTCPServer):
    """taken: Message-ID -> how often it was taken."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.taken: Counter[str] = Counter()
        self.under_way = threading.Semaphore(0)
        self._lock = threading.Lock()
        self._hold = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def keep(self, mail: bytes) -> None:
        """Count it, say that one is under way, and let its sender wait for the answer."""
        found = MESSAGE_ID.search(mail)
        with self._lock:
            self.taken[found[1].decode() if found else ""] += 1
        self.under_way.release()
        self._hold.wait(ANSWER_SECONDS)

    def wait_for_mail(self, seconds: float) -> bool:
        """Return right after the next mail was taken and before its sender knows; False when none comes."""
        while self.under_way.acquire(blocking=False):
            pass
        return self.under_way.acquire(timeout=seconds)
