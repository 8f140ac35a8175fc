"""Where a workbook computes instead of saying: a formula holds what it had when somebody last saved the file."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile

_RELATION = re.compile(rb"""<(?:\w+:)?Relationship\b[^>]*>""")
_ATTRIBUTE = re.compile(rb"""\b(Id|Target)\s*=\s*["']([^"']+)["']""")
_FORMULA = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br\s*=\s*["']([A-Z]{1,3}[0-9]{1,7})["'][^>]*>\s*<(?:\w+:)?f\b""")


def formula_cells(content: bytes) -> list[str]:
    """Cells of the first sheet that hold a formula, e.g. ["B2", "B3"], in the order of the file.

    content  of a workbook that demand_workbook has let through. A file without a first sheet has none.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [match.decode() for match in _FORMULA.findall(archive.read(_first_sheet(archive)))]
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, EOFError):
        return []


def _first_sheet(archive: zipfile.ZipFile) -> str:
    """Raises KeyError where the workbook names none."""
    found = re.search(rb"""<(?:\w+:)?sheet\b[^>]*\br:id\s*=\s*["']([^"']+)["']""", archive.read("xl/workbook.xml"))
    wanted = found[1] if found else b""
    for relation in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")):
        named = dict(_ATTRIBUTE.findall(relation))
        if named.get(b"Id") == wanted:
            target = named.get(b"Target", b"").decode()
            return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
    raise KeyError("first sheet")
