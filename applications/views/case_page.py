"""Drawing the case page: what it shows, which decision this person may take now, and a refused form drawn again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.actions.formal import OPEN_STATES
from applications.forms_case import FindingsForm
from applications.forms_office import FigureForm, PutForwardForm, ReceiptForm, SignForm, VersionedForm
from applications.forms_receiving import PaperForm
from applications.models import Attachment, ReceiptKind, Unit
from applications.queries import paper
from applications.queries.case import Case, case_for
from applications.queries.facts import honour_check
from applications.stations import station_of
from applications.workflow import State
from portal.kit import clock
from portal.kit.actor import Actor, Role
from portal.kit.errors import Closed, Conflict, Invalid, PortalError
from programmes.fields.words import said

from . import case_parts as parts
from . import several
from .case_rules import filed_by
from .steps import paper_lines

Slots = Mapping[str, forms.Form]


def item_asked(request: HttpRequest) -> int | None:
    """The place of the unit that the address asks for; None = the leading one."""
    place = request.GET.get("item", "")
    return int(place) if place.isascii() and place.isdigit() and len(place) < 4 else None


def back_to_case(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """The case, with the unit that was open."""
    item = item_asked(request)
    return redirect(reverse("case", args=(tenant, pk)) + (f"?item={item}" if item else ""))


def decision_of(actor: Actor, case: Case) -> str:
    """Which decision waits for this person: put_forward, sign, formal, data, or "" for none.

    Of several units, the one that the page is about.
    """
    application, unit = case.application, case.unit
    is_with_district = station_of(application, unit) == State.SUBMITTED
    if is_with_district and application.district_id in actor.districts_for(Role.DISTRICT_OFFICER):
        return "put_forward"
    is_leader = application.district_id in actor.districts_for(Role.DISTRICT_LEADER)
    if application.state == State.AWAITING_LEADER and is_leader and case.review_to_sign:
        return "sign"
    if unit is None or not actor.has_role(Role.CITY_OFFICER):
        return ""
    if unit.state == State.ACCEPTED and application.edition.has_stage("data_check"):
        return "data"
    return "formal" if unit.state == State.FORMAL_CHECK else ""


def may_check(actor: Actor, unit: Unit | None) -> bool:
    """Findings and figures may be written until the decision is frozen in a run."""
    return unit is not None and actor.has_role(Role.CITY_OFFICER) and State(unit.state) in OPEN_STATES


def may_record_paper(actor: Actor, case: Case) -> bool:
    """Until the data are confirmed; every stamped form is the city's to match."""
    is_open = case.unit is not None and case.unit.state in paper.UNDECIDED
    is_over = case.application.state in {State.WITHDRAWN, State.NOT_RECOMMENDED}
    return case.paper is not None and is_open and not is_over and actor.has_role(Role.CITY_OFFICER)


def may_count_in(actor: Actor, case: Case) -> bool:
    own = case.application.district_id in actor.districts_for(Role.DISTRICT_OFFICER)
    return own or actor.has_role(Role.CITY_OFFICER)


def build_forms(actor: Actor, case: Case, bound: Slots) -> dict[str, forms.Form]:
    """The forms of the page; a refused one keeps what was typed and names the version that is shown now."""
    shown: dict[str, forms.Form] = {}
    now, decision = {"expected_version": case.application.version_number}, decision_of(actor, case)
    if decision == "put_forward":
        shown["decide"] = PutForwardForm(initial=now)
    elif decision == "sign":
        shown["decide"] = SignForm()
    elif decision == "formal":
        shown["decide"] = VersionedForm(initial=now)
    if may_check(actor, case.unit) and case.verdict is not None:
        shown["findings"] = FindingsForm(initial=now, verdict=case.verdict, findings=case.findings)
        shown["figure"] = FigureForm(initial=now, edition=case.application.edition, prefix="figure")
    if may_record_paper(actor, case):
        shown["paper"] = PaperForm(initial=now | {"received_on": clock.today()}, prefix="paper")
    if may_count_in(actor, case) and parts.asks_for_copies(case):
        shown["receipt"] = ReceiptForm(initial={"received_on": clock.today()}, prefix="receipt")
    for slot, form in bound.items():
        if slot in shown:
            renew(form, case.application.version_number)
            shown[slot] = form
    return shown


def renew(form: forms.Form, version: int) -> None:
    """A form drawn again names the version that is on the page now: whoever sends it again has seen it."""
    bound: Any = form
    bound.data = bound.data.copy()
    bound.data[form.add_prefix("expected_version")] = str(version)


def page_context(request: HttpRequest, case: Case, bound: Slots) -> dict[str, Any]:
    """Everything that office/case.html shows."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    shown = build_forms(actor, case, bound)
    findings = shown.get("findings")
    keys = [one.section.key for one in case.sections]
    wanted = request.GET.get("section", "")
    current = wanted if wanted in {*keys, parts.PROFILE, parts.FILES} else keys[0]
    section = next((one for one in case.sections if one.section.key == current), None)
    labels = parts.labels_of(case.application.edition)
    fields = section.fields if section else ()
    files = section.files if section else tuple(f for one in case.sections for f in one.files)
    return {
        "case": case,
        "application": case.application,
        "forms": shown,
        "all_forms": list(shown.values()),
        "decision": decision_of(actor, case),
        **several.parts_of(actor, case),
        **filed_by(case),
        "tabs": parts.tabs_of(case, current),
        "current": current,
        "section": section,
        "section_title": said(section.section.title) if section else "",
        "lines": parts.lines_of_section(fields, case.application.edition.latest_year),
        "tables": parts.tables_of_section(fields),
        "files": file_rows(request, files, labels) if current != parts.PROFILE else [],
        "preview": _preview(request, files),
        "profile": parts.profile_rows(case) if current == parts.PROFILE else [],
        "groups": parts.verdict_groups(case, findings if isinstance(findings, FindingsForm) else None),
        "figures": parts.figure_rows(case, labels),
        "timeline": parts.timeline(case),
        "corrections": parts.corrections_of(case, labels),
        **counted_in(actor, case),
        "data_url": data_url(actor, case),
        "honour_check": honour_check(case.application, case.version),
        "is_old_version": case.version.number != case.application.version_number,
    }


def counted_in(actor: Actor, case: Case) -> dict[str, Any]:
    """What office/_side.html and office/_paper.html show of copies and of the stamped form."""
    return {
        "receipts": parts.receipt_rows(case) if parts.asks_for_copies(case) else [],
        "copies": [one for one in case.receipts if case.paper is None or one.kind != ReceiptKind.PAPER],
        "paper": paper_lines(case.paper) if case.paper else [],
        "may_refuse": may_refuse_for_paper(actor, case),
    }


def may_refuse_for_paper(actor: Actor, case: Case) -> bool:
    is_open = case.unit is not None and case.unit.state in {State.FORMAL_CHECK, State.ACCEPTED}
    return case.paper is not None and case.paper.is_late and is_open and actor.has_role(Role.CITY_OFFICER)


def data_url(actor: Actor, case: Case) -> str:
    """Where the figures are checked; "" for who may not look or where the edition has no data check."""
    application = case.application
    may_look = actor.has_role(Role.CITY_OFFICER, Role.CITY_LEADER, Role.SUPERVISOR) and case.unit is not None
    if not may_look or not application.edition.has_stage("data_check"):
        return ""
    return reverse("case_data", args=(application.tenant.slug, application.pk))


def file_rows(request: HttpRequest, files: tuple[Attachment, ...], labels: dict[str, str]) -> list[dict[str, Any]]:
    """Each file with what it proves and the address that shows it on this page."""
    query = request.GET.copy()
    rows = []
    for row in files:
        query["file"] = str(row.pk)
        rows.append({"file": row, "proves": labels.get(row.key, ""), "url": f"?{query.urlencode()}#preview"})
    return rows


def _preview(request: HttpRequest, files: tuple[Attachment, ...]) -> Attachment | None:
    wanted = request.GET.get("file", "")
    return next((row for row in files if str(row.pk) == wanted), None)


def render_case(
    request: HttpRequest,
    pk: int,
    *,
    bound: Slots | None = None,
    stale: Conflict | None = None,
    typed: list[tuple[object, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page. stale: why what was sent no longer fits; typed: what was sent, for copying back."""
    version = request.GET.get("version", "")
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 6 else None
    case = case_for(request.actor, pk, version_number=number, item=item_asked(request))  # type: ignore[attr-defined]
    context = page_context(request, case, bound or {})
    # What was typed needs to be shown apart only where its form is not on the page any more.
    lost = typed if bound and not set(bound) & set(context["forms"]) else []
    context |= {"stale": stale, "typed": lost, "is_closed": isinstance(stale, Closed)}
    return render(request, "office/case.html", context, status=status)


def redisplay(
    request: HttpRequest, pk: int, *, slot: str, form: forms.Form, error: PortalError | None = None
) -> HttpResponse:
    """A refused form with what was typed: 422 with a summary, or 409 saying what has changed meanwhile."""
    if isinstance(error, Conflict):
        return render_case(request, pk, bound={slot: form}, stale=error, typed=typed_in(form), status=error.status)
    if isinstance(error, Invalid):
        put_errors(form, error)
    return render_case(request, pk, bound={slot: form}, status=422)


def put_errors(form: forms.Form, error: Invalid) -> None:
    """The action's refusals beside the controls they are about, the rest on top."""
    for name, text in error.fields.items():
        known = next((n for n in (name, f"met-{name}", f"reason-{name}") if n in form.fields), None)
        form.add_error(known, str(text))
    if not error.fields:
        form.add_error(None, str(error.message))


def typed_in(form: forms.Form) -> list[tuple[object, str]]:
    """(label, text) of everything that was typed into a form."""
    found: list[tuple[object, str]] = []
    for bound in form.visible_fields():
        text = str(bound.data or "").strip() if not isinstance(bound.data, list) else "、".join(bound.data)
        if text:
            found.append((bound.label, text))
    return found


def carry_out(
    request: HttpRequest,
    tenant: str,
    pk: int,
    *,
    slot: str,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    done: object = "",
) -> HttpResponse:
    """Check a form's shape, call one action, and go back to the case; or draw the page with what is wrong."""
    if not form.is_valid():
        return redisplay(request, pk, slot=slot, form=form)
    try:
        act(form.cleaned_data)
    except (Invalid, Conflict) as error:
        return redisplay(request, pk, slot=slot, form=form, error=error)
    messages.success(request, str(done or _("已办理。")))
    return back_to_case(request, tenant, pk)


def carry_out_plainly(
    request: HttpRequest, tenant: str, pk: int, *, act: Callable[[], object], done: object
) -> HttpResponse:
    """An act without a form: done, or the case page with what stood against it."""
    try:
        act()
    except Conflict as error:
        return render_case(request, pk, stale=error, status=error.status)
    messages.success(request, str(done))
    return back_to_case(request, tenant, pk)
