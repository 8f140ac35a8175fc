"""What must be known of an uploaded workbook before a parser that holds a sheet as one rectangle may open it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import BinaryIO

from django.utils.translation import gettext as _

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED_BYTES = 60 * 1024 * 1024
MOST_PARTS = 500
LAST_ROW = 20_000
LAST_COLUMN = 200
CHUNK_BYTES = 256 * 1024
OLD_FORMAT = b"\xd0\xcf\x11\xe0"

# Where a row or a cell says it stands. A few bytes naming cell XFD1048576 would make 17 thousand million cells.
_PLACE = re.compile(rb"""\sr\s*=\s*["']([^"']{0,40})["']""")
_REFERENCE = re.compile(rb"([A-Za-z]{0,3})([0-9]{1,7})")


class BrokenWorkbook(ValueError):
    """The file as a whole cannot be taken; its text is for the person who sent it."""


def demand_workbook(upload: BinaryIO) -> bytes:
    """The bytes of an .xlsx file of bearable size. Raises BrokenWorkbook."""
    content = upload.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise BrokenWorkbook(
            _("文件超过 %(size)s MB，请删去图片和多余的工作表。") % {"size": MOST_BYTES // 1024 // 1024}
        )
    if content.startswith(OLD_FORMAT):
        raise BrokenWorkbook(_("文件是旧版 .xls 格式或者设有密码；请另存为不带密码的 .xlsx 文件后重新上传。"))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_parts(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise _not_a_workbook() from None
    return content


def _not_a_workbook() -> BrokenWorkbook:
    return BrokenWorkbook(_("不是 .xlsx 文件，或者文件已损坏；请用表格软件另存为 .xlsx 后重新上传，只改扩展名不行。"))


def _check_parts(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= names or len(archive.infolist()) > MOST_PARTS:
        raise _not_a_workbook()
    left = MOST_UNPACKED_BYTES
    for part in archive.infolist():
        left -= _unpack(archive, part, left, is_sheet=part.filename.startswith("xl/worksheets/"))


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int, *, is_sheet: bool) -> int:
    """Count what really comes out; the directory of an archive may lie about it."""
    size, tail = 0, b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            size += len(chunk)
            if size > left:
                raise BrokenWorkbook(_("文件解开后过大；请只保留需要填报的工作表后重新上传。"))
            if is_sheet:
                _check_places(tail + chunk)
                tail = chunk[-64:]
    return size


def _check_places(text: bytes) -> None:
    for match in _PLACE.finditer(text):
        reference = _REFERENCE.fullmatch(match[1])
        # An escaped reference is what no spreadsheet program writes.
        if not reference or int(reference[2]) > LAST_ROW or _column_number(reference[1]) > LAST_COLUMN:
            raise BrokenWorkbook(_("工作表在很靠后的行或者列还有内容；请把需要填报的部分复制到新的工作表后重新上传。"))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
