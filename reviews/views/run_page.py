"""What the ranking board and its lines show."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from portal.kit.actor import Actor
from portal.kit.money import InvalidAmount, parse_amount, round_half_up
from reviews import policy, queries
from reviews.causes import REWORK
from reviews.forms import ReasonForm
from reviews.modelling import waits_for_verification
from reviews.models import Run, RunState
from reviews.queries.runs import ShownResult
from reviews.rules import rules_from
from reviews.scoring import median
from reviews.wording import cause_in_words, field_word


def board_context(actor: Actor, run: Run, *, line: str = "") -> dict[str, Any]:
    """line: another pass line to try out, as typed; it changes nothing but the page."""
    rows = queries.lines_of(run)
    pass_line = Decimal(run.parameters["pass_line"])
    tried, wrong = read_line(line, pass_line)
    below = next((shown.line.pk for shown in rows if Decimal(shown.result["total"] or -1) < tried), None)
    return {
        "run": run,
        "rows": [_row(shown, run, shown.line.pk == below) for shown in rows],
        "pass_line": pass_line,
        "tried": tried,
        "tried_wrong": wrong,
        "typed_line": line,
        "by_district": count_by_district(rows, pass_line, tried),
        "proposed": sum(shown.result["is_proposed"] for shown in rows),
        "reworked": sum(shown.result["cause"] == REWORK for shown in rows),
        "proposed_tried": sum(is_above(shown, tried) for shown in rows),
        "reason_form": ReasonForm(label=_("审定意见"), hint=_("例如“同意拟认定名单”；退回时写明需要核实什么。")),
        "may_submit": run.state == RunState.CALCULATED and policy.may_organise(actor),
        "may_decide": run.state == RunState.SUBMITTED and policy.may_decide(actor, run),
        "is_own_leader": run.state == RunState.SUBMITTED and actor.has_role("city_leader"),  # type: ignore[arg-type]
    }


def calculated_words(run: Run) -> str:
    """That a run is there, and what comes next: the experts' word on a provisional ranking, or the approval."""
    if _is_provisional(run):
        return _("已完成第 %d 次计算，得出初步排名。请核对后启动校验评审。") % run.number
    return _("已完成第 %d 次计算。请核对后提请审定。") % run.number


def _is_provisional(run: Run) -> bool:
    """Whether the panel has still to speak on a figure of this run, where the edition asks for its word."""
    is_asked = run.edition.programme.model is not None and run.edition.has_stage("expert_verification")
    return is_asked and any(waits_for_verification(result) for result in run.results)


def read_line(typed: str, default: Decimal) -> tuple[Decimal, bool]:
    """(the line to try, whether what was typed is none)."""
    if not typed.strip():
        return default, False
    try:
        return parse_amount(typed, places=2, largest=Decimal(100)), False
    except InvalidAmount:
        return default, True


def is_above(shown: ShownResult, line: Decimal) -> bool:
    """Whether a unit would be proposed at another line: the clauses do not move with it."""
    total = shown.result["total"]
    return shown.result["all_clauses_met"] is True and total is not None and Decimal(total) >= line


def count_by_district(rows: list[ShownResult], pass_line: Decimal, tried: Decimal) -> list[dict[str, Any]]:
    """Per district: units, proposed at the edition's line, proposed at the line tried."""
    counts: dict[str, dict[str, Any]] = {}
    for shown in rows:
        name = shown.unit.district.name if shown.unit.district else "—"
        one = counts.setdefault(name, {"name": name, "units": 0, "proposed": 0, "tried": 0})
        one["units"] += 1
        one["proposed"] += is_above(shown, pass_line)
        one["tried"] += is_above(shown, tried)
    return [counts[name] for name in sorted(counts)]


def _row(shown: ShownResult, run: Run, is_first_below: bool) -> dict[str, Any]:
    return {
        "shown": shown,
        "result": shown.result,
        "unit": shown.unit,
        "words": cause_in_words(shown.result, run.parameters),
        "tie_words": tie_words(shown.result),
        "is_first_below": is_first_below,
    }


def tie_words(result: Mapping[str, Any]) -> str:
    """By what a unit was parted from the one above it, where the totals were equal."""
    decided = result["decided_by"]
    if result["is_shared"]:
        return _("并列")
    if decided is None or decided <= 1:
        return ""
    if decided == 2:
        return _("总分相同，按定量得分")
    return _("总分相同，按专家评分中位数") if decided == 3 else _("总分相同，按决定性指标")


def explain_line(run: Run, shown: ShownResult, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Every step from figures and points to the total."""
    rules = rules_from(run.parameters["settings"])
    score = rules.score(shown.totals) if shown.totals else None
    return {
        "score": score,
        "middle": round_half_up(median(shown.totals)) if shown.totals else None,
        "sheets": [{**one, "field": field_word(one["field"])} for one in inputs["experts"]],
        "steps": _total_steps(run, shown),
        "words": cause_in_words(shown.result, run.parameters),
        "tie_words": tie_words(shown.result),
    }


def _total_steps(run: Run, shown: ShownResult) -> list[dict[str, Any]]:
    parts = ((_("定量得分"), "quantitative", "quantitative_weight"), (_("专家得分"), "panel", "expert_weight"))
    return [
        {"label": label, "value": shown.result[key], "weight": run.parameters[weight]} for label, key, weight in parts
    ]
