"""A filing in words: for the review page, and for paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import segno
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import queries
from applications.actions.submission import content_of
from applications.completeness import is_required, label_of
from applications.models import Version
from applications.queries import Writing
from portal.kit.paper import render_pdf
from portal.people.models import LegalForm
from programmes.contract import FieldKind, Programme, Section
from programmes.fields import display, table_rows

Choices = Sequence[tuple[str, str]]


def sections_of(
    writing: Writing, answers: Mapping[str, Any], files: Sequence[Any], districts: Choices, *, tenant: str = ""
) -> list[dict[str, Any]]:
    """Per section: title, lines for components/summary_list.html, tables, and files with what they prove.

    tenant  slug, to link files; "" on paper
    """
    return [
        {
            "key": section.key,
            "title": _(section.title),
            "lines": _lines(section, answers, districts, writing.latest_year),
            "tables": _tables(section, answers),
            "files": _files(writing.programme, section, answers, files, tenant=tenant),
        }
        for section in writing.programme.sections
    ]


def _lines(section: Section, answers: Mapping[str, Any], districts: Choices, latest_year: int) -> list[dict[str, Any]]:
    lines = []
    for field in section.fields:
        if field.kind in (FieldKind.FILE, FieldKind.TABLE):
            continue
        value = answers.get(field.key)
        is_missing = value in (None, "", [], ()) and is_required(field, answers)
        lines.append(
            {
                "label": label_of(field, latest_year),
                "value": display(field, value, districts=districts),
                "is_missing": is_missing,
            }
        )
    return lines


def _tables(section: Section, answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "title": _(field.label),
            "heads": [f"{_(c.label)}（{_(c.unit)}）" if c.unit else _(c.label) for c in field.columns],
            "columns": [{"label": _(c.label), "unit": _(c.unit) if c.unit else ""} for c in field.columns],
            "rows": [{"cells": cells} for cells in table_rows(field, answers.get(field.key) or [])],
        }
        for field in section.fields
        if field.kind == FieldKind.TABLE
    ]


def _files(
    programme: Programme, section: Section, answers: Mapping[str, Any], files: Sequence[Any], *, tenant: str
) -> list[dict[str, Any]]:
    proofs = {proof.indicator: proof for proof in programme.evidence}
    asked = [(f.key, str(_(f.label)), is_required(f, answers)) for f in section.fields if f.kind == FieldKind.FILE]
    asked += [(key, str(_(proofs[key].label)), proofs[key].needed_at_submission) for key in section.indicators]
    rows = []
    for key, label, is_needed in asked:
        own = [file for file in files if file.key == key]
        links = [
            {"name": f.name, "url": reverse("attachment_mine", args=(tenant, f.pk)) if tenant else ""} for f in own
        ]
        rows.append({"label": label, "files": links, "is_missing": is_needed and not own})
    return rows


def paper_of(writing: Writing, frozen: Version | None, districts: Choices) -> dict[str, Any]:
    """Everything that applications/print.html shows: a frozen version, or what is written now with a watermark."""
    application, programme = writing.application, writing.programme
    if frozen is None:
        content = content_of(application, writing.answers, writing.files, signer_name="")
        answers: Mapping[str, Any] = writing.answers
        files: Sequence[Any] = writing.files
    else:
        content, answers = frozen.content, queries.stored_answers(programme, frozen.content)
        files = queries.attachments_of(frozen)
    code = f"{application.reference} v{frozen.number} sha256:{frozen.digest}" if frozen else application.reference
    return {
        "application": application,
        "title": f"{programme_title(programme)}{_('申报书')}",
        "code": application.reference,
        "version": frozen,
        "version_number": frozen.number if frozen else None,
        "is_draft": frozen is None,
        "profile": profile_lines(content["profile"]),
        "sections": sections_of(writing, answers, files, districts),
        "signer": content["signer"],
        "qr_svg": segno.make(code, error="m").svg_data_uri(border=1),
        "qr_text": code,
    }


def programme_title(programme: Programme) -> str:
    return str(_(programme.title))


PROFILE_WORDS = (
    ("org_name", gettext_lazy("单位名称")),
    ("uscc", gettext_lazy("统一社会信用代码")),
    ("legal_form", gettext_lazy("主体类型")),
    ("legal_rep", gettext_lazy("法定代表人")),
    ("reg_address", gettext_lazy("注册地址")),
    ("contact_name", gettext_lazy("联系人")),
    ("contact_mobile", gettext_lazy("手机")),
    ("contact_email", gettext_lazy("邮箱")),
)


def profile_lines(profile: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(label, value) of what the cover says about the organisation."""
    kinds = dict(LegalForm.choices)
    return [
        (str(label), str(kinds.get(profile[key], profile[key]) if key == "legal_form" else profile[key]))
        for key, label in PROFILE_WORDS
        if profile.get(key)
    ]


def pdf_of(context: dict[str, Any], name: str) -> HttpResponse:
    """The print as a PDF with page numbers, read in the browser."""
    html = render_to_string("applications/print.html", {**context, "without_links": True})
    response = HttpResponse(render_pdf(html), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
