"""The English catalogue: every string of the sources, merged into .po files that people translate.

Chinese is the source language, so only English has a catalogue. Each programme folder carries its own, the rest of
the tree shares one. Development only: needs babel and polib.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "mark": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
SOURCES = ("portal", "programmes", "applications", "reviews", "publications", "templates")
SKIPPED = {"migrations", "tests", "__pycache__"}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")


@dataclass
class Found:
    """A string of the sources: msgid, plural or "", and where it stands."""

    msgid: str
    plural: str = ""
    places: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Catalogue:
    """One folder's .po file and the sources that it covers."""

    po: Path
    sources: tuple[Path, ...]

    @property
    def mo(self) -> Path:
        return self.po.with_suffix(".mo")


def catalogues() -> list[Catalogue]:
    """The shared catalogue first, then one for every programme folder."""
    programmes = sorted(p.parent for p in (ROOT / "programmes").glob("*/programme.py"))
    own = {path for folder in programmes for path in files_below(folder)}
    shared = tuple(path for name in SOURCES for path in files_below(ROOT / name) if path not in own)
    found = [Catalogue(po_in(ROOT), shared)]
    return found + [Catalogue(po_in(folder), tuple(files_below(folder))) for folder in programmes]


def po_in(folder: Path) -> Path:
    return folder / "locale" / "en" / "LC_MESSAGES" / "django.po"


def files_below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".py", ".html", ".txt"} and not SKIPPED & set(path.parts):
            yield path


def extract(catalogue: Catalogue) -> dict[str, Found]:
    """msgid -> what the sources say, in the order of files and lines."""
    found: dict[str, Found] = {}
    for path in catalogue.sources:
        code = path.read_text() if path.suffix == ".py" else calls_in(path)
        for line, _function, message, _comments in extract_python(io.BytesIO(code.encode()), KEYWORDS, [], {}):
            msgid, plural = _ids(message)
            if msgid:
                entry = found.setdefault(msgid, Found(msgid))
                entry.plural = entry.plural or plural
                entry.places.append((str(path.relative_to(ROOT)), str(line)))
    return found


def calls_in(template: Path) -> str:
    """A template as lines of gettext calls; its indentation means nothing to Python."""
    text = templatize(template.read_text(), origin=str(template))
    return "\n".join(line.strip() for line in text.splitlines())


def _ids(message: object) -> tuple[str, str]:
    if isinstance(message, str):
        return message, ""
    texts = [part for part in message if isinstance(part, str)] if isinstance(message, tuple) else []
    return (texts[0], texts[1] if len(texts) > 1 else "") if texts else ("", "")


def merge(catalogue: Catalogue) -> polib.POFile:
    """The .po file with exactly the strings of the sources; translations that exist are kept, dead ones dropped."""
    old = {entry.msgid: entry for entry in polib.pofile(str(catalogue.po))} if catalogue.po.exists() else {}
    po = polib.POFile(wrapwidth=110)
    po.metadata = {
        "Language": "en",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for msgid, found in sorted(extract(catalogue).items()):
        entry = polib.POEntry(msgid=msgid, occurrences=[(place, "") for place in sorted({p for p, _ in found.places})])
        before = old.get(msgid)
        if found.plural:
            entry.msgid_plural = found.plural
            entry.msgstr_plural = dict(before.msgstr_plural) if before and before.msgstr_plural else {0: "", 1: ""}
        else:
            entry.msgstr = before.msgstr if before else ""
        if "%" in msgid:
            entry.flags.append("python-format")
        po.append(entry)
    return po


def write(catalogue: Catalogue) -> int:
    """Merge, save .po and .mo; the number of strings without a translation."""
    po = merge(catalogue)
    catalogue.po.parent.mkdir(parents=True, exist_ok=True)
    po.save(str(catalogue.po))
    catalogue.mo.write_bytes(po.to_binary())
    return len(po.untranslated_entries())


def placeholders(text: str) -> list[str]:
    """The names and marks that a translation must carry too, sorted."""
    return sorted(match.group() for match in PLACEHOLDER.finditer(text))
