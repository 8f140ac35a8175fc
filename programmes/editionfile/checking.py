"""Whether what a file says holds together: dates in order, stages, questions, wording and districts that exist."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from difflib import get_close_matches

from django.utils.translation import gettext as _

from portal.notifications.catalogue import all_kinds
from portal.notifications.concerning import CONCERNS
from portal.notifications.wording import flaws_of_wording
from programmes.fields.words import listed
from programmes.question_flaws import flaws_of_questions

from .lines import Reading


def complain_of_content(reading: Reading, *, districts: Collection[str]) -> None:
    """Add to reading.wrong whatever the parts say against each other. districts: the organiser's codes."""
    if reading.programme is None or not reading.content:
        return
    _complain_of_dates(reading)
    _complain_of_stages(reading)
    _complain_of_questions(reading)
    _complain_of_wording(reading)
    _complain_of_districts(reading, districts)
    reading.wrong = sorted(set(reading.wrong))


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _complain_of_dates(reading: Reading) -> None:
    dates = {name: _instant(text) for name, text in reading.content["dates"].items()}
    told = {wrong.line for wrong in reading.wrong}
    opens_at, closes_at = dates["opens_at"], dates["closes_at"]
    due_at, review_at = dates["district_due_at"], dates["review_due_at"]
    for name in ("opens_at", "closes_at"):
        if dates[name] is None and reading.line_of("dates", name) not in told:
            reading.complain(_("缺少 %(name)s：须为北京时间，例如 2027-03-30 17:00。") % {"name": name}, "dates", name)
    if opens_at and closes_at and closes_at <= opens_at:
        reading.complain(_("截止时间须晚于开始时间。"), "dates", "closes_at")
    if closes_at and due_at and due_at < closes_at:
        reading.complain(_("区级推荐截止不能早于申报截止。"), "dates", "district_due_at")
    last = due_at or closes_at
    if last and review_at and review_at < last:
        reading.complain(_("评审截止不能早于区级推荐截止。"), "dates", "review_due_at")


def _complain_of_stages(reading: Reading) -> None:
    of = reading.programme
    assert of is not None
    seen: set[str] = set()
    for place, key in enumerate(reading.content["stages"]):
        if key in seen:
            reading.complain(_("环节“%(key)s”写了两次。") % {"key": key}, "stages", str(place))
        elif key not in of.optional_stages:
            known = listed(key for key in of.stages if key in of.optional_stages) or "—"
            text = _("“%(key)s”不是本项目可开关的环节。可开关的有：%(known)s。") % {"key": key, "known": known}
            reading.complain(text, "stages", str(place))
        seen.add(key)
    reading.content["stages"] = [key for key in of.stages if key in seen & of.optional_stages]


def _complain_of_questions(reading: Reading) -> None:
    assert reading.programme is not None
    for place, flaws in flaws_of_questions(reading.programme, reading.content["questions"]).items():
        for part, text in flaws.items():
            reading.complain(text, "questions", str(place), *part.split("."))


def _complain_of_wording(reading: Reading) -> None:
    kinds = all_kinds().keys() & CONCERNS.keys()
    for kind, texts in reading.content["wording"].items():
        if kind not in kinds:
            near = get_close_matches(kind, kinds, n=1)
            hint = _("是否为“%(near)s”？") % {"near": near[0]} if near else ""
            reading.complain(_("没有“%(kind)s”这种消息。") % {"kind": kind} + hint, "wording", kind)
            continue
        for part, text in flaws_of_wording(all_kinds()[kind], texts).items():
            reading.complain(text, "wording", kind, part)


def _complain_of_districts(reading: Reading, districts: Collection[str]) -> None:
    dates = reading.content["dates"]
    opens_at, closes_at = _instant(dates["opens_at"]), _instant(dates["closes_at"])
    seen: set[str] = set()
    for place, row in enumerate(reading.content["districts"]):
        path, code = ("districts", str(place)), row["district"]
        if code and code not in districts:
            text = _("本单位没有代码为“%(code)s”的区级单位。已有：%(known)s。")
            reading.complain(text % {"code": code, "known": listed(sorted(districts)) or "—"}, *path, "district")
        if code in seen:
            reading.complain(_("“%(code)s”写了两次，每个区只写一项。") % {"code": code}, *path, "district")
        seen.add(code)
        own = _instant(row["closes_at"])
        if own and closes_at and own > closes_at:
            reading.complain(_("本区截止不能晚于申报截止。"), *path, "closes_at")
        elif own and opens_at and own <= opens_at:
            reading.complain(_("本区截止须晚于开始申报的时间。"), *path, "closes_at")
    reading.content["districts"].sort(key=lambda row: row["district"])
