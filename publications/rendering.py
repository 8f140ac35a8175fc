"""Making the documents that wait: certificates and lists, each once, in the worker."""

from __future__ import annotations

import io
import json
import logging
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from portal.audit.record import canonical_json
from portal.kit import clock
from portal.kit.uploads import CheckedUpload
from portal.tenancy.files import store

from . import pdf
from .codes import figure_label, head_of_names, names_honours
from .content import content_of_list
from .models import Certificate, ListState, PublishedList
from .queries.public import all_list_entries
from .templatetags.publishing import rank_words
from .tokens import certificate_token

BATCH = 25
MOST_TRIES = 3
logger = logging.getLogger(__name__)


def render_batch(tenant_id: int) -> tuple[int, bool]:
    """(documents made, whether more wait). Rows are locked, those of another worker skipped."""
    lists = PublishedList.objects.filter(tenant_id=tenant_id, state=ListState.RELEASED, file="")
    for row in lists.select_for_update(skip_locked=True, of=("self",)).select_related("edition", "tenant")[:BATCH]:
        render_list(row)
    waiting = Certificate.objects.filter(tenant_id=tenant_id, rendered_at=None, render_tries__lt=MOST_TRIES)
    locked = waiting.select_for_update(skip_locked=True, of=("self",))
    rows = list(locked.select_related("entry__published_list__edition", "tenant").order_by("pk")[: BATCH + 1])
    made = sum(try_render(row) for row in rows[:BATCH])
    return made, len(rows) > BATCH


def try_render(row: Certificate) -> bool:
    """One certificate that cannot be made does not stop the others: its row says why."""
    try:
        with transaction.atomic():
            render_certificate(row)
    except Exception as error:
        logger.exception("certificate %s was not rendered", row.number)
        row.render_tries += 1
        row.render_error = f"{type(error).__name__}: {error}"[:200]
        row.save(update_fields=("render_tries", "render_error"))
        return False
    return True


def render_certificate(row: Certificate) -> None:
    """Make the document, keep it, and write its digest onto the row."""
    document = pdf.certificate_pdf(certificate_facts(row))
    row.file, row.file_sha256 = keep(row.tenant_id, "certificates", document, f"{row.number}.pdf")
    row.rendered_at, row.rendered_version, row.render_error = clock.now(), row.entry.standing_version, ""
    row.save(update_fields=("file", "file_sha256", "rendered_at", "rendered_version", "render_error"))


def verify_address(row: Certificate) -> str:
    """What the QR code says: number and token of the status at the time of printing."""
    token = certificate_token(tenant_id=row.tenant_id, number=row.number, version=row.entry.standing_version)
    path = reverse("verify", kwargs={"tenant": row.tenant.slug, "number": row.number})
    return f"{settings.BASE_URL}{path}?t={token}"


def certificate_facts(row: Certificate) -> pdf.CertificateFacts:
    entry, published = row.entry, row.entry.published_list
    edition = published.edition
    return pdf.CertificateFacts(
        holder=row.holder,
        honour=entry.honour,
        subject=entry.name if entry.name != row.holder else "",
        year=None if names_honours(edition.programme) else edition.year,
        list_title=published.title,
        number=row.number,
        issued_on=row.issued_on,
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
        issuers=(str(entry.outside["body"]),) if entry.outside else tuple(published.issuers),
        outside=entry.outside,
        verify_address=verify_address(row),
        programme=edition.programme_slug,
        is_sample=row.tenant.is_demo,
        rank=rank_words(entry) if published.shows_rank_on_paper and entry.rank is not None else "",
        is_noticed=edition.has_stage("public_notice"),
    )


def render_list(row: PublishedList) -> None:
    """The list as PDF/A-3, with its machine-readable text attached."""
    entries = all_list_entries(row)
    content = json.loads(canonical_json(content_of_list(row, entries)))
    figure = figure_label(row.edition.programme, row.code)
    with translation.override(pdf.LANGUAGE):
        heads = {"figure": figure, "name_head": head_of_names(row.edition.programme)}
    document = pdf.list_pdf(row=row, entries=entries, content=content, is_sample=row.tenant.is_demo, **heads)
    row.file, row.file_sha256 = keep(row.tenant_id, "lists", document, f"list-{row.pk}.pdf")
    row.save(update_fields=("file", "file_sha256"))


def keep(tenant_id: int, folder: str, document: bytes, name: str) -> tuple[str, str]:
    """(stored name, SHA-256) of a document of our own making."""
    digest = sha256(document).hexdigest()
    checked = CheckedUpload("pdf", "application/pdf", len(document), digest, name)
    return store(tenant_id, folder, checked, io.BytesIO(document)), digest
