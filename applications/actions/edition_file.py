"""Taking an edition in from a file: tried first, then written in one transaction, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from applications import policy
from applications.locking import locks_of
from applications.wording import stage_word
from portal.audit.record import record
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid
from portal.tenancy.models import District
from programmes.contract import Programme
from programmes.editionfile import (
    Change,
    Content,
    Reading,
    changes_between,
    complain_of_content,
    read_file,
    write_file,
)
from programmes.models import Edition, EditionDistrict, EditionState
from programmes.parameters import own_of
from programmes.queries import edition_of

from .copying import title_flaw
from .editions import DATES
from .editions_versions import MAKERS, begin_change, content_now, finish_change, keep_version

FIELDS = ("year", "title", "document_number", "parameters", "switched_stages", "questions", "wording", *DATES)


@dataclass(frozen=True, slots=True)
class Trial:
    """What a file would change. changes: empty while anything in reading.wrong is; edition: None = a new one."""

    reading: Reading
    changes: tuple[Change, ...]
    edition: Edition | None

    @property
    def is_sound(self) -> bool:
        return not self.reading.wrong


def export_edition(*, edition_id: int, actor: Actor) -> tuple[Edition, str]:
    """An edition and its file's text. Raises NotFound, Denied."""
    policy.demand(actor.has_role(*policy.CITY_SIDE, *MAKERS), _("由市级人员或单位管理员导出设置文件。"))
    edition = edition_of(actor, edition_id)
    of, names = edition.programme, {row.code: row.name for row in _districts(edition.tenant_id)}
    return edition, write_file(of, content_now(edition), districts=names, stages=_stage_words(of, edition))


def try_file(*, content: bytes, edition_id: int | None, actor: Actor) -> Trial:
    """What importing the file would change; writes nothing.

    edition_id   the draft that would take it in; None for a new edition
    Raises  Conflict (the edition is no draft any more), NotFound, Denied
    """
    policy.demand(actor.has_role(*MAKERS), _("由市级经办人或单位管理员导入设置文件。"))
    edition = edition_of(actor, edition_id) if edition_id is not None else None
    return _try(content, edition, policy.tenant_of(actor))


@transaction.atomic
def apply_file(*, content: bytes, edition_id: int | None, expected_version: int, actor: Actor) -> Edition:
    """Write what try_file showed, all of it or nothing.

    expected_version   of the edition when the file was tried; of no meaning for a new one
    Raises  Invalid (fields: line -> what is wrong), Conflict (somebody else changed the edition, or it is no draft),
            NotFound, Denied
    Lock    the edition's row
    """
    policy.demand(actor.has_role(*MAKERS), _("由市级经办人或单位管理员导入设置文件。"))
    if edition_id is None:
        return _make(_demand_sound(_try(content, None, policy.tenant_of(actor))), actor)
    change = begin_change(edition_id=edition_id, expected_version=expected_version, actor=actor)
    edition = change.edition
    trial = _demand_sound(_try(content, edition, edition.tenant_id))
    _set(edition, trial.reading.content)
    _set_districts(edition, trial.reading.content["districts"])
    payload = {".".join(one.path).strip("."): {"before": one.before, "after": one.after} for one in trial.changes}
    return finish_change(
        change,
        act="import_edition",
        fields=FIELDS,
        reason=_("导入设置文件"),
        payload=payload,
        actor=actor,
    )


def _try(content: bytes, edition: Edition | None, tenant_id: int) -> Trial:
    if edition is not None and edition.state != EditionState.DRAFT:
        raise Conflict(_("年度工作已发布，不能再整份导入。请逐项修改，或者由文件新建一个年度。"))
    names = {row.code: row.name for row in _districts(tenant_id)}
    reading = read_file(content)
    complain_of_content(reading, districts=names)
    of = reading.programme
    if of is None or not reading.content:
        return Trial(reading, (), edition)
    _complain_of_place(reading, of, edition, tenant_id)
    changes: list[Change] = []
    if not reading.wrong:
        before = content_now(edition) if edition else blank_content(of)
        words = _stage_words(of, edition)
        changes = changes_between(of, before, reading.content, districts=names, stages=words)
        _complain_of_locks(reading, edition, changes)
    reading.wrong.sort()
    return Trial(reading, tuple(changes) if not reading.wrong else (), edition)


def blank_content(of: Programme) -> Content:
    """What an edition is that nobody has set anything in: the programme's defaults."""
    return {
        "programme": of.slug,
        "year": "",
        "title": "",
        "document_number": "",
        "dates": dict.fromkeys(DATES),
        "stages": [],
        "parameters": dict(of.defaults),
        "questions": [],
        "wording": {},
        "districts": [],
    }


def _complain_of_place(reading: Reading, of: Programme, edition: Edition | None, tenant_id: int) -> None:
    """What hangs on where the file goes: the programme of the edition, and a title that is still free."""
    year, title = reading.content["year"], reading.content["title"]
    if edition is not None and of.slug != edition.programme_slug:
        text = _("这份文件是“%(file)s”的，本年度工作是“%(edition)s”的。")
        reading.complain(text % {"file": of.slug, "edition": edition.programme_slug}, "programme")
        return
    is_other = edition is None or (edition.year, edition.title) != (year, title)
    if title and is_other and (wrong := title_flaw(tenant_id, of.slug, year, title)):
        reading.complain(wrong, "title")


def _complain_of_locks(reading: Reading, edition: Edition | None, changes: list[Change]) -> None:
    if edition is None:
        return
    locks = locks_of(edition)
    for one in changes:
        part = one.path[0]
        reason = locks.of(one.path[1]) if part == "parameters" else locks.stages if part == "stages" else locks.course
        if reason:
            reading.complain(f"{one.name}：{reason}", *one.path)


def _demand_sound(trial: Trial) -> Trial:
    if trial.reading.wrong:
        fields: dict[str, object] = {str(wrong.line): wrong.text for wrong in trial.reading.wrong}
        raise Invalid(_("文件有误，什么也没有改。"), fields=fields)
    return trial


def _make(trial: Trial, actor: Actor) -> Edition:
    of, content = trial.reading.programme, trial.reading.content
    assert of is not None
    edition = Edition(tenant_id=policy.tenant_of(actor), programme_slug=of.slug)
    _set(edition, content)
    edition.save()
    _set_districts(edition, content["districts"])
    keep_version(edition, before=None, reason=_("由设置文件新建"), actor=actor)
    record(
        actor=actor,
        act="import_edition",
        subject=f"programmes.edition:{edition.pk}",
        tenant_id=edition.tenant_id,
        payload={"programme": of.slug, "year": edition.year, "title": edition.title},
    )
    return edition


def _set(edition: Edition, content: Content) -> None:
    for name in ("year", "title", "document_number", "questions", "wording"):
        setattr(edition, name, content[name])
    for name in DATES:
        setattr(edition, name, _instant(content["dates"][name]))
    edition.parameters = own_of(edition.programme, content["parameters"])
    edition.switched_stages = sorted(content["stages"])


def _set_districts(edition: Edition, rows: list[Mapping[str, Any]]) -> None:
    """The districts' own terms become those of the file; one that it leaves out has none."""
    known = {row.code: row.pk for row in _districts(edition.tenant_id)}
    wanted = {known[row["district"]]: row for row in rows}
    EditionDistrict.objects.filter(edition=edition).exclude(district_id__in=wanted).delete()
    for district_id, row in wanted.items():
        terms = {name: row[name] for name in ("paper_copies", "discs", "quota", "note")}
        EditionDistrict.objects.update_or_create(
            tenant_id=edition.tenant_id,
            edition=edition,
            district_id=district_id,
            defaults={**terms, "closes_at": _instant(row["closes_at"])},
        )


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _districts(tenant_id: int) -> list[District]:
    return list(District.objects.filter(tenant_id=tenant_id).order_by("code", "pk"))


def _stage_words(of: Programme, edition: Edition | None) -> dict[str, str]:
    """The optional stages in the programme's order, each with its word."""
    return {key: str(stage_word(key, edition)) for key in of.stages if key in of.optional_stages}
