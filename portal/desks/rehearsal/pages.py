"""The pages on which an organiser asks for rehearsals of an edition and compares what came of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from portal.kit.access import member
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid
from portal.kit.folding import fold_width
from programmes.differences import differences
from programmes.models import Edition, Rehearsal, RehearsalState
from programmes.queries import edition_of

from . import reading
from .asking import LARGEST_SEED, LEAST_ENTERPRISES, MOST_ENTERPRISES, ask_rehearsal
from .playing import rehearsable

READERS = (Role.CITY_OFFICER, Role.CITY_LEADER, Role.SUPERVISOR, Role.TENANT_ADMIN)
ASKERS = (Role.CITY_OFFICER, Role.TENANT_ADMIN)
TONES = {"waiting": "open", "running": "open", "done": "passed", "failed": "refused"}
INTEGER = {
    "required": gettext_lazy("请填写整数，例如 60。"),
    "invalid": gettext_lazy("请填写整数，例如 60。"),
}


class WholeNumber(forms.IntegerField):
    """Full-width digits are read too."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(fold_width(str(value)).strip() if value is not None else None)


class AskForm(forms.Form):
    enterprises = WholeNumber(
        label=gettext_lazy("虚构企业数"),
        min_value=LEAST_ENTERPRISES,
        max_value=MOST_ENTERPRISES,
        initial=60,
        error_messages=INTEGER,
        help_text=gettext_lazy("10 至 500 家。60 家约需半分钟，300 家约需三分钟。"),
    )
    seed = WholeNumber(
        label=gettext_lazy("种子"),
        min_value=0,
        max_value=LARGEST_SEED,
        initial=1,
        error_messages=INTEGER,
        help_text=gettext_lazy("同一种子产生同一批虚构申报；比较两套参数时请用同一种子。"),
    )


@member(*READERS)
@require_http_methods(["GET", "POST"])
def rehearsals(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """All rehearsals of an edition, and the form for the next one. Whoever only reads is refused by the action."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    edition = edition_of(actor, pk)
    form = AskForm(request.POST if request.method == "POST" else None)
    refused = None
    if form.is_bound and form.is_valid():
        try:
            row = ask_rehearsal(edition_id=edition.pk, **form.cleaned_data, actor=actor)
        except Invalid as error:
            for name, text in error.fields.items():
                form.add_error(name, str(text))
        except Conflict as error:
            refused = error
        else:
            messages.success(request, _("演练已排队，轮到后自动进行。"))
            return redirect("rehearsal", tenant, edition.pk, row.pk)
    context = list_context(request, actor, edition) | {"form": form, "refused": refused}
    status = 409 if refused else 422 if form.errors else 200
    return render(request, "office/edition_rehearsals.html", context, status=status)


def list_context(request: HttpRequest, actor: Actor, edition: Edition) -> dict[str, Any]:
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 18 else 0
    found = reading.rehearsals_of(actor, edition, before=before)
    rows = found[: reading.PAGE_SIZE]
    return {
        "edition": edition,
        "rows": [{"row": row, "tone": TONES[row.state], "listed": listed_count(row)} for row in rows],
        "next_url": f"?before={rows[-1].pk}" if len(found) > reading.PAGE_SIZE else "",
        "may_ask": actor.has_role(*ASKERS),
        "is_rehearsable": edition.programme_slug in rehearsable(),
        "own_settings": differences(edition.programme, edition.programme.defaults, edition.settings()),
    }


def listed_count(row: Rehearsal) -> int | None:
    return sum(one["count"] for one in row.summary["lists"]) if row.state == RehearsalState.DONE else None


@member(*READERS)
@require_GET
def rehearsal(request: HttpRequest, tenant: str, pk: int, rehearsal_id: int) -> HttpResponse:
    """One rehearsal: how far it is, or how it came out and what changed since the one before."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    edition = edition_of(actor, pk)
    row = reading.rehearsal_of(actor, edition, rehearsal_id)
    context: dict[str, Any] = {
        "edition": edition,
        "row": row,
        "tone": TONES[row.state],
        "is_under_way": row.state in (RehearsalState.WAITING, RehearsalState.RUNNING),
        "own_settings": differences(edition.programme, edition.programme.defaults, row.parameters),
        "why_not": reading.why_not(row),
        "has_moved_on": reading.has_moved_on(edition, row),
    }
    if row.state == RehearsalState.DONE:
        context |= result_context(edition, row)
    return render(request, "office/edition_rehearsal.html", context)


def result_context(edition: Edition, row: Rehearsal) -> dict[str, Any]:
    before = reading.one_before(row)
    seconds = reading.seconds_of(row)
    return {
        "before": before,
        "states": reading.state_counts(edition, row, before),
        "lists": reading.lists_of(row, before),
        "particulars": reading.particulars_of(edition, row, before),
        "returns": row.summary["returns"],
        "draw_digest": row.summary["draw_digest"],
        "ranking_digest": row.summary["ranking_digest"],
        "seconds": seconds,
        "total_seconds": sum(spent for _step, spent in seconds),
        "settings_changed": reading.settings_changed(edition, row, before) if before else [],
        "stages_changed": reading.stages_changed(edition, row, before) if before else [],
        "is_same_filings": before is not None and (before.seed, before.enterprises) == (row.seed, row.enterprises),
    }
