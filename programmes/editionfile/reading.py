"""An edition's file as content: every value typed, everything wrong told with its line. Asks the database nothing."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from portal.notifications.catalogue import all_kinds
from portal.notifications.wording import kept_text
from programmes.fields.words import listed
from programmes.registry import all_programmes

from .content import DATES
from .lines import Path, Reading, known_entries, note_lines
from .marks import Node, Unreadable, Wrong, read_tree
from .settings_of import read_parameters
from .values import YEARS, Values

FORMAT = "pinbang-edition/1"
PARTS = (
    *("format", "programme", "year", "title", "document_number", "dates", "stages", "parameters"),
    *("questions", "wording", "districts"),
)
MOST_COUNT = 32_767
COUNTS = ("paper_copies", "discs", "quota")
QUESTION_TEXTS = ("key", "section", "label", "kind", "help", "unit", "requires")
QUESTION_WHOLES = ("places", "min_rows", "max_rows")
QUESTION_BOUNDS = ("minimum", "maximum")
QUESTION = (*QUESTION_TEXTS, *QUESTION_WHOLES, *QUESTION_BOUNDS, "required", "choices", "columns")


def read_file(content: bytes) -> Reading:
    """What a file says. Never raises for what it holds: everything is in Reading.wrong."""
    reading = Reading()
    try:
        root, reading.wrong = read_tree(content)
    except Unreadable as error:
        reading.wrong = [error.wrong]
        return reading
    note_lines(reading, root, ())
    if root.kind != "map":
        reading.complain(_("文件的第一层须是“名称: 值”。请导出一个年度工作，在它的文件上修改。"))
        return reading
    parts = known_entries(reading, root, (), PARTS)
    for key in PARTS:
        if key not in parts:
            reading.wrong.append(Wrong(root.line, _("缺少“%(key)s”这一项，空的写 [] 或 {}。") % {"key": key}))
    Reader(reading, parts).read()
    return reading


class Reader(Values):
    """One part after the other; a part that is missing has been told already."""

    def read(self) -> None:
        content = self.reading.content
        if "format" in self.parts and self.parts["format"].text != FORMAT:
            text = _("须为 %(format)s：这不是本平台导出的设置文件，或者版本不同。") % {"format": FORMAT}
            self.complain(text, "format")
        self._read_programme()
        content["year"] = self.whole(("year",), *YEARS)
        content["title"] = self.line(("title",), 120, is_needed=True)
        content["document_number"] = self.line(("document_number",), 80)
        dates = self.entries(("dates",), DATES)
        content["dates"] = {name: self.instant(("dates", name), dates.get(name)) for name in DATES}
        content["stages"] = [self.text_of(("stages", str(n)), node) for n, node in self.rows(("stages",))]
        if self.reading.programme and "parameters" in self.parts:
            content["parameters"] = read_parameters(self.reading, self.parts["parameters"])
        content["questions"] = [self._question(("questions", str(n)), node) for n, node in self.rows(("questions",))]
        content["wording"] = self._wording()
        content["districts"] = [self._district(("districts", str(n)), node) for n, node in self.rows(("districts",))]

    def _read_programme(self) -> None:
        slug = self.text_of(("programme",), self.parts.get("programme"))
        self.reading.content["programme"] = slug
        self.reading.programme = all_programmes().get(slug)
        if "programme" in self.parts and self.reading.programme is None:
            known = listed(all_programmes())
            text = _("没有“%(slug)s”这个项目。可用的有：%(known)s。") % {"slug": slug[:60], "known": known}
            self.complain(text, "programme")

    def _question(self, path: Path, node: Node) -> dict[str, Any]:
        """One question or column, with what it names; texts are cleaned as forms clean them."""
        row: dict[str, Any] = {}
        for key, entry in self.entries(path, QUESTION, node).items():
            here = (*path, key)
            if key in QUESTION_TEXTS:
                row[key] = self.text_of(here, entry, is_long=key == "help")
            elif key in QUESTION_WHOLES:
                row[key] = self.whole(here, 0, MOST_COUNT, entry)
            elif key in QUESTION_BOUNDS:
                row[key] = None if entry.is_nothing else self.text_of(here, entry)
            elif key == "required":
                row[key] = self.yes_no(here, entry)
            elif key == "choices":
                row[key] = [self._choice((*here, str(n)), one) for n, one in self.rows(here, entry)]
            else:
                row[key] = [self._question((*here, str(n)), one) for n, one in self.rows(here, entry)]
        return row

    def _choice(self, path: Path, node: Node) -> list[str]:
        return [self.text_of((*path, str(n)), one) for n, one in self.rows(path, node)]

    def _wording(self) -> dict[str, dict[str, str]]:
        node = self.parts.get("wording")
        if node is None or node.kind != "map":
            self.entries(("wording",), (), node) if node else None
            return {}
        found = {}
        for kind, entry in node.entries.items():
            path, of = ("wording", kind), all_kinds().get(kind)
            texts = self.entries(path, ("subject", "body"), entry)
            typed = {name: self.text_of((*path, name), node, is_long=True) for name, node in texts.items()}
            found[kind] = {name: kept_text(of, text) if of else text for name, text in typed.items()}
        return found

    def _district(self, path: Path, node: Node) -> dict[str, Any]:
        given = self.entries(path, ("district", "closes_at", *COUNTS, "note"), node)
        if node.kind == "map" and "district" not in given:
            self.complain(_('缺少 district：写区级单位的代码，例如 "310112"。'), *path)
        row: dict[str, Any] = {"district": self.text_of((*path, "district"), given.get("district"))}
        row["closes_at"] = self.instant((*path, "closes_at"), given.get("closes_at"))
        for name in COUNTS:
            entry = given.get(name)
            row[name] = self.whole((*path, name), 0, MOST_COUNT, entry) if entry and not entry.is_nothing else None
        row["note"] = self.line((*path, "note"), 300, given.get("note"))
        return row
