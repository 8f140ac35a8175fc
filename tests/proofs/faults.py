"""Storms and kills at full size."""

from __future__ import annotations

from pathlib import Path

from portal.proofs import Figures, proof


@proof(
    "faults",
    "Nothing that was acknowledged is lost or doubled while every kind of process is killed with SIGKILL in turn: "
    "people hand in over HTTP, a leader releases lists, certificates are rendered, reminders fall due, mail is sent.",
)
def prove_faults() -> Figures:
    from django.conf import settings

    from tests.faults.size import FULL
    from tests.faults.storm import run_storm

    return run_storm(FULL, Path(settings.STATE_DIR) / "faults-static")
