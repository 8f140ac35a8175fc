"""Files that prove an indicator or answer a question: checked by their bytes, kept below the tenant."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from applications import queries
from applications.completeness import open_keys, upload_rule
from applications.models import Application, Attachment
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Invalid, NotFound
from portal.kit.uploads import BadUpload, CheckedUpload
from portal.tenancy.files import check_file, explain, store

from .opening import demand_open, lock_open, record_on, touch, user_of

MOST_FILES = 10


@transaction.atomic
def upload_attachment(*, application_id: int, key: str, upload: UploadedFile, actor: Actor) -> Attachment:
    """Keep one file for a form field or an indicator. The same bytes under the same key are kept once.

    Raises  Invalid (wrong kind, too large, damaged, too many), Conflict (handed in), Denied (not opened), NotFound
    """
    application, correction = lock_open(application_id, actor)
    programme = application.edition.programme
    try:
        extensions, megabytes = upload_rule(programme, key)
    except KeyError:
        raise NotFound() from None
    demand_open({key}, open_keys(programme, correction))
    try:
        checked = check_file(upload, allowed=extensions, max_megabytes=megabytes)
    except BadUpload as error:
        raise Invalid(explain(error), fields={key: explain(error)}) from None
    present = [row for row in queries.attachments_for(application) if row.key == key]
    if same := next((row for row in present if row.sha256 == checked.sha256), None):
        return same
    if len(present) >= MOST_FILES:
        text = _("每项最多上传 %s 个文件，请合并后再上传，或先移除不需要的文件。") % MOST_FILES
        raise Invalid(text, fields={key: text})
    return _keep(application, key, checked, upload, actor)


def _keep(application: Application, key: str, checked: CheckedUpload, upload: UploadedFile, actor: Actor) -> Attachment:
    row = Attachment.objects.create(
        tenant_id=application.tenant_id,
        enterprise_id=application.enterprise_id,
        application=application,
        key=key,
        name=checked.clean_name,
        file=store(application.tenant_id, "evidence", checked, upload),
        content_type=checked.content_type,
        size_bytes=checked.size_bytes,
        sha256=checked.sha256,
        uploaded_at=clock.now(),
        uploaded_by_id=user_of(actor),
    )
    touch(application)
    record_on(application, "upload_attachment", actor, key=key, sha256=checked.sha256, size_bytes=checked.size_bytes)
    return row


@transaction.atomic
def remove_attachment(*, application_id: int, attachment_id: int, actor: Actor) -> Attachment:
    """Take a file out of the filing. Its bytes stay: a version handed in earlier may name them.

    Raises  NotFound (no such file here), Conflict (handed in), Denied (not opened by the correction)
    """
    application, correction = lock_open(application_id, actor)
    row = next((r for r in queries.attachments_for(application) if r.pk == attachment_id), None)
    if row is None:
        raise NotFound()
    demand_open({row.key}, open_keys(application.edition.programme, correction))
    row.removed_at = clock.now()
    row.save(update_fields=("removed_at",))
    touch(application)
    record_on(application, "remove_attachment", actor, key=row.key, sha256=row.sha256)
    return row
