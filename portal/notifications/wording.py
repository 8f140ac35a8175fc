"""An organiser's own words for a message: as people write them, as they are kept, and what is wrong with them.

People write {申报名称}; kept is %(title)s, as in the catalogue, and a percent sign twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from .catalogue import Kind
from .catalogue.base import SUBJECT_LENGTH
from .concerning import NAME_WORDS

LONGEST_BODY = 2000
_TYPED = re.compile(r"[{｛]\s*([^{}｛｝\n]*?)\s*[}｝]")
_KEPT = re.compile(r"%(?:\((\w+)\)s|(%))")
_LOOSE = re.compile(r"[{}｛｝]|%(?!%|\(\w+\)s)")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """name: of the value; word: what people write in braces; sample: a value as it looks."""

    name: str
    word: str
    sample: str

    @property
    def typed(self) -> str:
        return f"{{{self.word}}}"


def placeholders_of(kind: Kind) -> list[Placeholder]:
    """What the catalogue's own text names, in the order of its names."""
    with override("zh-hans"):
        names, sample = sorted(kind.names()), kind.sample_context()
        return [Placeholder(name, str(NAME_WORDS.get(name, name)), str(sample[name])) for name in names]


def default_texts(kind: Kind) -> dict[str, str]:
    """Subject and body of the catalogue as they are kept, in Chinese: what an organiser begins with."""
    with override("zh-hans"):
        return {"subject": str(kind.subject), "body": str(kind.body)}


def typed_text(kind: Kind, kept: str) -> str:
    """As people write it."""
    words = {one.name: one.typed for one in placeholders_of(kind)}
    return _KEPT.sub(lambda found: "%" if found[2] else words.get(found[1], f"{{{found[1]}}}"), kept)


def kept_text(kind: Kind, typed: str) -> str:
    """As it is kept; a placeholder that the kind has not stays as it was typed."""
    names = {word: one.name for one in placeholders_of(kind) for word in (one.word, one.name)}
    braced = _KEPT.sub(lambda found: f"{{{found[1]}}}" if found[1] else found[0], typed)
    doubled = braced.replace("\r\n", "\n").replace("%", "%%")

    def put(found: re.Match[str]) -> str:
        return f"%({names[found[1]]})s" if found[1] in names else found[0]

    return _TYPED.sub(put, doubled).strip()


def flaws_of_wording(kind: Kind, kept: Mapping[str, str]) -> dict[str, str]:
    """{"subject" or "body": what is wrong}: empty, too long, a placeholder unknown, unfinished or left out."""
    found = dict(_flaws_of_each(kind, kept))
    if found:
        return found
    used = {match[1] for text in kept.values() for match in _KEPT.finditer(text) if match[1]}
    left_out = [one.typed for one in placeholders_of(kind) if one.name not in used]
    if left_out:
        found["body"] = _("还缺少：%(names)s。标题或正文里至少写一次。") % {"names": "、".join(left_out)}
    return found


def _flaws_of_each(kind: Kind, kept: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    right = [one.typed for one in placeholders_of(kind)]
    known = {one.name for one in placeholders_of(kind)}
    for part, most in (("subject", SUBJECT_LENGTH), ("body", LONGEST_BODY)):
        text = kept.get(part, "")
        unknown = [f"{{{found[1]}}}" for found in _TYPED.finditer(text)]
        unknown += [f"{{{found[1]}}}" for found in _KEPT.finditer(text) if found[1] and found[1] not in known]
        if not text.strip():
            yield part, _("请填写文字；不想另写，请恢复默认。")
        elif len(text) > most:
            yield part, _("最多 %(most)s 字，现有 %(now)s 字。") % {"most": most, "now": len(text)}
        elif part == "subject" and "\n" in text:
            yield part, _("标题只能写一行。")
        elif unknown:
            wrong = {"unknown": "、".join(unknown), "right": "、".join(right)}
            yield part, _("没有占位符 %(unknown)s，可用的有：%(right)s。") % wrong
        elif _LOOSE.search(text.replace("%%", "")):
            yield part, _("花括号只用来写占位符，须成对，例如 %(right)s。") % {"right": right[0] if right else "{}"}
