"""What a file really is: its name is a claim, its first bytes are the evidence. Plain Python, no Django.

Accepted are the formats that evidence is asked for in: PDF, pictures, Office files of the zip kind, text, archives;
and drawings (SVG), which only a caller that names them gets.
Whatever else, an executable under the name of a picture first of all, is refused.
"""

from __future__ import annotations

import hashlib
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import BinaryIO

import filetype
from PIL import Image

from .drawings import UnsafeDrawing, check_drawing

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "zip": "application/zip",
    "csv": "text/csv",
    "txt": "text/plain",
    "svg": "image/svg+xml",
}
REASONS = frozenset({"empty", "too_large", "extension", "content", "zip_bomb", "encrypted", "name"})
MEGABYTE = 1024 * 1024
LONGEST_NAME = 120

# Limits of a zip: an honest workbook of 500 firms has some dozens of entries and shrinks to about a tenth.
MAX_ENTRIES = 2000
MAX_UNPACKED_BYTES = 300 * MEGABYTE
MAX_RATIO = 200
RATIO_FREE_BYTES = 2 * MEGABYTE
# An A3 sheet scanned at 600 dpi has 70 million.
MAX_PIXELS = 80_000_000

_OFFICE_PARTS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
_HEAD_BYTES = 8192
_TAIL_BYTES = 4096
_CHUNK_BYTES = 256 * 1024


class BadUpload(ValueError):
    """Not an acceptable file. reason: one of REASONS; allowed and max_megabytes say what would have been right."""

    def __init__(self, reason: str, *, allowed: tuple[str, ...] = (), max_megabytes: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.allowed = allowed
        self.max_megabytes = max_megabytes


@dataclass(frozen=True, slots=True)
class CheckedUpload:
    """extension: lower case without dot, as sniffed; clean_name: for showing and for downloads, never a path."""

    extension: str
    content_type: str
    size_bytes: int
    sha256: str
    clean_name: str


def check_upload(
    *, name: str, size: int, file: BinaryIO, allowed: Collection[str], max_megabytes: int
) -> CheckedUpload:
    """What the file is, or BadUpload.

    name     as the browser sent it; the part after the last dot must be in `allowed`
    size     bytes as announced; the bytes read count too, a smaller announcement does not help
    file     seekable; read through once for the digest and left at its start
    allowed  extensions without dot, lower case
    """
    right = tuple(sorted(set(allowed)))
    try:
        return _check(name=name, size=size, file=file, allowed=right, max_bytes=max_megabytes * MEGABYTE)
    except BadUpload as error:
        raise BadUpload(error.reason, allowed=right, max_megabytes=max_megabytes) from None
    finally:
        file.seek(0)


def _check(*, name: str, size: int, file: BinaryIO, allowed: tuple[str, ...], max_bytes: int) -> CheckedUpload:
    clean = clean_name(name)
    extension = clean.rpartition(".")[2].lower() if "." in clean else ""
    if extension not in allowed or extension not in CONTENT_TYPES:
        raise BadUpload("extension")
    if size > max_bytes:
        raise BadUpload("too_large")
    digest, read = _digest(file, max_bytes)
    if read == 0:
        raise BadUpload("empty")
    _CHECKS[extension](file, extension)
    return CheckedUpload(extension, CONTENT_TYPES[extension], read, digest, clean)


def clean_name(name: str) -> str:
    """The last part of a path, without control and direction characters, at most 120 characters, ending kept.

    Raises BadUpload("name") where nothing is left. Rare characters outside the basic plane are kept.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(char for char in last if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
    kept = "".join("_" if char in '<>:"|?*' else char for char in kept).strip().rstrip(" .")
    stem, dot, extension = kept.rpartition(".")
    if not dot:
        stem, extension = kept, ""
    if not stem.strip(" ._"):
        raise BadUpload("name")
    return f"{stem[: LONGEST_NAME - len(extension) - 1].rstrip()}{dot}{extension[:20]}"


def _digest(file: BinaryIO, max_bytes: int) -> tuple[str, int]:
    digest, read = hashlib.sha256(), 0
    for chunk in _chunks(file):
        read += len(chunk)
        if read > max_bytes:
            raise BadUpload("too_large")
        digest.update(chunk)
    return digest.hexdigest(), read


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(_CHUNK_BYTES):
        yield chunk


def _head(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read(_HEAD_BYTES)


def _tail(file: BinaryIO) -> bytes:
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL_BYTES))
    return file.read()


def _check_pdf(file: BinaryIO, extension: str) -> None:
    tail = _tail(file)
    if not _head(file).startswith(b"%PDF-") or b"%%EOF" not in tail:
        raise BadUpload("content")
    # A document that asks for a password cannot be read by whoever has to judge it.
    if b"/Encrypt" in tail:
        raise BadUpload("encrypted")


def _check_picture(file: BinaryIO, extension: str) -> None:
    """Format and every checksum of a picture. Its pixels are counted first: a small file may hold a huge canvas."""
    wanted = "PNG" if extension == "png" else "JPEG"
    file.seek(0)
    try:
        with Image.open(file, formats=(wanted,)) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise BadUpload("zip_bomb")
            picture.load()
        if wanted == "PNG" and b"IEND" not in _tail(file):
            raise BadUpload("content")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        if isinstance(error, BadUpload):
            raise
        raise BadUpload("content") from error


def _check_office(file: BinaryIO, extension: str) -> None:
    # A password-protected Office file is a compound document, not a zip.
    if _head(file).startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise BadUpload("encrypted")
    names = _check_entries(file)
    if "[Content_Types].xml" not in names or not any(part.startswith(_OFFICE_PARTS[extension]) for part in names):
        raise BadUpload("content")


def _check_zip(file: BinaryIO, extension: str) -> None:
    _check_entries(file)


def _check_entries(file: BinaryIO) -> set[str]:
    """Names in a zip within the limits. Sizes are measured by unpacking: the directory's figures may lie."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _check_limits(entries)
            _unpack_all(archive, entries)
            return {entry.filename for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        if isinstance(error, BadUpload):
            raise
        raise BadUpload("content") from error


def _check_limits(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise BadUpload("encrypted")
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED_BYTES:
        raise BadUpload("zip_bomb")
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > RATIO_FREE_BYTES and unpacked > MAX_RATIO * max(packed, 1):
        raise BadUpload("zip_bomb")


def _unpack_all(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    total = 0
    for entry in entries:
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                total += len(chunk)
                if total > MAX_UNPACKED_BYTES:
                    raise BadUpload("zip_bomb")


def _check_text(file: BinaryIO, extension: str) -> None:
    """Text in UTF-8 or GB 18030, which Chinese office programs still write."""
    head = _head(file)
    if b"\x00" in head or filetype.guess(head) is not None or head.startswith(b"MZ"):
        raise BadUpload("content")
    body = b"".join(_chunks(file))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            body.decode(encoding)
            return
        except UnicodeDecodeError:
            continue
    raise BadUpload("content")


def _check_svg(file: BinaryIO, extension: str) -> None:
    file.seek(0)
    try:
        check_drawing(file.read())
    except UnsafeDrawing as error:
        raise BadUpload("content") from error


_CHECKS: dict[str, Callable[[BinaryIO, str], None]] = {
    "pdf": _check_pdf,
    "jpg": _check_picture,
    "jpeg": _check_picture,
    "png": _check_picture,
    "docx": _check_office,
    "xlsx": _check_office,
    "pptx": _check_office,
    "zip": _check_zip,
    "csv": _check_text,
    "txt": _check_text,
    "svg": _check_svg,
}
