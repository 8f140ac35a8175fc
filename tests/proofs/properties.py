"""Every test marked `property`, at 20,000 examples each."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from portal.proofs import Figures, proof

EXAMPLES = 20_000


@proof("properties", f"Every rule stated for all inputs holds on {EXAMPLES:,} generated examples.")
def prove_properties() -> Figures:
    root = Path(__file__).resolve().parent.parent.parent
    command = [sys.executable, "-m", "pytest", "-q", "-m", "property", "-p", "tests.proofs._profile", "-n", "2"]
    done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, text=True, check=False)
    found = re.search(r"(\d+) passed", done.stdout)
    if done.returncode != 0 or found is None:
        raise AssertionError(done.stdout[-4000:])
    return {"Properties": int(found[1]), "Examples of each": EXAMPLES}
