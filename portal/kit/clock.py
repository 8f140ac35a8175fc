"""The one source of time. Instants are aware UTC; dates are days in Asia/Shanghai.

A rehearsal, a test and the demo move the clock; production cannot (settings refuse PORTAL_CLOCK_FILE there).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

# Process-wide on purpose: a live server answers from other threads than the test that moved the clock.
_frozen_at: datetime | None = None


def now() -> datetime:
    """The current instant, aware, UTC."""
    if _frozen_at is not None:
        return _frozen_at
    return datetime.now(UTC) + shift()


def real_now() -> datetime:
    """The instant on the machine's own clock, for what guards a login, not what a rule says: moving the demo's clock
    logs nobody out."""
    return _frozen_at if _frozen_at is not None else datetime.now(UTC)


def today() -> date:
    """The current day in Asia/Shanghai."""
    return now().astimezone(SHANGHAI).date()


def day_of(instant: datetime) -> date:
    """The Shanghai day in which an instant lies."""
    return instant.astimezone(SHANGHAI).date()


def start_of(day: date) -> datetime:
    """00:00 of a Shanghai day as an instant."""
    return datetime.combine(day, time.min, tzinfo=SHANGHAI).astimezone(UTC)


def end_of(day: date) -> datetime:
    """24:00 of a Shanghai day: the first instant that no longer belongs to it."""
    return start_of(day + timedelta(days=1))


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Hold the clock at an instant within the block. at: aware; raises ValueError when naive."""
    global _frozen_at
    if at.tzinfo is None:
        raise ValueError("the clock takes aware instants only")
    before, _frozen_at = _frozen_at, at.astimezone(UTC)
    try:
        yield
    finally:
        _frozen_at = before


def clock_file() -> Path | None:
    """The file by which all processes of a demo share one moved clock; None where the clock is real."""
    name = os.environ.get("PORTAL_CLOCK_FILE", "")
    return Path(name) if name else None


def shift() -> timedelta:
    """How far the demo's clock is ahead of the real one; zero everywhere else."""
    path = clock_file()
    if path is None:
        return timedelta(0)
    try:
        return timedelta(seconds=int(path.read_text()))
    except (OSError, ValueError):
        return timedelta(0)


def move_by(step: timedelta) -> None:
    """Move the demo's clock for every process. Raises RuntimeError where the clock is real."""
    path = clock_file()
    if path is None:
        raise RuntimeError("this clock is real and cannot be moved")
    partial = path.with_suffix(".new")
    partial.write_text(str(int((shift() + step).total_seconds())))
    partial.replace(path)
