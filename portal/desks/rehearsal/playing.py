"""One rehearsal from the empty base to its summary."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from portal.desks.demo import cast, editions, publishing, seed
from portal.kit import clock
from portal.kit.errors import Invalid, PortalError
from programmes import registry
from programmes.demonstration import ProgrammeDemo
from publications.tasks import render_waiting

from .base import NoRehearsal, throwaway_base
from .quiet import cut_off
from .results import clear_former, summarise, write_results
from .spreading import on_every_core, taken_by_every_core

# The player keeps serials of enterprises, and mailboxes made of them, apart up to here.
MOST_ENTERPRISES = 5000
Say = Callable[[str], None]


def rehearse(
    *,
    programme: str,
    enterprises: int,
    number: int,
    out: Path,
    say: Say,
    parameters: Mapping[str, Any] | None = None,
    switched_stages: Sequence[str] | None = None,
) -> dict[str, Any]:
    """Play an edition, write certificates and summary.json into `out`, and return the summary.

    number  the seed: the same one gives the same edition, draw and ranking
    say     takes one line about each stage
    parameters, switched_stages  in place of those of the programme's own rehearsal
    Raises  NoRehearsal (unknown programme, a number out of range, a folder that cannot be written, no right to
            make a database)
    """
    demo = adjust(load_rehearsal(programme, enterprises, number), parameters, switched_stages)
    prepare_folder(out)
    seconds: dict[str, float] = {}
    watch = _Watch(seconds, say)
    with TemporaryDirectory(prefix="rehearsal-") as media, cut_off(Path(media)):
        watch.begin()
        with throwaway_base(), taken_by_every_core(render_waiting):
            watch.note("database")
            stage = play(demo, watch)
            found = summarise(stage)
            result = {
                "programme": programme,
                "seed": number,
                "enterprises": enterprises,
                **found,
                "seconds": seconds,
            }
            clear_former(out)
            write_results(stage, out, result)
    return result


def adjust(
    demo: ProgrammeDemo, parameters: Mapping[str, Any] | None, switched_stages: Sequence[str] | None
) -> ProgrammeDemo:
    """The rehearsal with an edition's own settings."""
    changed: dict[str, Any] = {}
    if parameters is not None:
        changed["parameters"] = dict(parameters)
    if switched_stages is not None:
        changed["switched_stages"] = tuple(switched_stages)
    return replace(demo, editions=tuple(replace(plan, **changed) for plan in demo.editions))


def rehearsable() -> list[str]:
    """The programmes that declare a rehearsal."""
    return [slug for slug in registry.folders() if (registry.HERE / slug / "rehearsal.py").exists()]


def load_rehearsal(programme: str, enterprises: int, number: int) -> ProgrammeDemo:
    """What a programme's rehearsal.py declares. Raises NoRehearsal."""
    declared = rehearsable()
    if programme not in declared:
        raise NoRehearsal(f"no programme {programme!r} can be rehearsed; there are: {', '.join(declared)}")
    if not 1 <= enterprises <= MOST_ENTERPRISES:
        raise NoRehearsal(f"--enterprises is a number from 1 to {MOST_ENTERPRISES}, not {enterprises}")
    demo: ProgrammeDemo = importlib.import_module(f"programmes.{programme}.rehearsal").make_rehearsal(
        enterprises, number
    )
    return demo


def prepare_folder(out: Path) -> None:
    """Made if missing, and tried before an edition is played for it. Raises NoRehearsal."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / ".rehearsal"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise NoRehearsal(f"{out} cannot be written: {error.strerror}") from None


class _Watch:
    """Seconds since the last note, by stage."""

    def __init__(self, seconds: dict[str, float], say: Say) -> None:
        self.seconds, self.say, self.started = seconds, say, 0.0

    def begin(self) -> None:
        self.started = time.monotonic()

    def note(self, stage: str) -> None:
        now = time.monotonic()
        self.seconds[stage] = round(now - self.started, 2)
        self.started = now
        self.say(f"{stage}: {self.seconds[stage]} s")


def play(demo: ProgrammeDemo, watch: _Watch) -> seed.Stage:
    """Every step of the one edition; the clock stands behind its end, and each step moves it to its own instant."""
    (plan,) = demo.editions
    notice_days = int({**registry.programme(demo.slug).defaults, **plan.parameters}.get("notice_days", 0))
    with clock.frozen(max(plan.steps.values()) + timedelta(days=7 + 2 * notice_days)):
        tenants = cast.make_organisers()
        tenant = tenants[demo.organiser]
        stage = editions.make_stage(demo, plan, tenant, cast.make_staff(tenant))
        stage.each = on_every_core
        watch.note("people")
        for name, step in seed.steps_of(stage.edition).items():
            try:
                step(stage)
            except PortalError as error:
                raise NoRehearsal(explain(name, error)) from error
            watch.note(name)
        publishing.run_clocks(tenant)
        editions.settle_state(stage.edition)
    return stage


def explain(stage: str, error: PortalError) -> str:
    """One line about the rule that this edition's settings do not let the invented filings pass."""
    where = ", ".join(f"{key}: {text}" for key, text in error.fields.items()) if isinstance(error, Invalid) else ""
    return f"{stage}: {error.message}{f' ({where})' if where else ''}"
