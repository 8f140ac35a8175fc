"""Rows as the components of the pages take them: words, tones and links out of what queries fetched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import stations
from applications.completeness import Gap, keys_of, label_of, section_of, upload_rule
from applications.models import Application, Attachment, StateChange, Unit
from applications.queries import Writing
from applications.wording import applicant_word, tone
from applications.workflow import State
from portal.kit import clock
from portal.kit.workdays import Calendar, workdays_between
from programmes.contract import CheckKind, FieldKind, Line, Programme, Section, Verdict
from programmes.models import Edition

from . import steps

SOON = timedelta(days=3)


def mark_of(passed: bool | None) -> tuple[str, str]:
    """(word, tone) of a verdict."""
    if passed is None:
        return _("待定"), "draft"
    return (_("符合"), "passed") if passed else (_("不符合"), "returned")


def deadline_box(closes_at: datetime, calendar: Calendar, *, label: object = "") -> dict[str, Any]:
    """Inputs of components/deadline.html: working days after today to the last day; plain days where none is left."""
    now, last_on = clock.now(), clock.day_of(closes_at - timedelta(microseconds=1))
    tomorrow = clock.today() + timedelta(days=1)
    days, unit = workdays_between(tomorrow, last_on, calendar), ""
    if days == 0 and last_on > clock.today():
        days, unit = (last_on - clock.today()).days, _("天")
    mood = "over" if now >= closes_at else "soon" if closes_at - now <= SOON else "open"
    return {"closes_at": closes_at, "days_left": days, "days_unit": unit, "tone": mood, "label": label}


def station_of(application: Application, units: list[Unit]) -> tuple[object, str]:
    """(word, tone): where the filing is, in the applicant's words; of several units how many are where."""
    edition, found = application.edition, stations.stations_of(application, units)
    word = stations.say_stations(found, lambda state: applicant_word(state, edition))
    return word, badge_tone(tone(stations.station_of(application, stations.leading(units))), found)


def badge_tone(mood: str, found: Sequence[str]) -> str:
    """The tone of a badge that may have to say of several units how many are where, in more than one line."""
    return f"{mood} status--long" if len(found) > 1 else mood


def unit_rows(application: Application, units: list[Unit]) -> list[dict[str, Any]]:
    """One line for each item in the applicant's words; none for a filing that is judged as one, or not filed yet."""
    edition = application.edition
    if edition.programme.is_single_unit or not application.version_number:
        return []
    return [
        {
            "unit": unit,
            "word": applicant_word(station, edition),
            "tone": tone(station),
            "waiting": steps.sentence_of(application, station),
            "since": unit.moved_at if station == unit.state else application.moved_at,
        }
        for unit in units
        for station in [stations.station_of(application, unit)]
    ]


def timeline_items(changes: list[StateChange], edition: Edition) -> list[dict[str, Any]]:
    """Moves as the applicant reads them: two of one item that read the same are one, a reason is always shown."""
    items: list[dict[str, Any]] = []
    newest: dict[int | None, str] = {}
    for change in changes:
        if change.name in {"open_case", "drop"}:
            continue
        title, about = str(applicant_word(change.to, edition)), None
        if change.unit is not None and not edition.programme.is_single_unit:
            title, about = f"{change.unit.name}：{title}", change.unit.pk
        if newest.get(about) == title and not change.reason:
            continue
        newest[about] = title
        mood = "returned" if change.to == State.RETURNED else "done"
        items.append({"title": title, "when": change.at, "text": change.reason, "state": mood})
    return items


def file_rows(files: list[Attachment], tenant_slug: str) -> list[dict[str, Any]]:
    """Inputs of components/attachments.html."""
    return [
        {
            "pk": row.pk,
            "name": row.name,
            "size": row.size_bytes,
            "added_at": row.uploaded_at,
            "url": reverse("attachment_mine", args=(tenant_slug, row.pk)),
        }
        for row in files
    ]


def files_for_form(writing: Writing, tenant_slug: str) -> dict[str, list[dict[str, Any]]]:
    return {key: file_rows(rows, tenant_slug) for key, rows in writing.files_by_key().items()}


def section_rows(writing: Writing, tenant_slug: str, *, current: str = "") -> list[dict[str, Any]]:
    """Inputs of components/task_list.html."""
    gaps = {gap.section for gap in writing.gaps}
    rows = []
    for section in writing.programme.sections:
        state, word = section_state(writing, section, has_gaps=section.key in gaps)
        url = reverse("application_section", args=(tenant_slug, writing.application.pk, section.key))
        rows.append(
            {
                "label": _(section.title),
                "url": url,
                "state": state,
                "word": word,
                "is_current": section.key == current,
            }
        )
    return rows


def section_state(writing: Writing, section: Section, *, has_gaps: bool) -> tuple[str, str]:
    """(done, started, empty or wrong; the word for it)."""
    if writing.correction is not None and not writing.is_open(section):
        return "done", _("无需修改")
    if writing.draft.typed.get(section.key):
        return "wrong", _("有误")
    if writing.correction is not None:
        keys = [key for key in writing.correction.reasons if section_of(writing.programme, key) == section]
        return ("done", _("已修改")) if all(map(writing.is_mended, keys)) else ("wrong", _("需补正"))
    if not has_gaps:
        return "done", _("已完成")
    has_answers = any(writing.answers.get(key) not in (None, "", [], ()) for key in keys_of(section))
    has_files = any(row.key in keys_of(section) for row in writing.files)
    return ("started", _("填写中")) if has_answers or has_files else ("empty", _("未开始"))


def section_lines(writing: Writing, section: Section) -> list[Line]:
    """The clauses that this page's figures decide: those of the group that it describes or proves."""
    for title, lines in writing.verdict.groups:
        if title == section.title or {line.key for line in lines} & set(section.indicators):
            return list(lines)
    return []


def check_rows(lines: list[Line]) -> list[dict[str, Any]]:
    """Inputs of components/checks.html."""
    rows = []
    for line in lines:
        word, mood = mark_of(line.passed)
        value = _("现为 %s") % line.value if line.value else ""
        threshold = _("要求 %s") % line.threshold if line.threshold else ""
        why = "；".join(part for part in (threshold, value, _(line.note) if line.note else "") if part)
        rows.append({"word": word, "tone": mood, "text": _(line.label), "clause": line.clause, "why": why})
    return rows


def verdict_groups(verdict: Verdict) -> list[dict[str, Any]]:
    """Every group with its own word and its lines, unmet ones first named in the summary."""
    marks = verdict.group_verdicts or tuple(_all_of(lines) for _title, lines in verdict.groups)
    found = []
    for (title, lines), passed in zip(verdict.groups, marks, strict=True):
        word, mood = mark_of(passed)
        found.append({"title": _(title), "word": word, "tone": mood, "checks": check_rows(list(lines))})
    return found


def _all_of(lines: tuple[Line, ...]) -> bool | None:
    if any(line.passed is False for line in lines):
        return False
    return None if any(line.passed is None for line in lines) else True


def gap_links(gaps: list[Gap], tenant_slug: str, application_id: int) -> list[tuple[str, str, str]]:
    """(address of the field, label, what to do)."""
    return [
        (
            f"{reverse('application_section', args=(tenant_slug, application_id, gap.section))}#id_{gap.key}",
            gap.label,
            gap.text,
        )
        for gap in gaps
    ]


def correction_rows(writing: Writing, reported: Mapping[str, str], tenant_slug: str) -> list[dict[str, Any]]:
    """What is to be corrected: name, reason, the value handed in before, and where it is changed."""
    if writing.correction is None:
        return []
    programme = writing.programme
    names = {clause.key: str(_(clause.label)) for clause in programme.clauses}
    names |= {proof.indicator: str(_(proof.label)) for proof in programme.evidence}
    names |= {field.key: label_of(field, writing.latest_year) for field in programme.fields()}
    rows = []
    for key, reason in writing.correction.reasons.items():
        section = section_of(programme, key)
        url = f"{section_address(writing, section.key, tenant_slug)}#id_{key}" if section else ""
        place = section.key if section else ""
        rows.append(
            {
                "key": key,
                "label": names.get(key, key),
                "reason": reason,
                "old": reported.get(key, ""),
                "url": url,
                "section": place,
                "is_mended": writing.is_mended(key),
            }
        )
    return rows


def section_address(writing: Writing, key: str, tenant_slug: str) -> str:
    return reverse("application_section", args=(tenant_slug, writing.application.pk, key))


def review_address(writing: Writing, tenant_slug: str) -> str:
    return reverse("application_review", args=(tenant_slug, writing.application.pk))


def crumbs(writing: Writing, tenant_slug: str, here: str) -> list[tuple[str, str]]:
    """Inputs of components/breadcrumbs.html."""
    application = writing.application
    title = application.title or _("未命名的申报")
    return [
        (_("我的工作台"), reverse("desk")),
        (title, reverse("application", args=(tenant_slug, application.pk))),
        (here, ""),
    ]


CHECK_WORDS = {
    CheckKind.MACHINE: gettext_lazy("系统按填报数据计算"),
    CheckKind.ATTESTATION: gettext_lazy("申报主体声明，审核人员核查"),
    CheckKind.OFFICIAL: gettext_lazy("审核人员核查"),
    CheckKind.EXPERT: gettext_lazy("专家评审"),
}


def clause_groups(verdict: Verdict) -> list[dict[str, Any]]:
    """Who may apply: every clause with its threshold and how it is decided, by group in the order of the source."""
    return [
        {
            "title": _(title),
            "clauses": [
                {
                    "label": _(line.label),
                    "threshold": line.threshold,
                    "clause": line.clause,
                    "how": CHECK_WORDS[line.check],
                }
                for line in lines
            ],
        }
        for title, lines in verdict.groups
    ]


def evidence_rows(programme: Programme) -> list[dict[str, Any]]:
    """What has to be at hand: files of the form and evidence of indicators."""
    rows = [
        {
            "label": _(field.label),
            "is_needed": field.required and not field.requires,
            "is_conditional": field.required and bool(field.requires),
            "allowed": allowed_words(programme, field.key),
        }
        for field in programme.fields()
        if field.kind == FieldKind.FILE
    ]
    rows += [
        {
            "label": _(proof.label),
            "is_needed": proof.needed_at_submission,
            "allowed": allowed_words(programme, proof.indicator),
        }
        for proof in programme.evidence
    ]
    return rows


def allowed_words(programme: Programme, key: str) -> str:
    extensions, megabytes = upload_rule(programme, key)
    kinds = "、".join(extension.upper() for extension in extensions if extension != "jpeg")
    return _("%(kinds)s，单个文件不超过 %(size)s MB") % {"kinds": kinds, "size": megabytes}
