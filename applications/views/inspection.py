"""Site inspections: the sample, the plan, and what the team found."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from applications import queries
from applications.actions import inspection
from applications.forms_inspection import DifferenceSet, PlanForm, RecordForm, differences_in
from applications.models import Unit
from applications.queries.inspecting import Board, Inspectable, inspection_boards, inspection_of
from applications.wording import staff_word, tone
from applications.workflow import State
from portal.kit import clock
from portal.kit.access import member
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid, NotFound

from .case_page import put_errors

CITY = (Role.CITY_OFFICER, Role.CITY_LEADER, Role.SUPERVISOR)


@member(*CITY)
@require_GET
def inspections(request: HttpRequest, tenant: str) -> HttpResponse:
    """Cases after their review by edition: which the sample names, what is planned, what was found."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    boards = [board_context(board) for board in inspection_boards(actor)]
    may_write = actor.has_role(Role.CITY_OFFICER)
    return render(request, "office/inspections.html", {"boards": boards, "may_write": may_write})


def board_context(board: Board) -> dict[str, Any]:
    """One edition: the sample is fixed by what was submitted, so that nobody picks by taste."""
    codes = [(row.unit.pk, row.digest) for row in board.rows]
    sample = set(inspection.draw_sample(codes, share=board.share, salt=board.edition.title))
    rows = [_line(row, row.unit.pk in sample) for row in board.rows]
    planned = sorted((r for r in rows if r["inspection"]), key=lambda r: (r["inspection"].planned_on, r["unit"].pk))
    return {
        "edition": board.edition,
        "share": board.share,
        "sample_count": len(sample),
        "total": len(rows),
        "waiting": sorted((r for r in rows if not r["inspection"]), key=lambda r: (not r["is_sampled"], r["unit"].pk)),
        "planned": planned,
    }


def _line(row: Inspectable, is_sampled: bool) -> dict[str, Any]:
    unit, plan = row.unit, row.inspection
    is_late = plan is not None and plan.recorded_at is None and plan.planned_on < clock.today()
    return {
        "unit": unit,
        "inspection": plan,
        "is_sampled": is_sampled,
        "is_late": is_late,
        "word": staff_word(unit.state),
        "tone": tone(unit.state),
        "can_record": unit.state == State.SITE_INSPECTION,
    }


@member(Role.CITY_OFFICER)
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    unit = _unit_at(request, pk, State.REVIEWED)
    form = PlanForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            inspection.plan_inspection(
                unit_id=unit.pk,
                planned_on=form.cleaned_data["planned_on"],
                team=form.names(),
                actor=request.actor,  # type: ignore[attr-defined]
            )
        except Invalid as error:
            put_errors(form, error)
        else:
            messages.success(request, _("已安排抽查，申报主体将收到通知。"))
            return redirect("inspections", tenant)
    return render(
        request, "office/inspection_plan.html", {"unit": unit, "form": form}, status=422 if form.errors else 200
    )


@member(Role.CITY_OFFICER)
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """Outcome, report and differences as rows. Without script a button adds a row and keeps what was typed."""
    unit = _unit_at(request, pk, State.SITE_INSPECTION)
    is_sent = request.method == "POST" and "add_row" not in request.POST
    form = RecordForm(request.POST if is_sent else None, initial=_typed(request) or {"inspected_on": clock.today()})
    rows = _rows(request, unit)
    if is_sent and form.is_valid() and rows.is_valid() and _written(request, unit, form, rows):
        messages.success(request, _("抽查结果已登记，差异数据已列为核定值。"))
        return redirect("inspections", tenant)
    context = {"unit": unit, "form": form, "rows": rows, "plan": inspection_of(unit)}
    return render(request, "office/inspection_record.html", context, status=422 if is_sent else 200)


def _typed(request: HttpRequest) -> dict[str, Any]:
    return {name: request.POST.get(name, "") for name in RecordForm.base_fields} if request.method == "POST" else {}


def _rows(request: HttpRequest, unit: Unit) -> BaseFormSet[Any]:
    options: dict[str, Any] = {"form_kwargs": {"programme": unit.edition.programme}, "prefix": "rows"}
    if request.method != "POST":
        return DifferenceSet(**options)
    data = request.POST.copy()
    if "add_row" in data:
        count = data.get("rows-TOTAL_FORMS", "0")
        data["rows-TOTAL_FORMS"] = str(min(int(count) + 1, 30)) if count.isascii() and count.isdigit() else "1"
    return DifferenceSet(data, **options)


def _written(request: HttpRequest, unit: Unit, form: RecordForm, rows: BaseFormSet[Any]) -> bool:
    try:
        inspection.record_inspection(
            unit_id=unit.pk,
            **form.cleaned_data,
            differences=differences_in(rows),
            actor=request.actor,  # type: ignore[attr-defined]
        )
    except Invalid as error:
        put_errors(form, error)
        return False
    return True


def _unit_at(request: HttpRequest, pk: int, state: State) -> Unit:
    """The unit, in the state that this page is for. Raises NotFound, Conflict with where it is now."""
    unit = queries.unit_for(request.actor, pk)  # type: ignore[attr-defined]
    if not unit.edition.has_stage("site_inspection"):
        raise NotFound()
    if unit.state != state:
        raise Conflict(_("该申报现在的状态为“%s”，不能进行此操作。") % staff_word(unit.state))
    return unit
