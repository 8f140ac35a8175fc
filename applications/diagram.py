"""The workflow table as a Mermaid state diagram, for the README."""

from __future__ import annotations

from .workflow import TABLE, Transition

BEGIN, END = "<!-- workflow:begin -->", "<!-- workflow:end -->"


def draw_diagram() -> str:
    """One diagram for applications, one for units; who may make a move stands on its arrow."""
    return "\n".join([_one("application"), "", _one("unit")])


def _one(on: str) -> str:
    lines = ["```mermaid", "stateDiagram-v2", f"  %% {on}"]
    lines += [f"  {t.frm.value} --> {t.to.value}: {_label(t)}" for t in TABLE if t.on == on]
    return "\n".join([*lines, "```"])


def _label(transition: Transition) -> str:
    who = ", ".join(role.value for role in transition.who)
    needs = [f"needs {', '.join(transition.needs)}"] if transition.needs else []
    needs += [f"needs {milestone} where {stage}" for stage, milestone in transition.needs_at]
    needs += [f"without {', '.join(transition.unless)}"] if transition.unless else []
    return " / ".join([f"{transition.name} ({who})", *needs])


def put_into(readme: str) -> str:
    """The README with the diagram between its marks. Raises ValueError where the marks are missing."""
    head, rest = readme.split(BEGIN)
    _old, tail = rest.split(END)
    return f"{head}{BEGIN}\n{draw_diagram()}\n{END}{tail}"
