"""Files of a tenant: stored below its own folder, served only by a view that has asked its queries first."""

from __future__ import annotations

import uuid
from typing import IO, Any, BinaryIO

from django.core.exceptions import SuspiciousFileOperation
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from portal.kit.uploads import BadUpload, CheckedUpload, check_upload

# Shown in the browser; everything else is handed over as a download.
INLINE_TYPES = frozenset({"application/pdf", "image/jpeg", "image/png"})
EVIDENCE = ("pdf", "jpg", "jpeg", "png")

_REASONS = {
    "empty": _("文件是空的（0 字节）。请重新导出或扫描后上传。"),
    "too_large": _("文件超过 %(max)s MB。请压缩或分成几份后上传。"),
    "extension": _("不接受这种文件。请上传 %(allowed)s 格式的文件。"),
    "content": _("文件内容与扩展名不符，或文件已损坏。请用原软件打开确认后另存为 %(allowed)s 再上传。"),
    "zip_bomb": _("文件解压后过大或条目过多，已拒绝。请删去无关内容，另存后上传，不超过 %(max)s MB。"),
    "encrypted": _("文件设有密码或加密，审核人员无法打开。请取消密码后上传。"),
    "name": _("文件名无法使用。请改成普通文件名，例如“营业执照.pdf”。"),
}


def explain(error: BadUpload) -> Any:
    """Lazy text: what is wrong with the file, and what a right one is."""
    return _sentence(error)


def _write_sentence(error: BadUpload) -> str:
    allowed = "、".join(extension.upper() for extension in error.allowed if extension != "jpeg")
    return str(_REASONS[error.reason]) % {"max": error.max_megabytes, "allowed": allowed or "PDF"}


_sentence = lazy(_write_sentence, str)


def check_file(upload: UploadedFile, *, allowed: tuple[str, ...] = EVIDENCE, max_megabytes: int = 10) -> CheckedUpload:
    """check_upload for an uploaded file of a form. Raises BadUpload."""
    file: Any = upload.file
    return check_upload(
        name=upload.name or "", size=upload.size or 0, file=file, allowed=allowed, max_megabytes=max_megabytes
    )


def store(tenant_id: int, folder: str, checked: CheckedUpload, content: BinaryIO | UploadedFile) -> str:
    """Keep a checked file below the tenant; its stored name tenant/<id>/<folder>/<uuid>.<ext>.

    folder: a fixed word of the caller, e.g. "claims", never something typed. The name a user gave is not part of it.
    """
    if not folder.isidentifier():
        raise SuspiciousFileOperation(f"not a folder: {folder!r}")
    content.seek(0)
    name = f"tenant/{int(tenant_id)}/{folder}/{uuid.uuid4().hex}.{checked.extension}"
    return default_storage.save(name, content if isinstance(content, File) else File(content))


def open_file(stored_name: str) -> IO[bytes]:
    """Raises FileNotFoundError; the caller answers 404."""
    return default_storage.open(_within_tenants(stored_name), "rb")


def delete(stored_name: str) -> None:
    default_storage.delete(_within_tenants(stored_name))


def _within_tenants(stored_name: str) -> str:
    if not stored_name.startswith("tenant/") or ".." in stored_name:
        raise SuspiciousFileOperation(f"not a file of a tenant: {stored_name!r}")
    return stored_name


def serve(
    stored_name: str, *, download_name: str, content_type: str, as_attachment: bool | None = None
) -> FileResponse:
    """The file as an answer that no browser will run: fixed type, no sniffing, sandboxed, never cached.

    as_attachment: None = inline for PDF and pictures, download for the rest.
    """
    if as_attachment is None:
        as_attachment = content_type not in INLINE_TYPES
    response = FileResponse(
        open_file(stored_name), as_attachment=as_attachment, filename=download_name, content_type=content_type
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    # Browsers' viewers refuse to draw a sandboxed PDF; everything else gets the sandbox.
    sandbox = "" if content_type == "application/pdf" else "sandbox; "
    policy = f"{sandbox}default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    response.headers["Content-Security-Policy"] = policy
    return response
