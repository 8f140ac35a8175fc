"""An expert reads the files of the version that he scores, and no others; each reading is recorded."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from applications.models import Attachment, Unit, Version
from portal.audit.models import Event
from portal.audit.record import canonical_json
from portal.kit import clock
from portal.tenancy import fence
from tests.cast import Cast
from tests.reviews.scene import accept_unit, declare, fill_pool, key_of, sheets_of, start

PDF = b"%PDF-1.4\n%%EOF\n"


def file_second_version(cast: Cast, unit: Unit) -> Attachment:
    """A newer version that names one file."""
    application, sha256 = unit.application, hashlib.sha256(PDF).hexdigest()
    stored = default_storage.save(f"tenant/{cast.tenant.pk}/evidence/example.pdf", ContentFile(PDF))
    with fence.as_tenant(cast.tenant.pk, enterprise_id=unit.enterprise_id):
        first = Version.objects.get(application=application, number=1)
        entry = {"key": "c3_top", "name": "证书（示例）.pdf", "sha256": sha256, "size_bytes": len(PDF)}
        content = {**first.content, "attachments": [entry]}
        Version.objects.create(
            tenant=cast.tenant,
            enterprise_id=unit.enterprise_id,
            application=application,
            number=2,
            content=content,
            digest=hashlib.sha256(canonical_json(content).encode()).hexdigest(),
            submitted_at=clock.now(),
            submitted_by=cast.user("applicant"),
        )
        type(application).objects.filter(pk=application.pk).update(version_number=2)
        return Attachment.objects.create(
            tenant=cast.tenant,
            enterprise_id=unit.enterprise_id,
            application=application,
            file=stored,
            content_type="application/pdf",
            uploaded_at=clock.now(),
            uploaded_by=cast.user("applicant"),
            **entry,
        )


def test_a_file_of_the_scored_version_opens_after_the_declaration_and_the_reading_is_recorded(cast: Cast) -> None:
    fill_pool(cast)
    unit = accept_unit(cast)
    attachment = file_second_version(cast, unit)
    start(cast, unit)
    sheet, other = sheets_of(cast, unit)[:2]
    client, url = (
        cast.client(key_of(cast, sheet)),
        reverse("sheet_attachment", args=("sheitc", sheet.pk, attachment.pk)),
    )
    assert client.get(url).status_code == 403
    declare(cast, sheet)
    answer = client.get(url)
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, PDF)  # type: ignore[attr-defined]
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    page = client.get(reverse("sheet", args=("sheitc", sheet.pk))).content.decode()
    assert ("证书（示例）.pdf" in page, "第 2 版" in page) == (True, True)
    assert cast.client(key_of(cast, other)).get(url).status_code == 404
    with fence.entered(cast.city):
        assert Event.objects.filter(act="read_attachment", subject=f"reviews.sheet:{sheet.pk}").count() == 1
