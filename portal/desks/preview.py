"""An edition as each role will see it, before anybody else may: nothing here is stored, and drafts are shown too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from applications.forms_office import CHECKLIST
from applications.queries.editions import all_districts, district_rows
from applications.wording import stage_word
from portal.kit.access import member
from portal.kit.actor import Actor, Role
from portal.kit.errors import NotFound
from programmes.contract import Section
from programmes.fields import SectionForm, build_form
from programmes.fields.words import said
from programmes.models import Edition
from programmes.queries import edition_of
from publications.views.public import clause_groups, days_left, timeline
from reviews.forms import points_field

READERS = (Role.CITY_OFFICER, Role.CITY_LEADER, Role.SUPERVISOR, Role.TENANT_ADMIN)
# role in the address -> what its tab says, and a stage that the edition must have
ROLES: Mapping[str, tuple[object, tuple[str, ...]]] = {
    "applicant": (gettext_lazy("申报单位"), ()),
    "district": (gettext_lazy("区级部门"), ("district_review",)),
    "expert": (gettext_lazy("评审专家"), ("expert_review",)),
    "agency": (gettext_lazy("受托机构"), ("screening", "cert_application")),
}


@member(*READERS)
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """?as=applicant&section=…: the pages can be tried out; what is typed is checked and forgotten."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = edition_of(actor, pk)
    shown = roles_in(row)
    wanted = request.GET.get("as", "applicant")
    if wanted not in shown:
        raise NotFound()
    context = {"edition": row, "role": wanted, "roles": [(key, ROLES[key][0]) for key in shown]}
    context |= CONTEXTS[wanted](request, row)
    return render(request, f"office/edition_preview_{wanted}.html", context)


@member(*READERS)
@require_GET
def preview_public(request: HttpRequest, tenant: str, pk: int) -> HttpResponse:
    """The public page as it will stand there once the edition is announced; without notices and lists."""
    row = edition_of(request.actor, pk)  # type: ignore[attr-defined]
    context = {
        "edition": row,
        "programme": row.programme,
        "groups": clause_groups(row),
        "timeline": timeline(row),
        "districts": district_rows(row),
        "has_districts": row.has_stage("district_review"),
        "notices": [],
        "lists": [],
        "text": "",
        "is_open": False,
        "days_left": days_left(row),
    }
    return render(request, "office/edition_preview_public.html", context)


def roles_in(edition: Edition) -> list[str]:
    """The roles that have something to see in this edition."""
    return [key for key, (_word, stages) in ROLES.items() if not stages or any(map(edition.has_stage, stages))]


def applicant_context(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    of = edition.programme
    page = of.section_named(request.GET.get("section", "")) or of.sections[0]
    form = preview_form(request, edition, page)
    return {
        "form": form,
        "section_title": said(page.title),
        "sections": [(one.key, said(one.title), one.key == page.key) for one in of.sections],
        "is_tried": form.is_bound,
        "missing": form.missing if form.is_bound else [],
    }


def preview_form(request: HttpRequest, edition: Edition, page: Section) -> SectionForm:
    """The page as a new filing has it; what was posted is read and kept nowhere."""
    of = edition.programme
    return build_form(
        page,
        data=request.POST if request.method == "POST" else None,
        districts=[(row.code, row.name) for row in all_districts(edition.tenant_id)],
        check=of.check_answers,
        warn=of.warn_answers,
        latest_year=edition.latest_year,
        evidence=of.evidence,
        attachments={},
    )


def district_context(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    return {
        "checklist": [label for _key, label in CHECKLIST],
        "groups": clause_groups(edition),
        "terms": district_rows(edition),
        "can_consult": edition.has_stage("consult"),
    }


def expert_context(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    """The sheet's own controls, without a filing beside them."""
    form = forms.Form()
    for one in edition.programme.criteria:
        form.fields[one.key] = points_field(one)
    return {"form": form, "settings": edition.settings(), "has_model": edition.programme.model is not None}


def agency_context(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    stages = ("screening", "cert_application", "type_test", "site_audit", "cert_decision", "surveillance")
    return {
        "steps": [stage_word(key, edition) for key in stages if edition.has_stage(key)],
        "groups": clause_groups(edition) if edition.has_stage("screening") else (),
        "outcomes": [_("通过"), _("退回补正"), _("不通过")] if edition.has_stage("screening") else [],
    }


CONTEXTS = {
    "applicant": applicant_context,
    "district": district_context,
    "expert": expert_context,
    "agency": agency_context,
}
