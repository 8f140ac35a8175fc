"""How big a storm is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

# The deadline lies within the first step of the reminders, and within the second one after this move of the clock.
CLOSES_IN = timedelta(days=6, hours=12)
NEXT_STEP_IN = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Size:
    """submissions: filings handed in by `clients` browsers at a time. idle: drafts that nobody hands in, so that they
    are reminded of. lists, entries: lists released meanwhile and the certificates of each. rounds: how often each kind
    of process is killed in the storm. mail_kills: kills afterwards, each while mail is under way over SMTP.
    """

    submissions: int
    clients: int
    idle: int
    lists: int
    entries: int
    rounds: int
    mail_kills: int
    seconds: int  # longer than this is a failure


SMALL = Size(submissions=60, clients=6, idle=20, lists=2, entries=6, rounds=1, mail_kills=1, seconds=240)
FULL = Size(submissions=2000, clients=50, idle=400, lists=4, entries=25, rounds=10, mail_kills=20, seconds=3600)
