"""What the experts' pages of a verification show: figure, place, flags and how the figure came about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from portal.kit.actor import Actor
from portal.kit.errors import NotFound
from portal.people.models import Expert
from programmes.fields.words import said
from reviews import queries
from reviews.forms import ReasonForm, VerifyForm
from reviews.modelling import model_of
from reviews.models import Run
from reviews.queries.verifying import VerificationRow
from reviews.ratios import in_per_cent
from reviews.shown import parts_of, shown_lines, shown_value

WAITING, SECOND, OWN, DONE = "waiting", "second", "own", "done"


def verification_context(actor: Actor, run: Run) -> dict[str, Any]:
    """The expert's units, list by list, in provisional order."""
    expert = queries.expert_of(actor)
    rows = [_row(expert, run, row) for row in own_rows(actor, run)]
    lists = [(one.code, said(one.title)) for one in run.edition.programme.lists]
    return {
        "run": run,
        "sections": [
            {"code": code, "title": title, "rows": own}
            for code, title in lists
            if (own := [row for row in rows if row["result"]["list_code"] == code])
        ],
        "done": sum(row["state"] == DONE for row in rows),
        "total": len(rows),
        "has_waiting": any(row["may_tick"] for row in rows),
    }


def unit_context(actor: Actor, run: Run, unit_id: int) -> dict[str, Any]:
    """One of the expert's units with its lines. Raises NotFound for anybody else's, and for one he recused from."""
    found = next((row for row in own_rows(actor, run) if row.line.unit_id == unit_id), None)
    if found is None:
        raise NotFound()
    model, row = model_of(run.edition.programme), _row(queries.expert_of(actor), run, found)
    return {
        "run": run,
        "row": row,
        "parts": parts_of(model, row["result"]),
        "groups": shown_lines(row["result"]["lines"]),
        "most": in_per_cent(model.most_adjustment_ratio).lstrip("+"),
        "form": VerifyForm(most=model.most_adjustment_ratio),
        "second_form": ReasonForm(label=_("不同意的理由"), hint=_("不同意时必填，不少于 10 个字。")),
    }


def own_rows(actor: Actor, run: Run) -> list[VerificationRow]:
    return queries.progress_of_run(run, unit_ids=list(queries.own_units(actor)))


def _row(expert: Expert, run: Run, row: VerificationRow) -> dict[str, Any]:
    result: Mapping[str, Any] = run.results[row.line.position - 1]
    unit = model_of(run.edition.programme).figures[result["list_code"]][1]
    standing, state = row.standing, _state(expert, row)
    is_set_aside = row.counting is not None and row.counting.decision != "confirm"
    return {
        "unit": row.line.unit,
        "result": result,
        "figure": shown_value(result["figure"], unit),
        "place": result["rank_before"],
        "flags": [said(flag) for flag in result["flags"]],
        "state": state,
        "standing": standing,
        "ratio": in_per_cent(standing.ratio) if standing is not None and standing.ratio else "",
        "refused": [one for one in row.rows if one.refused_at],
        "earlier": row.counting if row.counting is not standing else None,
        "may_tick": state == WAITING and not is_set_aside,
        "may_sign": standing is None,
    }


def _state(expert: Expert, row: VerificationRow) -> str:
    """What the unit asks of this expert: an opinion, a second signature, to wait for one, nothing."""
    if row.is_pending and row.standing is not None:
        return OWN if row.standing.proposed_by_id == expert.pk else SECOND
    return WAITING if row.counting is None else DONE
