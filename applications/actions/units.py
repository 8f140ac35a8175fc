"""The units of a filing: one, or one for each item that it names, kept in step with the answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from applications import workflow
from applications.models import Application, Unit
from applications.moving import move
from applications.queries.agencies import ITEM_COLUMN
from applications.workflow import State
from portal.kit import clock
from portal.kit.actor import Actor
from programmes.contract import Field
from programmes.fields import to_json


def follow_answers(application: Application, answers: Mapping[str, Any]) -> None:
    """Names and district of the units; as many as there are items, while none has gone on its way."""
    names = names_of(application, answers)
    units = list(Unit.objects.filter(application_id=application.pk).order_by("position"))
    if all(unit.state == State.WAITING for unit in units):
        Unit.objects.filter(application_id=application.pk, position__gt=len(names)).delete()
        Unit.objects.bulk_create(
            Unit(
                tenant_id=application.tenant_id,
                enterprise_id=application.enterprise_id,
                edition_id=application.edition_id,
                application=application,
                position=position,
                name=names[position - 1],
                moved_at=clock.now(),
            )
            for position in range(len(units) + 1, len(names) + 1)
        )
    for position, name in enumerate(names, start=1):
        rows = Unit.objects.filter(application_id=application.pk, position=position)
        rows.update(name=name, district=application.district)


def names_of(application: Application, answers: Mapping[str, Any]) -> list[str]:
    """What the units are called, in order; at least one."""
    of, title = application.edition.programme, application.title or application.enterprise_name
    rows = answers.get(of.items) or () if of.items else ()
    return [str(row.get(of.item_name) or f"{title}（{place}）")[:160] for place, row in enumerate(rows, 1)] or [title]


def changed_others(application: Application, answers: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, str]:
    """Tables in which a correction of some items has touched others -> what is wrong.

    While single items are returned, the others stay as they were filed, because they are being judged or have been;
    and none comes or goes. answers: as written now; before: as stored in the version that was returned.
    """
    of = application.edition.programme
    units = list(Unit.objects.filter(application_id=application.pk).order_by("position"))
    if not of.items or all(unit.state == State.WAITING for unit in units):
        return {}
    open_places = {str(unit.position) for unit in units if unit.state == State.RETURNED}
    tables = [one for one in of.fields() if one.key == of.items or by_item(one)]
    problems = {}
    for table in tables:
        now = to_json([table], answers)[table.key]
        if _kept(table, now, open_places) != _kept(table, before.get(table.key) or [], open_places):
            text = _("补正期间不能增加、删除项目，也不能改动没有退回的项目。请恢复原来的内容，只修改被退回的项目。")
            problems[table.key] = text
    if len(answers.get(of.items) or ()) != len(units):
        problems.setdefault(of.items, _("补正期间不能增加或删除项目，应为 %s 项。") % len(units))
    return problems


def by_item(table: Field) -> bool:
    """Whether the rows of a table name by number the item that they are about."""
    return ITEM_COLUMN in {column.key for column in table.columns}


def _kept(table: Field, rows: Sequence[Mapping[str, Any]], open_places: Collection[str]) -> list[Mapping[str, Any]]:
    """Rows about items that were not returned."""
    places = (str(row.get(ITEM_COLUMN)) if by_item(table) else str(place) for place, row in enumerate(rows, start=1))
    return [row for row, place in zip(rows, places, strict=True) if place not in open_places]


def enter(application: Application, *, actor: Actor) -> None:
    """Every unit begins its own way: the filing is recommended, or nobody has to recommend it."""
    name = workflow.way_in(application.edition.has_stage)
    for unit in Unit.objects.filter(application_id=application.pk, state=State.WAITING).order_by("position"):
        move(unit, name, actor=actor)


def come_back(application: Application, *, actor: Actor) -> None:
    """Every unit that an office returned goes on where it was."""
    name = workflow.way_back(application.edition.has_stage)
    for unit in Unit.objects.filter(application_id=application.pk, state=State.RETURNED).order_by("position"):
        move(unit, name, actor=actor)


def drop(application: Application, *, actor: Actor) -> None:
    """What was never recommended is over."""
    for unit in Unit.objects.filter(application_id=application.pk, state=State.WAITING).order_by("position"):
        move(unit, "drop", actor=actor)
