"""Binding one page of the form, and keeping what was posted: answers, files, imported tables."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from applications import queries
from applications.actions import filing
from applications.models import Application
from applications.queries import Writing
from portal.kit.errors import Invalid, NotFound
from programmes.contract import Field, FieldKind, Section
from programmes.fields import SectionForm, as_typed, build_form, display, import_table

from .shown import files_for_form


def bind(writing: Writing, section: Section, slug: str, data: QueryDict | None = None) -> SectionForm:
    """The page's form; nothing in it is open while the filing lies with an office."""
    edition = writing.application.edition
    return build_form(
        section,
        data=data,
        answers=writing.answers,
        typed=writing.draft.typed.get(section.key, {}),
        districts=queries.district_choices(edition.tenant_id),
        only=writing.opened if writing.is_writable else frozenset(),
        check=writing.programme.check_answers,
        warn=writing.programme.warn_answers,
        latest_year=writing.latest_year,
        evidence=writing.programme.evidence,
        attachments=files_for_form(writing, slug),
    )


def keep_answers(request: HttpRequest, writing: Writing, form: SectionForm) -> Application:
    """Save what is valid as answers and the rest as typed. Raises Conflict as save_section."""
    answers, typed = form.answers(), form.unsettled()
    if form.workbook_wanted:
        rows = read_workbook(request, form)
        if rows is not None:
            answers[form.workbook_wanted] = rows
            typed.pop(form.workbook_wanted, None)
    return filing.save_section(
        application_id=writing.application.pk,
        section_key=form.section.key,
        answers=answers,
        typed=typed,
        expected_revision=posted_number(request, "revision"),
        actor=request.actor,  # type: ignore[attr-defined]
    )


def read_workbook(request: HttpRequest, form: SectionForm) -> list[dict[str, Any]] | None:
    """The rows of the workbook that was sent; None with errors in the form where anything in it is wrong."""
    field = next(f for f in form.section.fields if f.key == form.workbook_wanted)
    upload = request.FILES.get(f"{field.key}-workbook")
    if upload is None:
        form.errors.setdefault(field.key, form.error_class()).append(_("请先选择填好的 .xlsx 文件，再按“导入并替换”。"))
        return None
    result = import_table(field, upload.file)  # type: ignore[arg-type]
    if result.problems:
        form.refuse_import(result)
        return None
    return list(result.rows)


def keep_files(request: HttpRequest, writing: Writing, form: SectionForm) -> dict[str, object]:
    """Take in the files that were sent and take out the one whose button was pressed; key -> what was wrong."""
    wrong: dict[str, object] = {}
    options: dict[str, Any] = {"application_id": writing.application.pk, "actor": request.actor}  # type: ignore[attr-defined]
    for key in [name for name in request.FILES if name in form.fields]:
        for upload in request.FILES.getlist(key):
            try:
                filing.upload_attachment(key=key, upload=upload, **options)
            except Invalid as error:
                wrong[key] = f"{upload.name}：{error.message}"
    if "remove_file" in request.POST:
        filing.remove_attachment(attachment_id=posted_number(request, "remove_file"), **options)
    return wrong


def posted_number(request: HttpRequest, name: str) -> int:
    """A whole number of a hidden field or a button; -1, which no row has, for anything else."""
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 18 else -1


def table_of(section: Section, key: str) -> Field:
    """A table of this page. Raises NotFound."""
    found = next((f for f in section.fields if f.key == key and f.kind == FieldKind.TABLE), None)
    if found is None:
        raise NotFound()
    return found


def clashes(writing: Writing, form: SectionForm) -> list[dict[str, Any]]:
    """What this page would write beside what is stored, where they differ; for components/compare.html."""
    kept, typed = writing.draft.typed.get(form.section.key, {}), form.typed()
    rows = []
    for field in form.section.fields:
        if field.key not in typed:
            continue
        stored = kept.get(field.key, as_typed(field, writing.answers.get(field.key)))
        if stored != typed[field.key]:
            old, new = say_typed(field, stored), say_typed(field, typed[field.key])
            rows.append({"label": _(field.label), "unit": field.unit, "old": old, "new": new, "is_changed": True})
    return rows


def say_typed(field: Field, typed: Any) -> str:
    """What stands in a control, in words; it need not be a valid answer."""
    if not typed:
        return _("未填写")
    if field.kind == FieldKind.TABLE:
        return "\n".join("｜".join(str(row.get(c.key) or "") for c in field.columns) for row in typed)
    if isinstance(typed, list):
        return display(field, typed)
    labels = dict(field.choices)
    if field.kind == FieldKind.BOOLEAN:
        labels = {"true": _("是"), "false": _("否")}
    return _(labels[typed]) if typed in labels else str(typed)


def posted_pairs(request: HttpRequest) -> list[tuple[str, str]]:
    """Everything that was posted, for repeating it in hidden inputs; files cannot be repeated."""
    left_out = {"csrfmiddlewaretoken", "revision", "go"}
    return [(key, value) for key, values in request.POST.lists() if key not in left_out for value in values]
