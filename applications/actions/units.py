"""The units of a filing: one, or one for each item that it names, kept in step with the answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from applications import workflow
from applications.models import Application, Unit
from applications.moving import move
from applications.workflow import State
from portal.kit import clock
from portal.kit.actor import Actor


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
