"""What the board of a run with a model and its lines show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.kit.actor import Actor
from programmes.contract import Model, Programme
from programmes.fields.words import said
from reviews import policy, queries
from reviews.forms import ReasonForm
from reviews.modelling import model_of, waits_for_verification
from reviews.models import Run, RunState, Verification, VerificationDecision
from reviews.queries.runs import ShownResult
from reviews.queries.verifying import VerificationRow
from reviews.ratios import in_per_cent
from reviews.shown import board_parts, parts_of, shown_lines, shown_number, shown_value
from reviews.wording import cause_in_words, field_word


def ranked_context(actor: Actor, run: Run, *, code: str = "") -> dict[str, Any]:
    """The board, list by list. code: one list only."""
    programme = run.edition.programme
    rows = queries.lines_of(run)
    progress = {row.line.unit_id: row for row in queries.progress_of_run(run)}
    picked = code if programme.list_named(code) else ""
    sections = [_section(run, programme, one.code, rows, progress) for one in programme.lists]
    waiting = [row for row in progress.values() if row.is_waiting]
    return {
        "run": run,
        "tabs": _tabs(run, sections, picked),
        "sections": [one for one in sections if picked in ("", one["code"])],
        "proposed": sum(shown.result["is_proposed"] for shown in rows),
        "total": len(rows),
        "verification": verification_state(actor, run, rows, progress, waiting),
        "reason_form": ReasonForm(label=_("审定意见"), hint=_("例如“同意拟认定名单”；退回时写明需要核实什么。")),
        "may_decide": run.state == RunState.SUBMITTED and policy.may_decide(actor, run),
        "is_own_leader": run.state == RunState.SUBMITTED and actor.has_role("city_leader"),  # type: ignore[arg-type]
    }


def verification_state(
    actor: Actor,
    run: Run,
    rows: Sequence[ShownResult],
    progress: Mapping[int, VerificationRow],
    waiting: Sequence[VerificationRow],
) -> dict[str, Any]:
    """How far the panel is, and the one step that an officer can take now."""
    is_wanted = run.edition.has_stage("expert_verification") and bool(progress)
    is_counted = not any(waits_for_verification(shown.result) for shown in rows)
    may = run.state == RunState.CALCULATED and policy.may_organise(actor)
    return {
        "is_wanted": is_wanted,
        "is_open": run.verification_opened_at is not None,
        "done": len(progress) - len(waiting),
        "total": len(progress),
        "may_open": may and is_wanted and run.verification_opened_at is None and bool(waiting),
        "may_reopen": may and is_wanted and run.verification_opened_at is None and not waiting,
        "may_calculate": may and is_wanted and not waiting and not is_counted,
        "may_submit": may and (not is_wanted or (not waiting and is_counted)),
    }


def explain_ranked_line(run: Run, shown: ShownResult, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Every step from figures and points to the place in the list."""
    programme, result = run.edition.programme, shown.result
    model = model_of(programme)
    return {
        "place": _row(run, programme, shown, None),
        "parts": parts_of(model, result),
        "groups": shown_lines(result["lines"]),
        "criteria": criteria_of(programme, result, inputs["experts"]),
        "rows": queries.verifications_of(run).get(shown.unit.pk, []),
        "given": given_words(inputs["verification"]),
        "words": cause_in_words(result, run.parameters),
    }


def criteria_of(
    programme: Programme, result: Mapping[str, Any], experts: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Each criterion with its aggregate and every expert's points under his code."""
    return [
        {
            "label": said(one.label),
            "weight_ratio": one.weight_ratio,
            **result["criteria"][one.key],
            "all": sorted(Decimal(sheet["points"][one.key]) for sheet in experts),
            "experts": [
                {"code": sheet.get("code", ""), "field": field_word(sheet["field"]), "points": sheet["points"][one.key]}
                for sheet in experts
            ],
        }
        for one in programme.criteria
        if one.key in result["criteria"]
    ]


def given_words(given: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The frozen verification of a line: what was decided, by whom, of which figure."""
    if given is None:
        return None
    return {
        "decision": VerificationDecision(given["decision"]).label,
        "ratio": in_per_cent(Decimal(given["ratio"])) if Decimal(given["ratio"]) else "",
        "reason": given["reason"],
        "figure": shown_number(given["of_figure"]),
        "signers": given["signers"],
    }


def tie_words(model: Model, result: Mapping[str, Any]) -> str:
    """What parted a unit from the one above it where the figures were equal."""
    if result["is_shared"]:
        return _("并列")
    decided = result["decided_by"]
    if decided is None or decided <= 1:
        return ""
    return _("数值相同，按%(key)s") % {"key": said(model.tie_labels[decided - 2])}


def _section(
    run: Run,
    programme: Programme,
    code: str,
    rows: Sequence[ShownResult],
    progress: Mapping[int, VerificationRow],
) -> dict[str, Any]:
    model = model_of(programme)
    label, unit = model.figures[code]
    form = programme.list_named(code)
    own = [_row(run, programme, shown, progress.get(shown.unit.pk)) for shown in rows if _is_of(shown, code)]
    cut = next((row["shown"].line.pk for row in own if row["result"]["cause"] == "below_cut"), None)
    rest = next((row["shown"].line.pk for row in own if row["result"]["rank"] is None), None)
    return {
        "code": code,
        "title": said(form.title) if form else code,
        "figure_label": said(label),
        "figure_unit": said(unit),
        "parts": [tuple(map(said, model.parts[key])) for key in board_parts(model, code)],
        "length": int(run.parameters["settings"].get("list_lengths", {}).get(code, 0)),
        "rows": own,
        "first_below": cut,
        "first_unranked": rest,
        "proposed": sum(row["result"]["is_proposed"] for row in own),
        "columns": len(board_parts(model, code)) + 6,
    }


def _is_of(shown: ShownResult, code: str) -> bool:
    return bool(shown.result["list_code"] == code)


def _row(run: Run, programme: Programme, shown: ShownResult, row: VerificationRow | None) -> dict[str, Any]:
    model, result = model_of(programme), shown.result
    ratio = Decimal(result["ratio"])
    return {
        "shown": shown,
        "result": result,
        "unit": shown.unit,
        "words": cause_in_words(result, run.parameters),
        "tie_words": tie_words(model, result),
        "figure": shown_value(result["figure"], model.figures[result["list_code"]][1]),
        "final": shown_number(result["final_figure"]),
        "ratio": in_per_cent(ratio) if ratio else "",
        "parts": [shown_value(result["parts"].get(key)) or "—" for key in board_parts(model, result["list_code"])],
        "flags": [said(flag) for flag in result["flags"]],
        "is_wide": any(one["is_wide"] for one in result["criteria"].values()),
        "verified": _verified_words(row),
        "is_waiting": row is not None and row.is_waiting,
    }


def _verified_words(row: VerificationRow | None) -> str:
    """How a unit stands before the panel today."""
    if row is None:
        return ""
    if row.is_pending:
        return _("待第二位专家签名")
    return _said_by(row.counting) if row.counting is not None else _("待校验")


def _said_by(row: Verification) -> str:
    words = str(row.get_decision_display())
    return f"{words} {in_per_cent(row.ratio)}" if row.ratio else words


def _tabs(run: Run, sections: Sequence[Mapping[str, Any]], picked: str) -> list[dict[str, Any]]:
    url = reverse("run", args=(run.edition.tenant.slug, run.pk))
    total = sum(len(one["rows"]) for one in sections)
    tabs = [{"label": _("全部名单"), "url": url, "is_current": not picked, "count": total}]
    return tabs + [
        {
            "label": f"{one['code']} {one['title']}",
            "url": f"{url}?list={one['code']}",
            "is_current": picked == one["code"],
            "count": len(one["rows"]),
        }
        for one in sections
    ]
