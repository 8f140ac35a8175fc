"""The applicants of the demo: their organisations, and what they file, up to the frozen version."""

from __future__ import annotations

from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile
from weasyprint import HTML

from applications.actions.evidence import upload_attachment
from applications.actions.filing import save_section, start_application, withdraw_application
from applications.actions.submission import submit_application
from applications.models import Application
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.samples import example_code
from portal.people.models import ClaimState, Enterprise, EnterpriseClaim, EnterpriseMember, LegalForm, User
from portal.tenancy import fence
from portal.tenancy.models import Tenant
from programmes.demonstration import DemoFiling
from programmes.models import Edition

from .cast import make_user
from .people import DOMAIN


@cache
def sample_pdf(name: str) -> bytes:
    """One page that says it is a sample."""
    return HTML(string=f"<html lang='zh'><h1>演示材料 SAMPLE</h1><p>{name}</p></html>").write_pdf() or b""


def make_applicant(filing: DemoFiling, tenant: Tenant, *, login: str = "", name: str = "示例经办") -> Actor:
    """The organisation with its unit administrator and an accepted claim; the actor that files for it.

    login  before the @ of the mailbox; made of the serial where none is given
    """
    user = make_user(f"{login or f'firm{filing.serial}'}@{DOMAIN}", name)
    actor = Actor(
        user_id=user.pk,
        name=user.name,
        enterprise_id=filing.serial,
        is_unit_admin=True,
        public_tenant_id=tenant.pk,
    )
    with fence.entered(actor):
        register_enterprise(filing, user)
        accept_claim(filing, user, tenant)
    return actor


def register_enterprise(filing: DemoFiling, user: User) -> None:
    """The organisation, and the user as its administrator. Its id is the filing's serial."""
    Enterprise.objects.update_or_create(
        id=filing.serial,
        defaults={
            "uscc": example_code(filing.serial),
            "name": filing.enterprise,
            "legal_form": LegalForm.COMPANY,
            "registered_at": clock.now(),
            "profile": sample_profile(filing, user.email),
        },
    )
    EnterpriseMember.objects.get_or_create(
        enterprise_id=filing.serial, user=user, defaults={"is_unit_admin": True, "joined_at": clock.now()}
    )


def accept_claim(filing: DemoFiling, user: User, tenant: Tenant) -> None:
    """The user's claim to the organisation, decided as if its papers had been checked."""
    now = clock.now()
    EnterpriseClaim.objects.get_or_create(
        tenant=tenant,
        enterprise_id=filing.serial,
        user=user,
        defaults={
            "uscc": example_code(filing.serial),
            "org_name": filing.enterprise,
            "claimant_name": user.name,
            "state": ClaimState.ACCEPTED,
            "filed_at": now,
            "decided_at": now,
            "reason": "演示数据",
        },
    )


def sample_profile(filing: DemoFiling, email: str) -> dict[str, str]:
    """A profile without a real person: numbers that nobody can have."""
    return {
        "reg_region": filing.district,
        "reg_address": "示例路1号",
        "legal_rep": "示例法人",
        "contact_name": "示例联系人",
        "contact_mobile": "13800000000",
        "contact_email": email,
    }


def write_draft(filing: DemoFiling, edition: Edition, actor: Actor, *, is_half: bool = False) -> Application:
    """Every section saved as the applicant would; a half-written one stops after four sections."""
    with fence.entered(actor):
        is_further = edition.programme.most_filings > 1
        application = start_application(edition_id=edition.pk, is_further=is_further, actor=actor)
        sections = edition.programme.sections[:4] if is_half else edition.programme.sections
        for section in sections:
            keys = [question.key for question in section.fields]
            answers = {key: filing.answers[key] for key in keys if key in filing.answers}
            application = save_section(
                application_id=application.pk,
                section_key=section.key,
                answers=answers,
                typed={},
                expected_revision=application.revision,
                actor=actor,
            )
        for key in [] if is_half else filing.files:
            label = label_of_file(edition, key)
            upload = SimpleUploadedFile(f"示例-{label}.pdf", sample_pdf(label), content_type="application/pdf")
            upload_attachment(application_id=application.pk, key=key, upload=upload, actor=actor)
        application.refresh_from_db()
    return application


def label_of_file(edition: Edition, key: str) -> str:
    """What the form calls a file: the label of its question, or of the indicator that it proves."""
    programme = edition.programme
    questions = {question.key: question.label for section in programme.sections for question in section.fields}
    proofs = {proof.indicator: proof.label for proof in programme.evidence}
    return str({**questions, **proofs}.get(key, key))[:40]


def submit(application: Application, actor: Actor) -> Application:
    with fence.entered(actor):
        application.refresh_from_db()
        submit_application(
            application_id=application.pk,
            expected_revision=application.revision,
            signer_name="示例签署人",
            is_declared=True,
            actor=actor,
        )
        application.refresh_from_db()
    return application


def withdraw(application: Application, actor: Actor) -> None:
    with fence.entered(actor):
        withdraw_application(
            application_id=application.pk,
            expected_revision=application.revision,
            reason="演示：材料待完善",
            actor=actor,
        )


def correct(filing: DemoFiling, application: Application, actor: Actor) -> None:
    """Answer a return: the corrected answers saved where they belong, then handed in again."""
    with fence.entered(actor):
        application.refresh_from_db()
        for section in application.edition.programme.sections:
            answers = {f.key: filing.corrected[f.key] for f in section.fields if f.key in filing.corrected}
            if answers:
                application = save_section(
                    application_id=application.pk,
                    section_key=section.key,
                    answers=answers,
                    typed={},
                    expected_revision=application.revision,
                    actor=actor,
                )
    submit(application, actor)
