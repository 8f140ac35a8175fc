"""The storm: people hand in and a leader releases lists while processes are killed; then everything is counted."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import cycle, islice
from pathlib import Path

import psycopg2

from portal.notifications.sending import GRACE
from portal.proofs import Figures

from .books import (
    DOUBLED_MOVES,
    DOUBLED_ROWS,
    DOUBLED_VERSIONS,
    IN_DOUBT,
    SAID_TWICE,
    UNDONE,
    UNSENT,
    WRONG_RECEIPTS,
    Books,
    letters,
)
from .browser import Applicant, Browser, Leader, Tally, guarded
from .killing import Killer, parents
from .sink import Sink
from .size import NEXT_STEP_IN, Size
from .stack import ROOT, Stack, Trouble, stack_of, wait_until

TWICE_EVERY = 10
SETTLE_SECONDS = 240
MAIL_VICTIMS = ("Celery worker", "PostgreSQL", "Celery pool process")


@dataclass
class Storm:
    """One storm on one stack."""

    stack: Stack
    tally: Tally = field(default_factory=Tally)
    sink: Sink = field(default_factory=Sink)
    started: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.size = self.stack.size
        self.books, self.killer = Books(self.stack), Killer(self.stack)
        self.scenery = self.stack.scenery()
        self.edition = self.books.edition_of(self.scenery["filings"][0]["application"])
        self._may_begin = threading.Semaphore(0)

    # People and kills

    def rage(self) -> None:
        """Every filing is begun only as kills go on, so that each kill meets people who are handing in."""
        victims = list(islice(cycle(self.killer.kinds()), self.size.rounds * len(self.killer.kinds())))
        filings = self.scenery["filings"][: self.size.submissions]
        leader = threading.Thread(target=guarded, args=(self.tally, self.release_lists))
        leader.start()
        with ThreadPoolExecutor(self.size.clients) as people:
            for number, one in enumerate(filings):
                people.submit(guarded, self.tally, partial(self.hand_in, one, clicks_twice=number % TWICE_EVERY == 0))
            try:
                self.kill_among(victims, len(filings))
            finally:
                self.let_begin(len(filings))
        leader.join()

    def kill_among(self, victims: list[str], filings: int) -> None:
        share = -(-filings // len(victims))
        self.let_begin(self.size.clients)
        for number, kind in enumerate(victims):
            self.let_begin(share)
            wait_until(partial(self.has_come_to, number * share), seconds=120, what="people get on with handing in")
            self.stack.sweep()
            self.killer.kill(kind)

    def has_come_to(self, share: int) -> bool:
        return len(self.tally.receipts) + len(self.tally.troubles) >= min(share, self.size.submissions)

    def let_begin(self, count: int) -> None:
        for _ in range(count):
            self._may_begin.release()

    def hand_in(self, one: dict[str, str], *, clicks_twice: bool) -> None:
        self._may_begin.acquire()
        browser = Browser(self.stack.port, one["session"])
        applicant = Applicant(browser, self.tally, self.scenery["tenant"], int(one["application"]), clicks_twice)
        applicant.hand_in()

    def release_lists(self) -> None:
        """Evenly over the storm, so that certificates are rendered throughout."""
        leader = Leader(Browser(self.stack.port, self.scenery["leader"]), self.tally, self.scenery["tenant"])
        for number, list_id in enumerate(self.scenery["lists"]):
            share = number * self.size.submissions // len(self.scenery["lists"])
            wait_until(partial(self.has_come_to, share), seconds=self.size.seconds, what="the time of a release")
            leader.release(list_id)

    # Afterwards

    def settle(self) -> None:
        """Until nothing waits any more. The clock is moved past the grace for mails whose sender died."""
        self.wait_for_nothing(UNDONE)
        self.wait_for_nothing(UNSENT)
        for _ in range(6):
            if not self.books.number(IN_DOUBT) + self.books.number(UNSENT):
                return
            self.stack.move_clock(GRACE + timedelta(minutes=1))
            self.wait_for_nothing(IN_DOUBT)
            self.wait_for_nothing(UNSENT, seconds=30, is_patient=False)
        raise Trouble(f"messages are left over: {self.books.messages()}")

    def wait_for_nothing(self, sql: str, *, seconds: float = SETTLE_SECONDS, is_patient: bool = True) -> None:
        next_sweep = 0.0

        def is_done() -> bool:
            nonlocal next_sweep
            if time.monotonic() > next_sweep:
                self.stack.sweep()
                next_sweep = time.monotonic() + 3
            with suppress(psycopg2.OperationalError):
                return self.books.number(sql) == 0
            return False

        try:
            wait_until(is_done, seconds=seconds, what=f"0 from {sql}")
        except Trouble:
            if is_patient:
                raise

    # Mail over SMTP

    def rage_over_mail(self) -> None:
        """The next reminders fall due with a mail server instead of the mailbox; each kill meets a mail under way."""
        former = next(self.killer.workers())
        self.stack.change_worker(EMAIL_URL=self.sink.url)
        wait_until(lambda: former not in parents(), seconds=SETTLE_SECONDS, what="the worker ends its tasks")
        self.stack.move_clock(NEXT_STEP_IN)
        self.stack.sweep()
        for kind in islice(cycle(MAIL_VICTIMS), self.size.mail_kills):
            if not self.sink.wait_for_mail(60):
                raise Trouble("no mail was under way when one was to be interrupted")
            self.killer.kill(kind)
            self.stack.sweep()
        self.settle()


def count_submissions(storm: Storm) -> dict[str, int]:
    """Raises Trouble with what does not hold."""
    books, receipts = storm.books, storm.tally.receipts
    handed_in = books.handed_in()
    wanted = {int(one["application"]) for one in storm.scenery["filings"][: storm.size.submissions]}
    figures = {
        "Submissions": len(wanted),
        "Acknowledged": len(receipts),
        "Lost": sum(handed_in.get(pk) != digest for pk, digest in receipts.items()),
        "Doubled": len(set(books.rows(DOUBLED_VERSIONS)) | set(books.rows(DOUBLED_MOVES))),
    }
    demand(storm.tally.troubles == [], "people met trouble", storm.tally.troubles[:5])
    demand(set(receipts) == wanted == set(handed_in), "not everybody's filing is in", figures)
    demand(figures["Lost"] == figures["Doubled"] == 0, "submissions were lost or doubled", figures)
    demand(books.digests_that_do_not_fit() == [], "a version's content does not give its digest", figures)
    half = books.half_written(edition=storm.edition, entries=storm.size.entries)
    demand(half == {}, "something is half written", half)
    return figures


def count_certificates(storm: Storm) -> dict[str, int]:
    series = storm.books.series()
    expected = [(2022 + n, storm.size.entries, 1) for n in range(storm.size.lists)]
    demand([(year, last, on) for year, _numbers, last, on in series] == expected, "series are not as released", series)
    gaps = sum(set(map(sequence_of, numbers)) != set(range(1, last + 1)) for _year, numbers, last, _on in series)
    numbers = [number for _year, found, _last, _on in series for number in found]
    spoilt = storm.books.spoilt_papers()
    demand(gaps == 0 and len(numbers) == len(set(numbers)), "numbers have gaps or repeat", series)
    demand(spoilt == [], "papers without a whole file", spoilt[:5])
    return {"Certificates": len(numbers), "Series with gaps or repetitions": gaps, "Papers not whole": len(spoilt)}


def sequence_of(number: str) -> int:
    return int(number.split("-")[3])


def count_outbox(storm: Storm) -> dict[str, int]:
    books = storm.books
    doubled = len(books.rows(DOUBLED_ROWS)) + len(books.rows(SAID_TWICE))
    wrong = books.rows(WRONG_RECEIPTS, edition=storm.edition)
    demand(doubled == 0, "messages with two rows", doubled)
    demand(wrong == [], "receipts or notices to the office are missing", wrong[:5])
    return {"Messages": sum(books.messages().values()), "Messages with two outbox rows": doubled}


def count_mailbox(storm: Storm) -> dict[str, int]:
    """After the storm and before the mail server: everything went to the demo's mailbox."""
    found = letters(storm.stack.state / "mail")
    twice = [letter for letter, count in found.items() if count > 1]
    demand(twice == [], "mails that came twice", twice[:3])
    states = storm.books.messages()
    demand(states == {"sent": sum(found.values())}, "mails and messages do not match", (states, sum(found.values())))
    return {"Mails in the demo mailbox": sum(found.values()), "Mails that came twice": len(twice)}


def count_sink(storm: Storm, before: set[str]) -> dict[str, int]:
    """before: identifiers of what had been sent to the mailbox."""
    taken, books = storm.sink.taken, storm.books
    sent, uncertain = books.message_ids("sent") - before, books.message_ids("uncertain")
    twice = [key for key, count in taken.items() if count > 1]
    demand(twice == [], "the mail server got mails twice", twice[:3])
    demand(sent <= set(taken) <= sent | uncertain, "mails and messages do not match", books.messages())
    demand(set(books.messages()) == {"sent", "uncertain"}, "no mail in doubt, or messages left over", books.messages())
    return {
        "Mails taken by the mail server": len(taken),
        "Mails that the server got twice": len(twice),
        "Marked uncertain and not sent again": len(uncertain),
    }


def demand(holds: bool, what: str, found: object) -> None:
    if not holds:
        raise Trouble(f"{what}: {found}")


def verify_audit(storm: Storm) -> None:
    """Every chain, by the command that an operator would run."""
    done = subprocess.run(
        [sys.executable, "-m", "django", "audit_verify"],
        cwd=ROOT,
        env={**storm.stack.environment(), **storm.stack.addresses(), "PORTAL_MODE": "demo"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    demand(done.returncode == 0, "the audit record does not hold", done.stdout[-2000:])


def run_storm(size: Size, static: Path, *, afterwards: Callable[[Storm], None] = lambda storm: None) -> Figures:
    """Raises Trouble when something was lost, doubled or half written; else the figures.

    afterwards: is called when everything has been counted, before the stack goes.
    """
    with stack_of(size, static) as stack:
        storm = Storm(stack)
        started = time.monotonic()
        storm.rage()
        raged = time.monotonic() - started
        storm.settle()
        figures: dict[str, str | int | float] = {**count_submissions(storm), **count_mailbox(storm)}
        before = storm.books.message_ids("sent")
        storm.rage_over_mail()
        figures |= {**count_outbox(storm), **count_sink(storm, before), **count_certificates(storm)}
        verify_audit(storm)
        afterwards(storm)
        seconds = sorted(storm.tally.seconds)
        return {
            **figures,
            "Clients": size.clients,
            **{f"Seen by people: {what}": count for what, count in sorted(storm.tally.counts.items())},
            **{f"Kills: {kind}": count for kind, count in storm.killer.counts.items()},
            "Longest time to readiness after a kill (s)": round(storm.killer.slowest, 1),
            "Hand-in, median / longest (s)": f"{seconds[len(seconds) // 2]:.1f} / {seconds[-1]:.1f}",
            "Seconds of the storm": round(raged, 1),
        }
