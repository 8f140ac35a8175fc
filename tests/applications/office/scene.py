"""What an office finds on its desk: a filing corrected once, a case with files, a district with several filings."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from applications.models import Application, Attachment, Version
from portal.audit.record import canonical_json
from portal.kit import clock
from portal.tenancy import fence
from tests.applications.factories import make_application, make_content
from tests.cast import USCCS, Cast, make_enterprise, make_user

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PROFILE = {
    "uscc": "91310000631696382C",
    "org_name": "示例集群运营公司",
    "legal_rep": "示某某",
    "contact_name": "例某某",
    "contact_mobile": "13800001234",
    "contact_email": "contact@cast.example",
}


def add_version(
    cast: Cast, application: Application, *, files: list[Attachment] | None = None, **answers: Any
) -> Version:
    """The next version: the answers of the one before with some changed, the profile filled in, files named."""
    with fence.as_tenant(cast.tenant.pk, enterprise_id=application.enterprise_id):
        before = Version.objects.get(application=application, number=application.version_number)
        content = make_content({**before.content["answers"], **answers}, title=application.title)
        content["profile"] = PROFILE
        content["attachments"] = [
            {"key": f.key, "name": f.name, "sha256": f.sha256, "size_bytes": f.size_bytes} for f in files or ()
        ]
        number = before.number + 1
        Application.objects.filter(pk=application.pk).update(version_number=number)
        application.version_number = number
        return Version.objects.create(
            tenant=cast.tenant,
            enterprise_id=application.enterprise_id,
            application=application,
            number=number,
            content=content,
            digest=hashlib.sha256(canonical_json(content).encode()).hexdigest(),
            submitted_at=clock.now(),
            submitted_by=cast.user("applicant"),
            signer_name="示例签署人",
        )


def add_file(
    cast: Cast,
    application: Application,
    *,
    key: str = "c1_accident",
    name: str = "承诺书（示例）.pdf",
    content: bytes = PDF,
) -> Attachment:
    with fence.as_tenant(cast.tenant.pk, enterprise_id=application.enterprise_id):
        stored = default_storage.save(f"tenant/{cast.tenant.pk}/evidence/sample.pdf", ContentFile(content))
        return Attachment.objects.create(
            tenant=cast.tenant,
            enterprise_id=application.enterprise_id,
            application=application,
            key=key,
            name=name,
            file=stored,
            content_type="application/pdf",
            size_bytes=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            uploaded_at=clock.now(),
            uploaded_by=cast.user("applicant"),
        )


def make_rival(cast: Cast, *, number: int = 1) -> Application:
    """Another enterprise's filing in the same district: the cast's rival first, then freshly invented ones."""
    if number == 1:
        enterprise_id = cast.other_enterprise_id
    else:
        enterprise_id = make_enterprise(
            name=f"示例企业{number}", uscc=USCCS[number], user=make_user(f"enterprise{number}")
        )
    return make_application(cast, enterprise_id=enterprise_id, uscc=USCCS[number], title=f"闵行区示例集群{number}")
