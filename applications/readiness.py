"""Whether an edition may be announced: everything that would stop its work later, each with the page that mends it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kit import clock
from portal.kit.workdays import Calendar
from portal.notifications.catalogue import all_kinds
from portal.notifications.wording import flaws_of_wording
from portal.people.models import BodyKind
from portal.tenancy.models import District
from programmes.contract import Clause, Criterion
from programmes.differences import name_of
from programmes.fields.words import said
from programmes.flaws import flaws_of
from programmes.models import Edition, EditionDistrict
from programmes.question_flaws import flaws_of_questions
from programmes.registry import programme

from .course import standstills
from .edition_rules import DATES, dates_out_of_order, flaws_of_terms, terms_of
from .wording import STAFF_WORDS, stage_word

DATE_WORDS = {
    "opens_at": gettext_lazy("开始申报"),
    "closes_at": gettext_lazy("截止申报"),
    "district_due_at": gettext_lazy("区级推荐截止"),
    "review_due_at": gettext_lazy("评审截止"),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """text: what is wrong and what to do. page: name of the address that mends it. is_blocking: it stops announcing."""

    text: str
    page: str
    is_blocking: bool = True


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands beside the edition: all districts, those with terms of their own, kinds of bodies, the calendar."""

    districts: Sequence[District]
    terms: Sequence[EditionDistrict]
    body_kinds: frozenset[str]
    calendar: Calendar


def remarks_on(edition: Edition, around: Surroundings) -> list[Remark]:
    """What stops announcing first, then what is only worth a look; no queries."""
    found = [
        *_on_course(edition),
        *_on_dates(edition, around),
        *_on_settings(edition),
        *_on_criteria(edition),
        *_on_lists(edition),
        *_on_questions(edition),
        *_on_wording(edition),
        *_on_districts(edition, around),
        *_on_bodies(edition, around),
        *_on_name(edition),
    ]
    return sorted(found, key=lambda one: not one.is_blocking)


def _on_course(edition: Edition) -> Iterator[Remark]:
    for one in standstills(edition.has_stage):
        missing = "、".join(str(stage_word(stage, edition)) for stage in one.missing)
        text = _("“%(state)s”之后没有路可走。") % {"state": STAFF_WORDS[one.state]}
        if missing:
            text += _("请启用：%(stages)s。") % {"stages": missing}
        yield Remark(text, "edition_settings")


def _on_dates(edition: Edition, around: Surroundings) -> Iterator[Remark]:
    dates = {name: getattr(edition, name) for name in DATES}
    for text in dates_out_of_order(dates).values():
        yield Remark(str(text), "edition_dates")
    now = clock.now()
    for name, at in dates.items():
        is_past = at is not None and (clock.day_of(at) < clock.today() if name == "opens_at" else at <= now)
        if is_past:
            yield Remark(_("“%(date)s”已经过去，请改到今后。") % {"date": DATE_WORDS[name]}, "edition_dates")
        day = clock.day_of(at - timedelta(microseconds=1) if name != "opens_at" else at) if at else None
        if day is None or is_past:
            continue
        if around.calendar.is_provisional(day):
            text = _("“%(date)s”所在年份的法定日历还没有确认，遇调休可能要改。") % {"date": DATE_WORDS[name]}
            yield Remark(text, "edition_dates", is_blocking=False)
        elif not around.calendar.is_workday(day):
            text = _("“%(date)s”落在休息日。") % {"date": DATE_WORDS[name]}
            yield Remark(text, "edition_dates", is_blocking=False)
    if edition.has_stage("district_review") and edition.district_due_at is None:
        yield Remark(_("没有设区级推荐截止，各区的催办不会发出。"), "edition_dates", is_blocking=False)


def _on_settings(edition: Edition) -> Iterator[Remark]:
    of = edition.programme
    for path, text in flaws_of(of, edition.settings()).items():
        yield Remark(f"{name_of(of, tuple(path.split('.')))}：{text}", "edition_settings")


def _on_criteria(edition: Edition) -> Iterator[Remark]:
    """A criterion or clause without its place in the source cannot be defended; it is the programme's own to mend."""
    of = edition.programme
    lines: list[Criterion | Clause] = [*of.criteria, *of.clauses]
    for one in lines:
        if not one.clause.strip():
            yield Remark(_("“%(label)s”没有写明依据的条款，请联系系统管理员。") % {"label": said(one.label)}, "edition")
    total = sum((one.weight_ratio for one in of.criteria), Decimal(0))
    if of.criteria and total != 1:
        yield Remark(_("专家评分各项权重之和为 %(total)s，须为 1。") % {"total": total}, "edition_settings")
    if edition.has_stage("expert_review") and not of.criteria:
        yield Remark(_("有专家评审，但没有评分标准。"), "edition_settings")


def _on_lists(edition: Edition) -> Iterator[Remark]:
    of, settings = edition.programme, edition.settings()
    if edition.has_stage("publish") and not of.lists:
        yield Remark(_("项目没有声明名单，结果无处公布，请联系系统管理员。"), "edition")
    if edition.has_stage("public_notice") and "notice_days" not in settings:
        yield Remark(_("有公示，但没有公示天数。"), "edition_settings")
    if of.certificate is None and edition.has_stage("certificate"):
        yield Remark(_("启用了证书，但项目没有证书样式。"), "edition_settings")


def _on_questions(edition: Edition) -> Iterator[Remark]:
    for place, flaws in flaws_of_questions(programme(edition.programme_slug), edition.questions).items():
        row = edition.questions[place]
        for text in flaws.values():
            label = row.get("label") or row.get("key")
            yield Remark(_("补充问题“%(label)s”：%(text)s") % {"label": label, "text": text}, "edition_questions")


def _on_wording(edition: Edition) -> Iterator[Remark]:
    known = all_kinds()
    for key, texts in edition.wording.items():
        for text in (flaws_of_wording(known[key], texts) if key in known else {}).values():
            subject = texts.get("subject", key)
            yield Remark(_("消息“%(subject)s”：%(text)s") % {"subject": subject, "text": text}, "edition_wordings")


def _on_districts(edition: Edition, around: Surroundings) -> Iterator[Remark]:
    if not edition.has_stage("district_review"):
        return
    if not around.districts:
        yield Remark(_("有区级初审，但本单位还没有登记各区主管部门，申报无处受理。"), "edition_districts")
    for row in around.terms:
        for text in flaws_of_terms(edition, terms_of(row)).values():
            yield Remark(f"{row.district.name}：{text}", "edition_districts")


def _on_bodies(edition: Edition, around: Surroundings) -> Iterator[Remark]:
    wanted = (
        ("consult", BodyKind.DEPARTMENT),
        ("screening", BodyKind.AGENCY),
        ("cert_application", BodyKind.CERTIFICATION),
    )
    for stage, kind in wanted:
        if edition.has_stage(stage) and kind.value not in around.body_kinds:
            words = {"stage": stage_word(stage, edition), "kind": kind.label}
            text = _("有“%(stage)s”，但机构名册里还没有使用中的%(kind)s。") % words
            yield Remark(text, "edition_settings", is_blocking=False)


def _on_name(edition: Edition) -> Iterable[Remark]:
    if not edition.document_number:
        yield Remark(_("没有填通知文号，公开页面上不显示文号。"), "edition_name", is_blocking=False)
