"""Whether an organiser's wording of a message can be filled in."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.notifications.catalogue import kind_of
from programmes.fields.words import listed

LONGEST = {"subject": 200, "body": 5000}
PLACEHOLDER = re.compile(r"%(?:\((?P<name>\w+)\)s|(?P<percent>%)|(?P<wrong>.?))", re.DOTALL)


def flaw_of_text(kind: str, name: str, text: str) -> str:
    """What is wrong with a subject or body; "" where nothing is. A text may use what the catalogue's own text names."""
    if not text.strip():
        return _("不能为空；不要自己的文字就把这种消息整项删去。")
    if len(text) > LONGEST[name]:
        return _("最多 %(longest)s 个字，现有 %(now)s 个。") % {"longest": LONGEST[name], "now": len(text)}
    with override("zh-hans"):
        known = sorted(kind_of(kind).names())
    for found in PLACEHOLDER.finditer(text):
        if found["wrong"] is not None:
            return _("占位符须写成 %%(名称)s，百分号本身写成两个。“%(found)s”不对。") % {"found": found.group()}
        if found["name"] and found["name"] not in known:
            text = _("没有占位符 %%(%(name)s)s。可用的有：%(known)s。")
            return text % {"name": found["name"], "known": listed(f"%({one})s" for one in known) or "—"}
    return ""
