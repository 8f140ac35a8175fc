"""A fifth programme in a copy of the tree: everything that README says, the whole `verify` included."""

from __future__ import annotations

import re
import tempfile
import time
from pathlib import Path

from portal.proofs import Figures, proof
from tests.fifth import copy_tree, environment, follow, named_in, readme_commands, touched


@proof("fifth", 'README\'s "Add a programme", followed word by word in a copy, ends in a build that holds')
def follow_readme() -> Figures:
    making, landing = readme_commands()
    name = named_in(making)
    with tempfile.TemporaryDirectory(prefix="fifth-") as folder:
        copy, state = Path(folder, "copy"), Path(folder, "state")
        copy.mkdir()
        tree = copy_tree(copy, without=name)
        began = time.monotonic()
        follow(making, copy, environment(state))
        made_after = round(time.monotonic() - began, 1)
        written = touched(copy, tree)
        assert {path.split("/")[1] for path in written} == {name}, written
        said = follow(landing, copy, environment(state))
        assert touched(copy, tree) == written
    passed = re.findall(r"(\d+) passed", said)
    return {
        "Files written": len(written),
        "Seconds until the folder holds": made_after,
        "Tests of the whole build with it": int(passed[-1]),
    }
