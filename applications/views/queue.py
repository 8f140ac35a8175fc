"""The queue of an office, and the same rows as a workbook."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import policy
from applications.forms_office import QueueForm
from applications.queries import office
from applications.stations import say_stations
from applications.wording import staff_word, tone
from applications.workflow import State
from portal.audit.record import record
from portal.kit import clock
from portal.kit.access import member
from portal.kit.actor import Actor, Role
from portal.kit.workdays import Calendar
from portal.tenancy.calendar import statutory_calendar
from portal.tenancy.models import District
from programmes.models import Edition

from .shown import badge_tone, deadline_box

Asked = Any  # a QueryDict: what the address asks for

READERS = (
    Role.DISTRICT_OFFICER,
    Role.DISTRICT_LEADER,
    Role.CITY_OFFICER,
    Role.CITY_LEADER,
    Role.SUPERVISOR,
)
HEADS = (
    gettext_lazy("编号"),
    gettext_lazy("名称"),
    gettext_lazy("申报主体"),
    gettext_lazy("统一社会信用代码"),
    gettext_lazy("区"),
    gettext_lazy("状态"),
    gettext_lazy("提交时间"),
    gettext_lazy("版本"),
    gettext_lazy("区内排序"),
)
PRIORITY_HEAD = gettext_lazy("重点推荐")
TAB_STATES = [s for s in State if s not in {State.DRAFT, State.WAITING, State.RECOMMENDED}]


@member(*READERS)
def queue(request: HttpRequest, tenant: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = make_form(request, actor)
    wanted = form.wanted()
    page = office.queue_page(actor, wanted)
    counts, calendar = office.station_counts(actor, wanted), statutory_calendar()
    context = {
        "form": form,
        "rows": [_line(row, tenant, calendar) for row in page.rows],
        "tabs": _tabs(form.data, counts, wanted.station, form.chosen_edition),
        "total": counts.get(wanted.station, 0) if wanted.station else counts.total,
        "next_url": _address(form.data, after=str(page.next_after)) if page.next_after else "",
        "previous_url": _previous_url(form.data, page),
        "export_url": "export.xlsx?" + _query(form.data),
        "paper_url": _paper_url(actor, form.editions, tenant),
        **_pool_urls(form.editions, tenant),
        "is_filtered": any((wanted.text, wanted.district_id, wanted.edition_id, wanted.station)),
    }
    return render(request, "office/queue.html", context)


@member(*READERS)
def queue_export(request: HttpRequest, tenant: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = office.queue_rows(actor, make_form(request, actor).wanted())
    record(
        actor=actor,
        act="export_queue",
        subject=f"tenancy.tenant:{actor.tenant_id}",
        tenant_id=actor.tenant_id,
        payload={"rows": len(rows), "filter": dict(request.GET.items())},
    )
    response = HttpResponse(
        workbook(rows), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    response["Content-Disposition"] = f'attachment; filename="queue-{clock.today().isoformat()}.xlsx"'
    return response


def make_form(request: HttpRequest, actor: Actor) -> QueueForm:
    """The filters of the address. A district's leader who asks for nothing sees what waits for his signature."""
    is_city = actor.has_role(*policy.CITY_SIDE)
    districts = list(District.objects.filter(tenant_id=policy.tenant_of(actor)).order_by("code")) if is_city else []
    asked = request.GET.copy()
    if "station" not in asked and actor.roles == {Role.DISTRICT_LEADER}:
        asked["station"] = State.AWAITING_LEADER.value
    return QueueForm(asked, editions=office.editions_of(actor), districts=districts)


def workbook(rows: list[office.QueueRow]) -> bytes:
    """Exactly the rows shown, as text and dates; nothing in it can become a formula."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet(_("申报列表"))
        has_priority = any(row.application.edition.programme.priority for row in rows)
        sheet.write_row(0, 0, [str(head) for head in (*HEADS, *([PRIORITY_HEAD] if has_priority else []))])
        for line, row in enumerate(rows, start=1):
            a = row.application
            submitted = a.submitted_at.astimezone(clock.SHANGHAI) if a.submitted_at else None
            cells = [a.reference, a.title, a.enterprise_name, a.enterprise_uscc, a.district.name if a.district else ""]
            cells += [station_words(row), f"{submitted:%Y-%m-%d %H:%M}" if submitted else ""]
            flag = str(_("重点推荐")) if a.is_priority else ""
            sheet.write_row(line, 0, [*cells, a.version_number, row.rank or "", *([flag] if has_priority else [])])
        sheet.set_column(0, 9 if has_priority else 8, 22)
        sheet.freeze_panes(1, 0)
    return buffer.getvalue()


def _line(row: office.QueueRow, tenant: str, calendar: Calendar) -> dict[str, object]:
    return {
        "row": row,
        "word": station_words(row),
        "tone": badge_tone(tone(row.station), row.stations),
        "url": f"/{tenant}/office/cases/{row.application.pk}/" + _item_query(row),
        "box": deadline_box(row.due_at, calendar) if row.due_at else None,
    }


def station_words(row: office.QueueRow) -> str:
    """Where the filing is, of several units how many of them where."""
    edition = row.application.edition
    return say_stations(row.stations, lambda station: staff_word(station, edition))


def _item_query(row: office.QueueRow) -> str:
    """The unit by which the filing stands in this queue, where it has several."""
    return f"?item={row.unit.position}" if row.unit is not None and len(row.stations) > 1 else ""


def _tabs(asked: Asked, counts: office.StationCounts, current: str, edition: Edition | None) -> list[dict[str, object]]:
    """One for each station that holds a filing; in the words of the edition where one is chosen."""
    everything = _address(asked, station="")
    tabs: list[dict[str, object]] = [
        {"label": _("全部"), "url": everything, "is_current": not current, "count": counts.total}
    ]
    for state in TAB_STATES:
        if counts.get(state) or state == current:
            tabs.append(
                {
                    "label": staff_word(state, edition),
                    "url": _address(asked, station=state.value),
                    "is_current": state == current,
                    "count": counts.get(state, 0),
                }
            )
    return tabs


def _paper_url(actor: Actor, editions: list[Edition], tenant: str) -> str:
    """Where stamped forms are counted in, for officers of an organiser that asks for them; else ""."""
    asks = actor.has_role(Role.CITY_OFFICER) and any(edition.has_stage("paper_receipt") for edition in editions)
    return reverse("paper", args=(tenant,)) if asks else ""


def _pool_urls(editions: list[Edition], tenant: str) -> dict[str, str]:
    """The pool of candidates and the workstations, of an organiser whose programmes know them; else ""."""
    scouts = any({"scouting", "incubation"} & set(edition.programme.stages) for edition in editions)
    incubates = any("incubation" in edition.programme.stages for edition in editions)
    return {
        "pool_url": reverse("candidates", args=(tenant,)) if scouts else "",
        "stations_url": reverse("workstations", args=(tenant,)) if incubates else "",
    }


def _previous_url(asked: Asked, page: office.QueuePage) -> str:
    if page.previous_after is None:
        return ""
    return _address(asked, after=str(page.previous_after)) if page.previous_after else _address(asked)


def _query(asked: Asked, **changes: str) -> str:
    parameters = asked.copy()
    parameters.pop("after", None)
    for key, value in changes.items():
        parameters[key] = value
    return str(parameters.urlencode())


def _address(asked: Asked, **changes: str) -> str:
    return "?" + _query(asked, **changes)
