"""The files that people bring along, made on the spot: a one-page PDF, and a filled workbook."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import python_calamine
import xlsxwriter
from playwright.sync_api import FilePayload


def pdf(title: str) -> FilePayload:
    """A file for a file input: a small but whole PDF that says what it stands for in its metadata."""
    text = title.encode("utf-16-be").hex().upper()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        f"<< /Title <FEFF{text}> >>".encode(),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    body += b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Size 5 /Root 1 0 R /Info 4 0 R >>\n" % table
    body += b"startxref\n%d\n%%%%EOF\n" % (len(body) - len(table) - len(b"xref\n0 5\n0000000000 65535 f \n"))
    return {"name": f"{title}.pdf", "mimeType": "application/pdf", "buffer": body}


def filled_workbook(blank: bytes, rows: Sequence[Mapping[str, str]]) -> FilePayload:
    """The portal's own template, its heads kept as they are, with rows typed below. rows: by the words of a head."""
    heads = [
        str(head) for head in python_calamine.load_workbook(io.BytesIO(blank)).get_sheet_by_index(0).to_python()[0]
    ]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, heads)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, [row.get(head, "") for head in heads])
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "重点企业名单.xlsx", "mimeType": kind, "buffer": out.getvalue()}
