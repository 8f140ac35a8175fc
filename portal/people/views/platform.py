"""The platform's administrator: organisers, and the statutory calendar."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.kit.access import platform
from portal.kit.errors import Invalid
from portal.people import queries
from portal.people.actions import platform as actions
from portal.people.forms import show_refusal
from portal.people.forms.office import FIRST_YEAR, LAST_YEAR, DaysForm, TenantForm, YearForm


@platform
def platform_home(request: HttpRequest) -> HttpResponse:
    return render(request, "people/platform.html", {"tenants": list(queries.tenants())})


@platform
def add_tenant(request: HttpRequest) -> HttpResponse:
    form = TenantForm(request.POST or None)
    if form.is_valid():
        try:
            tenant = actions.create_tenant(
                facts=form.facts(),
                admin_email=form.cleaned_data["email"],
                admin_name=form.cleaned_data["admin_name"],
                actor=request.actor,  # type: ignore[attr-defined]
            )
        except Invalid as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("已建立 %(name)s，并邀请了首位管理员。") % {"name": tenant.name})
            return redirect("platform_home")
    return render(request, "people/tenant.html", {"form": form}, status=422 if form.is_bound else 200)


@platform
def calendar(request: HttpRequest) -> HttpResponse:
    """The rows of a year, and the form that adds days."""
    year = YearForm(request.GET).chosen()
    form = DaysForm(request.POST or None)
    if form.is_valid():
        try:
            count = actions.enter_days(year=year, text=form.cleaned_data["days"], actor=request.actor)  # type: ignore[attr-defined]
        except Invalid as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("已录入 %(n)d 天，尚未确认。") % {"n": count})
            return redirect(f"{reverse('calendar')}?year={year}")
    rows = queries.calendar_days(year)
    context = {
        "form": form,
        "year": year,
        "before": year - 1,
        "following": year + 1,
        "rows": rows,
        "standing": queries.year_standing(year, rows),
    }
    return render(request, "people/calendar.html", context, status=422 if form.is_bound else 200)


@platform
def change_calendar(request: HttpRequest, year: int) -> HttpResponse:
    """Confirm the year (asked once), or delete a day."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    actor = request.actor  # type: ignore[attr-defined]
    back = f"{reverse('calendar')}?year={year}"
    if request.method != "POST":
        context = {"year": year, "rows": queries.calendar_days(year), "back": back}
        return render(request, "people/calendar_confirm.html", context)
    if request.POST.get("act") == "confirm":
        actions.confirm_year(year=year, actor=actor)
        messages.success(request, _("%(year)d 年日历已确认，公示期限可以据此计算。") % {"year": year})
    else:
        actions.remove_day(day=_day(request.POST.get("day", "")), actor=actor)
        messages.success(request, _("已删除。"))
    return redirect(back)


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Invalid(_("日期不正确。")) from None
