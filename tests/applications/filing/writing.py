"""A filing written through the actions alone, as an applicant does it: complete, with evidence, ready to hand in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from applications import queries
from applications.actions import filing
from applications.models import Application, Version
from portal.kit.actor import Actor
from portal.tenancy import fence
from programmes.contract import Section
from programmes.industrial_cluster.examples import complete_figures, example_code
from tests.cast import Cast

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def make_pdf(mark: str = "") -> SimpleUploadedFile:
    """A small PDF; a different mark makes different bytes."""
    return SimpleUploadedFile(f"佐证{mark}.pdf", PDF + f"%{mark}\n%%EOF\n".encode(), content_type="application/pdf")


def complete_answers() -> dict[str, Any]:
    texts = {f"g{number}_text": f"第{number}组情况说明（示例）。" for number in range(1, 10)}
    firms = [{**row, "is_leading": True, "valid_to": date(2099, 12, 31)} for row in complete_figures()["firm_list"]]
    return {
        **complete_figures(),
        **texts,
        "firm_list": firms,
        "cluster_name": "闵行区精密传感器（示例）",
        "district": "310112",
        "leading_industry": "传感器（示例）",
        "leading_codes": ["C3983"],
        "declare_c1_accident": True,
        "declare_c1_cyber": True,
        "declare_c1_illegal": True,
        "declare_truth": True,
        "plan_targets": [
            {"indicator": "产值", "unit": "亿元", "next1": Decimal(42), "next2": Decimal(46), "next3": Decimal(51)}
        ],
        "service_orgs": [{"name": "示例中小企业服务中心", "uscc": example_code(90002), "service": "培训"}],
    }


def start(cast: Cast, actor: Actor | None = None) -> Application:
    actor = actor or cast.applicant
    with fence.entered(actor):
        return filing.start_application(edition_id=cast.edition.pk, actor=actor)


def save(application: Application, section: Section, actor: Actor, **over: Any) -> Application:
    """Save one section with complete answers, some replaced."""
    answers = {f.key: complete_answers().get(f.key) for f in section.fields if f.kind != "file"} | over
    revision = Application.objects.get(pk=application.pk).revision
    return filing.save_section(
        application_id=application.pk,
        section_key=section.key,
        answers=answers,
        typed={},
        expected_revision=revision,
        actor=actor,
    )


def write_all(cast: Cast, application: Application, actor: Actor | None = None) -> Application:
    """Every section and every file that a submission needs."""
    actor = actor or cast.applicant
    programme = application.edition.programme
    with fence.entered(actor):
        for section in programme.sections:
            save(application, section, actor)
        needed = [proof.indicator for proof in programme.evidence if proof.needed_at_submission]
        for key in [*needed, *(f.key for f in programme.fields() if f.kind == "file")]:
            filing.upload_attachment(application_id=application.pk, key=key, upload=make_pdf(key), actor=actor)
        return queries.get_for(actor, application.pk)


def submit(application: Application, actor: Actor, *, revision: int | None = None, **over: Any) -> Version:
    with fence.entered(actor):
        now_at = Application.objects.get(pk=application.pk).revision
        options = {"signer_name": "示例签署人", "is_declared": True} | over
        return filing.submit_application(
            application_id=application.pk,
            expected_revision=now_at if revision is None else revision,
            actor=actor,
            **options,
        )


def submitted(cast: Cast) -> Application:
    """A complete filing that was handed in once."""
    application = write_all(cast, start(cast))
    submit(application, cast.applicant)
    with fence.entered(cast.applicant):
        return queries.get_for(cast.applicant, application.pk)
